from people.models.duplicate import Comparison, NamePair, PotentialDuplicate
from people.models.invitation import Invitation
from people.models.merge import Merge, PersonAlias
from people.models.organisation import Membership, Organisation
from people.models.person import Area, Person, Sex
from people.models.user import User

__all__ = [
    "Area",
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
