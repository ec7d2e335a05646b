"""What anybody may know of a certificate: everything that is printed on it, and whether it still holds."""

from certificates.models import Certificate
from certificates.snapshot import LABELS
from kit.text import fold, words_of


def state_of(certificate: Certificate) -> str:
    """``valid``, ``replaced`` or ``revoked``."""
    if certificate.replaced_by_id:
        return "replaced"
    return "revoked" if certificate.revoked_at else "valid"


def public_facts(certificate: Certificate) -> list[tuple[str, str]]:
    """``(label in the reader's language, value as printed)``."""
    return [(str(LABELS.get(code, label)), value) for code, label, value in certificate.snapshot["text"]["facts"]]


def as_data(certificate: Certificate) -> dict:
    """The same for programs. Keys do not change; values are as printed."""
    text, snapshot = certificate.snapshot["text"], certificate.snapshot
    successor = certificate.replaced_by
    return {
        "status": state_of(certificate),
        "kind": certificate.kind,
        "folio": certificate.folio,
        "title": text["title"],
        "name": text["name"],
        "course": text["course"],
        "course_kind": snapshot["course_kind"],
        "hours": snapshot["hours"],
        "modality": snapshot["modality"],
        "first_day": snapshot["first_day"],
        "last_day": snapshot["last_day"],
        "attended": snapshot["attended"],
        "attendance_base": snapshot["attendance_base"],
        "printed": {code: value for code, _label, value in text["facts"]},
        "programme": text["programme"],
        "issuer": text["issuer"],
        "signatory_name": text["signatory_name"],
        "signatory_post": text["signatory_post"],
        "issued_at": certificate.issued_at.isoformat(),
        "revoked_at": certificate.revoked_at.isoformat() if certificate.revoked_at else None,
        "revoked_reason": certificate.revoked_reason,
        "replaced_by": {"folio": successor.folio, "url": successor.snapshot["url"]} if successor else None,
        "holder_gone": certificate.holder_gone,
        "pdf_sha256": certificate.pdf_sha256,
        "url": snapshot["url"],
    }


def carries_surname(certificate: Certificate, typed: str) -> bool:
    """Whether ``typed`` is the first surname: as registered on the day, or as it stands in the printed name."""
    words = words_of(typed)
    if not words:
        return False
    if certificate.holder_gone:
        return True  # nobody's name is left to be found out
    if fold(typed) == fold(certificate.snapshot["surname"]) or words == words_of(certificate.snapshot["surname"]):
        return True
    printed = words_of(certificate.snapshot["text"]["name"])
    return any(printed[at : at + len(words)] == words for at in range(1, len(printed)))
