"""The paper round trip: transcribed in its own order, its signed pages attached, and missed while they lack."""

import hashlib
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from wagtail.models import ModelLogEntry

from cohorts.actions import paper as acts
from cohorts.actions.enrolling import withdraw
from cohorts.actions.roll import Mark, mark_roll
from cohorts.forms.paper import MAX_PAGE_BYTES
from cohorts.gaps.queries import counts_of, sight_of
from cohorts.models import AttendanceMark, Enrolment, FormerEnrolment, Guest, PrintedSheet, Register, SheetScan
from cohorts.paper import lacking_sheet, leaf_of
from cohorts.sheets.codes import row_code
from cohorts.sheets.content import Wish, content_of
from kit.files import Upload
from people.actions import Refused
from tests.factories import (
    MORNING,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_person,
    make_register,
    make_trainer,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    private = settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"private": private}


@pytest.fixture
def register():
    """Three people on the list of a session that took place."""
    register = make_register(make_cohort())
    for surname in ("Árbol", "Bosque", "Campo"):
        make_enrolment(register.cohort, make_person("Ana", surname))
    return register


def print_sheet(register, blank=5):
    acts.remember_sheets([register], content_of([register], Wish(blank=blank)), by=None)
    return PrintedSheet.objects.order_by("-printed_at", "-pk").first()


def enrolment(register, surname):
    return Enrolment.objects.get(cohort=register.cohort, person__surname1=surname)


def typed(register, do="save", page=None, blank=5, **fields):
    leaf = leaf_of(register)
    names = {"version": register.version, "seen": leaf.sheet.seen, "form": page or uuid4(), "do": do}
    return names | {"first": leaf.first_blank, "blank": blank} | fields


def post(client, register, name="transcribe", **fields):
    return client.post(reverse(f"cohorts:{name}", args=[register.uuid]), fields)


def photo(colour="white", size=(640, 480), **saved):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **saved)
    return out.getvalue()


def page(data=None, kind="jpg"):
    return Upload(kind, data or photo())


def file(data, name="hoja.jpg"):
    return SimpleUploadedFile(name, data)


def test_rows_keep_the_order_and_numbers_of_the_paper_when_people_come_and_go(register):
    printed = print_sheet(register)
    late = make_enrolment(register.cohort, make_person("Ana", "Abad"))
    gone = enrolment(register, "Bosque")
    withdraw(gone, reason="other", by=None, at=MORNING - timedelta(days=1))

    leaf = leaf_of(register)

    assert [(row["number"], row["name"], row["why"]) for row in leaf.rows] == [
        (1, "Árbol, Ana", ""), (2, "Bosque, Ana", "gone"), (3, "Campo, Ana", "")]  # fmt: skip
    assert [row["pk"] for row in leaf.after] == [late.pk]
    assert (leaf.first_blank, leaf.blank, leaf.printed) == (4, 5, printed)
    assert leaf.rows[1]["code"] == row_code(gone.pk)


def test_somebody_united_since_stands_on_her_rows_and_is_marked_on_the_first(register):
    kept, goes = enrolment(register, "Árbol"), enrolment(register, "Campo")
    print_sheet(register)
    FormerEnrolment.objects.create(number=goes.pk, kept=kept)
    goes.delete()

    rows = leaf_of(register).rows

    assert [(row["pk"], row["why"]) for row in rows][::2] == [(kept.pk, ""), (kept.pk, "same")]


def test_each_print_is_remembered_once_and_any_of_them_can_be_transcribed(client, trainer, register):
    url = reverse("cohorts:sheets_pdf", args=[register.cohort.uuid])
    assert [client.get(url).status_code for _ in range(2)] == [200, 200]
    first = PrintedSheet.objects.get()
    make_enrolment(register.cohort, make_person("Ana", "Abad"))
    client.get(url, {"filas": "7"})
    newest = PrintedSheet.objects.exclude(pk=first.pk).get()

    assert (leaf_of(register).printed, leaf_of(register).blank) == (newest, 7)
    assert leaf_of(register, printed=str(first.uuid)).printed == first
    words = client.get(reverse("cohorts:transcribe", args=[register.uuid])).content.decode()
    assert f"?hoja={first.uuid}" in words and ">10</b>" in words


def test_marks_come_from_paper_and_the_same_page_twice_says_the_same(client, trainer, register):
    ana, eva = enrolment(register, "Árbol"), enrolment(register, "Bosque")
    sent = typed(register, **{f"m-{ana.pk}": "present", f"m-{eva.pk}": "absent"})

    assert [post(client, register, **sent).status_code for _ in range(2)] == [302, 302]
    marks = set(AttendanceMark.objects.values_list("enrolment", "status", "method", "marked_by"))
    assert marks == {(ana.pk, "present", "paper", trainer.pk), (eva.pk, "absent", "paper", trainer.pk)}


def test_handing_in_asks_for_who_lacks_and_goes_on_to_the_next_sheet(client, trainer, register):
    following = make_register(register.cohort, starts_at=MORNING + timedelta(days=7), title="La que sigue")
    sent = typed(register, "submit", **{f"m-{enrolment(register, 'Árbol').pk}": "present"})

    asked = post(client, register, **sent)
    answer = post(client, register, **typed(register, "rest_absent"))

    register.refresh_from_db()
    assert (asked.status_code, asked.context["ask"]) == (200, 2)
    assert (register.status, answer["Location"]) == ("submitted", reverse("cohorts:transcribe", args=[following.uuid]))
    assert set(AttendanceMark.objects.values_list("method", flat=True)) == {"paper"}
    last = post(client, following, **typed(following, "rest_absent"))
    assert last["Location"] == reverse("cohorts:scans", args=[following.uuid])


def test_empty_rows_enrol_or_note_a_guest_once_and_wrong_ones_come_back(client, trainer, register):
    sent = typed(register, page=uuid4(), **{
        "w4-given_names": "Luz", "w4-surname1": "Rey", "w4-contact": "Colectivo Telar",
        "w5-given_names": "Sol", "w5-guest": "on",
        "w6-given_names": "Mar", "w7-given_names": "Ana", "w7-surname1": "Campo"})  # fmt: skip

    answers = [post(client, register, **sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [422, 422]
    words = answers[1].content.decode()
    assert "Escribe su apellido" in words and "ya está en la lista" in words and 'value="Mar"' in words
    assert 'value="Luz"' not in words
    walk_in = enrolment(register, "Rey")
    assert (walk_in.source, walk_in.organisation.name) == ("walk_in", "Colectivo Telar")
    assert [(m.enrolment_id, m.method) for m in AttendanceMark.objects.all()] == [(walk_in.pk, "paper")]
    assert list(Guest.objects.values_list("name", flat=True)) == ["Sol"]


def test_what_is_typed_on_a_list_handed_in_meanwhile_is_told_and_not_kept(client, trainer, register):
    sent = typed(register, **{f"m-{enrolment(register, 'Árbol').pk}": "present"})
    Register.objects.update(status="submitted")

    answer = post(client, register, **sent)

    assert (answer.status_code, AttendanceMark.objects.count()) == (409, 0)
    assert "Árbol, Ana: Presente" in answer.content.decode()


def test_strangers_and_funders_transcribe_and_see_nothing(client, register):
    scan = acts.attach_scan(register, page=page(), by=None)
    funder = make_coordinator(register.cohort.programme, role="funder_viewer")
    for user in (make_user(), funder, make_trainer(make_cohort())):
        client.force_login(user)
        asked = [reverse(f"cohorts:{name}", args=[register.uuid]) for name in ("transcribe", "scans")]
        asked.append(reverse("cohorts:scan_file", args=[scan.uuid]))
        assert [client.get(url).status_code for url in asked] == [404] * 3
        assert client.post(reverse("cohorts:scan_retire", args=[scan.uuid])).status_code == 404
    client.force_login(make_coordinator(register.cohort.programme))
    assert client.get(asked[2]).status_code == 200


def test_a_photograph_is_kept_without_what_the_camera_wrote_and_with_its_fingerprint(client, trainer, register):
    exif = Image.Exif()
    exif[0x9286] = "Calle Secreta 5"
    answer = post(client, register, "scans", photos=[file(photo(exif=exif)), file(b"%PDF-1.7 firmas", "escaneo.pdf")])

    assert answer.status_code == 302
    picture, document = register.scans.all()
    kept = picture.file.read()
    served = client.get(reverse("cohorts:scan_file", args=[picture.uuid]))
    assert b"Secreta" in photo(exif=exif) and b"Secreta" not in kept
    assert (picture.sha256, picture.size) == (hashlib.sha256(kept).hexdigest(), len(kept))
    assert b"".join(served) == kept and served["Content-Type"] == "image/jpeg"
    assert "attachment" in client.get(reverse("cohorts:scan_file", args=[document.uuid]))["Content-Disposition"]
    looks = ModelLogEntry.objects.filter(action="cohorts.see_sheet", object_id=str(register.pk), user=trainer)
    assert [look.data["page"] for look in looks.order_by("pk")] == [str(picture.uuid), str(document.uuid)]
    words = client.get(reverse("cohorts:scans", args=[register.uuid])).content.decode()
    assert picture.sha256 in words and document.sha256 in words and str(trainer.person) in words


def bomb():
    """A few kilobytes that would be three hundred million pixels."""
    out = io.BytesIO()
    Image.new("1", (20_000, 15_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"MZ no soy una foto" + bytes(40), "no es de un tipo admitido"),
        (b"\xff\xd8\xff\xe0 me corto aqu\xc3\xad", "dañada o incompleta"),
        (bomb, "millones de píxeles"),
        (lambda: bytes(40 * 1024 * 1024), "pesa más de 15 MB"),
        (b"", "está vacío"),
    ],
)
def test_what_is_no_page_is_refused_beside_the_field_and_the_others_are_kept(client, trainer, register, data, why):
    data = data() if callable(data) else data

    answer = post(client, register, "scans", photos=[file(photo("red"), "buena.jpg"), file(data, "mala.jpg")])

    words = answer.content.decode()
    assert (answer.status_code, SheetScan.objects.count()) == (422, 1)
    assert "mala.jpg" in words and why in words and "buena.jpg" not in words
    assert MAX_PAGE_BYTES == 15 * 1024 * 1024


def test_a_page_in_the_place_of_another_leaves_it_in_the_history(client, trainer, register):
    first = acts.attach_scan(register, page=page(), by=None)
    sent = {"photos": [file(photo("blue"))], "en_lugar_de": str(first.uuid)}

    assert post(client, register, "scans", **sent).status_code == 302

    second = register.scans.standing().get()
    first.refresh_from_db()
    assert (first.replaced_by, first.retired_by, first.file.storage.exists(first.file.name)) == (second, trainer, True)
    client.post(reverse("cohorts:scan_retire", args=[second.uuid]))
    words = client.get(reverse("cohorts:scans", args=[register.uuid])).content.decode()
    assert "Se puso otra en su lugar" in words and "Se retiró" in words
    other = acts.attach_scan(make_register(make_cohort()), page=page(photo("green")), by=None)
    assert post(client, register, "scans", photos=[file(photo())], en_lugar_de=str(other.uuid)).status_code == 404


def test_the_same_page_twice_is_one_and_a_cancelled_session_takes_none(register, monkeypatch):
    scans = [acts.attach_scan(register, page=page(), by=None) for _ in range(2)]
    assert scans[0] == scans[1]
    monkeypatch.setattr(acts, "MOST_PAGES", 1)
    with pytest.raises(Refused, match="ya tiene 1 páginas"):
        acts.attach_scan(register, page=page(photo("red")), by=None)
    session = register.session
    session.cancelled_at, session.cancelled_reason = MORNING, "Lluvia"
    session.save()
    with pytest.raises(Refused, match="se canceló"):
        acts.attach_scan(register, page=page(photo("red")), by=None)


def test_a_list_from_paper_misses_its_sheet_everywhere_until_a_page_is_attached(client, register):
    coordinator = make_coordinator(register.cohort.programme)
    client.force_login(coordinator)
    called = make_register(register.cohort)
    ana = enrolment(register, "Árbol")
    mark_roll(register, [Mark(ana.pk, "present", uuid4(), method="paper")], by=None)
    mark_roll(called, [Mark(ana.pk, "present", uuid4())], by=None)

    def missed():
        roll, sessions = ("roll", register), ("sessions", register.cohort)
        pages = [
            client.get(reverse(f"cohorts:{name}", args=[of.uuid])).content.decode() for name, of in (roll, sessions)
        ]
        counts = counts_of(sight_of(coordinator, register.cohort.programme))[register.cohort.programme_id]
        return [words.count("Falta la hoja") for words in pages], counts["no_sheet"]

    assert (missed(), lacking_sheet([register, called])) == (([1, 1], 1), {register.pk})
    url = reverse("cohorts:gaps", args=[register.cohort.programme.slug], query={"tipo": "no_sheet"})
    assert reverse("cohorts:roll", args=[register.uuid]) in client.get(url).content.decode()
    scan = acts.attach_scan(register, page=page(), by=None)
    assert missed() == ([0, 0], 0)
    acts.retire_scan(scan, by=None)
    assert missed() == ([1, 1], 1)


@pytest.mark.parametrize("people", [1, 3, 46])
def test_the_transcription_asks_the_same_queries_however_many_rows(client, people):
    register = make_register(make_cohort())
    persons = [make_person() for _ in range(people)]
    Enrolment.objects.bulk_create(
        Enrolment(cohort=register.cohort, person=person, enrolled_at=MORNING) for person in persons
    )
    print_sheet(register)
    client.force_login(make_trainer(register.cohort))
    url = reverse("cohorts:transcribe", args=[register.uuid])
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).content.decode().count("leaf__row") == people
    assert len(queries) == 8
