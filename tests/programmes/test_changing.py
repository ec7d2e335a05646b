"""What is corrected after it was written down: the programme, its words, its regions and who pays."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from certificates.models import FolioSeries
from cohorts.models import Register
from people.actions import Refused
from places.models import Territory, place_key
from programmes.actions import (
    add_funding_period,
    change_funding_period,
    change_programme,
    change_region,
    change_words,
    remove_funding_period,
)
from programmes.models import FundingPeriod
from programmes.terms import word
from tests.factories import (
    MORNING,
    make_cohort,
    make_coordinator,
    make_funding,
    make_programme,
    make_region,
    make_register,
    make_user,
)

pytestmark = pytest.mark.django_db

YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
FRAME = {
    "name": "Paralelo 9",
    "country": "MX",
    "starts_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "status": "closing",
    "issuer": "Casa de Ejemplo",
    "signatory_name": "Inés Rojas",
    "signatory_post": "Dirección general",
    "certificate_prefix": "P9",
}
PERIOD = {"funder": "Fondo", "reference": "C-1", "starts_on": "2026-01-01", "ends_on": "2026-06-30"}


def acts():
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))


def text(response):
    return response.content.decode()


def errors(response):
    return sorted(response.context["form"].errors)


@pytest.fixture
def programme():
    return make_programme(certificate_prefix="P1")


@pytest.fixture
def boss(client, programme):
    user = make_coordinator(programme)
    client.force_login(user)
    return user


@pytest.fixture
def base(programme, boss):
    return f"/programas/{programme.slug}/"


def give_a_folio(programme):
    FolioSeries.objects.create(programme=programme, year=2026, last=1)


# ------------------------------------------------------------------ the programme


def test_a_programme_is_corrected_once_and_its_address_stays(programme):
    slug = programme.slug

    for _ in range(2):
        change_programme(programme, name=" Paralelo  9 ", status="closing", certificate_prefix="P9", by=None)

    programme.refresh_from_db()
    assert (programme.name, programme.status, programme.certificate_prefix) == ("Paralelo 9", "closing", "P9")
    assert (programme.slug, acts()) == (slug, ["programmes.change"])


def test_another_country_brings_its_clock_unless_there_are_municipalities(programme):
    change_programme(programme, country="CL", by=None)
    programme.refresh_from_db()
    assert programme.time_zone == "America/Santiago"

    place = Territory.objects.create(
        country="CL", level="municipality", code="04101", name="La Serena", name_key=place_key("La Serena")
    )
    make_region(programme).territories.add(place)
    with pytest.raises(Refused, match="otro país"):
        change_programme(programme, country="MX", by=None)


def test_what_would_break_it_is_refused(programme):
    make_programme(certificate_prefix="P9")

    with pytest.raises(Refused, match="antes de empezar"):
        change_programme(programme, ends_on=date(2025, 1, 1), by=None)
    with pytest.raises(Refused, match="ya es de otro programa"):
        change_programme(programme, certificate_prefix="P9", by=None)
    with pytest.raises(TypeError):
        change_programme(programme, slug="otro", by=None)
    give_a_folio(programme)
    for field in ({"certificate_prefix": "P8"}, {"country": "CL"}):
        with pytest.raises(Refused, match="Ya hay constancias emitidas"):
            change_programme(programme, **field, by=None)

    assert acts() == []


def test_the_form_corrects_the_programme_and_a_second_press_changes_nothing_more(client, base, programme):
    for _ in range(2):
        assert client.post(f"{base}cambiar/", FRAME).headers["Location"] == base

    programme.refresh_from_db()
    assert (programme.issuer, programme.signatory_name, programme.status) == (
        "Casa de Ejemplo",
        "Inés Rojas",
        "closing",
    )
    assert acts() == ["programmes.change"]


def test_country_and_prefix_are_offered_until_the_first_certificate_and_the_page_says_why(client, base, programme):
    assert "quedarán fijos al emitir el primer" in text(client.get(f"{base}cambiar/"))
    give_a_folio(programme)

    page = client.get(f"{base}cambiar/")

    assert [name for name in ("country", "certificate_prefix", "slug") if name in page.context["form"].fields] == []
    assert "con ellos se verifican" in text(page)
    late = client.post(f"{base}cambiar/", FRAME)
    assert "Ya hay documentos emitidos" in text(late)
    assert 'value="Inés Rojas"' in text(late)
    rest = {name: value for name, value in FRAME.items() if name not in {"country", "certificate_prefix"}}
    assert client.post(f"{base}cambiar/", rest).status_code == 302


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_on": "2025-12-31"}, "ends_on"),
        ({"name": ""}, "name"),
        ({"certificate_prefix": "p 9"}, "certificate_prefix"),
        ({"certificate_prefix": "P77"}, "certificate_prefix"),
        ({"status": "nada"}, "status"),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_nothing_typed_is_lost(client, base, programme, change, field):
    make_programme(certificate_prefix="P77")

    response = client.post(f"{base}cambiar/", FRAME | change)

    assert errors(response) == [field]
    assert 'value="Inés Rojas"' in text(response)
    programme.refresh_from_db()
    assert (programme.signatory_name, acts()) == ("", [])


# ------------------------------------------------------------------ its words


def test_own_words_are_kept_once_and_what_is_usual_is_not_kept(programme):
    own = {"cohort": ("brigada", "brigadas"), "session": ("sesión", "sesiones"), "folio": ("", "")}

    for _ in range(2):
        change_words(programme, words=own, by=None)

    programme.refresh_from_db()
    assert programme.terms == {"cohort": ["brigada", "brigadas"]}
    assert (word(programme, "cohort", plural=True), acts()) == ("brigadas", ["programmes.change_words"])
    with pytest.raises(Refused, match="las dos formas"):
        change_words(programme, words={"cohort": ("brigada", "")}, by=None)
    with pytest.raises(KeyError):
        change_words(programme, words={"dragon": ("a", "b")}, by=None)


def test_the_form_shows_the_words_of_the_country_and_emptying_it_goes_back_to_them(client, base, programme):
    page = text(client.get(f"{base}palabras/"))
    assert 'placeholder="generaciones"' in page
    assert page.count('placeholder="') == 20

    client.post(f"{base}palabras/", {"cohort_one": "brigada", "cohort_many": "brigadas"})
    assert "Brigadas" in text(client.get(base))
    assert 'value="brigadas"' in text(client.get(f"{base}palabras/"))
    client.post(f"{base}palabras/", {})

    programme.refresh_from_db()
    assert programme.terms == {}


def test_one_form_alone_or_a_long_one_is_said_beside_its_box(client, base, programme):
    response = client.post(f"{base}palabras/", {"cohort_one": "brigada", "folio_many": "x" * 41, "folio_one": "x"})

    assert errors(response) == ["cohort_many", "folio_many"]
    assert 'value="brigada"' in text(response)
    programme.refresh_from_db()
    assert programme.terms == {}


def test_markup_in_a_word_is_shown_as_typed(client, base):
    client.post(f"{base}palabras/", {"cohort_one": "<b>x</b>", "cohort_many": "<b>y</b>"})

    assert "<b>" not in text(client.get(base))


# ------------------------------------------------------------------ regions


def test_a_region_changes_its_code_and_not_to_one_in_use(client, base, programme):
    region = make_region(programme, code="R1", name="Norte")
    make_region(programme, code="R2", name="Sur")

    for _ in range(2):
        change_region(region, code="R3", name="Norte", territories=[], by=None)
    with pytest.raises(Refused, match="R2 ya es de otra"):
        change_region(region, code="R2", name="Norte", territories=[], by=None)
    response = client.post(f"{base}regiones/{region.pk}/", {"code": "R2", "name": "Noroeste", "places": ""})

    assert errors(response) == ["code"]
    assert 'value="Noroeste"' in text(response)
    region.refresh_from_db()
    assert (region.code, region.name, acts()) == ("R3", "Norte", ["programmes.change_region"])
    assert client.post(f"{base}regiones/{region.pk}/", {"code": "R9", "name": "Norte"}).status_code == 302
    region.refresh_from_db()
    assert region.code == "R9"


# ------------------------------------------------------------------ who pays


def test_a_period_is_corrected_once_and_may_overlap_another(programme):
    make_funding(programme)
    period = make_funding(programme, funder="Fondo", starts_on=date(2026, 7, 1))

    for _ in range(2):
        change_funding_period(period, funder="Fondo", reference="C-1", amount=10, **YEAR, by=None)

    period.refresh_from_db()
    assert (period.reference, period.starts_on, period.amount, period.currency) == ("C-1", date(2026, 1, 1), 10, "MXN")
    assert acts() == ["programmes.change_funding_period"]


def test_a_period_does_not_become_another_one_that_stands_there(programme):
    make_funding(programme, funder="Fondo", reference="C-1")
    period = make_funding(programme, funder="Fondo", reference="C-2")

    with pytest.raises(Refused, match="Ya hay un periodo"):
        change_funding_period(period, funder="Fondo", reference="C-1", **YEAR, by=None)
    with pytest.raises(Refused, match="antes de empezar"):
        change_funding_period(period, funder="x", starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1), by=None)
    with pytest.raises(Refused, match="Ya hay un periodo"):
        half = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30)}
        add_funding_period(programme, funder="Fondo", reference="C-1", **half, by=None)

    assert acts() == []


def test_the_form_corrects_a_period_and_says_what_is_wrong_beside_the_field(client, base, programme):
    period = make_funding(programme)
    address = f"{base}financiamiento/{period.pk}/"

    wrong = client.post(address, PERIOD | {"ends_on": "2025-06-30"})
    assert errors(wrong) == ["ends_on"]
    assert 'value="C-1"' in text(wrong)
    for _ in range(2):
        assert client.post(address, PERIOD).headers["Location"] == f"{base}financiamiento/"

    period.refresh_from_db()
    assert (period.funder, period.ends_on, acts()) == (
        "Fondo",
        date(2026, 6, 30),
        ["programmes.change_funding_period"],
    )
    other = make_funding(programme, starts_on=date(2026, 1, 1))
    taken = client.post(f"{base}financiamiento/{other.pk}/", PERIOD)
    assert errors(taken) == ["reference"]


def test_a_period_nobody_needs_is_removed_and_a_second_press_does_no_harm(client, base, programme):
    period = make_funding(programme)
    address = f"{base}financiamiento/{period.pk}/quitar/"

    for _ in range(2):
        assert client.post(address).headers["Location"] == f"{base}financiamiento/"
    remove_funding_period(period, by=None)

    assert (FundingPeriod.objects.count(), acts()) == (0, ["programmes.remove_funding_period"])


def test_a_period_that_alone_covers_a_meeting_stays_until_another_covers_it(client, base, programme):
    cohort = make_cohort(programme)
    register = make_register(cohort)
    planned = make_register(cohort, starts_at=MORNING + timedelta(days=1))
    period = make_funding(programme)
    assert planned.status == "not_taken"
    Register.objects.filter(pk=register.pk).update(first_submitted_at=MORNING, status="approved")

    page = client.post(f"{base}financiamiento/{period.pk}/quitar/", follow=True)

    assert "hubo 1 sesión que ningún otro periodo cubre" in text(page)
    assert FundingPeriod.objects.count() == 1
    make_funding(programme, starts_on=MORNING.date(), ends_on=MORNING.date())
    remove_funding_period(period, by=None)
    assert FundingPeriod.objects.count() == 1


def test_a_period_of_another_programme_is_not_there(client, base):
    foreign = make_funding(make_programme())

    assert client.get(f"{base}financiamiento/{foreign.pk}/").status_code == 404
    client.post(f"{base}financiamiento/{foreign.pk}/quitar/")
    assert FundingPeriod.objects.count() == 1


def test_asking_who_needs_a_period_costs_the_same_however_many_meetings(client):
    client.force_login(make_user(is_superuser=True))
    counts = []
    for number in (1, 3, 46):
        programme = make_programme()
        cohort, period = make_cohort(programme), make_funding(programme)
        for index in range(number):
            make_register(cohort, starts_at=MORNING + timedelta(hours=index))
        Register.objects.filter(cohort=cohort).update(first_submitted_at=MORNING, status="approved")
        address = f"/programas/{programme.slug}/financiamiento/{period.pk}/quitar/"
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.post(address)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]
