"""Every address of the site out of the code's own list, filled in with the things of ``matrix.lay_world``."""

import re

from django.conf import settings
from django.urls import URLPattern, get_resolver, reverse

from certificates.badges.credential import LIST_SIZE

NOWHERE = "00000000-0000-4000-8000-000000000000"
FILLED = {"uuid": NOWHERE, "int": "999999", "slug": "no-existe", "str": "no-existe", "path": "no-existe"}
# Of Wagtail's own screens, the numbers of these are the lesson's.
PAGES = {"page_id", "parent_page_id", "destination_id", "page_to_move_id", "parent_id"}
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")


def routes(resolver=None, before="", space=""):
    """(name, route as written) of every pattern of the site, Wagtail's and the account library's too."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or ''}", route
        else:
            yield from routes(pattern, route, f"{space}{pattern.namespace}:" if pattern.namespace else space)


def path_of(name, route, things):
    """The path by which the route is asked for: of ours, the things of the one cohort; of others, what is nearest."""
    if name in OURS:
        return reverse(name, args=OURS[name](things))
    if route in SPECIAL:
        return SPECIAL[route](things)
    filled = ARGUMENT.sub(lambda found: _value(found, things), route)
    return "/" + re.sub(r"\(\?P?[^)]*\)|[\^$\\]", "", filled)


def _value(found, things):
    kind, argument = found[1] or "str", found[2]
    return str(things["lesson"].pk) if argument in PAGES else FILLED.get(kind, "1")


def _cohort(things):
    return [things["cohort"].uuid]


def _register(things):
    return [things["register"].uuid]


def _programme(things):
    return [things["programme"].slug]


def _folio(things):
    return [things["certificate"].folio]


def _lesson(things):
    return [things["lesson"].pk]


def _session(things):
    return [things["cohort"].uuid, things["register"].session.uuid]


def _organisation(things):
    return [things["organisation"].uuid]


def _post(things):
    return [things["post"].pk]


def _period(things):
    return [things["programme"].slug, things["period"].pk]


def _logo(things):
    return [things["programme"].slug, things["logo"].pk]


def _token(things):
    return [things["certificate"].token]


def _erasure(things):
    return [things["erasure"].uuid]


OURS = dict.fromkeys(
    [f"cohorts:{name}" for name in (
        "detail", "edit", "open", "close", "reopen", "cancel", "trainers", "sessions", "session_new", "people",
        "people_export", "invite", "enrol_one", "roster_new", "roster_template", "matrix", "attendance_new",
        "consents", "slips", "sheets", "sheets_pdf", "join", "applications", "door", "calling", "badges_pdf",
        "cohort_calendar")]
    + [f"certificates:{name}" for name in (
        "cohort", "issue_cohort", "offer", "pause", "resume", "pack_new", "cohort_ledger_xlsx", "cohort_ledger_pdf")]
    + ["learning:rule"], _cohort,
)  # fmt: skip
OURS |= dict.fromkeys(
    [f"cohorts:{name}" for name in (
        "roll", "register_submit", "register_approve", "register_return", "register_reopen", "register_walk_in",
        "register_guest", "report_new", "transcribe", "scans", "check_in", "check_in_now", "receive",
        "arrival", "arrival_other", "waive")], _register,
)  # fmt: skip
OURS |= dict.fromkeys(
    [f"programmes:{name}" for name in (
        "detail", "edit", "words", "logos", "regions", "region_lines", "places", "funding", "team")]
    + ["cohorts:new", "cohorts:accounts", "cohorts:gaps", "cohorts:organisations_new", "cohorts:organisations_template",
       "reports:figures", "reports:figures_xlsx", "differential:asking", "differential:mine", "cohorts:day_pdf",
       "cohorts:setup", "cohorts:setup_regions", "cohorts:setup_course", "cohorts:setup_cohorts",
       "cohorts:setup_cohorts_template", "cohorts:setup_sessions", "cohorts:setup_people", "cohorts:setup_sheets",
       "certificates:programme", "certificates:tokens", "certificates:webhooks"],
    _programme,
)  # fmt: skip
OURS |= dict.fromkeys([f"certificates:badge_{kind}" for kind in ("json", "png", "svg")], _token)
OURS |= dict.fromkeys(
    [f"certificates:{name}" for name in ("year_ledger_xlsx", "year_ledger_pdf")],
    lambda things: [things["programme"].slug, things["certificate"].folio.split("-")[1]],
)
OURS |= dict.fromkeys(
    [f"certificates:{name}" for name in ("webhook", "webhook_test", "webhook_end", "webhook_resend_failed")],
    lambda things: [things["programme"].slug, things["webhook"].pk],
)
OURS |= dict.fromkeys(["certificates:pack", "certificates:pack_file"], lambda things: [things["pack"].uuid])
OURS |= dict.fromkeys([f"certificates:{name}" for name in ("download", "revoke", "replace", "uphold", "anew")], _folio)
OURS |= dict.fromkeys([f"certificates:{name}" for name in ("designs", "designs_choose")], _programme)
OURS |= dict.fromkeys(
    [f"certificates:{name}" for name in ("design", "design_picture", "design_withdraw")],
    lambda things: [things["design"].pk],
)
OURS |= dict.fromkeys(["learning:complete", "learning:undo"], _lesson)
OURS |= dict.fromkeys(
    [f"cohorts:{name}" for name in ("withdraw", "passage", "transfer", "replace")],
    lambda things: [things["enrolment"].uuid],
)
OURS |= dict.fromkeys(["cohorts:session_edit", "cohorts:session_cancel"], _session)
OURS |= dict.fromkeys(
    [f"cohorts:{name}" for name in ("session", "outline", "agreements", "session_print")],
    lambda things: [things["register"].session.uuid],
)
OURS |= dict.fromkeys(["cohorts:organisation", "cohorts:organisation_edit"], _organisation)
OURS |= dict.fromkeys(["cohorts:post_end", "cohorts:post_contact"], _post)
OURS |= dict.fromkeys(["programmes:funding_period", "programmes:funding_remove"], _period)
OURS |= dict.fromkeys(["programmes:logo", "programmes:logo_remove"], _logo)
OURS |= dict.fromkeys(["cohorts:scan_file", "cohorts:scan_retire"], lambda things: [things["scan"].uuid])
OURS |= dict.fromkeys(["privacy:withdraw", "privacy:decision"], _erasure)
OURS |= dict.fromkeys(["identity:person", "identity:documents"], lambda things: [things["enrolment"].person.uuid])
OURS |= dict.fromkeys(["identity:show", "identity:remove"], lambda things: [things["identity"].uuid])
OURS |= {
    "cohorts:agreement": lambda things: [things["agreement"].uuid],
    "cohorts:cohort_feed": lambda things: [things["cohort_calendar"]],
    "cohorts:calendar_feed": lambda things: [things["calendar"]],
    "differential:person": lambda things: [things["enrolment"].person.uuid, things["programme"].slug],
    "cohorts:trainer_end": lambda things: [things["cohort"].uuid, things["charge"].pk],
    "cohorts:organisations_list": lambda things: [things["organisation_list"].uuid],
    "cohorts:attendance_draft": lambda things: [things["attendance"].uuid],
    "cohorts:roster": lambda things: [things["draft"].uuid],
    "cohorts:roster_left": lambda things: [things["draft"].uuid],
    "cohorts:join_by_link": lambda things: [things["link"].token],
    "cohorts:application": lambda things: [things["application"].uuid],
    "cohorts:call_write": lambda things: [things["enrolment"].uuid],
    "programmes:region": lambda things: [things["programme"].slug, things["cohort"].region_id],
    "programmes:revoke": lambda things: [things["programme"].slug, things["held"].pk],
    "programmes:place": lambda things: [things["programme"].slug, things["place"].pk],
    "merging:not_duplicate": lambda things: [things["pair"].pk],
    "merging:undo": lambda things: [things["merge"].pk],
    "merging:unite": lambda things: [things["pair"].a.uuid, things["pair"].b.uuid],
    "privacy:download": lambda things: [things["export"].uuid],
    "certificates:waive": lambda things: [things["enrolment"].pk],
    "certificates:lift_waiver": lambda things: [things["waiver"].pk],
    "certificates:verify": lambda things: [things["certificate"].token],
    "certificates:badge_status": lambda things: [1, things["certificate"].pk // LIST_SIZE],
    "certificates:key_certificate": lambda things: [things["certificate"].signed_with.fingerprint],
    "certificates:webhook_resend": lambda things: [things["programme"].slug, things["webhook"].pk, NOWHERE],
    "certificates:api_verify": lambda things: [things["certificate"].token],
    "certificates:token_revoke": lambda things: [things["programme"].slug, things["api_token"].pk],
    "learning:answer": lambda things: [things["lesson"].pk, NOWHERE],
    "jobs:progress": lambda things: [things["job"].uuid],
    "network:topic": lambda things: [things["topic"].uuid],
    "people:invitation": lambda things: [things["invitation"].token],
    "people:accept": lambda things: [things["invitation"].token],
    "picture": lambda things: [things["picture"].file.name.removeprefix("images/")],
}
SPECIAL = {
    "<slug:catalogue>/<slug:course>/<slug:module>/<slug:lesson>/": lambda things: things["lesson"].url,
    r"^((?:[\w\-]+/)*)$": lambda things: things["course"].url,
    r"documentos/^(\d+)/(.*)$": lambda things: things["document"].url,
    r"gestion/pages/^(?P<pk>\d+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\."
    r"(?P<revision_id_b>live|latest|\d+)/$": (
        lambda things: f"/gestion/pages/{things['lesson'].pk}/revisions/compare/earliest...live/"
    ),
    "cuenta/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": lambda _things: reverse(
        "account_reset_password_from_key", args=["1", "nada"]
    ),
}


def asks_to_sign_in(answer) -> bool:
    return answer.status_code == 302 and answer["Location"].partition("?")[0] == reverse(settings.LOGIN_URL)


def letter_of(answer, path) -> str:
    """``Y`` let in, ``L`` sent to sign in, ``N`` refused, ``-`` no such method here."""
    if asks_to_sign_in(answer) and not path.startswith("/cuenta/login"):
        return "L"
    # Wagtail sends whoever may not back to its front page.
    if answer.status_code == 302 and answer["Location"] == "/gestion/" and path.startswith("/gestion/"):
        return "N"
    return {401: "L", 403: "N", 404: "N", 405: "-"}.get(answer.status_code, "Y")
