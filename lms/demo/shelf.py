"""The demo's pages: home, information, catalogue and courses, written and published as an editor would."""

import uuid

from wagtail.models import Page

from courses.actions import add_page
from courses.models import CataloguePage, CoursePage, LessonPage, ModulePage
from courses.setup import lay_site
from lms.demo import texts
from lms.demo.pictures import woven_image
from pages.models import HomePage, InfoPage

QUIZZES = uuid.UUID("7a1d3c52-3f0e-4a75-9d42-5c8a1f0b6e11")  # the names of our quizzes are derived from it
LEDE = "Cursos, diplomados y seminarios sobre cultura y participación, para aprender en común."


def lay_pages(by) -> CataloguePage:
    """The front page, the information pages under it and the catalogue, each written once."""
    catalogue = lay_site()
    home = HomePage.objects.get()
    first, *others = texts.pages()
    if not home.body:
        home.title, home.lede, home.body = first.title, first.summary, _body(first.blocks)
        home.save_revision(user=by, log_action=True).publish(user=by)
    for text in others:
        if not InfoPage.objects.child_of(home).filter(slug=text.slug).exists():
            words = {"title": text.title, "slug": text.slug, "lede": text.summary}
            _publish(home, InfoPage(**words, body=_body(text.blocks), show_in_menus=True), by)
    if not catalogue.lede:
        catalogue.lede, catalogue.show_in_menus = LEDE, True
        catalogue.save_revision(user=by, log_action=True).publish(user=by)
    return catalogue


def lay_course(catalogue: CataloguePage, text: texts.CourseText, by) -> CoursePage:
    """The course with its modules and lessons, published. What is there already stays as it is."""
    course = CoursePage.objects.child_of(catalogue).filter(slug=text.slug).first()
    course = course or _publish(catalogue, _course(text), by)
    for module_text in text.modules:
        module = ModulePage.objects.child_of(course).filter(slug=module_text.slug).first()
        fields = {"title": module_text.title, "slug": module_text.slug, "hours": module_text.hours}
        module = module or _publish(course, ModulePage(summary=module_text.summary[:400], **fields), by)
        for lesson in module_text.lessons:
            if not LessonPage.objects.child_of(module).filter(slug=lesson.slug).exists():
                _publish(module, _lesson(text, lesson), by)
    return course


def _course(text: texts.CourseText) -> CoursePage:
    objectives = "".join(f"<li>{objective}</li>" for objective in text.objectives)
    return CoursePage(
        title=text.title,
        slug=text.slug,
        code=text.code,
        kind=text.kind,
        modality=text.modality,
        profile=text.profile,
        summary=text.summary,
        objectives=f"<ul>{objectives}</ul>",
        total_hours=text.total_hours,
    )


def _lesson(course: texts.CourseText, text: texts.LessonText) -> LessonPage:
    body = _body(text.blocks, quizzes=f"{course.code}/{text.slug}")
    return LessonPage(title=text.title, slug=text.slug, estimated_minutes=text.minutes, body=body)


def _publish(parent: Page, page, by):
    return add_page(parent, page, by=by, publish=True)


def _body(blocks, quizzes="") -> list[dict]:
    return [_block(block, f"{quizzes}/{number}") for number, block in enumerate(blocks)]


def _block(block, name: str) -> dict:
    """One block as ``StreamField`` keeps it. A quiz and its parts carry ids of their own, the same at every loading."""
    match block:
        case texts.Heading(text=text):
            return {"type": "heading", "value": text}
        case texts.Paragraph(html=html):
            return {"type": "paragraph", "value": html}
        case texts.Quote(text=text, source=source):
            return {"type": "quote", "value": {"text": text, "source": source}}
        case texts.Image(alt=alt, caption=caption, weave_name=weave_name):
            image = woven_image(weave_name, title=alt)
            return {"type": "picture", "value": {"image": image.pk, "alt": alt, "caption": caption}}
        case texts.Video(url=url, title=title, transcript=transcript):
            words = "".join(f"<p>{part}</p>" for part in transcript.split("\n\n"))
            return {"type": "video", "value": {"title": title, "url": url, "transcript": words}}
        case texts.Quiz():
            return {"type": "quiz", "value": _quiz(block, name), "id": _id(name)}
    raise TypeError(block)


def _quiz(quiz: texts.Quiz, name: str) -> dict:
    questions = [_question(question, f"{name}/{number}") for number, question in enumerate(quiz.questions)]
    return {"title": quiz.title, "intro": quiz.intro, "final": quiz.final, "questions": questions}


def _question(question: texts.Question, name: str) -> dict:
    choices = [
        {"type": "item", "value": {"text": text, "correct": right}, "id": _id(f"{name}/{number}")}
        for number, (text, right) in enumerate(question.choices)
    ]
    value = {"text": question.text, "explanation": question.explanation, "choices": choices}
    return {"type": "item", "value": value, "id": _id(name)}


def _id(name: str) -> str:
    return str(uuid.uuid5(QUIZZES, name))
