"""The paper round trip: which sheets were printed, and the pages that came back signed."""

import hashlib
import json
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cohorts.models import PrintedSheet, Register, SheetScan
from cohorts.sheets.codes import enrolment_of
from kit.clock import now
from kit.files import Upload
from people.actions import Refused

# A cohort of four hundred signs on fourteen pages.
MOST_PAGES = 30


def remember_sheets(registers: Sequence[Register], content: dict, *, by) -> None:
    """Keep who stands on which row of each sheet of ``content`` (``content_of`` of these registers). One statement.

    The same rows printed again are the same sheet, printed now.
    """
    at, prints = now(), []
    for register, sheet in zip(registers, content["sheets"], strict=True):
        rows = [enrolment_of(row["code"]) for row in sheet["rows"]]
        digest = hashlib.sha256(json.dumps([rows, sheet["blank"]]).encode()).hexdigest()
        facts = {"rows": rows, "blank": sheet["blank"], "digest": digest}
        prints.append(PrintedSheet(register=register, printed_at=at, printed_by=by, **facts))
    PrintedSheet.objects.bulk_create(
        prints,
        update_conflicts=True,
        update_fields=["printed_at", "printed_by"],
        unique_fields=["register", "digest"],
    )


@transaction.atomic
def attach_scan(register: Register, *, page: Upload, by, replaces: SheetScan | None = None) -> SheetScan:
    """Add a page of the signed sheet, or put it in the place of another, which stays readable as it was.

    ``page`` has passed ``kit.files``: pictures drawn anew. A list that was approved takes pages too: the paper often
    comes later. The same page twice is one. ``Refused`` for a cancelled session and beyond ``MOST_PAGES``.
    """
    held = Register.objects.select_for_update(of=("self",)).select_related("session").get(pk=register.pk)
    digest = hashlib.sha256(page.data).hexdigest()
    standing = SheetScan.objects.standing().filter(register=held)
    if known := standing.filter(sha256=digest).first():
        return known
    if held.session.cancelled_at:
        raise Refused(_("La sesión se canceló: su lista ya no recibe cambios."))
    if not replaces and standing.count() >= MOST_PAGES:
        raise Refused(_("Esta lista ya tiene %(most)d páginas, que son las que caben.") % {"most": MOST_PAGES})
    scan = SheetScan(register=held, kind=page.kind, sha256=digest, size=len(page.data), added_by=by)
    scan.file.save(f"hojas/{held.uuid}/{scan.uuid}.{page.kind}", ContentFile(page.data), save=False)
    scan.save()
    data = {"page": str(scan.uuid), "sha256": digest}
    if replaces:
        SheetScan.objects.filter(pk=replaces.pk, register=held, retired_at=None).update(
            retired_at=now(), retired_by=by, replaced_by=scan
        )
        data["replaces"] = str(replaces.uuid)
    log(instance=held, action="cohorts.attach_sheet", user=by, data=data)
    return scan


@transaction.atomic
def retire_scan(scan: SheetScan, *, by) -> None:
    """Take a page away that does not belong there; it stays in the history. Twice is once."""
    if SheetScan.objects.filter(pk=scan.pk, retired_at=None).update(retired_at=now(), retired_by=by):
        data = {"page": str(scan.uuid), "sha256": scan.sha256}
        log(instance=scan.register, action="cohorts.retire_sheet", user=by, data=data)
