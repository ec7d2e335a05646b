"""Which design the certificates of a programme are given with."""

from certificates.models import TemplateChoice, TemplateVersion
from programmes.models import Programme


def designs_for(programme: Programme) -> dict[str, dict]:
    """``{kind: design}`` for the kinds that somebody chose a template for: its last published version. Two queries.

    Its ``signatories`` are its own, else the programme's; both may lack: ``dressing.dressed`` then refuses.
    """
    chosen = dict(
        TemplateChoice.objects.filter(programme=programme, template__withdrawn_at=None).values_list("template", "kind")
    )
    if not chosen:
        return {}
    versions = TemplateVersion.objects.filter(template__in=chosen).select_related("template").order_by("number")
    return {chosen[version.template_id]: _design(version, programme) for version in versions}


def signatories_of(content: dict, programme: Programme | None) -> list[dict]:
    """Those of the design; else the programme's own, if it has one."""
    if content["signatories"] or not programme or not programme.signatory_name:
        return content["signatories"]
    return [{"name": programme.signatory_name, "post": programme.signatory_post, "signature": None}]


def _design(version: TemplateVersion, programme: Programme) -> dict:
    return version.content | {
        "name": version.template.name,
        "template": version.template_id,
        "version": version.number,
        "signatories": signatories_of(version.content, programme),
    }
