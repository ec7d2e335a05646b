"""What the worker does of it."""

from certificates.models import Pack
from certificates.packs.actions import make
from jobs.registry import CannotBeDone, handler
from people.actions import Refused


@handler("certificates.pack")
def pack(job):
    """Nothing to do when it was swept meanwhile. A sheet that stopped holding on the way makes it begin anew."""
    found = Pack.objects.select_related("cohort", "organisation").filter(pk=job.payload["pack"], ready_at=None).first()
    if found is None:
        yield 1, 1
        return
    try:
        yield from make(found)
    except Refused as refusal:
        raise CannotBeDone(str(refusal)) from refusal
