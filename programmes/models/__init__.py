from programmes.models.funding import FundingPeriod
from programmes.models.participation import ProgrammeOrganisation
from programmes.models.programme import Programme
from programmes.models.region import Region
from programmes.models.team import TeamRole

__all__ = ["FundingPeriod", "Programme", "ProgrammeOrganisation", "Region", "TeamRole"]
