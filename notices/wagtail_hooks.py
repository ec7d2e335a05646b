"""What the outbox adds to a person's copy, and takes away when the person leaves. Mails know addresses, not people."""

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _
from wagtail import hooks

from notices.models import Mail
from people.models import Person
from people.privacy.exporting import Section


def proved_addresses(person: Person) -> set[str]:
    """The mailboxes the person's account has proved to be hers: a shared one on a list proves nothing."""
    if not person.user_id:
        return set()
    return set(EmailAddress.objects.filter(user=person.user_id, verified=True).values_list("email", flat=True))


def addresses_of_nobody_else(person: Person) -> set[str]:
    """Every mailbox that led to this person and to no other."""
    candidates = {person.email} | ({person.user.email} if person.user else set()) | proved_addresses(person)
    others = Person.objects.exclude(pk=person.pk).filter(email__in=candidates).values_list("email", flat=True)
    return candidates - set(others) - {""}


@hooks.register("people.export")
def mails(person):
    rows = Mail.objects.filter(to__in=proved_addresses(person)).order_by("-pk").values("created_at", "subject", "text")
    columns = {"created_at": _("Fecha"), "subject": _("Asunto"), "text": _("Texto")}
    return [Section("mails", _("Correos que te enviamos"), columns, list(rows))]


@hooks.register("people.erase")
def forget_mails(person):
    """What waits is not sent; of what went, the row stays without words, so that nothing is ever sent twice."""
    theirs = Mail.objects.filter(to__in=addresses_of_nobody_else(person))
    theirs.waiting().delete()
    theirs.update(to="", subject="", text="", html="", headers={}, last_error="")
