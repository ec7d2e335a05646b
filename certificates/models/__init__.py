from certificates.models.certificate import Certificate
from certificates.models.series import FolioSeries
from certificates.models.template import CertificateTemplate, Purpose, TemplateChoice, TemplateVersion

__all__ = ["Certificate", "CertificateTemplate", "FolioSeries", "Purpose", "TemplateChoice", "TemplateVersion"]
