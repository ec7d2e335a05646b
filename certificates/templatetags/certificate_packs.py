"""What pages offer of sharing one certificate and of taking many."""

from django import template

from certificates.packs.choosing import MOST
from certificates.packs.forms import PackForm
from certificates.packs.sharing import share_of

register = template.Library()


@register.simple_tag
def share(certificate):
    """``{% share certificate as sharing %}`` - its text and links; the certificate comes with its programme."""
    return share_of(certificate)


@register.inclusion_tag("certificates/packs/_taking.html", takes_context=True)
def packs_of(context, cohort):
    """The panel with which who coordinates takes the sheets of a cohort. One query."""
    return {"cohort": cohort, "form": PackForm(cohort=cohort), "most": MOST, "csrf_token": context["csrf_token"]}
