"""One world for the table of rights: a cohort with everything in it, and an account for each point of view of it."""

from datetime import timedelta
from uuid import uuid4

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, ReferenceIndex

from certificates.actions import issue
from certificates.api.actions import make_token
from certificates.badges.credential import credential_bytes
from certificates.design.actions import create_template
from certificates.files import pdf_of
from certificates.models import Pack, Waiver
from certificates.webhooks.actions import add_endpoint
from certificates.webhooks.announcing import ISSUED
from cohorts.actions.meetings import agree, renew_cohort_calendar
from cohorts.actions.paper import attach_scan
from cohorts.models import AttendanceDraft, EnrolmentLink, Facilitation, OrganisationDraft, RosterDraft
from courses.models import LessonPage
from courses.setup import lay_editor_groups, lay_site
from jobs.models import Job
from kit.files import Upload
from kit.ids import new_token
from network.actions import lay_board, open_topic
from people.calendar import renew_calendar
from people.groups import EDITORS, MODERATORS, REVIEWERS
from people.identity.actions import add_document
from people.models import Invitation, Membership, Merge, PotentialDuplicate
from people.privacy.erasing import ask_erasure
from people.privacy.exporting import ask_copy, make_copy
from programmes.differential.actions import ask_about
from programmes.logos import add_logo
from programmes.models import ProgrammeOrganisation, TeamRole
from programmes.participation import take_part
from tests.factories import (
    make_application,
    make_cohort,
    make_coordinator,
    make_course,
    make_enrolment,
    make_funding,
    make_municipality,
    make_organisation,
    make_person,
    make_programme,
    make_region,
    make_register,
    make_trainer,
    make_user,
)

CANARY = {"given_names": "Zutacanario", "surname1": "Mengacanario"}
CANARY_CONTACT = {"email": "zutacanario@example.org", "phone": "+525500112233"}
EMPTY_LIST = {"header": ["nombre", "apellido"], "rows": [], "source": "lista.csv"}
LESSON_BODY = "Parrafocanario de la lección."
DOCUMENT = "7302918465"
NAMES = [text.encode() for text in CANARY.values()]
CONTACTS = [text.encode() for text in CANARY_CONTACT.values()]
ORGANISATIONS = [b"Colectivocanario", b"Cargocanario"]
NUMBERS = [DOCUMENT.encode()]
TRACES = [*NUMBERS, *NAMES, *CONTACTS, *ORGANISATIONS, LESSON_BODY.encode()]
SOON_OVER = timezone.localdate() + timedelta(days=60)
SOON = {"starts_at": timezone.now() - timedelta(hours=1)}


def lay_world():
    """(things of the cohort by name, account by point of view); ``None`` is nobody."""
    lay_site()
    lay_editor_groups()
    programme, elsewhere = make_programme(), make_programme()
    region, other_region = make_region(programme), make_region(programme)
    course = make_course()
    # A rule that asks for nothing: whoever is enrolled has earned the certificate.
    rule = {"attendance_percent": 0, "lessons_percent": 0}
    cohort = make_cohort(programme, course, region=region, door="open", ends_on=SOON_OVER, **rule)
    neighbour = make_cohort(programme, region=region)
    far, foreign = make_cohort(programme, region=other_region), make_cohort(elsewhere, region=make_region(elsewhere))
    things = _things(programme, cohort, course)
    views = {"An": None, "Un": make_user(), "NM": make_user(), "SA": make_user(is_superuser=True, is_staff=True)}
    views |= {
        "T": things.pop("learner"),
        "Tx": _learner(neighbour),
        "Tw": _learner(cohort, withdrawn_at=timezone.now(), withdrawn_reason="other"),
    }
    views |= {"Tr": make_trainer(cohort), "Trx": make_trainer(neighbour), "Try": make_trainer(far)}
    views |= {"Trz": make_trainer(foreign), "RH": _helper(cohort), "RHx": _helper(neighbour)}
    make_person(user=views["NM"])
    views |= {"RC": make_coordinator(programme, region), "RCx": make_coordinator(programme, other_region)}
    for view, role in {"PC": "programme_coordinator", "Fu": "funder_viewer", "DO": "data_officer"}.items():
        views[view] = make_coordinator(programme, role=role)
        views[f"{view}x"] = make_coordinator(elsewhere, role=role)
    views |= {
        "OR": _representative(programme, things["organisation"]),
        "Ed": _writer(programme, "editor", EDITORS, REVIEWERS),
    }
    views |= {"Mo": _writer(programme, "moderator", MODERATORS), "Sus": make_coordinator(programme)}
    OrganisationDraft.objects.filter(pk=things["organisation_list"].pk).update(created_by=views["RC"])
    AttendanceDraft.objects.filter(pk=things["attendance"].pk).update(created_by=views["Tr"])
    things["pack"] = _pack(cohort, views["RC"])
    things["webhook"] = add_endpoint(programme, url="https://registro.example/", events=[ISSUED], by=None)[0]
    things["api_token"] = make_token(programme, name="Registro", days=30, by=views["PC"])[0]
    return things, views


def _learner(cohort, **fields):
    user = make_user()
    make_enrolment(cohort, make_person(user=user), **fields)
    return user


def _helper(cohort):
    user = make_user()
    Facilitation.objects.create(cohort=cohort, person=make_person(user=user), role="roll_helper")
    return user


def _representative(programme, organisation):
    user = make_user()
    TeamRole.objects.create(
        person=make_person(user=user),
        programme=programme,
        role="organisation_representative",
        organisation=organisation,
    )
    return user


def _writer(programme, role, *groups):
    user = make_coordinator(programme, role=role)
    user.groups.add(*(Group.objects.get_or_create(name=name)[0] for name in groups))
    return user


def _things(programme, cohort, course):
    """What stands in the addresses, all of it of one cohort; ``learner`` is who holds the certificate."""
    canary = make_enrolment(cohort, make_person(**CANARY, **CANARY_CONTACT))
    learner = make_user()
    own = make_enrolment(cohort, make_person(user=learner))
    register = make_register(cohort, **SOON)
    lesson = LessonPage.objects.descendant_of(course).first()
    picture, document = _private_files(lesson)
    invitation = Invitation.objects.create(
        person=canary.person, email=canary.person.email, expires_at=timezone.now() + timedelta(days=9)
    )
    ask_about(programme, purposes={"ethnicity": "Para llegar a los pueblos"}, by=None)
    lay_board()
    topic = open_topic(lay_board(), title="Tema", source="Hola", client_uuid=uuid4(), by=make_user())
    return {
        "cohort": cohort, "programme": programme, "register": register, "lesson": lesson, "course": course,
        "enrolment": canary, "attendance": AttendanceDraft.objects.create(cohort=cohort, content=EMPTY_LIST),
        "draft": RosterDraft.objects.create(cohort=cohort, content=EMPTY_LIST),
        "charge": Facilitation.objects.create(cohort=cohort, person=make_person()),
        "held": TeamRole.objects.create(person=make_person(), programme=programme, role="funder_viewer"),
        "picture": picture, "document": document, "certificate": _certificate(own), "waiver": _waiver(canary),
        "invitation": invitation,
        "topic": topic, "job": Job.objects.create(kind="nothing", key="matrix", created_by_id=learner.pk),
        "application": make_application(cohort, make_person(user=make_user())),
        "link": EnrolmentLink.objects.create(cohort=make_cohort(programme, course, door="link", ends_on=SOON_OVER),
                                             token=new_token(), expires_at=timezone.now() + timedelta(days=9)),
        "learner": learner, "calendar": renew_calendar(learner),
        "cohort_calendar": renew_cohort_calendar(cohort, by=None).token,
        "agreement": agree(register.session, what="Volver", who="Colectivo", client_uuid=uuid4(), by=None),
        "period": make_funding(programme), "place": make_municipality(),
        "identity": add_document(canary.person, country="CO", kind="cc", number=DOCUMENT, by=None),
        "scan": attach_scan(register, page=Upload("pdf", b"%PDF-1.7"), by=None), "logo": _logo(programme),
        "design": create_template(programme, kind="completion", name="Gala", base="hilo", paper="a4", by=None),
        **_organisation(canary, programme), **_pair(canary), **_privacy(own.person, canary.person),
    }  # fmt: skip


def _logo(programme):
    return add_logo(programme, name="Casa", picture=Upload("png", get_test_image_file().file.getvalue()), by=None)


def _organisation(seat, programme):
    """An organisation of the cohort's region, its one post, and a list of others that waits."""
    organisation = make_organisation("Colectivocanario")
    seat.organisation = organisation
    seat.save()
    post = Membership.objects.create(person=seat.person, organisation=organisation, post="Cargocanario")
    take_part(programme, [organisation], region=seat.cohort.region, by=None)
    ProgrammeOrganisation.objects.get(organisation=organisation).posts.add(post)
    draft = OrganisationDraft.objects.create(programme=programme, content=EMPTY_LIST, register="ARCO")
    return {"organisation": organisation, "post": post, "organisation_list": draft}


def _pair(seat):
    """Two of the cohort who may be one, and one who was united with another."""
    twin = make_enrolment(seat.cohort).person
    pair = PotentialDuplicate.objects.create(a=seat.person, b=twin, score=50)
    return {"pair": pair, "merge": Merge.objects.create(kept=seat.person, dropped=make_person())}


def _privacy(person, other):
    """The copy that the learner asked for, her wish to be forgotten, and one more that waits in the same queue."""
    export = ask_copy(person, by=person.user)
    make_copy(export, language="es")
    ask_erasure(other, by=None)
    return {"export": export, "erasure": ask_erasure(person, by=person.user)}


def _certificate(enrolment):
    """Issued as every other, drawn and signed: asked for 25 times, both are read from where they lie."""
    certificate = issue(enrolment, by=None)
    pdf_of(certificate)
    credential_bytes(certificate)
    return certificate


def _waiver(enrolment):
    return Waiver.objects.create(enrolment=enrolment, reason="Vino a todo", given_at=timezone.now())


def _pack(cohort, user):
    """Asked for by the coordination of the region, and made."""
    pack = Pack.objects.create(cohort=cohort, format="pdf", asked_by=user, sheets=1, ready_at=timezone.now())
    pack.file.save(f"packs/{pack.uuid}.pdf", ContentFile(b"%PDF-1.7"))
    return pack


def _private_files(lesson):
    """A picture and a document of a closed collection, used in a lesson."""
    shelf = Collection.get_first_root_node().add_child(name="Solo del curso")
    CollectionViewRestriction.objects.create(collection=shelf, restriction_type="login")
    picture = Image.objects.create(title="Foto", file=get_test_image_file(), collection=shelf)
    document = Document.objects.create(title="Guía", file=ContentFile(b"%PDF-1.4 guia", "guia.pdf"), collection=shelf)
    lesson.body = [("paragraph", f'<p>{LESSON_BODY} <a linktype="document" id="{document.pk}">Guía</a></p>'),
                   ("picture", {"image": picture, "alt": "Foto", "caption": ""})]  # fmt: skip
    lesson.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(lesson)
    return picture.get_rendition("width-40"), document
