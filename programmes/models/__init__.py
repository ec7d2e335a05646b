from programmes.models.differential import PersonAttribute, ProgrammeAttribute
from programmes.models.funding import FundingPeriod
from programmes.models.logo import ProgrammeLogo
from programmes.models.participation import ProgrammeOrganisation
from programmes.models.programme import Programme
from programmes.models.region import Region
from programmes.models.team import TeamRole

__all__ = [
    "FundingPeriod",
    "PersonAttribute",
    "Programme",
    "ProgrammeAttribute",
    "ProgrammeLogo",
    "ProgrammeOrganisation",
    "Region",
    "TeamRole",
]
