from certificates.models.badge import BadgeCredential, IssuerKey
from certificates.models.certificate import Certificate
from certificates.models.series import FolioSeries
from certificates.models.signing import FormerSheet, SigningKey

__all__ = ["BadgeCredential", "Certificate", "FolioSeries", "FormerSheet", "IssuerKey", "SigningKey"]
