from datetime import timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

import openpyxl
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates import tasks  # noqa: F401 – the worker's handlers
from certificates.actions import issue_many, replace, revoke
from certificates.files import pdf_of
from certificates.models import Certificate, FolioSeries, Pack
from certificates.packs import binding, views
from certificates.packs.actions import ask_pack, make
from certificates.packs.ledger import book_of_year, tally
from certificates.packs.sharing import share_of
from jobs.actions import run
from jobs.models import Job
from people.privacy.erasing import forget
from tests.factories import make_coordinator, make_organisation, make_region, make_settled_cohort, make_user

pytestmark = pytest.mark.django_db


def given_to(people, **fields):
    """(cohort, its certificates in the order of folios, an account that coordinates it)."""
    cohort = make_settled_cohort(people=people, sessions=1, attended=1, **fields)
    given = issue_many(cohort, list(cohort.enrolments.values_list("pk", flat=True)), by=None)
    return cohort, given, make_coordinator(cohort.programme)


def ask(client, cohort, **data):
    return client.post(reverse("certificates:pack_new", args=[cohort.uuid]), {"format": "pdf"} | data)


def lines_of(answer):
    return [[*row] for row in openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].values]


def test_the_booklet_holds_the_valid_sheets_by_surname_with_a_bookmark_each(client):
    cohort, (first, second, third, fourth), coordinator = given_to(4)
    revoke(first, reason="Se emitió por error", by=None)
    new = replace(second, printed_name="Zoila Ñandú", by=None)
    forget(third.person, by=None)
    client.force_login(coordinator)

    answer = ask(client, cohort)

    book = pypdf.PdfReader(BytesIO(answer.content))
    names = {each.pk: each.snapshot["text"]["name"] for each in (fourth, new)}
    in_order = sorted((new, fourth), key=lambda each: each.person.listed_as)
    assert (answer["Content-Type"], len(book.pages)) == ("application/pdf", 2)
    assert [mark.title for mark in book.outline] == [f"{names[each.pk]} · {each.folio}" for each in in_order]


def test_the_zip_holds_each_file_as_it_was_given_under_a_plain_name(client):
    cohort, (first, _second), coordinator = given_to(2)
    organisation = make_organisation()
    first.enrolment.organisation = organisation
    first.enrolment.save()
    new = replace(first, printed_name="Íñigo Muñoz / Peña", by=None)
    client.force_login(coordinator)

    packed = ZipFile(BytesIO(ask(client, cohort, format="zip", organisation=organisation.pk).content))

    assert packed.namelist() == [f"{new.folio.lower()}-inigo-munoz-pena.pdf"]
    assert packed.read(packed.namelist()[0]) == pdf_of(new)


def test_more_sheets_than_one_waits_for_are_a_job_and_asked_twice_one_file(client, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 2)
    cohort, given, coordinator = given_to(3)
    client.force_login(coordinator)

    first, again = ask(client, cohort), ask(client, cohort)
    page = client.get(first.url).content.decode()
    run(Job.objects.get(kind="certificates.pack").pk)
    made = client.get(reverse("certificates:pack_file", args=[Pack.objects.get().uuid]))

    assert first.url == again.url
    assert "En unos segundos empezamos." in page
    assert len(pypdf.PdfReader(BytesIO(b"".join(made))).pages) == 3
    assert "Están listas 3 hojas." in client.get(first.url).content.decode()


def test_a_file_of_many_lives_a_day_and_goes_with_the_first_who_leaves(client, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 0)
    cohort, (certificate,), coordinator = given_to(1)
    client.force_login(coordinator)
    page = ask(client, cohort).url
    run(Job.objects.get(kind="certificates.pack").pk)
    pack = Pack.objects.get()
    storage, name = pack.file.storage, pack.file.name
    client.force_login(make_coordinator(cohort.programme))
    assert client.get(page).status_code == 404
    client.force_login(coordinator)

    Pack.objects.update(asked_at=timezone.now() - timedelta(days=1, minutes=1))
    assert client.get(page).status_code == 404
    assert storage.exists(name)
    forget(certificate.person, by=None)

    assert Pack.objects.count() == 0


def test_a_sheet_that_stops_holding_while_the_file_is_made_is_not_in_it(monkeypatch):
    monkeypatch.setattr(binding, "BATCH", 1)
    cohort, (first, _second), coordinator = given_to(2)
    pack = ask_pack(cohort, None, "zip", by=coordinator)
    steps = make(pack)
    assert next(steps) == (1, 2)
    revoke(first, reason="Error", by=None)

    with pytest.raises(binding.Gone):
        list(steps)
    assert list(make(pack)) == [(1, 1)]
    assert Pack.objects.get().sheets == 1


def test_an_empty_group_and_a_wrong_choice_are_refused_in_a_sentence(client):
    cohort = make_settled_cohort()
    client.force_login(make_coordinator(cohort.programme))

    nothing, wrong = ask(client, cohort), ask(client, cohort, format="exe")

    assert (nothing.status_code, wrong.status_code) == (422, 422)
    assert "No hay documentos vigentes que reunir." in nothing.content.decode()
    assert list(wrong.context["form"].errors) == ["format"]


def test_the_book_of_a_year_has_every_folio_and_says_what_became_of_it(client):
    cohort, (first, second, third), coordinator = given_to(3)
    revoke(first, reason="=Error", by=None)
    new = replace(second, printed_name="Otro Nombre", by=coordinator)
    forget(third.person, by=None)
    client.force_login(coordinator)
    series = FolioSeries.objects.get()

    head, *lines = lines_of(
        client.get(reverse("certificates:year_ledger_xlsx", args=[cohort.programme.slug, series.year]))
    )
    paper = client.get(reverse("certificates:year_ledger_pdf", args=[cohort.programme.slug, series.year]))

    assert [line[0] for line in lines] == [each.folio for each in (first, second, third, new)]
    assert [(line[2], line[7], line[8]) for line in lines][1:] == [
        (second.snapshot["text"]["name"], "Sustituida", f"Por {new.folio}"),
        ("Titular no disponible", "Vigente", ""),
        ("Otro Nombre", "Vigente", ""),
    ]
    assert (lines[0][7], lines[0][8]) == ("Anulada", "=Error")
    assert [line[6] for line in lines] == ["Automático"] * 3 + [coordinator.person.full_name]
    words = pypdf.PdfReader(BytesIO(paper.content)).pages[0].extract_text()
    assert "La serie va en el 4 y están los 4, sin faltar ninguno." in " ".join(words.split())
    assert head[0] == "Folio"


def test_the_book_asks_the_same_however_many_there_are():
    def cost(people):
        cohort, _given, _coordinator = given_to(people)
        series = FolioSeries.objects.select_related("programme").get(programme=cohort.programme)
        with CaptureQueriesContext(connection) as asked:
            assert len(book_of_year(series).entries) == people
        return len(asked)

    assert [cost(1), cost(3), cost(46)] == [1, 1, 1]
    series = FolioSeries.objects.filter(last=3).get()
    Certificate.objects.filter(folio__contains="-00002-", programme=series.programme).delete()
    assert (book_of_year(series).missing, tally(book_of_year(series))) == (
        [2], "La serie va en el 3 y faltan estos números: 2.")  # fmt: skip


def test_a_region_takes_its_own_cohorts_and_no_year(client):
    cohort, _given, _coordinator = given_to(1)
    cohort.region = make_region(cohort.programme)
    cohort.save()
    client.force_login(make_coordinator(cohort.programme, cohort.region))

    own = client.get(reverse("certificates:cohort_ledger_xlsx", args=[cohort.uuid]))
    year = client.get(reverse("certificates:programme", args=[cohort.programme.slug]))

    assert (own.status_code, year.status_code) == (200, 404)


def test_my_certificates_offer_words_for_a_chat_and_a_line_of_a_profile(client):
    _cohort, (certificate,), _coordinator = given_to(1)
    certificate.person.user = make_user()
    certificate.person.save()
    client.force_login(certificate.person.user)

    page = client.get(reverse("certificates:mine"))

    sharing = page.content.decode()
    share = share_of(certificate)
    line = parse_qs(urlsplit(share.linkedin).query)
    url = certificate.snapshot["url"]
    assert parse_qs(urlsplit(share.whatsapp).query)["text"] == [share.text]
    assert share.text.endswith(f"Se comprueba aquí: {url}")
    assert (line["certId"], line["certUrl"], line["issueMonth"]) == (
        [certificate.folio], [url], [str(timezone.localtime(certificate.issued_at).month)])  # fmt: skip
    assert [part.replace("&", "&amp;") in sharing for part in (share.whatsapp, share.linkedin)] == [True, True]
    assert '<script src="http' not in sharing
