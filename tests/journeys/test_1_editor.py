"""Step 1: a course is written in Wagtail, reviewed, published and read. Wagtail's own pages are not ours to judge."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cohorts.actions.planning import open_cohort
from courses.models import CataloguePage, CoursePage, LessonPage, ModulePage
from courses.setup import EDITORS, REVIEWERS
from tests.factories import make_cohort, make_enrolment, make_person, make_user
from tests.journeys.conftest import PHONE
from tests.journeys.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DESK = {"width": 1280, "height": 800}
PASSWORD = "una-casa-con-patio"
QUESTION = "body-3-value-questions-0-value"


@pytest.fixture
def walkers(site, new_context):
    """Editors work at a desk; what they publish is read at a desk and on a telephone."""

    def begin(viewport=DESK, careful=True):
        return Walker(new_context(viewport=viewport).new_page(), site.url, careful=careful)

    return begin


def account_in(group, email):
    user = make_user(email, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def signs_in(walker, email):
    """Through the one door: ``/gestion/`` leads to it and it leads back."""
    walker.careful = True
    walker.goes_to("/gestion/")
    walker.page.get_by_label("Tu correo electrónico").fill(email)
    walker.page.get_by_text("Prefiero usar mi contraseña").click()
    walker.page.locator("input[name=password]").fill(PASSWORD)
    walker.page.get_by_role("button", name="Entrar con contraseña").click()
    walker.page.wait_for_url("**/gestion/")
    walker.careful = False


def writes(walker, kind, parent, **fields):
    walker.goes_to(reverse("wagtailadmin_pages:add", args=["courses", kind, parent.pk]))
    for name, value in fields.items():
        walker.page.locator(f"[name={name}]").fill(value)


def from_the_menu(walker, button):
    """One of the actions at the foot of the editor; the page that answers is awaited."""
    walker.page.locator("footer").get_by_role("button", name="Más acciones").click()
    with walker.page.expect_navigation(timeout=90_000):  # the slowest page there is, beside two other browsers
        walker.page.locator("footer").locator(button).first.click()


def adds(page, block):
    page.locator(".c-sf-add-button[title='Insertar un bloque']:visible").last.click()
    page.get_by_role("option", name=block, exact=True).last.click()


def composes_the_body(page):
    adds(page, "Subtítulo")
    page.locator("[name=body-0-value]").fill("Lo que un territorio sabe")
    adds(page, "Texto")
    page.locator(".public-DraftEditor-content").last.click()
    page.keyboard.type("Cada oficio guarda una memoria.")
    adds(page, "Imagen")
    page.get_by_role("button", name="Seleccionar una imagen").click()
    page.locator(".modal-content a.image-choice").first.click()
    adds(page, "Cuestionario")
    page.locator("[name=body-3-value-title]").fill("Repaso")
    page.locator(f"[name={QUESTION}-text]").fill("¿Qué guarda un oficio?")
    page.locator(f"[name={QUESTION}-choices-0-value-text]").fill("Una memoria")
    page.locator(f"[name={QUESTION}-choices-0-value-correct]").check()
    page.locator(f"[name={QUESTION}-choices-1-value-text]").fill("Nada")


def test_a_course_is_written_reviewed_published_and_read(walkers):
    get_image_model().objects.create(title="Taller", file=get_test_image_file())
    account_in(EDITORS, "editora@example.org")
    account_in(REVIEWERS, "revisora@example.org")
    editor, reviewer = walkers(), walkers()
    send = "[name=action-submit]"

    signs_in(editor, "editora@example.org")
    writes(editor, "coursepage", CataloguePage.objects.get(), title="Oficios vivos", summary="Breve.", total_hours="40")
    from_the_menu(editor, send)
    course = CoursePage.objects.get()
    writes(editor, "modulepage", course, title="Punto de partida", hours="4")
    from_the_menu(editor, send)
    writes(editor, "lessonpage", ModulePage.objects.get(), title="Memoria y oficio")
    composes_the_body(editor.page)
    from_the_menu(editor, send)
    alt = editor.page.locator("[data-contentpath=alt]")
    assert "Este campo es necesario." in alt.inner_text()
    assert editor.page.locator("[name=title]").input_value() == "Memoria y oficio"
    editor.page.locator("[name=body-2-value-alt]").fill("Dos manos tejen")
    editor.page.get_by_role("button", name="Alternar vista previa").first.click()
    preview = editor.page.frame_locator("iframe[title='Vista previa'], .w-preview__iframe").first
    preview.get_by_role("heading", name="Memoria y oficio").wait_for()
    from_the_menu(editor, send)
    lesson = LessonPage.objects.get()
    assert [page.live for page in (course, lesson)] == [False, False]

    signs_in(reviewer, "revisora@example.org")
    for page in (course, ModulePage.objects.get(), lesson):
        reviewer.goes_to(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        from_the_menu(reviewer, "[data-workflow-action-name=approve]")
    assert LessonPage.objects.get().live

    ana = make_user("ana@example.org")
    cohort = make_cohort(course=CoursePage.objects.get(), opened=False)
    make_enrolment(cohort, make_person("Ana", "Pérez", user=ana))
    open_cohort(cohort, by=None)
    for width in (PHONE, DESK):
        reads_the_course(walkers(width), ana)


def reads_the_course(reader, user):
    """As a visitor up to the lessons, and signed in from there on."""
    reader.goes_to("/")
    reader.goes_to("/cursos/")
    reader.follows("Oficios vivos")
    assert "Punto de partida" in reader.text
    reader.enters(user)
    reader.goes_to(LessonPage.objects.get().url)
    assert reader.page.locator("main h2").first.inner_text() == "Lo que un territorio sabe"
    assert reader.page.get_by_role("img", name="Dos manos tejen").is_visible()
    assert "¿Qué guarda un oficio?" in reader.text
    reader.goes_to(ModulePage.objects.get().url)
