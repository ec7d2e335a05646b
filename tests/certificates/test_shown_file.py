"""A PDF is shown to us: identical, altered or unknown; nothing of it stays."""

import io
import re
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from certificates.actions import issue, replace, revoke
from certificates.files import pdf_of
from certificates.models import Certificate, SigningKey
from certificates.privacy import forget_holder
from certificates.signing.forms import MAX_BYTES
from certificates.signing.keys import certificate_der
from tests.factories import make_settled_cohort

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    return issue(make_settled_cohort().enrolments.get(), by=None)


def show(client, data, name="constancia.pdf"):
    return client.post(reverse("certificates:verify_file"), {"file": SimpleUploadedFile(name, data)})


def heading(answer):
    return re.search(r"<h1>(.*?)</h1>", answer.content.decode())[1]


def error(answer):
    return answer.context["form"].errors["file"]


def resaved(pdf, **options):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as sheet:
        sheet.save(out, **options)
    return out.getvalue()


def test_the_file_that_was_given_out_is_identical_and_leads_to_its_page(client, certificate):
    page = show(client, pdf_of(certificate))

    assert heading(page) == "Archivo idéntico al emitido"
    assert reverse("certificates:verify", args=[certificate.token]) in page.content.decode()
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")


def test_a_revoked_and_a_replaced_one_say_so_though_identical(client, certificate):
    pdf = pdf_of(certificate)
    new = replace(certificate, printed_name="Ana María Ruiz", by=None)
    successor = pdf_of(new)
    revoke(new, reason="Se emitió por error", by=None)

    old, taken_back = show(client, pdf), show(client, successor)

    assert heading(old) == "Archivo idéntico, documento sustituido" and new.folio in old.content.decode()
    assert heading(taken_back) == "Archivo idéntico, documento anulado"
    assert "Motivo: Se emitió por error" in taken_back.content.decode()


def test_an_altered_one_says_which_it_claims_to_be(client, certificate):
    pdf = pdf_of(certificate)
    altered = bytearray(pdf)
    altered[len(pdf) // 2] ^= 1
    packed = resaved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)

    for file in (bytes(altered), pdf + b"\n", packed):
        page = show(client, file)
        assert heading(page) == "Archivo distinto del emitido"
        assert certificate.folio in page.content.decode()
        assert reverse("certificates:verify", args=[certificate.token]) in page.content.decode()


def test_a_folio_alone_does_not_open_somebodys_page(client, certificate):
    page = show(client, b"%PDF-1.7\n(" + certificate.folio.encode() + b")").content.decode()

    assert "Archivo distinto del emitido" in page and certificate.folio in page
    assert certificate.token not in page
    assert certificate.snapshot["text"]["name"] not in page


def test_what_is_not_ours_is_unknown(client, certificate):
    elsewhere = pdf_of(certificate).replace(certificate.token.encode(), b"x" * len(certificate.token))
    locked = resaved(pdf_of(certificate), encryption=pikepdf.Encryption(owner="a", user="b"))
    bomb = b"%PDF-1.7\n" + b"stream\n%b\nendstream\n" % zlib.compress(b"\0" * 30_000_000, 9) * 5

    headings = {heading(show(client, file)) for file in (b"%PDF-1.7\nhola", elsewhere, locked, bomb)}

    assert headings == {"No reconocemos este archivo"}


def test_what_is_no_pdf_or_too_large_is_said_beside_the_field(client):
    large = b"%PDF-" + b"\0" * (40 * 1024 * 1024)

    assert error(show(client, b"hola")) == ["Este archivo no es de un tipo admitido. Puedes subir: PDF."]
    assert error(show(client, b"")) == ["El archivo está vacío."]
    assert error(show(client, large)) == [
        f"El archivo pesa más de {MAX_BYTES // 1024 // 1024} MB. Elige uno más ligero."
    ]
    assert list(client.post(reverse("certificates:verify_file")).context["form"].errors) == ["file"]


def test_guessing_with_files_is_made_slow_and_showing_what_one_holds_is_not(client, certificate):
    pdf = pdf_of(certificate)

    held = {show(client, pdf).status_code for _person in range(35)}
    guessed = [show(client, b"%PDF-1.7 P-2026-0000" + str(number).encode()).status_code for number in range(32)]

    assert (held, guessed) == ({200}, [200] * 30 + [429] * 2)


def test_after_the_holder_is_gone_the_copy_is_still_genuine(client, certificate):
    pdf, name = pdf_of(certificate), certificate.snapshot["text"]["name"]
    forget_holder(certificate.person)

    page = show(client, pdf)
    data = client.get(reverse("certificates:verify", args=[certificate.token]) + "?format=json").json()

    assert heading(page) == "Archivo idéntico al emitido" and name not in page.content.decode()
    assert (data["name"], data["signature"]["key_sha256"]) == (
        "Titular no disponible",
        SigningKey.objects.get().fingerprint,
    )


def test_the_page_and_programs_say_how_the_signature_is_checked(client, certificate):
    pdf_of(certificate)
    key = SigningKey.objects.get()

    page = client.get(reverse("certificates:verify", args=[certificate.token])).content.decode()
    data = client.get(reverse("certificates:verify", args=[certificate.token]) + "?format=json").json()
    listed = client.get(reverse("certificates:keys")).content.decode()
    had = client.get(data["signature"]["key_url"].partition("://")[2].partition("/")[2].join(["/", ""]))

    assert key.printed_fingerprint in page and Certificate.objects.get().pdf_sha256 in page
    assert key.printed_fingerprint in listed and "Firma hoy" in listed
    assert (had["Content-Type"], had.content) == ("application/pkix-cert", certificate_der(key))
    assert client.get(reverse("certificates:key_certificate", args=["no"])).status_code == 404
    SigningKey.objects.update(valid_until=timezone.now())
    ended = client.get(reverse("certificates:keys")).content.decode()
    assert ("Venció" in ended, "Firma hoy" in ended) == (True, False)
