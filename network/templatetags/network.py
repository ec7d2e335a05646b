from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def member_name(user):
    """Given names and first surname of the account's person; never its e-mail address."""
    person = getattr(user, "person", None)
    return f"{person.given_names} {person.surname1}" if person else _("Participante")
