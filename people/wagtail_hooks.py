from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from people.identity.private import DIVERSITY, forget_gender
from people.merging.own import ROOM
from people.merging.rooms import PEOPLE
from people.privacy.needed import by_the_register


@hooks.register("register_log_actions")
def name_the_acts(actions):
    actions.register_action("people.invite", _("Invitar a una persona"), _("Envió una invitación"))
    actions.register_action("people.accept_invitation", _("Aceptar una invitación"), _("Aceptó su invitación"))
    actions.register_action("people.renew_calendar", _("Cambiar el enlace del calendario"), _("Cambió el enlace"))
    actions.register_action("people.revoke_calendar", _("Quitar el enlace del calendario"), _("Quitó el enlace"))
    actions.register_action("people.use_code", _("Usar un código impreso"), _("Usó su código impreso"))
    actions.register_action("people.suspend", _("Suspender una cuenta"), _("Suspendió la cuenta"))
    actions.register_action("people.resume", _("Reanudar una cuenta"), _("Reanudó la cuenta"))
    actions.register_action("people.claim", _("Reconocer un registro como propio"), _("Reconoció su registro"))
    actions.register_action("people.register", _("Registrar a una persona"), _("Registró a la persona"))
    actions.register_action(
        "people.register_organisation", _("Registrar una organización"), _("Registró la organización")
    )
    actions.register_action(
        "people.complete_organisation", _("Completar una organización"), _("Completó los datos de la organización")
    )
    actions.register_action(
        "people.change_organisation", _("Cambiar una organización"), _("Cambió los datos de la organización")
    )
    actions.register_action("people.end_post", _("Terminar un cargo"), _("Terminó un cargo"))
    actions.register_action("people.join", _("Anotar un cargo"), _("Anotó el cargo de la persona"))
    actions.register_action("people.make_contact", _("Nombrar contacto"), _("La nombró contacto de la organización"))


@hooks.register("register_log_actions")
def name_the_acts_of_privacy(actions):
    actions.register_action("people.consent", _("Anotar una autorización"), _("Anotó lo que la persona autoriza"))
    actions.register_action("people.ask_copy", _("Pedir una copia de los datos"), _("Pidió una copia de sus datos"))
    actions.register_action("people.fetch_copy", _("Descargar la copia"), _("Descargó la copia de sus datos"))
    actions.register_action("people.ask_erasure", _("Pedir el borrado"), _("Pidió que se borren sus datos"))
    actions.register_action("people.erasure_withdrawn", _("Retirar la solicitud"), _("Retiró su solicitud de borrado"))
    actions.register_action("people.erasure_refused", _("Rechazar el borrado"), _("Rechazó la solicitud de borrado"))
    actions.register_action("people.erasure_approved", _("Aprobar el borrado"), _("Aprobó la solicitud de borrado"))
    actions.register_action("people.erase", _("Borrar los datos de una persona"), _("Borró los datos de la persona"))


@hooks.register("register_log_actions")
def name_the_acts_of_uniting(actions):
    actions.register_action("people.merge", _("Unir dos registros"), _("Unió dos registros de la misma persona"))
    actions.register_action("people.undo_merge", _("Deshacer una unión"), _("Deshizo la unión de dos registros"))
    actions.register_action("people.not_duplicate", _("Distinguir dos registros"), _("Dijo que son dos personas"))


@hooks.register("register_log_actions")
def name_the_acts_about_who_somebody_is(actions):
    actions.register_action("people.change_person", _("Cambiar los datos"), _("Cambió los datos de la persona"))
    actions.register_action("people.say_gender", _("Anotar la identidad de género"), _("Anotó la identidad de género"))
    actions.register_action("people.add_document", _("Agregar un documento"), _("Agregó un documento de identidad"))
    actions.register_action("people.remove_document", _("Quitar un documento"), _("Quitó un documento de identidad"))
    actions.register_action("people.show_document", _("Ver un documento"), _("Vio el número de un documento"))


@hooks.register("people.consent_withdrawn")
def nothing_stays_of_the_gender(person, notice, purpose):
    if purpose == DIVERSITY:
        forget_gender(person)


@hooks.register("people.merge", order=PEOPLE)
def unite():
    return ROOM


@hooks.register("people.still_needed")
def needed_here(since):
    return by_the_register(since)
