"""What is kept only while its holder allows it: her gender identity, and what programmes ask to count differences.

The purpose is voluntary and sensitive in every country's notice. Answers are written by the person or by who
coordinates her; they are read by the person alone, and counted.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from people.actions import Refused
from people.models import ConsentNotice, GenderIdentity, Person
from people.privacy.consent import Statement, decide, may_use, notices_of
from people.privacy.rules import is_minor

DIVERSITY = "diversity"


def allows(person: Person) -> bool:
    """Whether she allows it today, under any text she was asked. Two queries."""
    return bool(may_use([person.pk], DIVERSITY))


def authorise(person: Person, notice: ConsentNotice | None, *, channel: str, by) -> None:
    """Write down that she allows it under that text. ``Refused`` where no text names the purpose, and for whoever is
    under 18: her guardian says it under «Mis datos y permisos», or on paper."""
    if notice is None or not names_it(notice):
        raise Refused(_("El aviso de privacidad todavía no nombra esa finalidad: no se puede guardar."))
    if is_minor(person.birth_date, timezone.localdate()):
        sentence = _("Tiene menos de 18 años: quien responde por ella lo autoriza antes, en sus permisos o en papel.")
        raise Refused(sentence)
    decide(person, notice, Statement({DIVERSITY: True}, channel), by=by)


def names_it(notice: ConsentNotice) -> bool:
    return any(each["code"] == DIVERSITY for each in notice.purposes)


def notice_of(person: Person) -> ConsentNotice | None:
    """The first of the texts that hold for her in which the purpose stands."""
    return next((each for each in notices_of(person) if names_it(each)), None)


@transaction.atomic
def say_gender(person: Person, choice: str, *, authorised: bool = False, channel: str, by) -> Person:
    """Her gender identity, one of ``GenderIdentity``, or "" to take away what was said. The same again changes nothing.

    ``Refused`` for an identity without her permission: given before, or now by ``authorised``. To prefer not to answer
    needs none.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if choice not in {"", GenderIdentity.PREFER_NOT} and not allows(person):
        if not authorised:
            raise Refused(_("Marca la casilla: sin esa autorización no se guarda la respuesta."))
        authorise(person, notice_of(person), channel=channel, by=by)
    if person.gender_identity != choice:
        person.gender_identity = choice
        person.save(update_fields=["gender_identity"])
        # What was answered does not go into the record of acts.
        log(instance=person, action="people.say_gender", user=by)
    return person


def forget_gender(person: Person) -> None:
    """After she took the permission back: nothing stays unless another text still allows it."""
    answered = Person.objects.filter(pk=person.pk).exclude(gender_identity__in=["", GenderIdentity.PREFER_NOT])
    if answered.exists() and not allows(person):
        answered.update(gender_identity="")
