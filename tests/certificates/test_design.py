"""Designs of certificates: words with variables, pictures, versions that stay, sheets in which everything fits."""

import hashlib
import io
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from certificates.actions import issue, issue_many, replace, request_issue
from certificates.design import drawing
from certificates.design.actions import choose, create_template, publish, save_draft, withdraw
from certificates.design.assets import taken_in
from certificates.design.dressing import NobodySigns, dressed
from certificates.design.letters import unprintable_in
from certificates.design.previewing import names_for
from certificates.design.words import filled, problem_with, problem_with_length
from certificates.models import CertificateTemplate
from certificates.privacy import GONE, forget_holder
from certificates.render import pdf_bytes
from kit.sheets import unknown_signs
from people.actions import Refused
from tests.certificates.test_sheet import holds, text_of
from tests.factories import make_coordinator, make_enrolment, make_programme, make_settled_cohort, make_user

pytestmark = pytest.mark.django_db
SIGNED = {"signatory_name": "Marta Araya Núñez", "signatory_post": "Dirección general"}
AT = datetime(2026, 5, 1, tzinfo=UTC)
# Certificates were given with these files: whatever must look otherwise goes into a new one.
FROZEN = {
    "hilo-1.typ": "bdeb298ee5ce6f22",
    "marco-1.typ": "1bc50b4dd51046bd",
    "parts-1.typ": "242401e7ac503be3",
    "telar-1.typ": "bd6f28e2301cc5db",
}


def queries(client, path):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def png(size=(40, 20), mode="RGBA", kind="PNG", **options):
    out = io.BytesIO()
    Image.new(mode, size, 128 if mode == "L" else (155, 24, 57, 90)[: len(mode)]).save(out, kind, **options)
    return SimpleUploadedFile("logo.png", out.getvalue())


def make_design(programme, publish_it=True, **content):
    """A template of the programme, chosen and published; ``content`` changes its draft."""
    template = create_template(programme, kind="completion", name="Gala", base="marco", paper="a4", by=None)
    words = content.pop("words", {})
    draft = template.draft | content
    draft["words"] = draft["words"] | {"es": draft["words"]["es"] | words}
    template = save_draft(template, name="Gala", content=draft, by=None)
    if publish_it:
        publish(template, by=None)
        choose(programme, kind="completion", template=template, by=None)
    return template


def cohort_with(**content):
    programme = make_programme(**content.pop("programme", SIGNED))
    template = make_design(programme, **content)
    return make_settled_cohort(programme=programme), template


def test_a_variable_that_does_not_exist_is_named_beside_those_that_do():
    assert problem_with("{name} cursó {course}") == ""
    assert problem_with("{nombre}").startswith("No existe {nombre}. Puedes usar: {name}, {course}, {hours}")
    assert problem_with("{name").startswith("Hay una llave sin su pareja.")


def test_a_word_that_no_line_holds_is_named_with_its_length():
    assert problem_with_length("de " + "x" * 60) == ""
    assert problem_with_length("de " + "x" * 61).startswith("La palabra «xxxxxxxxxxxxxxxxxxxx…» tiene 61 letras")


def test_a_line_without_its_fact_is_left_out():
    assert filled("De {hours}\nEn {place}\n{{", {"hours": "40 horas", "place": ""}) == "De 40 horas\n{{"


def test_the_words_of_the_design_are_printed_filled_in():
    words = {"title": "Diploma", "body": "A {name}, {dates}, modalidad {modality}, folio {folio}."}
    cohort, template = cohort_with(words=words)

    certificate = issue(cohort.enrolments.get(), by=None)
    said, pages = text_of(pdf_bytes(certificate))
    metadata = pypdf.PdfReader(io.BytesIO(pdf_bytes(certificate))).trailer["/Root"]["/Metadata"].get_data()

    text = certificate.snapshot["text"]
    assert (certificate.snapshot["design"]["template"], certificate.snapshot["design"]["version"]) == (template.pk, 1)
    assert text["body"].startswith(f"A {text['name']}, del ") and text["body"].endswith(f"folio {certificate.folio}.")
    assert (text["title"], text["signatories"]) == (
        "Diploma",
        [{"name": "Marta Araya Núñez", "post": "Dirección general"}],
    )
    assert b"<pdfuaid:part>1" in metadata and b"<pdfaid:part>2" in metadata
    assert (pages, holds(said, text["body"]), holds(said, "Diploma"), holds(said, text["because"])) == (
        1,
        True,
        True,
        True,
    )


def test_what_was_given_keeps_its_bytes_whatever_happens_to_the_design():
    logo = {"name": "Casa"} | taken_in(png(), use="logo")
    cohort, template = cohort_with(logos=[logo])
    certificate = issue(cohort.enrolments.get(), by=None)
    before = pdf_bytes(certificate)

    other = template.draft | {"base": "hilo", "logos": [{"name": "Otra"} | taken_in(png((90, 20)), use="logo")]}
    save_draft(template, name="Otro", content=other, by=None)
    assert publish(template, by=None).number == publish(template, by=None).number == 2
    withdraw(template, by=None)
    drawing.svg_of.cache_clear()
    certificate.refresh_from_db()

    assert pdf_bytes(certificate) == before
    assert (
        issue(make_settled_cohort(programme=cohort.programme).enrolments.get(), by=None).snapshot.get("design") is None
    )


def test_the_next_is_given_with_the_version_that_holds_by_then():
    cohort, template = cohort_with()
    save_draft(template, name="Gala", content=template.draft | {"base": "telar"}, by=None)
    assert issue(cohort.enrolments.get(), by=None).snapshot["design"]["sheet"] == "marco-1"

    publish(template, by=None)
    later = issue(make_settled_cohort(programme=cohort.programme).enrolments.get(), by=None)

    assert (later.snapshot["design"]["sheet"], later.snapshot["design"]["version"]) == ("telar-1", 2)


def test_a_new_name_and_a_forgotten_one_reach_the_words_of_the_design():
    cohort, _template = cohort_with(words={"body": "{name}, folio {folio}"})
    old = issue(cohort.enrolments.get(), by=None)

    new = replace(old, printed_name="Otra Persona", by=None)
    assert new.snapshot["text"]["body"] == f"Otra Persona, folio {new.folio}"

    forget_holder(old.person)
    new.refresh_from_db()
    assert new.snapshot["text"]["body"] == f"{GONE}, folio {new.folio}"
    assert "Otra Persona" not in str(new.snapshot)


def test_a_design_nobody_signs_gives_nothing_and_leaves_no_gap():
    cohort, _template = cohort_with(programme={})

    for attempt in (lambda: issue(cohort.enrolments.get(), by=None), lambda: request_issue(cohort, by=None)):
        with pytest.raises(NobodySigns) as refusal:
            attempt()
    assert "«Gala» no dice quién firma" in str(refusal.value)
    assert cohort.programme.folio_series.filter(last__gt=0).count() == 0


def test_a_name_we_have_no_letters_for_is_refused_in_a_sentence():
    cohort, _template = cohort_with()
    enrolment = cohort.enrolments.get()
    enrolment.person.certificate_name = "王小明 😀"
    enrolment.person.save()

    with pytest.raises(Refused) as refusal:
        issue(enrolment, by=None)

    assert "王 小 明 😀" in str(refusal.value)
    # With the rest she is passed over, and the board says so.
    assert issue_many(cohort, [enrolment.pk], by=None) == []
    assert unprintable_in(cohort) == [("王小明 😀", "王 小 明 😀")]
    assert [unknown_signs(name) for name in ("Ñandú Łódź", "فاطمة", "Zoë q̣́", "Дмитрий", "x")] == [""] * 5


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (
            SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
            "No se admiten",
        ),
        (SimpleUploadedFile("x.png", b"%PDF-1.7"), "Este archivo no es de un tipo admitido."),
        (SimpleUploadedFile("x.png", b"\x89PNG" + b"0" * (5 * 1024 * 1024 + 1)), "El archivo pesa más de 5 MB."),
        (SimpleUploadedFile("x.png", b""), "El archivo está vacío."),
        (png((9000, 9000), "L"), "La imagen tiene más de 40 millones"),
    ],
)
def test_a_bad_picture_is_refused_beside_its_field_and_nothing_typed_is_lost(client, file, sentence):
    programme = make_programme(**SIGNED)
    template = make_design(programme, publish_it=False)
    client.force_login(make_coordinator(programme))
    file.seek(0)

    said = {"name": "Gala", "base": "telar", "paper": "a4", "language": "es", "title_es": "Mi diploma"}
    answer = client.post(
        reverse("certificates:design", args=[template.pk]), said | {"logo0_name": "Casa", "logo0_file": file}
    )

    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "Mi diploma" in page) == (422, True, True)
    assert CertificateTemplate.objects.get().draft == template.draft


def test_pictures_in_the_colours_of_print_come_out_as_those_of_screens():
    kept = taken_in(png((300, 100), "CMYK", "JPEG"), use="signature")

    with storages["private"].open(kept["file"]) as file, Image.open(file) as image:
        assert (image.mode, image.size, kept["file"].startswith("designs/")) == ("RGB", (300, 100), True)


def test_the_form_saves_publishes_and_shows(client):
    programme = make_programme(**SIGNED)
    template = make_design(programme, publish_it=False)
    client.force_login(make_coordinator(programme))
    path, sight = (reverse(f"certificates:{name}", args=[template.pk]) for name in ("design", "design_picture"))
    said = {"name": "Gala", "base": "hilo", "paper": "us-letter", "landscape": "0", "language": "en"}
    said |= {"signatory0_name": "Ana Ríos", "signatory0_post": "Rectora", "logo0_name": "Casa", "title_en": "Diploma"}

    assert (
        client.post(path, said | {"signatory0_file": png(), "logo0_file": png(), "act": "publish"}).status_code == 302
    )
    typed = client.post(sight, said | {"title_en": "{nope}"})
    seen = [client.get(sight, {"nombre": which}) for which in ("largo", "corto")] + [client.post(sight, said)]

    version = template.versions.get()
    assert (version.content["base"], version.content["landscape"], len(version.content["logos"])) == ("hilo", False, 1)
    assert version.content["signatories"][0]["signature"]["width"] == 40
    assert [answer.content[:4] for answer in seen] == [b"\x89PNG"] * 3
    assert typed.status_code == 422
    # A second saving without files keeps the pictures there are; taking one away leaves the rest.
    client.post(path, said | {"signatory0_gone": "on", "act": "save"})
    template.refresh_from_db()
    assert (len(template.draft["logos"]), template.draft["signatories"][0]["signature"]) == (1, None)


def test_only_who_coordinates_the_programme_sees_its_designs(client):
    programme = make_programme()
    template, ours = (
        make_design(programme),
        create_template(None, kind="completion", name="X", base="hilo", paper="a4", by=None),
    )
    paths = [reverse("certificates:designs", args=[programme.slug]), reverse("certificates:design", args=[template.pk])]
    common = [reverse("certificates:designs_shared"), reverse("certificates:design", args=[ours.pk])]

    def letters(user):
        client.force_login(user)
        return [client.get(path).status_code for path in (*paths, *common)]

    assert letters(make_coordinator(programme)) == [200, 200, 404, 404]
    one = [queries(client, path) for path in paths]
    for number in range(2):
        publish(
            create_template(programme, kind="completion", name=str(number), base="hilo", paper="a4", by=None), by=None
        )
    assert [queries(client, path) for path in paths] == one
    assert letters(make_coordinator(make_programme())) == [404] * 4
    assert letters(make_user(is_superuser=True, is_staff=True)) == [200] * 4


def test_the_names_shown_are_the_longest_and_shortest_of_those_one_coordinates():
    cohort, template = cohort_with()
    for name in ("Maximiliana de la Concepción Echeverría", "Li Wu"):
        person = make_enrolment(cohort).person
        person.certificate_name = name
        person.save()

    mine = names_for(template, make_coordinator(cohort.programme))
    assert mine == {"largo": "Maximiliana de la Concepción Echeverría", "corto": "Li Wu"}
    assert names_for(template, make_user())["largo"].startswith("María de los Ángeles")


def test_the_sheets_certificates_were_given_with_never_change():
    folder = Path(drawing.__file__).parent / "typst"

    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in folder.glob("*.typ")} == FROZEN


LETTERS = st.characters(whitelist_categories=["Lu", "Ll", "Nd"], max_codepoint=0x17F) | st.sampled_from("  -'’.áñǗWw")
NAMES = st.text(LETTERS, min_size=1, max_size=120).map(str.strip).filter(bool)


def sample(sheet, paper, landscape, name, course, signed, body):
    """The facts of a certificate that says these words, with everything else at its fullest."""
    signatories = [
        {"name": each, "post": "Coordinación Nacional de Desarrollo Cultural", "signature": None} for each in signed
    ]
    design = {
        "name": "x", "template": 1, "version": 1, "base": sheet, "paper": paper, "landscape": landscape,
        "language": "es",
        "logos": [], "background": None, "signatories": signatories, "words": {"es": {"body": body}},
    }  # fmt: skip
    facts = [
        [code, code, "Casa de Cultura de Santa Ejemplo, Coquimbo"] for code in ("hours", "place", "a", "b", "c", "d")
    ]
    text = {"programme": "Programa " * 12, "title": "Constancia de acreditación", "given": "Casa hace constar que"}
    text |= {"name": name, "because": "acreditó el", "course": course, "facts": facts, "issuer": "Casa de Cultura " * 9}
    text |= {"folio": "P9-2026-00042-K", "folio_word": "Folio", "verify": "Comprueba su validez en", "code_words": "QR"}
    text["verify_at"] = "https://paralelo.example/verificar/"
    snapshot = {"language": "es", "course": course, "url": "https://paralelo.example/v/x/", "text": text}
    return dressed(snapshot | {"first_day": "2026-03-03", "last_day": "2026-05-05"}, design)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sheet=st.sampled_from(["telar", "marco", "hilo"]),
    paper=st.sampled_from(["a4", "us-letter"]),
    landscape=st.booleans(),
    name=NAMES,
    course=st.text(LETTERS, min_size=1, max_size=200).map(str.strip).filter(bool),
    signed=st.lists(NAMES, min_size=1, max_size=4),
    body=st.text(LETTERS | st.just("\n"), max_size=700),
)
@example(sheet="telar", paper="a4", landscape=True, name="\u0301", course="x", signed=["\u0301"], body="")
def test_whatever_the_words_they_stay_on_one_sheet(**said):
    snapshot = sample(**said)

    sheet = pypdf.PdfReader(io.BytesIO(drawing.draw(snapshot, issued_at=AT)))

    assert len(sheet.pages) == 1
