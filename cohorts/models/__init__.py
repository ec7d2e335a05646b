from cohorts.models.application import Application
from cohorts.models.attendance_draft import AttendanceDraft
from cohorts.models.check_in import CheckIn
from cohorts.models.cohort import Cohort, Facilitation
from cohorts.models.door import EnrolmentLink, SeatQuota
from cohorts.models.enrolment import Enrolment, FormerEnrolment
from cohorts.models.mark import AttendanceMark, Guest
from cohorts.models.meeting import Agreement, CohortCalendar, Moment
from cohorts.models.organisation_draft import OrganisationDraft
from cohorts.models.paper import PrintedSheet, SheetScan
from cohorts.models.roster import RosterDraft
from cohorts.models.session import Register, Session

__all__ = ["Agreement", "Application", "AttendanceDraft", "AttendanceMark", "CheckIn", "Cohort", "CohortCalendar",
           "Enrolment", "EnrolmentLink", "Facilitation", "FormerEnrolment", "Guest", "Moment", "OrganisationDraft",
           "PrintedSheet", "Register", "RosterDraft", "SeatQuota", "Session", "SheetScan"]  # fmt: skip
