from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks

from cohorts import privacy  # noqa: F401 - registers its hooks
from cohorts.merging import ROOM
from cohorts.models import Enrolment, Register
from people.merging.rooms import COHORTS


@hooks.register("register_log_actions")
def name_the_acts_of_enrolling(actions):
    actions.register_action("cohorts.enrol", _("Inscribir"), _("Inscribió a la persona"))
    actions.register_action("cohorts.withdraw", _("Dar de baja"), _("Registró la baja"))
    actions.register_action("cohorts.commit_roster", _("Inscribir una lista"), _("Inscribió una lista"))
    actions.register_action("cohorts.cancel_roster", _("Cancelar una lista"), _("Canceló una lista por inscribir"))
    actions.register_action(
        "cohorts.export_roster", _("Descargar líneas por corregir"), _("Descargó las líneas por corregir de una lista")
    )
    actions.register_action(
        "cohorts.import_organisations", _("Importar organizaciones"), _("Importó una lista de organizaciones")
    )
    actions.register_action(
        "cohorts.export_organisations", _("Descargar organizaciones"), _("Descargó la lista de organizaciones")
    )
    actions.register_action("cohorts.fill_in", _("Completar datos"), _("Completó datos que faltaban de la persona"))
    actions.register_action("cohorts.print_codes", _("Imprimir códigos"), _("Imprimió códigos para entrar"))
    actions.register_action("cohorts.export_people", _("Descargar la lista"), _("Descargó la lista de personas"))


@hooks.register("register_log_actions")
def name_the_acts_of_the_doors(actions):
    actions.register_action("cohorts.apply", _("Pedir un lugar"), _("Pidió un lugar"))
    actions.register_action("cohorts.accept", _("Aceptar una solicitud"), _("Aceptó la solicitud"))
    actions.register_action("cohorts.reject", _("Rechazar una solicitud"), _("No aceptó la solicitud"))
    actions.register_action("cohorts.take_in", _("Inscribir a quien esperaba"), _("Inscribió a quien esperaba"))
    actions.register_action("cohorts.offer_seat", _("Ofrecer un lugar"), _("Se le ofreció un lugar"))
    actions.register_action("cohorts.confirm_seat", _("Confirmar un lugar"), _("Confirmó su lugar"))
    actions.register_action("cohorts.offer_expired", _("Vencer un lugar"), _("Pasó el plazo para confirmar su lugar"))
    actions.register_action("cohorts.give_up", _("Retirar una solicitud"), _("Retiró su solicitud"))
    actions.register_action("cohorts.set_door", _("Cambiar la inscripción"), _("Cambió cómo se inscribe la gente"))
    actions.register_action("cohorts.set_quota", _("Cambiar un cupo parcial"), _("Cambió un cupo parcial"))
    actions.register_action("cohorts.make_link", _("Crear un enlace"), _("Creó un enlace para inscribirse"))
    actions.register_action("cohorts.revoke_link", _("Anular un enlace"), _("Anuló el enlace para inscribirse"))
    actions.register_action("cohorts.transfer", _("Trasladar"), _("Trasladó a la persona desde otro lugar"))
    actions.register_action("cohorts.replace", _("Reemplazar"), _("La inscribió en el lugar de otra persona"))


@hooks.register("register_log_actions")
def name_the_acts_of_the_roll(actions):
    actions.register_action("cohorts.submit_register", _("Enviar una lista"), _("Envió la lista de asistencia"))
    actions.register_action("cohorts.approve_register", _("Aprobar una lista"), _("Aprobó la lista de asistencia"))
    actions.register_action("cohorts.return_register", _("Devolver una lista"), _("Devolvió la lista de asistencia"))
    actions.register_action("cohorts.reopen_register", _("Reabrir una lista"), _("Reabrió la lista de asistencia"))
    actions.register_action("cohorts.waive_register", _("Prescindir de una lista"), _("Prescindió de la lista"))
    actions.register_action("cohorts.open_door", _("Abrir la llegada"), _("Abrió la llegada con código"))
    actions.register_action("cohorts.close_door", _("Cerrar la llegada"), _("Cerró la llegada con código"))
    actions.register_action("cohorts.print_badges", _("Imprimir credenciales"), _("Imprimió credenciales"))
    actions.register_action(
        "cohorts.import_attendance", _("Importar asistencia"), _("Trajo la asistencia de un archivo")
    )
    actions.register_action("cohorts.export_attendance", _("Descargar la asistencia"), _("Descargó la asistencia"))


@hooks.register("register_log_actions")
def name_the_planning_acts(actions):
    actions.register_action("cohorts.plan", _("Preparar un grupo"), _("Preparó el grupo"))
    actions.register_action("cohorts.change", _("Cambiar los datos de un grupo"), _("Cambió los datos del grupo"))
    actions.register_action("cohorts.plan_session", _("Programar una sesión"), _("Programó una sesión"))
    actions.register_action("cohorts.change_session", _("Cambiar una sesión"), _("Cambió los datos de la sesión"))
    actions.register_action("cohorts.move_session", _("Mover una sesión"), _("Cambió la fecha de la sesión"))
    actions.register_action("cohorts.cancel_session", _("Cancelar una sesión"), _("Canceló la sesión"))
    actions.register_action("cohorts.open", _("Abrir un grupo"), _("Abrió el grupo"))
    actions.register_action("cohorts.close", _("Cerrar un grupo"), _("Cerró el grupo"))
    actions.register_action("cohorts.reopen", _("Reabrir un grupo"), _("Reabrió el grupo"))
    actions.register_action("cohorts.cancel", _("Cancelar un grupo"), _("Canceló el grupo"))
    actions.register_action("cohorts.change_rule", _("Cambiar la regla"), _("Cambió la regla para acreditar"))
    actions.register_action("cohorts.assign_trainer", _("Asignar facilitación"), _("Asignó una persona facilitadora"))
    actions.register_action("cohorts.end_trainer", _("Terminar facilitación"), _("Terminó una facilitación"))
    actions.register_action("cohorts.take_course", _("Elegir el curso"), _("Eligió el curso del programa"))
    actions.register_action("cohorts.print_sheets", _("Imprimir hojas de firmas"), _("Imprimió hojas de firmas"))
    actions.register_action("cohorts.collect_consents", _("Anotar autorizaciones"), _("Anotó autorizaciones en papel"))


@hooks.register("register_log_actions")
def name_the_acts_of_meetings(actions):
    actions.register_action("cohorts.write_outline", _("Escribir una carta descriptiva"), _("Escribió la carta"))
    actions.register_action("cohorts.agree", _("Anotar un acuerdo"), _("Anotó un acuerdo"))
    actions.register_action("cohorts.settle_agreement", _("Cumplir un acuerdo"), _("Marcó si un acuerdo se cumplió"))
    actions.register_action("cohorts.drop_agreement", _("Quitar un acuerdo"), _("Quitó un acuerdo"))
    actions.register_action("cohorts.renew_calendar", _("Cambiar el calendario de un grupo"), _("Cambió el enlace"))
    actions.register_action("cohorts.revoke_calendar", _("Quitar el calendario de un grupo"), _("Quitó el enlace"))


@hooks.register("register_log_actions")
def name_the_acts_of_paper(actions):
    actions.register_action("cohorts.attach_sheet", _("Adjuntar la hoja firmada"), _("Adjuntó una página firmada"))
    actions.register_action("cohorts.see_sheet", _("Ver la hoja firmada"), _("Vio una página firmada"))
    actions.register_action("cohorts.retire_sheet", _("Retirar una página firmada"), _("Retiró una página firmada"))


@hooks.register("register_log_actions")
def name_the_acts_of_calling(actions):
    actions.register_action("cohorts.write_to", _("Escribir a quien falta"), _("Escribió a quien se extraña"))


@hooks.register("programme_goes_on")
def to_its_regions(programme) -> str:
    """A programme that has just been made goes on to the second step of its setup."""
    return reverse("cohorts:setup_regions", args=[programme.slug])


@hooks.register("funding_period_is_needed")
def meetings_that_nobody_else_pays(period):
    """Meetings that took place in the period and in no other of the programme: without it, reports would lose them."""
    programme = period.programme
    zone = ZoneInfo(programme.time_zone)

    def within(stretch):
        starts, ends = (
            datetime.combine(day, hour, zone)
            for day, hour in ((stretch.starts_on, time.min), (stretch.ends_on, time.max))
        )
        return Register.objects.held().filter(
            cohort__programme=programme, session__starts_at__gte=starts, session__starts_at__lte=ends
        )

    alone = within(period)
    for other in programme.funding_periods.exclude(pk=period.pk):
        alone = alone.exclude(pk__in=within(other).values("pk"))
    count = alone.values("session").distinct().count()
    if not count:
        return None
    return ngettext(
        "En esas fechas hubo %(count)d sesión que ningún otro periodo cubre. Mejor corrige las fechas.",
        "En esas fechas hubo %(count)d sesiones que ningún otro periodo cubre. Mejor corrige las fechas.",
        count,
    ) % {"count": count}


@hooks.register("people.merge", order=COHORTS)
def unite():
    return ROOM


@hooks.register("people.coordinated_by")
def enrolled_where(user):
    """A person is decided about by those who coordinate a cohort in which she is, or was, enrolled."""
    return Enrolment.objects.coordinated_by(user).values("person")
