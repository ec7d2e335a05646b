"""How a design comes about and changes. What was published stays as it is: certificates were given with it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from certificates.design.content import fresh
from certificates.models import CertificateTemplate, TemplateChoice, TemplateVersion
from kit.text import tidy
from people.actions import Refused
from programmes.models import Programme

# As many as somebody still tells apart.
MOST_TEMPLATES = 40


@transaction.atomic
def create_template(
    programme: Programme | None, *, kind: str, name: str, base: str, paper: str, by
) -> CertificateTemplate:
    """A draft on one of the designs that ship; None is for all programmes. The same name twice is one.

    ``Refused`` beyond forty.
    """
    if programme:
        Programme.objects.select_for_update().get(pk=programme.pk)
    mine = CertificateTemplate.objects.filter(programme=programme, withdrawn_at=None)
    if same := mine.filter(kind=kind, name=tidy(name)).first():
        return same
    if mine.count() >= MOST_TEMPLATES:
        raise Refused(_("Ya hay %(most)d diseños: retira uno antes de agregar otro.") % {"most": MOST_TEMPLATES})
    template = CertificateTemplate.objects.create(
        programme=programme, kind=kind, name=tidy(name), draft=fresh(base, paper), created_by=by
    )
    log(instance=template, action="certificates.create_template", user=by, data={"base": base})
    return template


@transaction.atomic
def save_draft(template: CertificateTemplate, *, name: str, content: dict, by) -> CertificateTemplate:
    """What is worked on. Nothing that is printed changes. ``Refused`` once withdrawn."""
    locked = _standing(template)
    if (locked.name, locked.draft) != (tidy(name), content):
        locked.name, locked.draft = tidy(name), content
        locked.save(update_fields=["name", "draft"])
        log(instance=locked, action="certificates.draft_template", user=by, data={})
    return locked


@transaction.atomic
def publish(template: CertificateTemplate, *, by) -> TemplateVersion:
    """The draft as a new version: certificates are given with it from now on. Unchanged, it is the version there is."""
    locked = _standing(template)
    last = locked.versions.order_by("-number").first()
    if last and last.content == locked.draft:
        return last
    number = last.number + 1 if last else 1
    version = TemplateVersion.objects.create(template=locked, number=number, content=locked.draft, published_by=by)
    log(instance=locked, action="certificates.publish_template", user=by, data={"version": number})
    return version


@transaction.atomic
def withdraw(template: CertificateTemplate, *, by) -> None:
    """Nobody is given a certificate with it any more; those given stay as they are. Doing it again changes nothing."""
    locked = CertificateTemplate.objects.select_for_update().get(pk=template.pk)
    if not locked.withdrawn_at:
        locked.withdrawn_at = timezone.now()
        locked.save(update_fields=["withdrawn_at"])
        TemplateChoice.objects.filter(template=locked).delete()
        log(instance=locked, action="certificates.withdraw_template", user=by, data={})


@transaction.atomic
def choose(programme: Programme, *, kind: str, template: CertificateTemplate | None, by) -> None:
    """What certificates of this kind are given with from now on; None is the sheet everybody has."""
    held = TemplateChoice.objects.filter(programme=programme, kind=kind).first()
    if (held.template_id if held else None) == (template.pk if template else None):
        return
    if template is None:
        TemplateChoice.objects.filter(programme=programme, kind=kind).delete()
    else:
        usable = CertificateTemplate.objects.usable_in(programme).filter(kind=kind, pk=template.pk)
        if not usable.exists():
            raise Refused(_("Ese diseño ya no se puede usar aquí."))
        TemplateChoice.objects.update_or_create(programme=programme, kind=kind, defaults={"template": template})
    data = {"kind": kind, "template": template.pk if template else None}
    log(instance=programme, action="certificates.choose_template", user=by, data=data)


def _standing(template: CertificateTemplate) -> CertificateTemplate:
    locked = CertificateTemplate.objects.select_for_update().get(pk=template.pk)
    if locked.withdrawn_at:
        raise Refused(_("Este diseño se retiró: ya no cambia."))
    return locked
