from cohorts.models.cohort import Cohort, Facilitation
from cohorts.models.enrolment import Enrolment
from cohorts.models.mark import AttendanceMark, Guest
from cohorts.models.roster import RosterDraft
from cohorts.models.session import Register, Session

__all__ = ["AttendanceMark", "Cohort", "Enrolment", "Facilitation", "Guest", "Register", "RosterDraft", "Session"]
