"""Asking for many sheets at once, and making the file."""

from collections.abc import Iterator
from tempfile import TemporaryFile

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from certificates.models import Certificate, Pack
from certificates.packs.binding import Gone, bind
from certificates.packs.choosing import MOST, sheets_for
from cohorts.models import Cohort
from jobs.actions import enqueue, restart
from jobs.models import Job
from people.actions import Refused
from people.models import Organisation


def chosen(cohort: Cohort, organisation: Organisation | None, kind: str, *, by) -> list[Certificate]:
    """The sheets that somebody takes away now, with a line that says so. ``Refused`` for none and for too many."""
    certificates = sheets_for(cohort, organisation)
    if not certificates:
        raise Refused(_("No hay documentos vigentes que reunir."))
    if len(certificates) > MOST:
        raise Refused(_("Caben %(most)d. Pídelos organización por organización.") % {"most": MOST})
    data = {"format": kind, "sheets": len(certificates), "organisation": organisation.pk if organisation else None}
    log(instance=cohort, action="certificates.pack", user=by, data=data)
    return certificates


@transaction.atomic
def ask_pack(cohort: Cohort, organisation: Organisation | None, kind: str, *, by) -> Pack:
    """Ask for the file; a job makes it. Asked again while it is made, it is the same one.

    ``Refused`` as :func:`chosen`.
    """
    chosen(cohort, organisation, kind, by=by)
    pack, _new = Pack.objects.get_or_create(
        cohort=cohort, organisation=organisation, format=kind, asked_by=by, ready_at=None
    )
    job = enqueue("certificates.pack", key=job_key(pack), payload={"pack": pack.pk}, by=by)
    if job.finished:
        restart(job, by=by)
    return pack


def job_of(pack: Pack) -> Job | None:
    return Job.objects.filter(key=job_key(pack)).first()


def job_key(pack: Pack) -> str:
    return f"certificates.pack:{pack.uuid}"


def make(pack: Pack) -> Iterator[tuple[int, int]]:
    """Make the file and keep it; yields (done, total). Made twice, the second takes the place of the first."""
    certificates = sheets_for(pack.cohort, pack.organisation)[:MOST]
    with TemporaryFile() as out:
        for done in bind(certificates, pack.format, out):
            yield done, len(certificates)
        # What went in first may have stopped holding since.
        if Certificate.objects.valid().filter(pk__in=[each.pk for each in certificates]).count() < len(certificates):
            raise Gone
        out.seek(0)
        _keep(pack, File(out), len(certificates))


def name_of(pack: Pack) -> str:
    return f"packs/{pack.uuid}.{pack.format}"


def _keep(pack: Pack, file: File, sheets: int) -> None:
    pack.file.storage.delete(name_of(pack))
    pack.file.save(name_of(pack), file, save=False)
    facts = {"file": pack.file.name, "sheets": sheets, "ready_at": timezone.now()}
    if not Pack.objects.filter(pk=pack.pk).update(**facts):
        pack.file.storage.delete(name_of(pack))
