from certificates.models.api_token import ApiToken
from certificates.models.certificate import Certificate
from certificates.models.offer import Offer
from certificates.models.pack import Pack
from certificates.models.series import FolioSeries
from certificates.models.upheld import Upheld
from certificates.models.waiver import Waiver
from certificates.models.webhook import WebhookDelivery, WebhookEndpoint

__all__ = [
    "ApiToken", "Certificate", "FolioSeries", "Offer", "Pack", "Upheld", "Waiver", "WebhookDelivery",
    "WebhookEndpoint",
]  # fmt: skip
