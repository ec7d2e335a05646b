from cohorts.models.cohort import Cohort, Facilitation
from cohorts.models.check_in import CheckIn
from cohorts.models.enrolment import Enrolment, FormerEnrolment
from cohorts.models.mark import AttendanceMark, Guest
from cohorts.models.organisation_draft import OrganisationDraft
from cohorts.models.roster import RosterDraft
from cohorts.models.session import Register, Session

__all__ = ["AttendanceMark", "Cohort", "CheckIn", "Enrolment", "Facilitation", "FormerEnrolment", "Guest",
           "OrganisationDraft", "Register", "RosterDraft", "Session"]  # fmt: skip
