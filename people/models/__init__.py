from people.models.consent import ConsentNotice, ConsentRecord, Purpose
from people.models.former_name import FormerName
from people.models.invitation import Invitation
from people.models.organisation import Membership, Organisation
from people.models.person import Area, Person, Sex
from people.models.privacy import DataExport, ErasureRequest
from people.models.user import User

__all__ = [
    "Area",
    "ConsentNotice",
    "ConsentRecord",
    "DataExport",
    "ErasureRequest",
    "FormerName",
    "Invitation",
    "Membership",
    "Organisation",
    "Person",
    "Purpose",
    "Sex",
    "User",
]
