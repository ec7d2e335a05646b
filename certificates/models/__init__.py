from certificates.models.api_token import ApiToken
from certificates.models.badge import BadgeCredential, IssuerKey
from certificates.models.certificate import Certificate
from certificates.models.offer import Offer
from certificates.models.pack import Pack
from certificates.models.series import FolioSeries
from certificates.models.signing import FormerSheet, SigningKey
from certificates.models.template import CertificateTemplate, Purpose, TemplateChoice, TemplateVersion
from certificates.models.upheld import Upheld
from certificates.models.waiver import Waiver
from certificates.models.webhook import WebhookDelivery, WebhookEndpoint

__all__ = [
    "ApiToken",
    "BadgeCredential",
    "Certificate",
    "CertificateTemplate",
    "FolioSeries",
    "FormerSheet",
    "IssuerKey",
    "Offer",
    "Pack",
    "Purpose",
    "SigningKey",
    "TemplateChoice",
    "TemplateVersion",
    "Upheld",
    "Waiver",
    "WebhookDelivery",
    "WebhookEndpoint",
]
