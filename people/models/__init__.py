from people.models.claim_code import ClaimCode
from people.models.consent import ConsentNotice, ConsentRecord, Purpose
from people.models.document import IdentityDocument
from people.models.duplicate import Comparison, NamePair, PotentialDuplicate
from people.models.former_name import FormerName
from people.models.invitation import Invitation
from people.models.merge import Merge, PersonAlias
from people.models.organisation import Membership, Organisation
from people.models.person import Area, GenderIdentity, Person, Sex
from people.models.privacy import DataExport, ErasureRequest
from people.models.user import User

__all__ = [
    "Area",
    "ClaimCode",
    "ConsentNotice",
    "ConsentRecord",
    "DataExport",
    "ErasureRequest",
    "FormerName",
    "GenderIdentity",
    "IdentityDocument",
    "Invitation",
    "Membership",
    "Organisation",
    "Person",
    "Purpose",
    "Comparison",
    "Invitation",
    "Membership",
    "Merge",
    "NamePair",
    "Organisation",
    "Person",
    "PersonAlias",
    "PotentialDuplicate",
    "Sex",
    "User",
]
