from certificates.models.badge import BadgeCredential, IssuerKey
from certificates.models.certificate import Certificate
from certificates.models.series import FolioSeries

__all__ = ["BadgeCredential", "Certificate", "FolioSeries", "IssuerKey"]
