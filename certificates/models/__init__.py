from certificates.models.certificate import Certificate
from certificates.models.offer import Offer
from certificates.models.series import FolioSeries
from certificates.models.template import CertificateTemplate, Purpose, TemplateChoice, TemplateVersion
from certificates.models.upheld import Upheld
from certificates.models.waiver import Waiver

__all__ = [
    "Certificate",
    "CertificateTemplate",
    "FolioSeries",
    "Offer",
    "Purpose",
    "TemplateChoice",
    "TemplateVersion",
    "Upheld",
    "Waiver",
]
