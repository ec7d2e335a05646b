"""What the pages of others show of a certificate."""

from django import template

from certificates.board import certificates_for
from certificates.doubts import doubts_of

register = template.Library()


@register.simple_tag
def certificate_of(enrolment, given=None):
    """``{% certificate_of enrolment as certificate %}`` – the valid one or None. One query; none with ``given``."""
    found = certificates_for([enrolment.pk]) if not isinstance(given, dict) else given
    return found.get(enrolment.pk)


@register.simple_tag
def certificates_of(passages):
    """``{% certificates_of passages as given %}`` – for a page with many of them, in one query, for ``certificate_of``.

    ``passages`` are any things with an ``enrolment``.
    """
    return certificates_for([each.enrolment.pk for each in passages])


@register.simple_tag
def certificates_in_doubt(user):
    """``{% certificates_in_doubt user as doubts %}`` – see :func:`certificates.doubts.doubts_of`."""
    return doubts_of(user)
