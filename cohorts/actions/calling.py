"""Writing to somebody who is missed: the ready text, once a day."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cohorts.calling.people import calls_in, mail_key
from cohorts.calling.words import subject_for
from cohorts.models import Enrolment
from notices.actions import write
from notices.models import Mail
from people.actions import Refused


@transaction.atomic
def write_to(enrolment: Enrolment, *, by) -> Mail:
    """Put the text of today's list into the outbox. The same person again on the same day returns the first letter.

    ``Refused`` when she is not on the list of her cohort, or has no address.
    """
    cohort = enrolment.cohort
    key = mail_key(enrolment.person_id, cohort)
    if known := Mail.objects.filter(key=key).first():
        return known
    call = next((each for each in calls_in([cohort])[cohort.pk] if each.enrolment == enrolment.pk), None)
    if call is None:
        raise Refused(_("Esa persona ya no está en la lista: algo cambió mientras la mirabas."))
    if not call.email:
        raise Refused(_("No tenemos su correo. Copia el mensaje y envíaselo por otro medio."))
    mail = write(key=key, to=call.email, subject=subject_for(cohort), text=call.text)
    log(instance=enrolment, action="cohorts.write_to", user=by, data={"signs": [sign.code for sign in call.signs]})
    return mail
