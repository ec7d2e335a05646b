"""Random histories, united and parted: the database is what it was, and united it says what both said."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from certificates.models import Certificate
from cohorts.attendance import IN_THE_ROOM, standing_marks
from cohorts.models import AttendanceMark, Enrolment, Register
from learning.models import LastPlace, LessonCompletion, QuizAttempt
from network.models import Board, Post, Topic
from people.identity.actions import add_document
from people.merging.actions import merge, undo_merge
from people.models import ConsentRecord, IdentityDocument, Invitation, Membership, Organisation, Person
from people.privacy.consent import lay_notices, may_use, notice_for
from programmes.models import PersonAttribute, TeamRole
from tests.factories import (
    MORNING,
    make_cohort,
    make_course,
    make_enrolment,
    make_person,
    make_programme,
    make_register,
    make_user,
)
from tests.people.dump import dump

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

COHORTS, SESSIONS, LESSONS = 3, 3, 2
places = some.integers(0, COHORTS - 1)
passages = some.dictionaries(places, some.booleans())  # cohort -> left it
marks = some.lists(
    some.tuples(places, some.integers(0, SESSIONS - 1), some.sampled_from(AttendanceMark.Status.values)), max_size=8
)
side = some.fixed_dictionaries(
    {
        "passages": passages,
        "marks": marks,
        "lessons": some.sets(some.tuples(places, some.integers(0, LESSONS - 1))),
        "places": some.sets(places),
        "attempts": some.lists(some.tuples(places, some.integers(0, 100)), max_size=3),
        "certificates": some.sets(places),
        "posts": some.sets(some.tuples(some.integers(0, 1), some.booleans())),
        "role": some.booleans(),
        "account": some.booleans(),
        "invited": some.booleans(),
        "second": some.booleans(),
        "consents": some.lists(some.booleans(), max_size=3),
        "documents": some.sets(some.sampled_from(["52.377.846", "52377846", "11111111"])),
        "gender": some.sampled_from(["", "prefer_not", "woman", "other"]),
        "answers": some.dictionaries(
            some.sampled_from(["ethnicity", "lgbtiq"]), some.sampled_from(["yes", "prefer_not"])
        ),
        "turn": some.integers(0, 2),  # whose came earlier
    }
)


@pytest.fixture
def world():
    programme = make_programme()
    course = make_course(lessons=LESSONS)
    lessons = list(course.get_descendants().filter(depth=course.depth + 2).values_list("pk", flat=True))
    cohorts = [make_cohort(programme, course) for _number in range(COHORTS)]
    registers = {}
    for at, cohort in enumerate(cohorts):
        for number in range(SESSIONS):
            register = make_register(cohort, starts_at=MORNING + timedelta(days=number))
            status = ("approved", "submitted", "draft")[number]
            Register.objects.filter(pk=register.pk).update(status=status, first_submitted_at=MORNING)
            registers[at, number] = register
    lay_notices()
    board = Board.objects.create(name="Foro", slug="foro")
    organisations = [Organisation.objects.create(name=f"JAC {n}", name_key=f"jac {n}") for n in range(2)]
    return {
        "programme": programme, "lessons": lessons, "cohorts": cohorts, "registers": registers, "board": board,
        "organisations": organisations, "notice": notice_for("MX"),
    }  # fmt: skip


def live(world, number, history):
    """One person who did all this."""
    turn = timedelta(hours=history["turn"])
    user = make_user() if history["account"] else None
    person = make_person("María", "García", "López" if history["second"] else "", user=user)
    mine = {}
    for at, left in history["passages"].items():
        gone = {"withdrawn_at": MORNING + turn, "withdrawn_reason": "no_time"} if left else {}
        mine[at] = make_enrolment(world["cohorts"][at], person, enrolled_at=MORNING - turn, **gone)
    for step, (at, session, status) in enumerate(history["marks"]):
        if at in mine:
            AttendanceMark.objects.create(
                register=world["registers"][at, session], enrolment=mine[at], status=status,
                decided_at=MORNING + timedelta(minutes=step * (3 if number else 5)),
            )  # fmt: skip
    learn(world, mine, history, turn)
    for at in history["certificates"] & mine.keys():
        Certificate.objects.create(
            programme=world["programme"], cohort=world["cohorts"][at], enrolment=mine[at], person=person,
            folio=f"F-{person.pk}-{at}",
            snapshot={"text": {"name": person.full_name}}, issued_at=MORNING,
        )  # fmt: skip
    belong(world, person, history)
    return person


def learn(world, mine, history, turn):
    for at, lesson in sorted(history["lessons"]):
        if at in mine:
            lesson_id = world["lessons"][lesson]
            LessonCompletion.objects.create(enrolment=mine[at], lesson_id=lesson_id, completed_at=MORNING + turn)
    for at in history["places"] & mine.keys():
        LastPlace.objects.create(enrolment=mine[at], lesson_id=world["lessons"][0], at=MORNING + turn)
    for at, score in history["attempts"]:
        if at in mine:
            QuizAttempt.objects.create(
                enrolment=mine[at], lesson_id=world["lessons"][0], quiz_id="00000000-0000-4000-8000-000000000001",
                final=True, answers=[], right=0, asked=1, score=score, submitted_at=MORNING,
            )  # fmt: skip


def belong(world, person, history):
    for which, running in sorted(history["posts"]):
        Membership.objects.create(
            person=person, organisation=world["organisations"][which], post="Vocal",
            until=None if running else MORNING.date(), since=MORNING.date() - timedelta(days=person.pk % 5),
        )  # fmt: skip
    if history["role"]:
        TeamRole.objects.create(person=person, programme=world["programme"], role="programme_coordinator")
    for step, allowed in enumerate(history["consents"]):
        ConsentRecord.objects.create(
            person=person, notice=world["notice"], purpose="photos", decision="granted" if allowed else "refused",
            decided_at=MORNING + timedelta(minutes=step, hours=history["turn"]),
        )  # fmt: skip
    for number in sorted(history["documents"]):
        add_document(person, country="CO", kind="cc", number=number, by=None)
    for code, choice in history["answers"].items():
        PersonAttribute.objects.create(person=person, programme=world["programme"], attribute=code, choice=choice)
    Person.objects.filter(pk=person.pk).update(gender_identity=history["gender"])
    person.refresh_from_db()
    if history["invited"]:
        Invitation.objects.create(person=person, email="ella@example.org", expires_at=MORNING)
    if person.user:
        topic = Topic.objects.create(
            board=world["board"], title="Hola", opened_at=MORNING, opened_by=person.user, last_post_at=MORNING
        )
        Post.objects.create(topic=topic, author=person.user, source="Hola", html="Hola", posted_at=MORNING)


def present_anywhere(people):
    """{(person's cohort, register)} where one of these was in the room."""
    standing = standing_marks(Register.objects.values_list("pk", flat=True))
    mine = set(Enrolment.objects.filter(person__in=people).values_list("pk", flat=True))
    return {
        register for (register, enrolment), status in standing.items() if enrolment in mine and status in IN_THE_ROOM
    }


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(first=side, second=side, names=some.sampled_from(["keep", "drop"]), account=some.sampled_from(["keep", "drop"]))
def test_united_they_are_what_both_were_and_parted_what_each_was(world, first, second, names, account):
    with transaction.atomic():
        unite_and_part(world, first, second, names, account)
        transaction.set_rollback(True)


def unite_and_part(world, first, second, names, account):
    keep, drop = live(world, 0, first), live(world, 1, second)
    people = Person.objects.live().count()
    before = dump()
    seen = present_anywhere([keep, drop])
    cohorts = {passage.cohort_id for person in (keep, drop) for passage in person.enrolments.all()}
    alive = {e.cohort_id for person in (keep, drop) for e in person.enrolments.all() if not e.withdrawn_at}
    last = ConsentRecord.objects.order_by("decided_at", "pk").last()
    marks = set(AttendanceMark.objects.values_list("pk", flat=True))
    certificates = Certificate.objects.valid().filter(person__in=[keep, drop]).count()
    documents = set(IdentityDocument.objects.values_list("number_mark", flat=True))
    answered = set(PersonAttribute.objects.values_list("attribute", "choice"))

    done = merge(keep, drop, fields={"name": names}, account=account, by=None)

    after = dump()
    assert merge(keep, drop, fields={"name": names}, account=account, by=None) == done
    assert merge(drop, keep, by=None) == done
    assert dump() == after
    assert Person.objects.live().count() == people - 1
    mine = list(Enrolment.objects.filter(person=keep))
    assert sorted(passage.cohort_id for passage in mine) == sorted(cohorts)
    assert {passage.cohort_id for passage in mine if not passage.withdrawn_at} == alive
    assert present_anywhere([keep]) == seen
    assert may_use([keep.pk], "photos") == ({keep.pk} if last and last.decision == "granted" else set())
    assert marks <= set(AttendanceMark.objects.values_list("pk", flat=True))
    assert Certificate.objects.valid().filter(person=keep).count() == certificates
    assert sorted(keep.identity_documents.values_list("number_mark", flat=True)) == sorted(documents)
    united = dict(keep.attributes.values_list("attribute", "choice"))
    assert {code for code, _choice in answered} == united.keys()
    assert {code for code, choice in answered if choice == "yes"} == {c for c, said in united.items() if said == "yes"}

    undo_merge(done, by=None)

    assert dump() == before
    assert undo_merge(done, by=None).undone_at
    assert dump() == before
