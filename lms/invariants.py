"""What must hold in the database at every instant, asked of every row. Nothing is changed here.

Most of it is also held by constraints and locks; this says whether it is so, after a restore, a merge by hand, a bug.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.storage import storages
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from certificates.design.content import pictures_of
from certificates.files import name_of
from certificates.models import BadgeCredential, Certificate, FolioSeries, SigningKey, TemplateVersion
from certificates.signing.keys import names_in
from cohorts.attendance import standing_marks
from cohorts.models import AttendanceMark, Cohort, Enrolment, Register
from jobs.models import LEASE as JOB_LEASE
from jobs.models import Job
from kit.ids import parse_folio
from kit.sealing import marks
from kit.text import name_key
from notices.models import LEASE as MAIL_LEASE
from notices.models import Mail
from people.identity.rules import compact
from people.models import IdentityDocument, Membership, Organisation, Person
from people.register import organisation_key
from programmes.models import Region, TeamRole

SHOWN = 5
# A lease that ends later than this cannot have been given by a worker with a clock.
SLACK = timedelta(minutes=5)
CHECKS: dict[str, Callable[[], Iterable]] = {}


@dataclass(frozen=True)
class Finding:
    """What one check found: how many rows break it, and the first of them."""

    sentence: str
    count: int
    examples: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.count


def must_hold(sentence: str):
    """Register a check under the sentence that must be true. It returns what to call each row that breaks it."""

    def register(check):
        CHECKS[sentence] = check
        return check

    return register


def findings() -> Iterable[Finding]:
    """One finding a check, in the order of this file. A fixed number of queries, and one read of each kept sheet."""
    for sentence, check in CHECKS.items():
        broken = [str(row) for row in check()]
        yield Finding(sentence, len(broken), tuple(broken[:SHOWN]))


def ids(rows) -> list:
    return list(rows.order_by("pk").values_list("pk", flat=True))


@must_hold("Every reference points to a row that exists")
def references():
    try:
        with transaction.atomic():
            connection.check_constraints()
    except DatabaseError as error:
        return [str(error).splitlines()[0]]
    return []


# ------------------------------------------------------------------ certificates
@must_hold("Every folio is well formed, with its programme's prefix and the right check character")
def folios():
    rows = Certificate.objects.order_by("pk").values_list("folio", "programme__certificate_prefix")
    return [folio for folio, prefix in rows if parse_folio(folio) != folio or not folio.startswith(f"{prefix}-20")]


@must_hold("Folios of a programme and year run from 1 to the last one given, without gap")
def series():
    given: dict[tuple[int, str], set[str]] = defaultdict(set)
    for programme, folio in Certificate.objects.values_list("programme", "folio"):
        parts = [*str(folio).split("-"), "", ""]
        given[programme, parts[1]].add(parts[2])
    last = {(row.programme_id, str(row.year)): row.last for row in FolioSeries.objects.all()}
    return [
        f"programme {programme}, {year}"
        for programme, year in sorted({*given, *last})
        if given[programme, year] != {f"{number:05d}" for number in range(1, last.get((programme, year), 0) + 1)}
    ]


@must_hold("A valid certificate belongs to the programme and cohort of its enrolment and says its own folio")
def certificate_facts():
    rows = Certificate.objects.valid().select_related("cohort", "enrolment").order_by("pk")
    return [
        row.folio
        for row in rows
        if row.programme_id != row.cohort.programme_id
        or (row.enrolment and row.enrolment.cohort_id != row.cohort_id)
        or row.snapshot["text"].get("folio") != row.folio
    ]


@must_hold("One valid certificate for each enrolment and kind")
def one_certificate():
    # Two registers that each had one, and were united, keep both: the second stands beside the first.
    alone = Certificate.objects.valid().exclude(enrolment=None).filter(beside=None)
    twice = alone.order_by().values("enrolment", "kind").annotate(n=Count("pk")).filter(n__gt=1)
    return [f"enrolment {row['enrolment']}" for row in twice]


@must_hold("A replaced certificate gives way to one of the same enrolment")
def replacements():
    same = Q(replaced_by__enrolment=F("enrolment")) | Q(enrolment=None, replaced_by__enrolment=None)
    replaced = Certificate.objects.exclude(replaced_by=None)
    return ids(replaced.exclude(same & Q(replaced_by__cohort=F("cohort"), replaced_by__kind=F("kind"))))


@must_hold("A sheet that is kept is the one that was written down, with the signature of the key that is named")
def sheets():
    storage, broken = storages["private"], []
    given = Certificate.objects.exclude(pdf_sha256="").select_related("signed_with").order_by("pk")
    for certificate in given.iterator():
        name = name_of(certificate)
        if storage.exists(name):
            with storage.open(name) as kept:
                data = kept.read()
            written = hashlib.sha256(data).hexdigest() == certificate.pdf_sha256
            if not written or not certificate.signed_with or not names_in(data, certificate.signed_with):
                broken.append(certificate.folio)
    return broken


@must_hold("Every picture of a published design is kept as it was taken in: the sheets given with it are drawn from it")
def design_pictures():
    storage, broken = storages["private"], set()
    for version in TemplateVersion.objects.order_by("pk").iterator():
        for name in {picture[part] for picture in pictures_of(version.content) for part in ("file", "flat")}:
            if not storage.exists(name) or hashed(storage, name) not in name:
                broken.add(name)
    return sorted(broken)


def hashed(storage, name: str) -> str:
    with storage.open(name) as kept:
        return hashlib.file_digest(kept, "sha256").hexdigest()


@must_hold("No badge is kept of somebody who asked to be forgotten, and a kept one says its own folio")
def badges():
    rows = BadgeCredential.objects.exclude(document="").select_related("certificate").order_by("pk")
    return [row for row in rows.iterator() if row.certificate.holder_gone or row.certificate.folio not in row.document]


@must_hold("Every key that signs today can be opened")
def signing_keys():
    standing = SigningKey.objects.filter(retired_at=None).order_by("pk")
    return [key.fingerprint[:16] for key in standing if not key.private_key]


# ------------------------------------------------------------------ cohorts
@must_hold("One live enrolment for each person and cohort")
def one_enrolment():
    twice = Enrolment.objects.active().order_by().values("person", "cohort").annotate(n=Count("pk")).filter(n__gt=1)
    return [f"person {row['person']} in cohort {row['cohort']}" for row in twice]


@must_hold("No cohort has more people than seats")
def seats():
    people = Count("enrolments", filter=Q(enrolments__withdrawn_at=None))
    return ids(Cohort.objects.annotate(people=people).filter(people__gt=F("capacity")))


@must_hold("A cohort that opened knows what it promised")
def promises():
    return ids(Cohort.objects.exclude(opened_at=None).filter(promise={}))


@must_hold("In a closed cohort the list of every meeting up to then is approved, or done without for a reason")
def closed_cohorts():
    return ids(Cohort.objects.filter(status="closed", registers__in=Register.objects.unsettled()).distinct())


@must_hold("A cohort's region is of its own programme")
def regions_of_cohorts():
    return ids(Cohort.objects.exclude(region=None).exclude(region__programme=F("programme")))


@must_hold("A mark stands on a list of its enrolment's own cohort")
def marks_at_home():
    return ids(AttendanceMark.objects.exclude(register__cohort=F("enrolment__cohort")))


@must_hold("For each list and enrolment the mark that stands is the last decision")
def standing():
    stands = standing_marks(Register.objects.values_list("pk", flat=True))
    last: dict[tuple[int, int], tuple] = {}
    rows = AttendanceMark.objects.values_list("register", "enrolment", "decided_at", "pk", "status")
    for register, enrolment, decided_at, pk, status in rows.iterator():
        said = (decided_at, pk, status)
        last[register, enrolment] = max(last.get((register, enrolment), said), said)
    wrong = [key for key in {*stands, *last} if stands.get(key) != last.get(key, (None,))[-1]]
    return [f"list {register}, enrolment {enrolment}" for register, enrolment in sorted(wrong)]


@must_hold("No decision is later than its arrival")
def decisions_in_time():
    return ids(AttendanceMark.objects.filter(decided_at__gt=F("received_at")))


@must_hold("An approved list has a mark for everybody who was enrolled by its end")
def complete_lists():
    approved = Register.objects.filter(status=Register.Status.APPROVED, session__cancelled_at=None).order_by("pk")
    marked = set(AttendanceMark.objects.filter(register__in=approved.order_by()).values_list("register", "enrolment"))
    people = defaultdict(list)
    rows = Enrolment.objects.filter(cohort__registers__in=approved.order_by()).distinct().order_by("pk")
    for pk, cohort, came, left in rows.values_list("pk", "cohort", "enrolled_at", "withdrawn_at"):
        people[cohort].append((pk, came, left))
    return [
        f"list {register}, enrolment {pk}"
        for register, cohort, starts, ends in approved.values_list(
            "pk", "cohort", "session__starts_at", "session__ends_at"
        )
        for pk, came, left in people[cohort]
        if came <= ends and (left is None or left > starts) and (register, pk) not in marked
    ]


@must_hold("A list that was handed in says when")
def lists_say_when():
    before = [Register.Status.NOT_TAKEN, Register.Status.DRAFT, Register.Status.WAIVED]
    handed = Register.objects.exclude(status__in=before)
    return ids(handed.filter(first_submitted_at=None))


# ------------------------------------------------------------------ people and places
@must_hold("The key of each person's name is what the function makes of it, and nobody forgotten has one")
def person_keys():
    columns = ("pk", "erased_at", "name_key", "given_names", "surname1", "surname2")
    rows = Person.objects.order_by("pk").values_list(*columns)
    return [pk for pk, gone, key, *names in rows.iterator() if key != ("" if gone else name_key(*names))]


@must_hold("Every number of a document opens with today's keys and is found by its mark")
def sealed_numbers():
    rows = IdentityDocument.objects.order_by("pk").values_list("pk", "number", "number_mark")
    return [pk for pk, number, mark in rows.iterator() if not number or mark not in marks(compact(number))]


@must_hold("The key of each organisation's name is what the function makes of it")
def organisation_keys():
    longest = Organisation._meta.get_field("name").max_length
    rows = Organisation.objects.order_by("pk").values_list("pk", "name_key", "name")
    # A name that was cut is keyed by the whole of it.
    return [pk for pk, key, name in rows.iterator() if len(name) < longest and organisation_key(name) != key]


@must_hold("One running membership for each person, organisation and post")
def memberships():
    running = Membership.objects.filter(until=None).order_by().values("person", "organisation", "post")
    return [f"person {row['person']}" for row in running.annotate(n=Count("pk")).filter(n__gt=1)]


@must_hold("A municipality is in one region of a programme")
def municipalities():
    links = Region.territories.through.objects.order_by().values("region__programme", "territory")
    twice = links.annotate(n=Count("pk")).filter(n__gt=1)
    return [f"territory {row['territory']} in programme {row['region__programme']}" for row in twice]


@must_hold("A right in a region is of that region's programme")
def rights():
    return ids(TeamRole.objects.exclude(region=None).exclude(region__programme=F("programme")))


# ------------------------------------------------------------------ later work
@must_hold("No job is held for ever")
def jobs():
    never = Q(leased_until=None) | Q(leased_until__gt=timezone.now() + JOB_LEASE + SLACK)
    return ids(Job.objects.filter(never, state=Job.State.RUNNING))


@must_hold("A job that ended says when, and only then")
def ended_jobs():
    ended = Q(state__in=[Job.State.DONE, Job.State.FAILED])
    return ids(Job.objects.filter((ended & Q(finished_at=None)) | (~ended & Q(finished_at__isnull=False))))


@must_hold("No mail is lost: none is held for ever, sent and given up at once, or without an address")
def lost_mail():
    held = Q(sent_at=None, failed_at=None, leased_until__gt=timezone.now() + MAIL_LEASE + SLACK)
    both = Q(sent_at__isnull=False, failed_at__isnull=False)
    return ids(Mail.objects.filter(held | both | Q(to="")))


@must_hold("No mail is doubled")
def doubled_mail():
    twice = Mail.objects.order_by().values("message_id", "to").annotate(n=Count("pk"), pk=Max("pk")).filter(n__gt=1)
    return [row["pk"] for row in twice]
