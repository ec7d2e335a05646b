from certificates.models.certificate import Certificate
from certificates.models.series import FolioSeries

__all__ = ["Certificate", "FolioSeries"]
