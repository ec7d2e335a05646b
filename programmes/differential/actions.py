"""What a programme asks, and what people answer. Each act may be asked for twice."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from kit.text import tidy
from people.actions import Refused
from people.identity.private import DIVERSITY, authorise
from people.models import ConsentNotice, ConsentRecord, Person
from people.privacy.consent import notice_for, standing_in
from programmes.differential.vocabulary import ATTRIBUTES, PREFER_NOT
from programmes.models import PersonAttribute, Programme, ProgrammeAttribute


@transaction.atomic
def ask_about(programme: Programme, *, purposes: Mapping[str, str], by) -> list[str]:
    """The programme asks exactly these, ``{attribute: what for}``; the codes whose asking changed.

    What was answered to a question that is no longer asked is deleted. ``Refused`` for a question without a reason.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    wanted = {code: tidy(purpose)[:200] for code, purpose in purposes.items()}
    if unknown := set(wanted) - set(ATTRIBUTES):
        raise KeyError(f"not in the vocabulary: {sorted(unknown)}")
    if not all(wanted.values()):
        raise Refused(_("Escribe para qué se pregunta: quien responde lo va a leer."))
    held = dict(ProgrammeAttribute.objects.filter(programme=programme).values_list("attribute", "purpose"))
    changed = sorted(code for code in {*held, *wanted} if held.get(code) != wanted.get(code))
    gone = held.keys() - wanted.keys()
    ProgrammeAttribute.objects.filter(programme=programme, attribute__in=gone).delete()
    PersonAttribute.objects.filter(programme=programme, attribute__in=gone).delete()
    for code in changed:
        if code in wanted:
            ProgrammeAttribute.objects.update_or_create(
                programme=programme, attribute=code, defaults={"purpose": wanted[code]}
            )
    if changed:
        log(instance=programme, action="programmes.ask_about", user=by, data={"asked": sorted(wanted)})
    return changed


@transaction.atomic
def answer(
    person: Person, programme: Programme, *, choices: Mapping[str, str], authorised: bool = False, channel: str, by
) -> list[str]:
    """What she answers, ``{attribute: choice}``, "" to take an answer away; the codes that changed.

    ``Refused`` for what the programme does not ask, for somebody who left, and for an answer without her permission
    under the programme's notice: given before, or now by ``authorised``. To prefer not to answer needs none.
    """
    person = Person.objects.select_for_update().get(pk=person.pk).present
    if person.erased_at:
        raise Refused(_("Los datos de esta persona ya se borraron."))
    asked = set(ProgrammeAttribute.objects.filter(programme=programme).values_list("attribute", flat=True))
    for code, choice in choices.items():
        if code not in asked or choice not in {"", *dict(ATTRIBUTES[code].every)}:
            raise Refused(_("El programa ya no pregunta eso. Vuelve a abrir la página."))
    if set(choices.values()) - {"", PREFER_NOT} and not allows_here(person, programme):
        if not authorised:
            raise Refused(_("Marca la casilla: sin esa autorización no se guardan tus respuestas."))
        authorise(person, notice_for(programme.country, programme.slug), channel=channel, by=by)
    held = answers_of(person, programme)
    changed = sorted(code for code, choice in choices.items() if held.get(code, "") != choice)
    _write(person, programme, {code: choices[code] for code in changed}, by)
    if changed:
        # Which questions, never what was answered.
        log(instance=person, action="programmes.answer", user=by, data={"programme": programme.pk, "about": changed})
    return changed


def _write(person: Person, programme: Programme, choices: dict[str, str], by) -> None:
    for code, choice in choices.items():
        place: dict[str, Any] = {"person": person, "programme": programme, "attribute": code}
        if choice:
            PersonAttribute.objects.update_or_create(**place, defaults={"choice": choice, "answered_by": by})
        else:
            PersonAttribute.objects.filter(**place).delete()


def answers_of(person: Person, programme: Programme) -> dict[str, str]:
    """``{attribute: choice}``. One query."""
    held = PersonAttribute.objects.filter(person=person, programme=programme)
    return dict(held.values_list("attribute", "choice"))


def allows_here(person: Person, programme: Programme) -> bool:
    """Whether she allows it under the text that holds in this programme today. Two queries."""
    notice = notice_for(programme.country, programme.slug)
    return notice is not None and person.pk in allowing([person.pk], notice)


def allowing(people, notice: ConsentNotice) -> set[int]:
    """Those of the people (ids) who allow it under that text. One query."""
    said = standing_in(people, notice)
    return {person for person, each in said.items() if each.get(DIVERSITY) == ConsentRecord.Decision.GRANTED}


def forget_answers(person: Person, notice: ConsentNotice) -> None:
    """After she took the permission back: what was kept under that text goes, that she prefers not to answer stays."""
    held = PersonAttribute.objects.filter(person=person).exclude(choice=PREFER_NOT)
    for programme in Programme.objects.filter(pk__in=held.values("programme")):
        if notice_for(programme.country, programme.slug) == notice and not allows_here(person, programme):
            held.filter(programme=programme).delete()
