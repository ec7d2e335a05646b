"""Every page once for somebody whose telephone speaks English."""

import pytest
from django.urls import reverse

from certificates.actions import issue
from courses.models import LessonPage, ModulePage
from network.actions import lay_board
from people.actions import invite
from tests.factories import (
    make_coordinator,
    make_course,
    make_enrolment,
    make_person,
    make_region,
    make_register,
    make_settled_cohort,
    make_user,
)
from tests.journeys.conftest import PHONE
from tests.journeys.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"locale": "en-GB"}


@pytest.fixture
def reader(site, new_context):
    return Walker(new_context(viewport=PHONE).new_page(), site.url)


@pytest.fixture
def cohort(site):
    """A group with somebody certified, somebody who is not, a list to take and a region."""
    cohort = make_settled_cohort()
    make_region(cohort.programme)
    issue(cohort.enrolments.get(), by=None)
    make_enrolment(cohort, make_person(email="ines@example.org"))
    make_register(cohort, title="Presupuesto")
    return cohort


def reads(reader, paths):
    """Each page, in English, without findings; nobody is sent elsewhere."""
    spoken = {}
    for path in paths:
        answer = reader.goes_to(path)
        assert (answer.status, reader.page.url.removeprefix(reader.address)) == (200, path)
        spoken[path] = reader.page.locator("html").get_attribute("lang")
    assert spoken == dict.fromkeys(paths, "en")


def test_visitors_read_every_page_in_english(reader, cohort):
    course = make_course(lessons=1)
    person = make_person(email="ana@example.org")
    invitation = invite(person, email=person.email, by=make_user(), purpose="Diplomado")
    certificate = cohort.enrolments.first().certificates.get()
    entrance = ("account_login", "account_signup", "account_request_login_code", "account_reset_password")

    reads(
        reader,
        [
            "/",
            "/cursos/",
            course.url,
            *(reverse(name) for name in entrance),
            reverse("people:invitation", args=[invitation.token]),
            reverse("certificates:verify_form"),
            reverse("certificates:verify", args=[certificate.token]),
        ],
    )


def test_trainees_read_every_page_in_english(reader, cohort):
    user = make_user()
    enrolment = make_enrolment(make_settled_cohort(course=make_course(lessons=1)), make_person(user=user))
    course = enrolment.cohort.course
    lay_board()
    reader.enters(user)

    reads(
        reader,
        [
            reverse("learning:progress"),
            ModulePage.objects.descendant_of(course).get().url,
            LessonPage.objects.descendant_of(course).get().url,
            reverse("certificates:mine"),
            reverse("network:board"),
            reverse("network:new"),
            reverse("account_email"),
            reverse("account_set_password"),
            reverse("mfa_index"),
            reverse("people:claim"),
        ],
    )


def test_coordinators_read_every_page_in_english(reader, cohort):
    programme, group = cohort.programme, cohort.uuid
    reader.enters(make_coordinator(programme))
    certificate = cohort.enrolments.first().certificates.get()
    register = cohort.registers.get(session__title="Presupuesto")
    of_programmes = ("detail", "regions", "funding", "team")
    of_cohorts = (
        "attendance_new",
        "detail",
        "edit",
        "people",
        "sessions",
        "session_new",
        "trainers",
        "matrix",
        "roster_new",
        "enrol_one",
    )

    reads(
        reader,
        [
            reverse("home"),
            reverse("cohorts:today"),
            reverse("cohorts:list"),
            reverse("programmes:list"),
            reverse("programmes:new"),
            *(reverse(f"programmes:{name}", args=[programme.slug]) for name in of_programmes),
            reverse("programmes:region", args=[programme.slug, programme.regions.get().pk]),
            reverse("reports:figures", args=[programme.slug]),
            reverse("cohorts:new", args=[programme.slug]),
            *(reverse(f"cohorts:{name}", args=[group]) for name in of_cohorts),
            *(reverse(f"cohorts:{name}", args=[register.uuid]) for name in ("roll", "report_new")),
            reverse("cohorts:session_cancel", args=[group, register.session.uuid]),
            reverse("cohorts:withdraw", args=[cohort.enrolments.last().uuid]),
            reverse("certificates:cohort", args=[group]),
            reverse("certificates:replace", args=[certificate.folio]),
            reverse("certificates:revoke", args=[certificate.folio]),
        ],
    )
