"""Whom the register itself still needs. Rooms above add theirs through the same hook, ``people.still_needed``."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from kit.clock import now
from people.models import ClaimCode, ConsentRecord, DataExport, ErasureRequest, Invitation, Merge, Person
from people.models.merge import UNDO_WITHIN


def by_the_register(since: datetime) -> list[models.QuerySet]:
    """Querysets of the numbers of people who cannot be forgotten yet.

    Who asked for something that is not done, or was refused it since; who holds a way in that still opens; who
    authorised something since; and who speaks for a register that is younger, or can still be parted from hers.
    """
    asked = Q(decided_at=None) | Q(decision=ErasureRequest.Decision.REFUSED, decided_at__gte=since)
    return [
        ErasureRequest.objects.filter(asked).values("person"),
        DataExport.objects.values("person"),
        Invitation.objects.filter(accepted_at=None, expires_at__gt=now()).values("person"),
        ClaimCode.objects.standing().filter(expires_at__gt=now()).values("person"),
        ConsentRecord.objects.filter(decided_at__gte=since).values("person"),
        Person.objects.filter(merged_into__isnull=False, created_at__gte=since).values("merged_into"),
        Merge.objects.filter(undone_at=None, at__gt=now() - UNDO_WITHIN).values("kept"),
    ]
