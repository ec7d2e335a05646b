import csv
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from lms.demo import places, texts
from lms.demo.forum import TOPICS
from lms.demo.markup import BadText, blocks_of, html_of
from lms.demo.names import LIMITS as NAME_LIMITS
from lms.demo.names import email, folded, person_name, phone
from lms.demo.sessions import SESSIONS

DIPLOMAS = ("P9-PCM", "P9-GEP")
LIMITS = {"heading": 160, "quote": 600, "intro": 400, "question": 400, "choice": 300, "explanation": 600, "alt": 200}


def test_each_course_has_its_modules_and_lessons():
    shape = {c.code: [len(m.lessons) for m in c.modules] for c in texts.courses()}

    assert shape == {"P9-PCM": [2] * 5, "P9-GEP": [2] * 5, "CQB-SMB": [1, 1], "MED-FOS": [2, 2]}


@pytest.mark.parametrize("code", DIPLOMAS)
def test_a_diploma_has_forty_hours_half_of_them_in_sessions(code):
    course = texts.course(code)
    in_sessions = sum(session.minutes for session in SESSIONS[code])

    assert (course.total_hours, course.online_hours, in_sessions) == (40, 20, 20 * 60)
    assert Counter(session.modality for session in SESSIONS[code]) == {"in_person": 3, "online_live": 2}


def test_the_hours_of_every_course_are_its_modules_and_its_sessions():
    for course in texts.courses():
        sessions = sum(session.minutes for session in SESSIONS[course.code])
        assert course.total_hours * 60 == course.online_hours * 60 + sessions


def test_the_lessons_fill_the_hours_of_their_module():
    for module in chain.from_iterable(course.modules for course in texts.courses()):
        assert sum(lesson.minutes for lesson in module.lessons) == module.hours * 60


def test_the_two_diplomas_share_one_module():
    first, second = (texts.course(code).modules for code in DIPLOMAS)

    assert [module.slug for module in first if any(module is other for other in second)] == [
        "presupuesto-y-financiamiento"
    ]


@pytest.mark.parametrize("code", DIPLOMAS)
def test_only_the_last_lesson_holds_the_final_assessment_of_twenty_questions(code):
    lessons = texts.course(code).lessons
    finals = [(number, quiz) for number, lesson in enumerate(lessons) for quiz in lesson.quizzes if quiz.final]

    assert [(number, len(quiz.questions)) for number, quiz in finals] == [(9, 20)]


def test_every_question_has_one_right_answer_three_or_four_choices_and_a_reason():
    for question in _questions():
        assert [right for _, right in question.choices].count(True) == 1, question.text
        assert len(question.choices) in (3, 4), question.text
        assert len({words for words, _ in question.choices}) == len(question.choices), question.text
        assert question.text and question.explanation


def test_the_right_answer_is_not_always_in_the_same_place():
    for code in DIPLOMAS:
        final = texts.course(code).lessons[-1].quizzes[0]
        where = Counter([right for _, right in question.choices].index(True) for question in final.questions)
        assert max(where.values()) <= 12


def test_formative_quizzes_have_three_or_four_questions():
    sizes = {len(quiz.questions) for lesson in _lessons() for quiz in lesson.quizzes if not quiz.final}

    assert sizes == {3, 4}


def test_every_lesson_gives_enough_to_read_and_no_more():
    too_short_or_long = {x.slug: texts.word_count(x) for x in _lessons() if not 450 <= texts.word_count(x) <= 800}

    assert too_short_or_long == {}


def test_every_lesson_ends_in_an_exercise_and_carries_a_picture():
    for lesson in _lessons():
        kinds = [block.kind for block in lesson.blocks]
        assert "image" in kinds, lesson.slug
        assert "Ejercicio del viernes" in [block.text for block in lesson.blocks if block.kind == "heading"]


def test_texts_fit_the_fields_that_editors_have():
    for block in chain.from_iterable(x.blocks for x in (*_lessons(), *texts.pages())):
        if block.kind in ("heading", "quote"):
            assert len(block.text) <= LIMITS[block.kind]
        if block.kind == "image":
            assert 0 < len(block.alt) <= LIMITS["alt"]
        if block.kind == "quiz":
            assert len(block.intro) <= LIMITS["intro"]
    for question in _questions():
        assert len(question.text) <= LIMITS["question"]
        assert len(question.explanation) <= LIMITS["explanation"]
        assert max(len(words) for words, _ in question.choices) <= LIMITS["choice"]
    for text in (*texts.courses(), *chain.from_iterable(c.modules for c in texts.courses()), *texts.pages()):
        assert len(text.summary) <= 400


def test_slugs_and_pictures_are_not_repeated():
    slugs = [lesson.slug for lesson in set(_lessons())]
    woven = [block.weave_name for lesson in set(_lessons()) for block in lesson.blocks if block.kind == "image"]

    assert len(slugs) == len(set(slugs)) == 24
    assert len(woven) == len(set(woven))


def test_videos_can_be_read():
    videos = [block for lesson in set(_lessons()) for block in lesson.blocks if block.kind == "video"]

    assert len(videos) == 2
    assert all(len(video.transcript.split()) > 40 for video in videos)


def test_no_markup_is_left_in_the_words():
    for block in chain.from_iterable(x.blocks for x in (*_lessons(), *texts.pages())):
        if block.kind == "paragraph":
            assert "**" not in block.html and "\n" not in block.html and "<p>#" not in block.html


def test_the_pages_come_in_menu_order():
    assert [page.slug for page in texts.pages()] == ["inicio", "acerca-de", "privacidad", "ayuda"]


def test_markup_becomes_safe_html():
    assert html_of("Uno **dos** *tres* <b>\n\n- a\n  sigue\n- [b](/c/)") == (
        '<p>Uno <b>dos</b> <i>tres</i> &lt;b&gt;</p><ul><li>a sigue</li><li><a href="/c/">b</a></li></ul>'
    )


@pytest.mark.parametrize(
    "source", ["!imagen solo-nombre", "!cuestionario X\n\n? ¿Sí?\n- no\n- tampoco", "!final X\n\n? ¿Sí?\n= a\n= b"]
)
def test_a_broken_text_is_refused(source):
    with pytest.raises(BadText):
        blocks_of(source)


def test_no_two_people_share_a_folded_name_in_any_order():
    people = [person_name(i, _sex(i), country) for country, most in NAME_LIMITS.items() for i in range(most)]
    names = {tuple(sorted(folded(" ".join(name)).split())) for name in people}

    assert len(names) == 1_000 + 130 + 130


def test_within_a_country_no_two_people_share_given_name_and_first_surname():
    for country, most in NAME_LIMITS.items():
        assert len({folded(" ".join(person_name(i, _sex(i), country)[:2])) for i in range(most)}) == most


def test_a_person_is_always_the_same():
    assert person_name(0, "woman") == ("Ana María", "García", "Acosta")
    assert person_name(3, "man", "CL") == ("Jaime", "Pizarro", "Díaz")
    assert person_name(61 * 67, "woman")[1:] == ("García", "Acosta")


def test_addresses_and_telephones_are_fictitious():
    assert email("Ana María", "Núñez", 7) == "ana.nunez.07@correo.example"
    assert [phone(1, country) for country in ("MX", "CL", "CO")] == [
        "+52 55 0000 0001",
        "+56 9 0000 0001",
        "+57 300 000 0001",
    ]


def test_nine_regions_share_no_municipality():
    codes = [code for region in places.REGIONS for code in region.municipalities]

    assert [region.code for region in places.REGIONS] == [f"R{number}" for number in range(1, 10)]
    assert len(codes) == len(set(codes))
    assert {len(region.municipalities) for region in places.REGIONS} <= {6, 7, 8}


def test_every_municipality_is_in_the_official_catalogue():
    with _catalogue().open(encoding="utf-8") as lines:
        known = {row["code"] for row in csv.DictReader(lines) if row["level"] == "municipality"}

    assert {code for region in places.REGIONS for code in region.municipalities} - known == set()


def test_the_organisations_add_up_to_the_programmes_figures():
    council_places = Counter(council.place for council in places.COUNCILS)
    groups = Counter((o.place, o.kind) for o in places.MEDELLIN_ORGANISATIONS)
    members = Counter()
    for organisation in places.MEDELLIN_ORGANISATIONS:
        members[organisation.place] += organisation.members

    assert council_places == {"SIN": 6, "PAL": 14}
    assert groups == {
        ("12", "jac"): 14,
        ("12", "social_organisation"): 18,
        ("14", "jac"): 11,
        ("14", "social_organisation"): 19,
    }
    assert members == {"12": 1_152, "14": 1_058}
    names = [o.name for o in (*places.COUNCILS, *places.MEDELLIN_ORGANISATIONS)]
    assert len(names) == len({folded(name) for name in names}) == 82


def test_sessions_follow_the_programmes_years():
    assert [session.year for session in SESSIONS["CQB-SMB"]] == [2014] * 3 + [2015] * 3
    assert len(SESSIONS["MED-FOS"]) == 3
    assert all(bool(s.venue) == (s.modality == "in_person") for s in chain.from_iterable(SESSIONS.values()))


def test_the_board_opens_with_four_conversations():
    assert [len(topic.replies) for topic in TOPICS] == [4, 3, 2, 3]


def _lessons():
    return list(chain.from_iterable(course.lessons for course in texts.courses()))


def _questions():
    return [q for lesson in _lessons() for quiz in lesson.quizzes for q in quiz.questions]


def _sex(index):
    return "not_reported" if index % 20 == 19 else ("woman" if index % 2 == 0 else "man")


def _catalogue():
    """The Mexican table that the project carries in `places`, wherever in that app it lies."""
    return next(iter(sorted((Path(__file__).parents[2] / "places").rglob("mx.csv"))), None)
