"""What browsers are told, and the few addresses that answer with files or without asking who."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from wagtail.documents import get_document_model

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_our_pages_run_nothing_inline(client):
    policy = client.get(reverse("account_login"))["Content-Security-Policy"]

    assert "unsafe-inline" not in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_only_the_editors_screens_get_the_wider_policy(client):
    client.force_login(make_user(is_superuser=True))

    answer = client.get(reverse("wagtailadmin_home"))

    assert answer.status_code == 200
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]


def test_the_other_headers_are_there(client):
    answer = client.get(reverse("account_login"))

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Permissions-Policy"].startswith("camera=(self), geolocation=()")


def test_health_answers_without_database_or_cookie(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(reverse("health"))

    assert (answer.status_code, answer.content, dict(answer.cookies)) == (200, b"ok", {})


@pytest.fixture
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for name in ("images/a.png", "images/a.html", "documents/a.pdf", "secreto.txt"):
        default_storage.save(name, ContentFile(b"x"))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/media/images/a.png", 200),
        ("/media/images/a.html", 404),
        ("/media/images/", 404),
        ("/media/images/../secreto.txt", 404),
        ("/media/images/%2e%2e/documents/a.pdf", 404),
        ("/media/documents/a.pdf", 404),
        ("/media/secreto.txt", 404),
    ],
)
def test_of_what_was_uploaded_only_pictures_are_served(client, uploads, path, status):
    assert client.get(path).status_code == status


def test_a_picture_has_its_own_type_and_stays_with_the_browser(client, uploads):
    answer = client.get("/media/images/a.png")

    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "max-age=2592000, immutable")


def test_documents_are_saved_and_never_opened_inside_our_address(client, uploads):
    document = get_document_model().objects.create(title="Ficha", file=ContentFile(b"%PDF-1.4", name="ficha.pdf"))

    answer = client.get(document.url)

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_sheet_of_styles_is_for_developing_only(client):
    assert client.get(reverse("styleguide")).status_code == 404


def test_the_language_form_leads_nowhere_else(client):
    answer = client.post(reverse("set_language"), {"language": "en", "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/"


def test_administrators_manage_accounts_that_have_no_user_name(client):
    client.force_login(make_user(is_superuser=True))

    listed = client.get(reverse("wagtailusers_users:index"))
    form = client.get(reverse("wagtailusers_users:add"))

    assert (listed.status_code, form.status_code) == (200, 200)
