"""The logos of a programme: through the one door for files, and on the sheets that people sign."""

import io
from datetime import UTC, datetime

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cohorts.sheets.content import Wish, content_of
from cohorts.sheets.drawing import draw
from kit.files import Upload
from people.actions import Refused
from programmes import logos
from programmes.models import ProgrammeLogo
from tests.factories import make_cohort, make_coordinator, make_enrolment, make_programme, make_register

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    private = settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"private": private}


def picture(colour="red", mode="RGBA"):
    out = io.BytesIO()
    Image.new(mode, (900, 300), colour).save(out, "PNG")
    return out.getvalue()


def send(client, programme, data, name="Secretaría de Cultura"):
    sent = {"name": name, "file": SimpleUploadedFile("logo.png", data)}
    return client.post(reverse("programmes:logos", args=[programme.slug]), sent)


def test_a_logo_is_drawn_anew_heads_the_sheets_and_can_be_taken_away(client):
    register = make_register(make_cohort())
    make_enrolment(register.cohort)
    programme = register.cohort.programme
    client.force_login(make_coordinator(programme))

    assert [send(client, programme, picture()).status_code for _ in range(2)] == [302, 302]
    logo = ProgrammeLogo.objects.get()
    assert (logo.width, logo.height, logo.kind) == (600, 200, "png")
    shown = client.get(reverse("programmes:logo", args=[programme.slug, logo.pk]))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")

    sheet = pypdf.PdfReader(io.BytesIO(draw(content_of([register], Wish()), at=NOON)))
    assert [image.image.size for image in sheet.pages[0].images] == [(600, 200)]
    page = client.post(reverse("programmes:logo_remove", args=[programme.slug, logo.pk]))
    assert (page.status_code, ProgrammeLogo.objects.exists()) == (302, False)
    assert content_of([register], Wish())["logos"] == []


@pytest.mark.parametrize(("data", "why"), [(b"no soy una imagen\0", "no es de un tipo"), (b"", "vacío"),
                                           (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG")])  # fmt: skip
def test_what_is_no_logo_is_refused_beside_its_field_and_the_name_stays(client, data, why):
    programme = make_programme()
    client.force_login(make_coordinator(programme))

    answer = send(client, programme, data)

    words = answer.content.decode()
    assert (answer.status_code, why in words, 'value="Secretaría de Cultura"' in words) == (422, True, True)


def test_a_fifth_logo_is_refused():
    programme = make_programme()
    for colour in ("red", "blue", "green", "black"):
        logos.add_logo(programme, name=colour, picture=Upload("png", picture(colour)), by=None)
    with pytest.raises(Refused, match="Caben 4"):
        logos.add_logo(programme, name="x", picture=Upload("png", picture("white")), by=None)
