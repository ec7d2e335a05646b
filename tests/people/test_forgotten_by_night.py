"""People whom nobody needs any more: who they are, that they go once, and that no figure goes with them."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from certificates.models import Certificate
from cohorts.models import AttendanceMark, Enrolment, Facilitation, SheetScan
from people.merging.actions import merge, undo_merge
from people.models import ClaimCode, ConsentRecord, DataExport, ErasureRequest, Invitation, Merge, Person
from people.privacy import night
from people.privacy.consent import lay_notices, notice_for
from people.privacy.erasing import ask_erasure, refuse_erasure
from people.privacy.night import carry_out
from people.privacy.retention import FORGET, rules
from programmes.models import PersonAttribute, Programme, ProgrammeOrganisation, TeamRole
from reports.breakdowns import by_area, by_sex
from reports.gathering import ledger_of
from reports.indicators import figures
from tests.factories import (
    MORNING,
    make_application,
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_programme,
    make_register,
    make_settled_cohort,
    make_user,
)
from tests.people.test_retention import changed

pytestmark = pytest.mark.django_db
YEARS = timedelta(days=1827)


def rule():
    return next(each for each in rules() if each.act == FORGET)


def names():
    return {person.given_names for person in rule().rows()}


def years_ago(person):
    Person.objects.filter(pk=person.pk).update(created_at=timezone.now() - YEARS)
    return person


def former(name="Ana", **fields):
    return years_ago(make_person(name, **fields))


def make_past_programme():
    over = timezone.localdate() - YEARS
    return make_programme(starts_on=date(2015, 1, 1), ends_on=over)


def make_past_cohort(**fields):
    return make_settled_cohort(programme=make_past_programme(), sessions=2, attended=1, **fields)


def counted(programme):
    ledger = ledger_of(programme)
    rows = Enrolment.objects.count(), AttendanceMark.objects.count()
    return figures(ledger), by_sex(ledger), by_area(ledger), rows


def test_whoever_nobody_needs_is_forgotten_and_no_figure_moves():
    cohort = make_past_cohort(people=2)
    here, gone = (each.person for each in cohort.enrolments.order_by("pk"))
    Person.objects.filter(pk=gone.pk).update(given_names="Yatziri", sex="woman", email="y@example.org")
    years_ago(gone)
    before = counted(cohort.programme)

    assert list(carry_out(rule())) == [1]

    here.refresh_from_db()
    gone.refresh_from_db()
    assert counted(cohort.programme) == before
    assert (gone.full_name, gone.email, gone.sex) == ("Persona que dejó la red", "", "woman")
    assert (gone.erased_at is not None, here.erased_at) == (True, None)
    lines = ModelLogEntry.objects.filter(action="people.erase")
    assert [(each.object_id, each.user_id) for each in lines] == [(str(gone.pk), None)]


def test_a_night_repeated_changes_nothing_and_a_rehearsal_neither(capsys):
    gone = make_enrolment(make_cohort(make_past_programme()), former()).person

    call_command("retain", dry_run=True)
    gone.refresh_from_db()
    assert (gone.erased_at, gone.given_names) == (None, "Ana")
    call_command("retain")
    first = Person.objects.values().get(pk=gone.pk)
    call_command("retain")

    said = [line for line in capsys.readouterr().out.splitlines() if line.endswith("→ forget")]
    assert [line.split()[:2] for line in said] == [[count, "people.Person"] for count in "110"]
    assert Person.objects.values().get(pk=gone.pk) == first
    assert ModelLogEntry.objects.filter(action="people.erase").count() == 1


def test_whom_a_programme_or_a_certificate_needs_stays():
    over, lasting = make_past_programme(), make_programme(ends_on=timezone.localdate())
    past, running = make_cohort(over), make_cohort(lasting)
    late = make_cohort(over, ends_on=timezone.localdate())
    for cohort in (past, running):
        when = "past" if cohort is past else "now"
        post = former(f"post {when}").memberships.create(organisation=make_organisation())
        part = ProgrammeOrganisation.objects.create(programme=cohort.programme, organisation=post.organisation)
        part.posts.add(post)
        TeamRole.objects.create(person=former(f"team {when}"), programme=cohort.programme, role="funder_viewer")
        answer = {"attribute": "x", "choice": "y", "programme": cohort.programme}
        PersonAttribute.objects.create(person=former(f"answer {when}"), **answer)
        make_enrolment(cohort, former(f"enrolled {when}"))
        make_application(cohort, former(f"applied {when}"))
        Facilitation.objects.create(cohort=cohort, person=former(f"taught {when}"))
    both = former("both")
    for cohort in (past, running):
        make_enrolment(cohort, both)
    make_enrolment(late, former("late"))
    certified = make_enrolment(past, former("certified"))
    facts = {"folio": "F1", "snapshot": {}, "issued_at": MORNING, "revoked_at": MORNING, "revoked_reason": "x"}
    Certificate.objects.create(programme=over, cohort=past, enrolment=certified, person=certified.person, **facts)
    former("never anywhere")
    make_person("registered lately")

    parts = ("post", "team", "answer", "enrolled", "applied", "taught")
    assert names() == {f"{part} past" for part in parts} | {"never anywhere"}
    Programme.objects.filter(pk=over.pk).update(ends_on=timezone.localdate())
    assert names() == {"never anywhere"}


def test_whoever_has_something_open_with_us_stays():
    lay_notices()
    soon, now = timezone.now() + timedelta(days=1), timezone.now()
    former("account", user=make_user())
    ask_erasure(former("asked"), by=None)
    refused, old = (ask_erasure(former(name), by=None) for name in ("refused", "refused long ago"))
    for request in (refused, old):
        refuse_erasure(request, reason="Hay una auditoría", by=None)
    ErasureRequest.objects.filter(pk=old.pk).update(asked_at=now - YEARS, decided_at=now - YEARS)
    DataExport.objects.create(person=former("copy"))
    for name, until in (("invited", soon), ("invited in vain", now)):
        Invitation.objects.create(person=former(name), email="x@example.org", expires_at=until)
    for name, until in (("code", soon), ("code expired", now)):
        ClaimCode.objects.create(person=former(name), digest=name, expires_at=until)
    answer = {"notice": notice_for("MX"), "purpose": "photos", "decision": "granted", "channel": "paper"}
    for name, when in (("consent", now), ("consent long ago", now - YEARS)):
        ConsentRecord.objects.create(person=former(name), decided_at=when, **answer)

    assert names() == {"refused long ago", "invited in vain", "code expired", "consent long ago"}


def test_united_registers_go_together_once_they_can_no_longer_be_parted():
    kept, dropped, young = former("kept"), former("dropped"), make_person("young")
    parted = merge(kept, former("parted"), by=None)
    done = merge(kept, dropped, by=None)
    assert names() == set()
    undo_merge(done, by=None)
    undo_merge(parted, by=None)
    assert names() == {"kept", "dropped", "parted"}
    merge(kept, dropped, by=None)
    merge(Person.objects.get(given_names="parted"), young, by=None)
    Merge.objects.update(at=timezone.now() - timedelta(days=31))

    # Who speaks for a register of last week waits for that one's years too.
    assert names() == {"kept"}
    assert list(carry_out(rule())) == [1]
    assert set(Person.objects.exclude(erased_at=None)) == {kept, dropped}


def test_some_a_transaction_and_stopped_anywhere_the_rest_is_left_for_later(monkeypatch):
    for _one in range(3):
        former()
    monkeypatch.setattr(night, "FAREWELLS", 2)

    stopped = carry_out(rule())
    assert next(stopped) == 2
    stopped.close()

    assert Person.objects.exclude(erased_at=None).count() == 2
    assert list(carry_out(rule())) == [1]


def test_who_is_enrolled_in_that_moment_is_asked_about_again():
    gone, needed = former(), make_enrolment(person=former()).person

    assert night._forget(rule(), Person.objects.all()) == 1

    assert list(Person.objects.filter(erased_at=None)) == [needed]
    gone.refresh_from_db()
    assert gone.erased_at is not None


def test_finding_them_is_one_question_whatever_their_number(django_assert_num_queries):
    for many in (1, 2, 43):
        people = [Person(given_names="Ana", surname1="P", name_key="x") for _one in range(many)]
        Person.objects.bulk_create(people)
        Person.objects.update(created_at=timezone.now() - YEARS)
        with django_assert_num_queries(1):
            found = len(rule().rows())
        assert found == Person.objects.count()


def test_the_page_says_it_in_both_languages(client):
    said = rule().said
    assert {code: "5" in said[code] for code in said} == {"es": True, "en": True}

    for code, sentence in said.items():
        with translation.override(code):
            page = client.get(reverse("privacy"), headers={"accept-language": code}).content.decode()
        assert sentence in page


def test_forgetting_is_for_people_whom_nobody_needs_and_is_said():
    def broken(change):
        return changed(lambda models: change(models["people.Person"]["nightly"][0]))

    odd = "people.Person: “forget” is for people, when needed by nobody, and is said to them."
    for change in (
        lambda each: each["when"].pop("id"),
        lambda each: each["said"].pop("en"),
        lambda each: each.update(act="delete"),
    ):
        assert broken(change) == [("privacy.E006", odd)]
    assert broken(lambda each: each["when"].update(id="needed by few"))[0][1].endswith("write “older than 90 days”.")
    lost = {"when": {"person__ghost": "none"}, "act": "delete"}
    assert changed(lambda models: models["people.Invitation"].update(nightly=[lost])) == [
        ("privacy.E006", "people.Invitation: a rule of the night names “person__ghost”, which does not exist.")
    ]


def test_every_room_that_names_people_says_whom_it_needs():
    """A new foreign key to a person above ``people`` belongs into its room's ``people.still_needed``, then here."""
    found = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "many_to_one", False) and field.related_model is Person and model._meta.app_label != "people"
    }

    assert found == {
        "programmes.TeamRole",
        "programmes.PersonAttribute",
        "cohorts.Enrolment",
        "cohorts.Application",
        "cohorts.Facilitation",
        "certificates.Certificate",
    }


def test_the_picture_of_a_signed_sheet_goes_and_that_there_was_one_stays(
    client, monkeypatch, django_capture_on_commit_callbacks
):
    storage = InMemoryStorage()
    monkeypatch.setattr(SheetScan._meta.get_field("file"), "storage", storage)
    scans = []
    for programme in (make_past_programme(), make_programme()):
        scan = SheetScan(register=make_register(make_cohort(programme)), kind="png", sha256="ab", size=3)
        scan.file.save("x.png", ContentFile(b"abc"))
        scans.append(scan)

    with django_capture_on_commit_callbacks(execute=True):
        for each in rules():
            if each.label == "cohorts.SheetScan":
                assert list(carry_out(each)) == [1]

    named = [scan.file.name for scan in scans]
    assert [storage.exists(name) for name in named] == [False, True]
    assert [bool(scan.file) for scan in SheetScan.objects.order_by("pk")] == [False, True]
    client.force_login(make_user(is_superuser=True))
    page = client.get(reverse("cohorts:scans", args=[scans[0].register.uuid])).content.decode()
    picture = reverse("cohorts:scan_file", args=[scans[0].uuid])
    assert ("Se borró al cumplirse su plazo" in page, f'"{picture}"' in page) == (True, False)
    assert client.get(picture).status_code == 404
