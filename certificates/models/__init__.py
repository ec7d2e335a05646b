from certificates.models.certificate import Certificate
from certificates.models.offer import Offer
from certificates.models.series import FolioSeries
from certificates.models.upheld import Upheld
from certificates.models.waiver import Waiver

__all__ = ["Certificate", "FolioSeries", "Offer", "Upheld", "Waiver"]
