"""Which doors an account has: what the navigation shows and where home leads. Never who may do what: that is asked
of each thing with ``visible_to``."""

from dataclasses import dataclass

from django.db import connection

from people.models import User


@dataclass(frozen=True)
class Roles:
    has_person: bool = False
    is_trainee: bool = False
    is_trainer: bool = False
    is_helper: bool = False
    is_coordinator: bool = False
    # Of a whole programme: may also begin another.
    leads_programme: bool = False
    is_funder: bool = False
    is_data_officer: bool = False
    is_editor: bool = False
    # Any role of a programme's team, also those without a door of their own.
    in_a_team: bool = False

    @property
    def staff(self) -> bool:
        """Has work here beyond learning."""
        teaches = self.is_trainer or self.is_helper
        return teaches or self.is_coordinator or self.is_funder or self.is_data_officer or self.is_editor


NOBODY = Roles()
# Every signed-in page asks this. Written out, it costs a tenth of what putting it together each time does.
HELD = """EXISTS (SELECT 1 FROM programmes_teamrole r JOIN me ON r.person_id = me.id
 WHERE r.revoked_at IS NULL AND r.role {})"""
ASKED = {
    "has_person": "EXISTS (SELECT 1 FROM me)",
    "is_trainee": """EXISTS (SELECT 1 FROM cohorts_enrolment e JOIN me ON e.person_id = me.id
 WHERE e.withdrawn_at IS NULL)""",
    "is_trainer": """EXISTS (SELECT 1 FROM cohorts_facilitation f JOIN me ON f.person_id = me.id
 WHERE f.ended_at IS NULL AND f.role = 'trainer')""",
    "is_helper": """EXISTS (SELECT 1 FROM cohorts_facilitation f JOIN me ON f.person_id = me.id
 WHERE f.ended_at IS NULL AND f.role = 'roll_helper')""",
    "is_coordinator": HELD.format("IN ('programme_coordinator', 'regional_coordinator')"),
    "leads_programme": HELD.format("= 'programme_coordinator'"),
    "is_funder": HELD.format("= 'funder_viewer'"),
    "is_data_officer": HELD.format("= 'data_officer'"),
    "in_a_team": HELD.format("<> ''"),
    "is_editor": """EXISTS (SELECT 1 FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
 WHERE p.codename = 'access_admin' AND t.app_label = 'wagtailadmin' AND (
  EXISTS (SELECT 1 FROM people_user_user_permissions u WHERE u.permission_id = p.id AND u.user_id = %(user)s)
  OR EXISTS (SELECT 1 FROM people_user_groups g JOIN auth_group_permissions gp ON gp.group_id = g.group_id
   WHERE gp.permission_id = p.id AND g.user_id = %(user)s)))""",
}
QUESTION = "WITH me AS (SELECT id FROM people_person WHERE user_id = %(user)s) SELECT " + ", ".join(ASKED.values())  # noqa: S608


def roles_of(user: User) -> Roles:
    """The roles of an account in one query; of a visitor in none. A superuser coordinates and edits everywhere."""
    if not user.is_authenticated:
        return NOBODY
    with connection.cursor() as cursor:
        cursor.execute(QUESTION, {"user": user.pk})
        answers = dict(zip(ASKED, map(bool, cursor.fetchone()), strict=True))
    if user.is_superuser:
        answers |= {"is_coordinator": True, "leads_programme": True, "is_editor": True}
    return Roles(**answers)
