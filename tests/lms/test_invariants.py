"""Each check is proved by breaking its row once, past every constraint and lock that would forbid it."""

import hashlib
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.actions import issue, replace
from certificates.badges.credential import credential_bytes
from certificates.design.assets import taken_in
from certificates.files import name_of
from certificates.models import BadgeCredential, Certificate, FolioSeries, SigningKey
from cohorts.models import AttendanceMark, Cohort, Register
from jobs.models import Job
from lms import invariants
from notices.models import Mail
from people.identity.actions import add_document
from people.models import IdentityDocument, Membership, Organisation, Person
from people.privacy.erasing import forget
from people.register import organisation_key
from places.models import Territory, place_key
from programmes.models import TeamRole
from tests.certificates.test_design import make_design, png
from tests.factories import (
    MORNING,
    make_cohort,
    make_enrolment,
    make_person,
    make_programme,
    make_region,
    make_register,
    make_settled_cohort,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def drop(constraint):
    """Take a partial unique index away; the end of the test brings it back."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {constraint}")


def broken():
    return {finding.sentence: finding.examples for finding in invariants.findings() if not finding.holds}


def only(check):
    """What that one check found; no other may have found anything."""
    found = broken()
    sentence = next(sentence for sentence, function in invariants.CHECKS.items() if function is check)
    assert list(found) == [sentence]
    return list(found[sentence])


@pytest.fixture
def cohort():
    return make_settled_cohort(people=3, sessions=2, attended=2)


@pytest.fixture
def certificates(cohort):
    return [issue(enrolment, by=None) for enrolment in cohort.enrolments.order_by("pk")]


def test_a_sound_world_holds_and_the_command_says_so(certificates):
    out = StringIO()

    call_command("check_invariants", stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[-1] == "Everything holds."
    assert len(lines) == len(invariants.CHECKS) + 1
    assert {line.split()[0] for line in lines[:-1]} == {"ok"}


def test_the_command_ends_with_1_and_names_the_first_rows(certificates):
    Person.objects.update(name_key="x")
    out, first = StringIO(), Person.objects.order_by("pk").first()

    with pytest.raises(SystemExit) as end:
        call_command("check_invariants", stdout=out)

    assert end.value.code == 1
    assert f"nobody forgotten has one: {first.pk}, " in out.getvalue()
    assert "Broken: 1." in out.getvalue()


def test_a_reference_to_nothing(certificates):
    kept = certificates[0].person_id
    Certificate.objects.filter(pk=certificates[0].pk).update(person=999_999)

    found = list(invariants.references())
    Certificate.objects.filter(pk=certificates[0].pk).update(person=kept)

    assert len(found) == 1
    assert list(invariants.references()) == []


@pytest.mark.parametrize("change", ["prefix", "check", "shape"])
def test_a_folio_that_is_none(certificates, change):
    good = certificates[0].folio
    last = "0" if good[-1] != "0" else "1"
    wrong = {"prefix": "X" + good, "check": good[:-1] + last, "shape": "folio"}[change]
    Certificate.objects.filter(folio=good).update(folio=wrong)

    assert list(invariants.folios()) == [wrong]


def test_a_gap_in_the_folios(certificates):
    year = FolioSeries.objects.get().year
    FolioSeries.objects.update(last=F("last") + 1)
    assert only(invariants.series) == [f"programme {certificates[0].programme_id}, {year}"]
    FolioSeries.objects.all().delete()
    assert only(invariants.series) == [f"programme {certificates[0].programme_id}, {year}"]


def test_a_certificate_of_another_programme_or_that_says_another_folio(certificates):
    said = certificates[1].snapshot
    other = said | {"text": said["text"] | {"folio": certificates[0].folio}}
    Certificate.objects.filter(pk=certificates[1].pk).update(snapshot=other)

    assert only(invariants.certificate_facts) == [certificates[1].folio]


def test_two_valid_certificates_of_one_passage(certificates):
    drop("one_valid_certificate_per_enrolment_and_kind")
    Certificate.objects.filter(pk=certificates[1].pk).update(enrolment=certificates[0].enrolment)

    assert only(invariants.one_certificate) == [f"enrolment {certificates[0].enrolment_id}"]


def test_a_badge_of_somebody_who_asked_to_be_forgotten_or_of_another_certificate(certificates):
    for each in certificates:
        credential_bytes(each)
    forget(certificates[0].person, by=None)
    assert list(invariants.badges()) == []

    BadgeCredential.objects.filter(certificate=certificates[0]).update(document=certificates[0].folio)
    BadgeCredential.objects.filter(certificate=certificates[1]).update(document="{}")
    assert [row.certificate for row in invariants.badges()] == certificates[:2]


def test_a_successor_of_somebody_else(certificates):
    successor = replace(certificates[0], printed_name="Otro Nombre", by=None)
    Certificate.objects.filter(pk=certificates[0].pk).update(enrolment=certificates[1].enrolment)

    assert only(invariants.replacements) == [str(certificates[0].pk)]
    assert successor.enrolment_id != certificates[1].enrolment_id


def test_a_sheet_that_is_not_the_one_written_down_and_a_lost_one_that_may_be_drawn_again(certificates):
    Certificate.objects.update(pdf_sha256="0" * 64)
    storage, name = storages["private"], name_of(certificates[0])
    storage.delete(name)
    storage.save(name, ContentFile(b"%PDF"))

    found = only(invariants.sheets)
    storage.delete(name)

    assert found == [certificates[0].folio]


def test_a_sheet_without_its_signature_and_a_key_that_nothing_opens(certificates):
    unsigned = b"%PDF-1.7"
    storages["private"].save(name_of(certificates[0]), ContentFile(unsigned))
    digest = hashlib.sha256(unsigned).hexdigest()
    Certificate.objects.filter(pk=certificates[0].pk).update(pdf_sha256=digest)
    found = only(invariants.sheets)
    Certificate.objects.update(pdf_sha256="")
    key = SigningKey.objects.get()
    SigningKey.objects.update(private_key="")

    assert found == [certificates[0].folio]
    assert only(invariants.signing_keys) == [key.fingerprint[:16]]


@pytest.fixture
def picture():
    """One that no other test has, for what is kept under its own digest is kept for all of them."""
    kept = taken_in(png((41, 23)), use="logo")
    yield kept
    for part in ("file", "flat"):
        storages["private"].delete(kept[part])


def test_a_picture_of_a_design_that_was_lost_or_changed(picture):
    make_design(make_programme(), logos=[{"name": "Casa"} | picture])
    assert broken() == {}

    storage = storages["private"]
    storage.delete(picture["file"])
    with storage.open(picture["flat"], "wb") as file:
        file.write(b"otra")

    assert only(invariants.design_pictures) == sorted([picture["file"], picture["flat"]])


def test_two_live_enrolments_of_one_person(cohort):
    drop("enrolled_once_per_cohort")
    person = cohort.enrolments.first().person
    make_enrolment(cohort, person, enrolled_at=MORNING + timedelta(days=300))

    assert only(invariants.one_enrolment) == [f"person {person.pk} in cohort {cohort.pk}"]


def test_more_people_than_seats(cohort):
    Cohort.objects.update(capacity=3)
    assert broken() == {}
    Cohort.objects.update(capacity=2)

    assert only(invariants.seats) == [str(cohort.pk)]


def test_a_cohort_that_forgot_its_promise_or_lies_in_another_programme(cohort):
    Cohort.objects.update(promise={})
    assert only(invariants.promises) == [str(cohort.pk)]
    Cohort.objects.update(promise={"x": 1}, region=make_region(make_programme()))
    assert only(invariants.regions_of_cohorts) == [str(cohort.pk)]


def test_a_closed_cohort_with_a_list_that_nobody_settled(cohort):
    make_register(cohort)
    assert broken() == {}
    Cohort.objects.update(status="closed")

    assert only(invariants.closed_cohorts) == [str(cohort.pk)]


def test_a_mark_of_somebody_from_elsewhere(cohort):
    mark = AttendanceMark.objects.create(
        register=cohort.registers.first(), enrolment=make_enrolment(), status="present", decided_at=MORNING
    )

    assert only(invariants.marks_at_home) == [str(mark.pk)]


def test_a_correction_stands_and_one_that_did_not_would_show(cohort, monkeypatch):
    register, enrolment = cohort.registers.first(), cohort.enrolments.first()
    AttendanceMark.objects.create(
        register=register, enrolment=enrolment, status="absent", decided_at=MORNING + timedelta(days=90)
    )
    assert broken() == {}
    monkeypatch.setattr(invariants, "standing_marks", lambda registers: {(register.pk, enrolment.pk): "present"})

    assert f"list {register.pk}, enrolment {enrolment.pk}" in list(invariants.standing())


def test_a_decision_from_the_future(cohort):
    mark = AttendanceMark.objects.order_by("pk").first()
    AttendanceMark.objects.filter(pk=mark.pk).update(decided_at=mark.received_at + HOUR)

    assert only(invariants.decisions_in_time) == [str(mark.pk)]


def test_an_approved_list_that_lacks_somebody(cohort):
    register, enrolment = cohort.registers.first(), cohort.enrolments.first()
    make_enrolment(cohort, enrolled_at=MORNING + timedelta(days=300))
    make_enrolment(cohort, withdrawn_at=MORNING - HOUR, withdrawn_reason="other")
    assert broken() == {}
    AttendanceMark.objects.filter(register=register, enrolment=enrolment).delete()

    assert only(invariants.complete_lists) == [f"list {register.pk}, enrolment {enrolment.pk}"]


def test_a_list_handed_in_at_no_time(cohort):
    register = make_register(cohort)
    Register.objects.filter(pk=register.pk).update(status="submitted")

    assert only(invariants.lists_say_when) == [str(register.pk)]


def test_keys_that_are_not_what_the_function_makes(cohort):
    good = Organisation.objects.create(name="Casa Uno", name_key=organisation_key("Casa Uno"))
    wrong = Organisation.objects.create(name="Casa Dos", name_key="otra")
    assert only(invariants.organisation_keys) == [str(wrong.pk)]
    wrong.delete()
    Person.objects.filter(pk=cohort.enrolments.first().person_id).update(name_key="otra")
    assert only(invariants.person_keys) == [str(cohort.enrolments.first().person_id)]
    assert good.pk


def test_who_was_forgotten_has_no_key_that_could_match_anybody(cohort):
    person = cohort.enrolments.first().person

    forget(person, by=None)
    assert invariants.person_keys() == []
    Person.objects.filter(pk=person.pk).update(name_key="ana perez")

    assert only(invariants.person_keys) == [str(person.pk)]


def test_a_post_held_twice_at_once():
    drop("one_running_membership_per_post")
    person, casa = make_person(), Organisation.objects.create(name="Casa", name_key=organisation_key("Casa"))
    for _ in range(2):
        Membership.objects.create(person=person, organisation=casa, post="Dirección")

    assert only(invariants.memberships) == [f"person {person.pk}"]


def test_a_municipality_in_two_regions_and_a_right_across_programmes():
    programme = make_programme()
    place = Territory.objects.create(
        country="MX", level="municipality", code="02004", name="Tijuana", name_key=place_key("Tijuana")
    )
    for region in (make_region(programme), make_region(make_programme())):
        region.territories.add(place)
    assert broken() == {}
    make_region(programme).territories.add(place)
    assert only(invariants.municipalities) == [f"territory {place.pk} in programme {programme.pk}"]
    place.programme_regions.clear()
    right = TeamRole.objects.create(
        person=make_person(), programme=programme, role="regional_coordinator", region=make_region(make_programme())
    )
    assert only(invariants.rights) == [str(right.pk)]


def test_a_job_that_nobody_would_take_back_and_one_that_ended_at_no_time():
    now = timezone.now()
    Job.objects.create(kind="x", key="a", state="running", leased_until=now - HOUR)
    assert broken() == {}
    held = Job.objects.create(kind="x", key="b", state="running", leased_until=now + HOUR)
    lost = Job.objects.create(kind="x", key="c", state="running")
    assert only(invariants.jobs) == [str(held.pk), str(lost.pk)]
    Job.objects.all().delete()
    ended = Job.objects.create(kind="x", key="d", state="done")
    assert only(invariants.ended_jobs) == [str(ended.pk)]


def mail(**fields):
    number = Mail.objects.count()
    return Mail.objects.create(
        **{"key": f"k{number}", "to": "ana@example.org", "subject": "s", "text": "t", "message_id": f"<{number}>"}
        | fields
    )


def test_a_mail_that_is_lost_or_doubled():
    now = timezone.now()
    mail(leased_until=now)
    assert broken() == {}
    lost = [mail(leased_until=now + HOUR), mail(sent_at=now, failed_at=now), mail(to="")]
    assert only(invariants.lost_mail) == [str(each.pk) for each in lost]
    Mail.objects.all().delete()
    mail(message_id="<1>")
    mail(message_id="<1>", to="otra@example.org", key="other")
    assert broken() == {}
    twin = mail(message_id="<1>", key="twin")
    assert only(invariants.doubled_mail) == [str(twin.pk)]


def test_a_number_that_no_key_opens_or_that_nobody_would_find(settings):
    first, second = (
        add_document(make_person(), country="CO", kind="cc", number=number, by=None) for number in ("123456", "654321")
    )
    assert broken() == {}
    IdentityDocument.objects.filter(pk=second.pk).update(number_mark="0" * 64)
    assert only(invariants.sealed_numbers) == [str(second.pk)]
    settings.SECRET_KEY = "another"
    assert only(invariants.sealed_numbers) == [str(first.pk), str(second.pk)]


def test_every_check_is_proved_here():
    proofs = Path(__file__).read_text()

    assert [
        check.__name__ for check in invariants.CHECKS.values() if f"invariants.{check.__name__}" not in proofs
    ] == []


def test_the_questions_are_as_many_with_one_cohort_as_with_46():
    counts = []
    for number in (1, 3, 46):
        for _ in range(number):
            make_cohort()
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            assert broken() == {}
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]
