"""What editors write: who may, what is refused, and how it looks before it is published."""

import pytest
from django.contrib.auth.models import Group
from wagtail.blocks import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowPage

from courses.blocks import LessonBlocks, QuestionBlock
from courses.models import CataloguePage, LessonPage
from courses.quizzes import quizzes_of
from courses.rendering import parts_of
from courses.setup import EDITORS, REVIEWERS, lay_editor_groups, lay_site
from pages.models import HomePage
from tests.factories import make_course, make_quiz_lesson, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    lay_site()
    return make_course(lessons=1)


def account_in(name):
    user = make_user()
    user.groups.add(Group.objects.get(name=name))
    return user


def question(*correct):
    choices = [{"text": f"Respuesta {number}", "correct": right} for number, right in enumerate(correct)]
    return QuestionBlock().to_python({"text": "¿Cuál?", "choices": choices, "explanation": ""})


def test_laying_the_site_twice_lays_it_once(course):
    lay_site()
    lay_editor_groups()
    lay_editor_groups()

    assert (HomePage.objects.count(), CataloguePage.objects.count()) == (1, 1)
    assert Group.objects.filter(name__in=[EDITORS, REVIEWERS]).count() == 2
    assert Workflow.objects.filter(name="Revisión antes de publicar").count() == 1
    assert WorkflowPage.objects.filter(page=CataloguePage.objects.get()).count() == 1
    assert GroupPagePermission.objects.filter(group__name=EDITORS).count() == 2


def test_the_catalogue_answers_where_it_should(course, client):
    assert client.get("/cursos/").status_code == 200


def test_editors_write_and_reviewers_publish(course):
    lay_editor_groups()
    lesson = LessonPage.objects.get()
    writer, reviewer = account_in(EDITORS), account_in(REVIEWERS)

    assert [lesson.permissions_for_user(user).can_edit() for user in (writer, reviewer)] == [True, True]
    assert [lesson.permissions_for_user(user).can_publish() for user in (writer, reviewer)] == [False, True]
    assert lesson.permissions_for_user(writer).can_submit_for_moderation() is True


def test_a_draft_goes_through_review_to_the_page(course, client):
    lay_editor_groups()
    lesson = LessonPage.objects.get()
    writer, reviewer = account_in(EDITORS), account_in(REVIEWERS)
    lesson.title = "Título revisado"
    lesson.save_revision(user=writer)
    state = lesson.get_workflow().start(lesson, writer)
    assert Page.objects.get(pk=lesson.pk).title != "Título revisado"

    state.current_task_state.approve(user=reviewer)
    assert Page.objects.get(pk=lesson.pk).title == "Título revisado"


@pytest.mark.parametrize(
    ("correct", "sentence"),
    [
        ((False, False), "Marca una respuesta como correcta."),
        ((True, True), "Marca solo una respuesta como correcta; ahora hay 2."),
    ],
)
def test_a_question_has_exactly_one_right_answer(correct, sentence):
    with pytest.raises(StructBlockValidationError) as refused:
        QuestionBlock().clean(question(*correct))

    assert str(refused.value.block_errors["choices"].non_block_errors[0]) == sentence
    assert QuestionBlock().clean(question(False, True))


def test_a_picture_without_words_is_refused():
    blocks = LessonBlocks()
    with pytest.raises(StreamBlockValidationError):
        blocks.clean(blocks.to_python([{"type": "picture", "value": {"image": None, "alt": "", "caption": ""}}]))


def test_a_preview_shows_the_lesson_and_its_answers_without_an_enrolment(course):
    lesson = make_quiz_lesson(course)
    answer = lesson.make_preview_request(preview_mode=lesson.default_preview_mode)
    answer.render()
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "Antes del cuestionario." in page and "is-right" in page
    assert "Terminé esta lección" not in page


def test_the_editor_opens_in_wagtail(course, client):
    lay_editor_groups()
    client.force_login(account_in(EDITORS))
    lesson = LessonPage.objects.get()

    assert client.get(f"/gestion/pages/{lesson.pk}/edit/").status_code == 200
    assert client.get(f"/gestion/pages/add/courses/lessonpage/{lesson.get_parent().pk}/").status_code == 200


def test_a_quiz_is_known_by_ids_that_outlive_its_order(course):
    lesson = make_quiz_lesson(course, questions=3)
    quiz = next(iter(quizzes_of(lesson).values()))

    assert len({q.id for q in quiz.questions}) == 3
    assert [q.right.text for q in quiz.questions] == ["Sí", "Sí", "Sí"]
    assert next(iter(quizzes_of(LessonPage.objects.get(pk=lesson.pk)).values())) == quiz


def test_the_body_is_drawn_once_and_anew_after_publishing(course):
    lesson = make_quiz_lesson(course)
    first = parts_of(lesson)
    assert "Antes" in first[0]

    lesson.body[0].value.source = "<p>Después.</p>"
    lesson.save_revision().publish()
    assert "Después." in parts_of(LessonPage.objects.get(pk=lesson.pk))[0]


@pytest.mark.parametrize("courses", [1, 3, 46])
def test_the_catalogue_takes_the_same_queries(client, django_assert_max_num_queries, courses):
    lay_site()
    for _ in range(courses):
        make_course(lessons=0)
    client.get("/cursos/")

    with django_assert_max_num_queries(8):
        client.get("/cursos/")
