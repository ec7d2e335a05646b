"""What stays of a certificate when its holder leaves: folio, fingerprint of the sheet, and that it was given."""

from functools import partial

from django.core.files.storage import storages
from django.db import transaction
from wagtail import hooks

from certificates.design.dressing import redressed
from certificates.files import digest_of, name_of
from certificates.models import Certificate

GONE = "Titular no disponible"  # as the sheet, in the language of the sheets


@hooks.register("people.erase")
def forget_holder(person):
    """The name leaves the facts, the file leaves the disk once that is certain; the SHA-256 is kept, or taken now."""
    for certificate in Certificate.objects.select_for_update().filter(person=person).order_by("pk"):
        if certificate.holder_gone:
            continue
        if not certificate.pdf_sha256:
            certificate.pdf_sha256 = digest_of(certificate)
        text = certificate.snapshot["text"] | {"name": GONE}
        certificate.snapshot = redressed(certificate.snapshot | {"surname": "", "text": text, "holder_gone": True})
        certificate.save(update_fields=["snapshot", "pdf_sha256", "signed_with", "signed_at"])
        transaction.on_commit(partial(storages["private"].delete, name_of(certificate)))


@hooks.register("people.still_needed")
def to_be_verified(since):
    """A certificate, also one taken back, is verified with its name for as long as its holder asks nothing else."""
    return [Certificate.objects.values("person")]
