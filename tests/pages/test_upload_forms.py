import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from pages.forms import SafeDocumentForm, SafeImageForm
from people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    # The root that Wagtail's own migrations make; tests may run without them.
    Collection.objects.first() or Collection.add_root(name="Root")
    client.force_login(User.objects.create_superuser(email="editora@example.org", password="x"))
    return client


def photo() -> bytes:
    exif = Image.Exif()
    exif[0x013B] = "Autora Secreta"
    exif.get_ifd(0x8825).update({1: "N", 2: (19.0, 25.0, 42.0)})
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


def add(editor, name, data, to="wagtailimages:add"):
    return editor.post(
        reverse(to),
        {
            "title": "Taller",
            "collection": Collection.objects.get().pk,
            "description": "x",
            "file": SimpleUploadedFile(name, data),
        },
    )


def test_wagtail_uses_the_safe_forms():
    assert issubclass(get_image_form(get_image_model()), SafeImageForm)
    assert issubclass(get_document_form(get_document_model()), SafeDocumentForm)


def test_the_stored_original_has_no_place_and_no_author(editor):
    response = add(editor, "Foto \u202eÑ.JPEG", photo())
    image = get_image_model().objects.get()

    assert response.status_code == 302
    with image.file.open() as file:
        stored = file.read()
    assert (image.width, image.height, image.filename) == (60, 40, "foto-n.jpg")
    assert b"Secreta" not in stored and b"Exif" not in stored


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.gif", b"GIF89a/*<script>alert(1)</script>*/=1;"),
        ("a.jpg", photo()[:400]),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'),
        ("a.png", b"<script>"),
        ("a.png", b""),
    ],
)
def test_a_hostile_picture_is_an_error_beside_the_field_and_stores_nothing(editor, name, data):
    response = add(editor, name, data)

    assert response.status_code == 200
    assert len(response.context["form"].errors["file"]) == 1
    assert get_image_model().objects.count() == 0


def test_a_document_is_stored_under_the_kind_its_content_has(editor):
    response = add(editor, "Guía \u202efdp.csv", b"%PDF-1.4 ...", to="wagtaildocs:add")
    document = get_document_model().objects.get()

    assert response.status_code == 302
    assert document.filename == "guia-fdp.pdf"
    with document.file.open() as file:
        assert file.read() == b"%PDF-1.4 ..."


def test_a_document_keeps_its_file_when_only_its_title_changes(editor):
    add(editor, "guia.pdf", b"%PDF-1.4 ...", to="wagtaildocs:add")
    document = get_document_model().objects.get()
    address = reverse("wagtaildocs:edit", args=[document.pk])

    response = editor.post(address, {"title": "Otra", "collection": Collection.objects.get().pk})

    assert response.status_code == 302
    again = get_document_model().objects.get()
    assert (again.title, again.file.name) == ("Otra", document.file.name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("falsa.pdf", b"<html><script>alert(1)</script></html>"),
        ("falsa.docx", b"PK\x03\x04 broken"),
        ("foto.pdf", photo()),
        ("vacia.pdf", b""),
    ],
)
def test_a_hostile_document_is_an_error_beside_the_field_and_stores_nothing(editor, name, data):
    response = add(editor, name, data, to="wagtaildocs:add")

    assert response.status_code == 200
    assert len(response.context["form"].errors["file"]) == 1
    assert get_document_model().objects.count() == 0
