from certificates.models.certificate import Certificate
from certificates.models.pack import Pack
from certificates.models.series import FolioSeries

__all__ = ["Certificate", "FolioSeries", "Pack"]
