"""The demo's pages: home, information, catalogue and courses, written and published as an editor would."""

import uuid

from wagtail.models import Locale, Page, Site

from courses.models import CataloguePage, CoursePage, LessonPage, ModulePage
from lms.demo import texts
from lms.demo.pictures import woven_image
from pages.models import HomePage, InfoPage

QUIZZES = uuid.UUID("7a1d3c52-3f0e-4a75-9d42-5c8a1f0b6e11")  # the names of our quizzes are derived from it


def lay_home(by) -> HomePage:
    """The front page as the root of the site, and the information pages under it."""
    text = texts.pages()[0]
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        for welcome in root.get_children().filter(slug="home"):
            Site.objects.filter(root_page=welcome).update(root_page=root)
            welcome.delete()
        home = _publish(Page.get_first_root_node(), _info(HomePage, text, slug="home"), by)
    _make_root(home)
    for page in texts.pages()[1:]:
        if not InfoPage.objects.child_of(home).filter(slug=page.slug).exists():
            _publish(home, _info(InfoPage, page, show_in_menus=True), by)
    return home


def _make_root(home: HomePage) -> None:
    Site.objects.get_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": "Paralelo"}
    )
    Site.objects.filter(is_default_site=True).exclude(root_page=home).update(root_page=home, site_name="Paralelo")
    Site.clear_site_root_paths_cache()


def _info(model, text, slug="", **fields):
    return model(title=text.title, slug=slug or text.slug, lede=text.summary, body=_body(text.blocks), **fields)


def lay_catalogue(home: HomePage, by) -> CataloguePage:
    lede = "Cursos, diplomados y seminarios sobre cultura y participación, para aprender en común."
    page = CataloguePage(title="Cursos", slug="cursos", lede=lede, show_in_menus=True)
    return CataloguePage.objects.first() or _publish(home, page, by)


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
    """Draft, revision, publication: the same steps as in the editor."""
    page.owner = by
    page.live = False
    page.locale = Locale.get_default()
    parent = Page.objects.get(pk=parent.pk)  # its count of children moves with every child
    parent.add_child(instance=page)
    page.save_revision(user=by, log_action=True).publish(user=by)
    page.refresh_from_db()
    return page


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
