"""What pages offer of sharing a certificate."""

from django import template

from certificates.packs.sharing import share_of

register = template.Library()


@register.simple_tag
def share(certificate):
    """``{% share certificate as sharing %}`` - its text and links; the certificate comes with its programme."""
    return share_of(certificate)
