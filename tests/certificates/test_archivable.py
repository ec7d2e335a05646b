"""veraPDF itself, the checker archives use, finds nothing in the PDFs we give: PDF/A-2a and PDF/UA-1, signed."""

import io
import json
import subprocess
import sys
from itertools import product
from pathlib import Path
from threading import Timer

import pikepdf
import pytest

from certificates.actions import issue, replace
from certificates.design.actions import publish, save_draft
from certificates.design.assets import taken_in
from certificates.files import pdf_of
from certificates.models import Certificate
from tests.certificates import verapdf
from tests.certificates.test_design import cohort_with, png
from tests.factories import make_settled_cohort

pytestmark = pytest.mark.django_db
NAMES = ["فاطمة بنت محمد", "Zoë Q̣́ Ñandú", "Ñ", "María de los Ángeles " * 6, "Дмитрий Łódź", "Li"]
SHEETS = list(product(("telar", "marco", "hilo"), ("a4", "us-letter")))


@pytest.fixture(scope="module")
def checker():
    """veraPDF, started once for all that is asked here."""
    command = [sys.executable, verapdf.__file__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        watch = Timer(300, process.kill)
        watch.start()
        yield process
        watch.cancel()
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def asked(checker, folder, sheets):
    """What veraPDF says of PDFs by name, and how many rules it knows."""
    for name, pdf in sheets.items():
        (folder / f"{name}.pdf").write_bytes(pdf)
    print(json.dumps([str(folder / f"{name}.pdf") for name in sheets]), file=checker.stdin, flush=True)
    said = json.loads(checker.stdout.readline())
    return {Path(path).stem: faults for path, faults in said["files"].items()}, said["rules"]


def with_every_sheet():
    """One signed PDF of each design and paper, in both directions, with pictures and names of all kinds."""
    pictures = {
        "logos": [{"name": "Casa"} | taken_in(png(), use="logo")],
        "background": taken_in(png((400, 300)), use="background"),
    }
    cohort, template = cohort_with(**pictures)
    sheets = {}
    for number, (base, paper) in enumerate(SHEETS):
        changed = {
            "base": base,
            "paper": paper,
            "landscape": bool(number % 2),
            "language": ["es", "en"][number // 3],
        }
        save_draft(template, name="Gala", content=template.draft | changed, by=None)
        publish(template, by=None)
        enrolment = make_settled_cohort(programme=cohort.programme).enrolments.get()
        certificate = replace(issue(enrolment, by=None), printed_name=NAMES[number], by=None)
        sheets[f"{base}-{paper}"] = pdf_of(Certificate.objects.get(pk=certificate.pk))
    return sheets


def test_verapdf_finds_nothing_in_any_of_our_sheets(checker, tmp_path):
    usual = pdf_of(issue(make_settled_cohort().enrolments.get(), by=None))
    sheets = {"usual": usual} | with_every_sheet()

    found, rules = asked(checker, tmp_path, sheets)

    assert (len(found), rules["PDFA_2_A"] > 140, rules["PDFUA_1"] > 100) == (7, True, True)
    assert {name: [faults for _made, faults in said.values()] for name, said in found.items()} == {
        name: [[], []] for name in sheets
    }
    assert min(made for said in found.values() for made, _faults in said.values()) > 500


def test_verapdf_finds_what_is_missing(checker, tmp_path):
    pdf = pdf_of(issue(make_settled_cohort().enrolments.get(), by=None))
    worse = {}
    for key in ("Lang", "StructTreeRoot", "OutputIntents", "Metadata"):
        with pikepdf.open(io.BytesIO(pdf)) as sheet:
            del sheet.Root[f"/{key}"]
            sheet.save(out := io.BytesIO())
        worse[key] = out.getvalue()

    found, _rules = asked(checker, tmp_path, worse)

    assert {name for name, said in found.items() if said["PDFUA_1"][1]} >= {"Lang", "StructTreeRoot", "Metadata"}
    assert {name for name, said in found.items() if said["PDFA_2_A"][1]} >= {"OutputIntents", "Metadata"}
