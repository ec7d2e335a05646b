"""What people wrote says its language to readers of another (WCAG 2.2, 3.1.2), and the whole page says its own."""

import uuid
from datetime import timedelta
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page, Site

from certificates.actions import issue
from cohorts.models import Session
from courses.models import LessonPage, ModulePage
from kit.languages import in_its_language, lang_attribute, reader_attribute
from kit.widgets import WrittenSelect
from network.actions import lay_board, open_topic
from pages.models import HomePage, InfoPage
from people.models import Person
from tests.factories import (
    make_cohort,
    make_coordinator,
    make_course,
    make_enrolment,
    make_programme,
    make_quiz_lesson,
    make_region,
    make_session,
    make_settled_cohort,
    make_trainer,
    make_user,
)

WRITTEN = "Hilo"  # Every word that people wrote in these tests holds it, and no word of ours does.
VOID = {"meta", "link", "input", "br", "img", "hr", "source", "path", "circle", "rect", "use", "line", "polyline"}


class Parts(HTMLParser):
    """Every text of a page with the nearest ``lang`` above it and its element."""

    def __init__(self, html):
        super().__init__()
        self.open, self.found, self.marks = [("", "")], [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.marks += "lang" in dict(attrs)
            self.open.append((tag, dict(attrs).get("lang") or self.open[-1][1]))

    def handle_endtag(self, tag):
        while tag not in VOID and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip():
            self.found.append((data.strip(), *self.open[-1]))


def mixed_title(tag, text):
    """A title holds one language only; where our words come first it keeps the page's."""
    return tag == "title" and not text.startswith(WRITTEN)


@pytest.fixture
def world(db):
    programme = make_programme(name="Hilo programa", issuer="Hilo casa", signatory_post="Hilo directora")
    region = make_region(programme, name="Hilo norte")
    course = make_course(
        title="Hilo curso", summary="Hilo breve.", objectives="<p>Hilo meta</p>", profile="Hilo perfil"
    )
    Page.objects.filter(pk__in=ModulePage.objects.values("pk")).update(title="Hilo módulo")
    for number, lesson in enumerate(LessonPage.objects.child_of(ModulePage.objects.get()), 1):
        lesson.title, lesson.body = f"Hilo lección {number}", [("heading", "Hilo parte"), ("paragraph", "<p>Hilo</p>")]
        lesson.save()
    final = make_quiz_lesson(course, title="Hilo final")
    home = HomePage.objects.get()
    home.title, home.lede = "Hilo portada", "Hilo entrada"
    home.save()
    home.add_child(instance=InfoPage(title="Hilo acerca", slug="acerca-de", body=[("paragraph", "<p>Hilo</p>")]))
    Site.objects.update(root_page=home)
    settled = make_settled_cohort(programme=programme, region=region, name="Hilo grupo", profile="Hilo perfil")
    Session.objects.update(title="Hilo sesión", venue="Hilo sala")
    register, enrolment, reader = settled.registers.first(), settled.enrolments.get(), make_user()
    Person.objects.filter(pk=enrolment.person_id).update(user=reader)
    certificate = issue(enrolment, by=None)
    reading = make_cohort(programme=programme, course=course, name="Hilo otro")
    make_enrolment(reading, enrolment.person)
    make_session(reading, starts_at=timezone.now() + timedelta(hours=1), title="Hilo mañana", venue="Hilo sala")
    topic = open_topic(lay_board(), title="Hilo tema", source="Hilo pregunta", client_uuid=uuid.uuid4(), by=reader)
    people = {"visitor": None, "reader": reader, "trainer": make_trainer(settled)}
    make_trainer(reading, user=people["trainer"])
    people["coordinator"] = make_coordinator(programme)
    return SimpleNamespace(people=people, paths=_paths(programme, course, final, settled, register, certificate, topic))


def _paths(programme, course, final, cohort, register, certificate, topic):
    """Name of a page -> who opens it, and where."""
    lesson = LessonPage.objects.exclude(pk=final.pk).first()
    paths = {
        "front door": ("visitor", "/"),
        "information": ("visitor", "/acerca-de/"),
        "catalogue": ("visitor", course.get_parent().url),
        "course": ("visitor", course.url),
        "course, enrolled": ("reader", course.url),
        "module": ("visitor", lesson.get_parent().url),
        "lesson": ("reader", lesson.url),
        "quiz": ("reader", final.url),
        "locked lesson": ("coordinator", lesson.url),
        "topic": ("reader", reverse("network:topic", args=[topic.uuid])),
        "verify": ("visitor", reverse("certificates:verify", args=[certificate.token])),
        "call report": ("trainer", reverse("cohorts:report_new", args=[register.uuid])),
        "roll": ("trainer", reverse("cohorts:roll", args=[register.uuid])),
        "cohort certificates": ("coordinator", reverse("certificates:cohort", args=[cohort.uuid])),
        "figures": ("coordinator", reverse("reports:figures", args=[programme.slug])),
        "new cohort": ("coordinator", reverse("cohorts:new", args=[programme.slug])),
        "home": ("coordinator", reverse("home")),
    }
    for name in ("learning:progress", "certificates:mine", "network:board"):
        paths[name] = ("reader", reverse(name))
    paths["cohorts:today"] = ("trainer", reverse("cohorts:today"))
    for name in ("cohorts:list", "programmes:list"):
        paths[name] = ("coordinator", reverse(name))
    boards = ["detail", "people", "sessions", "matrix", "trainers", "edit", "session_new", "enrol_one", "roster_new"]
    boards += ["attendance_new"]
    for name in boards:
        paths[f"cohorts:{name}"] = ("coordinator", reverse(f"cohorts:{name}", args=[cohort.uuid]))
    for name in ("detail", "team", "regions", "funding"):
        paths[f"programmes:{name}"] = ("coordinator", reverse(f"programmes:{name}", args=[programme.slug]))
    return paths


def opened(world, client, who, path, language):
    client.logout()
    if world.people[who]:
        client.force_login(world.people[who])
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer["Content-Language"] == language
    return Parts(answer.content.decode())


def test_what_people_wrote_says_that_it_is_in_spanish_on_the_pages_in_english(world, client):
    silent, bare = {}, []
    for name, (who, path) in world.paths.items():
        found = opened(world, client, who, path, "en").found
        written = [each for each in found if WRITTEN in each[0] and not mixed_title(each[1], each[0])]
        silent[name] = sorted({text for text, _tag, lang in written if lang != "es"})
        bare += [] if written else [name]

    assert {name: texts for name, texts in silent.items() if texts} == {}
    assert bare == []


def test_our_own_words_keep_the_language_of_the_page(world, client):
    ours = {"Menu", "My progress", "Log out", "Share your thoughts", "Skip to content"}
    for who, path in world.paths.values():
        for text, _tag, lang in opened(world, client, who, path, "en").found:
            assert text not in ours or lang == "en", (path, text, lang)


def test_the_pages_in_spanish_say_it_once_and_do_not_grow(world, client):
    for name, (who, path) in world.paths.items():
        page = opened(world, client, who, path, "es")
        assert {lang[:2] for text, tag, lang in page.found if WRITTEN in text} <= {"es"}, name
        # <html>, the two words of the language switch; the printed facts of a certificate always say theirs.
        assert page.marks == 3 or name == "verify", name


def test_the_language_switch_keeps_the_page(world, client):
    path = world.paths["course"][1]

    answer = client.post(reverse("set_language"), {"language": "en", "next": path})

    assert (answer.status_code, answer.url) == (302, path)
    assert f'name="next" value="{path}"' in client.get(path).content.decode()


def test_an_element_says_its_language_only_to_readers_of_another():
    assert (lang_attribute(), lang_attribute("en"), reader_attribute()) == ("", ' lang="en"', "")
    with translation.override("en"):
        assert (lang_attribute(), lang_attribute("en"), reader_attribute()) == (' lang="es"', "", ' lang="en"')


def test_words_within_a_sentence_are_escaped_and_nothing_stays_nothing():
    page = Template('<p{% lang_of %}>{{ name|as_written }}</p>{{ ""|as_written|default:"—" }}')

    assert page.render(Context({"name": "<b>"})) == "<p>&lt;b&gt;</p>—"
    with translation.override("en"):
        assert page.render(Context({"name": "<b>"})) == '<p lang="es"><span lang="es">&lt;b&gt;</span></p>—'
        assert in_its_language("Words", "en") == "Words"


def test_a_list_of_names_marks_the_names_and_not_the_word_for_none():
    widget = WrittenSelect(choices=[("", "All"), ("1", "Norte")])

    assert "lang" not in widget.render("region", "")
    with translation.override("en"):
        html = widget.render("region", "")
    assert '<option value="1" lang="es">Norte</option>' in html and html.count("lang=") == 1
