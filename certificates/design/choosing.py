"""Which design the certificates of a programme are given with."""

from django.utils.translation import gettext as _

from certificates.models import TemplateVersion
from people.actions import Refused
from programmes.models import Programme


class NobodySigns(Refused):
    """The design names no signatory and neither does the programme."""

    def __init__(self, name: str):
        sentence = _("El diseño «%(name)s» no dice quién firma, y el programa tampoco. Escríbelo en uno de los dos.")
        super().__init__(sentence % {"name": name})


def version_for(programme: Programme, kind: str) -> TemplateVersion | None:
    """The last published version of the template chosen for this kind; None where nobody chose one. One query."""
    chosen = TemplateVersion.objects.filter(
        template__choices__programme=programme, template__choices__kind=kind, template__withdrawn_at=None
    )
    return chosen.select_related("template").order_by("-number").first()


def design_for(programme: Programme, kind: str) -> dict | None:
    """What ``dressing.dressed`` writes into the facts. Raises ``NobodySigns``. One query."""
    version = version_for(programme, kind)
    if version is None:
        return None
    return version.content | {
        "template": version.template_id,
        "version": version.number,
        "signatories": signatories_of(version.content, programme) or _nobody(version),
    }


def signatories_of(content: dict, programme: Programme | None) -> list[dict]:
    """Those of the design; else the programme's own, if it has one."""
    if content["signatories"] or not programme or not programme.signatory_name:
        return content["signatories"]
    return [{"name": programme.signatory_name, "post": programme.signatory_post, "signature": None}]


def _nobody(version: TemplateVersion):
    raise NobodySigns(version.template.name)
