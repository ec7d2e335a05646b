from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from people.identity.private import DIVERSITY
from people.merging.rooms import PROGRAMMES
from people.models import Membership, Person
from programmes.differential.actions import forget_answers
from programmes.differential.people import copied
from programmes.merging import ROOM
from programmes.models import PersonAttribute, Programme, TeamRole
from programmes.roles import follow_roles


@hooks.register("register_log_actions")
def name_the_acts(actions):
    actions.register_action("programmes.create", _("Crear un programa"), _("Creó el programa"))
    actions.register_action("programmes.change", _("Cambiar un programa"), _("Cambió los datos del programa"))
    actions.register_action("programmes.change_words", _("Cambiar las palabras"), _("Cambió las palabras del programa"))
    actions.register_action("programmes.add_logo", _("Agregar un logotipo"), _("Agregó un logotipo"))
    actions.register_action("programmes.remove_logo", _("Quitar un logotipo"), _("Quitó un logotipo"))
    actions.register_action("programmes.make_person", _("Crear la persona de una cuenta"), _("Creó su registro"))
    actions.register_action("programmes.add_region", _("Agregar una región"), _("Agregó una región o sus municipios"))
    actions.register_action("programmes.change_region", _("Cambiar una región"), _("Cambió una región"))
    actions.register_action(
        "programmes.add_funding_period", _("Agregar un periodo de financiamiento"), _("Agregó un financiamiento")
    )
    actions.register_action(
        "programmes.change_funding_period", _("Cambiar un periodo de financiamiento"), _("Cambió un financiamiento")
    )
    actions.register_action(
        "programmes.remove_funding_period", _("Quitar un periodo de financiamiento"), _("Quitó un financiamiento")
    )
    actions.register_action(
        "programmes.take_part", _("Sumar organizaciones al programa"), _("Sumó organizaciones al programa")
    )
    actions.register_action(
        "programmes.change_participation", _("Cambiar la participación"), _("Cambió su estado en el programa")
    )
    actions.register_action("programmes.grant_role", _("Dar un papel en el equipo"), _("Dio un papel en el equipo"))
    actions.register_action("programmes.revoke_role", _("Quitar un papel del equipo"), _("Quitó un papel del equipo"))


@hooks.register("register_log_actions")
def name_the_acts_about_differences(actions):
    actions.register_action("programmes.ask_about", _("Cambiar las preguntas"), _("Cambió lo que pregunta el programa"))
    actions.register_action("programmes.answer", _("Responder"), _("Anotó respuestas a las preguntas del programa"))


@hooks.register("people.consent_withdrawn")
def nothing_stays_of_the_answers(person, notice, purpose):
    if purpose == DIVERSITY:
        forget_answers(person, notice)


@hooks.register("people.export")
def answers_in_words(person):
    return copied(person)


@hooks.register("person_claimed")
def groups_of_the_roles_waiting(person: Person) -> None:
    follow_roles(person)


@hooks.register("people.merge", order=PROGRAMMES)
def unite():
    return ROOM


@hooks.register("people.still_needed")
def in_programmes_not_long_over(since):
    """Teams of programmes that had not ended by then, posts noted for them and answers given to them."""
    lasting = Programme.objects.filter(ends_on__gte=localdate(since)).values("pk")
    return [
        TeamRole.objects.filter(programme__in=lasting).values("person"),
        Membership.objects.filter(participations__programme__in=lasting).values("person"),
        PersonAttribute.objects.filter(programme__in=lasting).values("person"),
    ]
