"""Every sheet is signed, to the letter the same when it is made again; keys come, go and are not lost."""

import hashlib
import io
import random
import shutil
import subprocess
from datetime import timedelta

import pikepdf
import pytest
import time_machine
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates import tasks  # noqa: F401 – the worker's handlers
from certificates.actions import issue, request_issue
from certificates.files import name_of, pdf_of
from certificates.models import Certificate, FormerSheet, SigningKey
from certificates.signing.keys import bring_key, certificate_der, make_key, retire_key
from jobs.actions import run
from people.actions import Refused
from tests.factories import make_settled_cohort

pytestmark = pytest.mark.django_db


def given(cohort=None, **facts):
    return issue((cohort or make_settled_cohort(**facts)).enrolments.get(), by=None)


def bundle(private=None, name="Instituto de Cultura", password=b"clave", ends=timedelta(days=800)):
    """A .p12 as an authority sells them."""
    private, now = private or ec.generate_private_key(ec.SECP256R1()), timezone.now()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder(subject, subject, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=900))
        .not_valid_after(now + ends)
        .sign(private, hashes.SHA256())
    )
    sealed = serialization.BestAvailableEncryption(password)
    return pkcs12.serialize_key_and_certificates(b"x", private, certificate, None, sealed)


def trusted(pdf, key):
    """What an independent reader says who trusts that key."""
    context = ValidationContext(trust_roots=[asn1_x509.Certificate.load(certificate_der(key))])
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    status = validate_pdf_signature(signature, context)
    return status.bottom_line and status.coverage.name == "ENTIRE_FILE"


def lose(certificate):
    storages["private"].delete(name_of(certificate))
    return Certificate.objects.get(pk=certificate.pk)


def ended(key):
    SigningKey.objects.filter(pk=key.pk).update(valid_until=timezone.now() - timedelta(seconds=1))


def test_the_signed_sheet_is_valid_and_made_again_to_the_letter():
    certificate = given()
    pdf = pdf_of(certificate)
    key = SigningKey.objects.get()

    again = pdf_of(lose(certificate))

    assert again == pdf
    assert hashlib.sha256(pdf).hexdigest() == Certificate.objects.get().pdf_sha256
    assert (trusted(pdf, key), key.self_made, certificate.signed_with) == (True, True, key)


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler's tools are not installed")
def test_two_who_draw_the_same_sheet_sign_the_same_to_the_letter():
    certificate = given()
    other = Certificate.objects.get(pk=certificate.pk)

    first = pdf_of(certificate)
    with time_machine.travel(timezone.now() + timedelta(seconds=5), tick=False):
        second = pdf_of(other)

    assert second == first
    assert not FormerSheet.objects.exists()


def test_another_reader_agrees(tmp_path):
    sheet = tmp_path / "sheet.pdf"
    sheet.write_bytes(pdf_of(given()))

    said = subprocess.run(["pdfsig", "-nocert", sheet], capture_output=True, text=True, check=True).stdout

    assert "Signature is Valid" in said and "Total document signed" in said and "ETSI.CAdES.detached" in said


def test_one_altered_byte_anywhere_is_found_by_the_signature():
    """Some twenty bytes of the envelope (numbers of versions, the digest's name said twice) bind nothing: those, as all
    the others, are found by the page, which compares the whole file.
    """
    pdf = pdf_of(given())
    key = SigningKey.objects.get()
    start = pdf.index(b"/Contents <", pdf.index(b"/ByteRange")) + len(b"/Contents <")
    end = pdf.index(b">", start)
    covered = [*range(start), *range(end, len(pdf))]
    places = {*random.Random(7).sample(covered, 25), 0, len(pdf) - 1, start - 1, end, end - 3, start + 400}

    unnoticed = []
    for place in sorted(places):
        altered = bytearray(pdf)
        altered[place] ^= 1
        try:
            if trusted(bytes(altered), key):
                unnoticed.append(place)
        except Exception:  # noqa: S112 - it could not even be read, in one of many ways
            continue

    assert unnoticed == []
    assert not trusted(pdf + b"\n% one line more\n", key)


def test_the_signed_sheet_is_still_archivable_and_read_aloud():
    certificate = given()
    with pikepdf.open(io.BytesIO(pdf_of(certificate))) as sheet:
        root, told = sheet.Root, sheet.Root.Metadata.read_bytes().decode()
        fonts = [font for page in sheet.pages for font in page.resources.Font.values()]
        described = [font.get("/FontDescriptor") or font.DescendantFonts[0].FontDescriptor for font in fonts]
        annotations = [note for page in sheet.pages for note in page.obj.Annots]

        assert (sheet.check_pdf_syntax(), sheet.is_encrypted) == ([], False)
        assert (bool(root.MarkInfo.Marked), str(root.Lang), "/StructTreeRoot" in root) == (True, "es", True)
        assert bool(root.ViewerPreferences.DisplayDocTitle) and str(sheet.docinfo.Title).startswith("Constancia de")
        assert "<pdfaid:part>2" in told and "<pdfaid:conformance>A" in told and "<pdfuaid:part>1" in told
        assert [str(intent.S) for intent in root.OutputIntents] == ["/GTS_PDFA1"]
        assert fonts and all({"/FontFile", "/FontFile2", "/FontFile3"} & set(each.keys()) for each in described)
        assert [int(note.F) & 0b100111 for note in annotations] == [4] * len(annotations)
        assert [str(page.obj.Tabs) for page in sheet.pages] == ["/S"]
        assert str(root.Perms.DocMDP.SubFilter) == "/ETSI.CAdES.detached"
        assert not {"/JavaScript", "/EmbeddedFiles"} & set(root.get("/Names", {}))


def test_made_on_first_need_and_once_though_two_need_it_at_once():
    first = make_key()

    assert (make_key(), given().programme.signing_keys.count()) == (first, 0)
    assert SigningKey.objects.get() == first


def test_a_bought_key_signs_from_then_on_and_older_sheets_keep_theirs():
    old, old_key = given(), make_key()
    before = pdf_of(old)

    key = bring_key(bundle(), "clave", programme=None)
    new = given()

    assert trusted(pdf_of(new), key) and (new.signed_with, key.self_made) == (key, False)
    assert pdf_of(lose(old)) == before and trusted(before, old_key)
    assert bring_key(bundle(), "clave", programme=old.programme) == SigningKey.objects.get(programme=old.programme)
    assert SigningKey.objects.filter(retired_at=None).count() == 2


def test_a_key_of_another_kind_signs_too():
    key = bring_key(bundle(rsa.generate_private_key(65537, 2048)), "clave", programme=None)

    assert trusted(pdf_of(given()), key)


@pytest.mark.parametrize(
    ("file", "password", "sentence"),
    [
        (b"no es", "clave", "El archivo no se abre"),
        (bundle(), "otra", "El archivo no se abre"),
        (bundle(ends=-timedelta(days=1)), "clave", "El certificado de esa llave ya venció."),
        (bundle(ec.generate_private_key(ec.SECP384R1())), "clave", "El archivo debe traer una llave EC P-256"),
    ],
)
def test_a_file_that_does_not_serve_is_refused_and_nothing_changes(file, password, sentence):
    with pytest.raises(Refused, match=sentence):
        bring_key(file, password, programme=None)

    assert SigningKey.objects.count() == 0


def test_with_an_ended_key_nothing_is_issued_and_it_is_said():
    cohort = make_settled_cohort(people=2)
    job = request_issue(cohort, by=None)
    ended(bring_key(bundle(), "clave", programme=None))

    with pytest.raises(Refused, match="La llave que firma los documentos venció el"):
        request_issue(cohort, by=None)
    with pytest.raises(Refused):
        issue(cohort.enrolments.first(), by=None)
    run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.message[:40], Certificate.objects.count()) == (
        "failed",
        "La llave que firma los documentos venció",
        0,
    )


def test_a_key_made_here_that_ended_gives_way_to_a_new_one():
    first = make_key()
    ended(first)

    assert given().folio and SigningKey.objects.get(retired_at=None) != first


def test_a_sheet_whose_key_was_destroyed_is_signed_anew_and_the_old_copy_stays_genuine():
    certificate = given()
    before = hashlib.sha256(pdf_of(certificate)).hexdigest()
    stolen = SigningKey.objects.get()

    retire_key(stolen, destroy=True)
    after = pdf_of(lose(certificate))

    now = Certificate.objects.get()
    assert trusted(after, SigningKey.objects.get(retired_at=None))
    assert (now.pdf_sha256, now.signed_with == stolen) == (hashlib.sha256(after).hexdigest(), False)
    assert FormerSheet.objects.get().sha256 == before


def test_a_key_goes_on_signing_after_the_keys_of_the_site_were_changed(settings):
    certificate = given()
    before = pdf_of(certificate)
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    call_command("reseal")
    settings.SECRET_KEY = "another"

    assert pdf_of(lose(certificate)) == before


def test_the_operator_brings_lists_and_retires(tmp_path, monkeypatch, capsys):
    bought = tmp_path / "key.p12"
    bought.write_bytes(bundle())
    monkeypatch.setenv("SIGNING_KEY_PASSWORD", "clave")

    call_command("signing_key", "bring", str(bought))
    key = SigningKey.objects.get()
    call_command("signing_key", "retire", key.printed_fingerprint[:29])
    call_command("signing_key", "make")

    assert key.fingerprint in capsys.readouterr().out
    assert SigningKey.objects.get(retired_at=None).self_made
    with pytest.raises(CommandError):
        call_command("signing_key", "bring", str(tmp_path / "none.p12"))
