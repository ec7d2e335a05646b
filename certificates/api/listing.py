"""The certificates that a token may read, page by page in the order they were given."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404

from certificates.api.shapes import Filters
from certificates.models import ApiToken, Certificate
from certificates.verification import state_of

# Folios carry years of this century; the first and the last day of the calendar have no midnight elsewhere.
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)


def page_of(token: ApiToken, asked: Filters) -> tuple[list[dict], str | None]:
    """(the items, the folio after which the next page begins or None). Two queries, three with ``after``.

    ``Http404`` for a programme that is not the token's, or a folio it does not know.
    """
    found = _chosen(token, asked).select_related("cohort", "replaced_by").order_by("pk")
    some = list(found[: asked.limit + 1])
    more = len(some) > asked.limit
    some = some[: asked.limit]
    return [_item(each, token) for each in some], some[-1].folio if more else None


def _chosen(token: ApiToken, asked: Filters):
    programme = token.programme
    if asked.programme not in {None, programme.slug}:
        raise Http404
    given = Certificate.objects.filter(programme=programme)
    if asked.cohort:
        given = given.filter(cohort__uuid=asked.cohort)
    if asked.status == "valid":
        given = given.valid()
    elif asked.status == "replaced":
        given = given.filter(replaced_by__isnull=False)
    elif asked.status == "revoked":
        given = given.filter(replaced_by=None, revoked_at__isnull=False)
    if asked.issued_from:
        given = given.filter(issued_at__gte=_midnight(asked.issued_from, programme.time_zone))
    if asked.issued_to:
        given = given.filter(issued_at__lt=_midnight(asked.issued_to, programme.time_zone) + timedelta(days=1))
    if asked.after:
        last = Certificate.objects.filter(programme=programme, folio=asked.after).values_list("pk", flat=True).first()
        if last is None:
            raise Http404
        given = given.filter(pk__gt=last)
    return given


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(min(max(day, FIRST), LAST), time(), ZoneInfo(zone))


def _item(certificate: Certificate, token: ApiToken) -> dict:
    snapshot, successor = certificate.snapshot, certificate.replaced_by
    return {
        "folio": certificate.folio,
        "kind": certificate.kind,
        "status": state_of(certificate),
        "programme": token.programme.slug,
        "cohort": certificate.cohort.uuid,
        "course": snapshot["text"]["course"],
        "hours": snapshot.get("hours"),
        "issued_at": certificate.issued_at,
        "revoked_at": certificate.revoked_at,
        "replaced_by": {"folio": successor.folio, "url": successor.snapshot["url"]} if successor else None,
        "verify_url": snapshot["url"],
    }
