"""What lacks in the data of a programme: how many of each kind, which, and a table to fill them in."""

import time
from collections import Counter
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cohorts.forms.gaps import GapForm, GapsFilterForm, read_gap_rows, rows_sent
from cohorts.gaps.filling import fill_in
from cohorts.gaps.kinds import BY_CODE, CONSENT, DUPLICATES, KINDS, OF_PRIVACY, PERSONAL
from cohorts.gaps.queries import (
    Sight,
    cohorts_by_person,
    counts_of,
    pairs_open,
    people_lacking,
    people_named,
    registers_lacking,
    sight_of,
)
from programmes.models import Programme

ROWS_A_PAGE = 50


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gaps(request, slug):
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    sight = sight_of(request.user, programme)
    if sight is None or (request.method == "POST" and not sight.decides):
        raise Http404
    cohorts = list(sight.cohorts.select_related("region").order_by("region__code", "code"))
    form = GapsFilterForm(request.GET, cohorts=cohorts)
    sight, chosen = _narrowed(sight, form)
    if request.method == "POST":
        return _fill(request, programme, sight, form, chosen)
    request.session["gaps_back"] = [request.get_full_path(), int(time.time())]
    return _show(request, programme, sight, form, chosen)


def _narrowed(sight: Sight, form) -> tuple[Sight, str]:
    """What the filters leave, and the kind that was asked for; a filter that is none of ours leaves all."""
    form.is_valid()
    chosen = form.cleaned_data.get("tipo", "")
    if region := form.cleaned_data.get("region"):
        sight = sight.narrowed(region__code=region)
    if cohort := form.cleaned_data.get("grupo"):
        sight = sight.narrowed(uuid=cohort)
    return sight, chosen


def _show(request, programme, sight, form, chosen, *, rows=None, status=200):
    counts = counts_of(sight)[programme.pk]
    chosen = chosen or next((kind.code for kind in KINDS if counts[kind.code]), KINDS[0].code)
    readable = sight.decides or chosen in OF_PRIVACY
    context = {
        "programme": programme,
        "coordinates": sight.decides
        and Programme.objects.coordinated_by(request.user).filter(pk=programme.pk).exists(),
        "decides": sight.decides,
        "form": form,
        "kind": BY_CODE[chosen],
        "groups": _groups(counts),
        "total": sum(counts.values()),
        "readable": readable,
        "wrong": rows is not None,
        "fillable": sight.decides and chosen in PERSONAL,
        **(_rows(request, programme, sight, chosen, rows) if readable else {}),
    }
    return render(request, "cohorts/gaps.html", context, status=status)


def _groups(counts: Counter) -> list[tuple]:
    kinds = [(kind, counts[kind.code]) for kind in KINDS]
    return [(group, list(some)) for group, some in groupby(kinds, key=lambda pair: pair[0].group)]


def _rows(request, programme, sight, chosen, rows) -> dict:
    """The page of what was chosen; ``rows`` are forms that were sent and have something to say."""
    number = request.GET.get("page")
    if chosen == DUPLICATES:
        return {"page_obj": Paginator(pairs_open(sight), ROWS_A_PAGE).get_page(number)}
    if chosen not in (*PERSONAL, CONSENT):
        return {"page_obj": Paginator(registers_lacking(sight, chosen), ROWS_A_PAGE).get_page(number)}
    page = Paginator(people_lacking(sight, chosen), ROWS_A_PAGE).get_page(number)
    people = page.object_list if rows is None else [person for person, _form in rows]
    where = cohorts_by_person(sight, people)
    if rows is None:
        rows = [(person, _form_of(person, programme) if chosen in PERSONAL else None) for person in people]
    lines = [(person, where.get(person.pk, []), form) for person, form in rows]
    return {"page_obj": page, "lines": lines}


def _form_of(person, programme, data=None) -> GapForm:
    """A row for what the person lacks; of one that was sent, for all it says."""
    asked = _lacking(person)
    if data is not None:
        asked = [name for name in GapForm.base_fields if name in asked or f"{person.pk}-{name}" in data]
    return GapForm(data, prefix=str(person.pk), asked=asked, country=programme.country)


def _lacking(person) -> list[str]:
    lacks = {
        "sex": person.sex == "not_reported",
        "age": not (person.birth_date or person.birth_year),
        "area": person.area == "not_reported",
        "place": person.territory_id is None,
    }
    return [name for name, lacking in lacks.items() if lacking]


def _fill(request, programme, sight, form, chosen):
    """Each right row is kept; the others come back as they were typed, with what is wrong beside it."""
    sent = rows_sent(request.POST, most=ROWS_A_PAGE)
    people = {person.pk: person for person in people_named(sight, sent)}
    rows = {pk: _form_of(person, programme, request.POST) for pk, person in people.items()}
    filled = fill_in(read_gap_rows(rows, programme.country), sight=sight, by=request.user)
    for pk, stands in filled.taken.items():
        for name, word in stands.items():
            sentence = _("Mientras tanto alguien anotó «%(word)s», y así quedó.")
            rows[pk].add_error(name if name in rows[pk].fields else None, sentence % {"word": word})
    _tell(request, len(filled.done))
    wrong = [(people[pk], row) for pk, row in rows.items() if row.errors]
    if not wrong:
        return redirect(request.get_full_path())
    return _show(request, programme, sight, form, chosen or KINDS[0].code, rows=wrong, status=422)


def _tell(request, count: int) -> None:
    if count:
        said = ngettext("Completamos los datos de %(n)d persona.", "Completamos los datos de %(n)d personas.", count)
        messages.success(request, said % {"n": count})
