"""The words of the demo: courses, modules, lessons and information pages, read from `content/`.

Layout: `content/courses/*.toml` name their modules; `content/modules/<slug>/module.toml` heads a folder whose
`NN-slug.md` files are its lessons; `content/pages/*.md` are the home and information pages.
Two courses that name the same module get the same ModuleText object.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lms.demo.markup import Block, Heading, Image, Paragraph, Question, Quiz, Quote, Video, blocks_of

__all__ = [
    "Block",
    "CourseText",
    "Heading",
    "Image",
    "LessonText",
    "ModuleText",
    "PageText",
    "Paragraph",
    "Question",
    "Quiz",
    "Quote",
    "Video",
    "course",
    "courses",
    "page",
    "pages",
    "word_count",
]

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True)
class LessonText:
    title: str
    slug: str
    minutes: int  # reading and exercise together
    blocks: tuple[Block, ...]

    @property
    def reading_minutes(self) -> int:
        """Minutes of reading alone, at 150 words a minute, rounded up."""
        return -(-word_count(self) // 150)

    @property
    def quizzes(self) -> tuple[Quiz, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Quiz))


@dataclass(frozen=True)
class ModuleText:
    title: str
    slug: str
    hours: int
    summary: str
    lessons: tuple[LessonText, ...]


@dataclass(frozen=True)
class CourseText:
    """`total_hours` counts sessions and modules; the modules carry `online_hours` of it."""

    code: str
    title: str
    slug: str
    kind: str  # course, diploma, workshop, seminar
    profile: str
    summary: str
    objectives: tuple[str, ...]
    total_hours: int
    modality: str  # in_person, online_live, self_paced, blended
    country: str
    modules: tuple[ModuleText, ...]

    @property
    def online_hours(self) -> int:
        return sum(module.hours for module in self.modules)

    @property
    def lessons(self) -> tuple[LessonText, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)


@dataclass(frozen=True)
class PageText:
    title: str
    slug: str
    summary: str
    blocks: tuple[Block, ...]


@cache
def courses() -> tuple[CourseText, ...]:
    """Every course of the demo, ordered by file name."""
    return tuple(_course(path) for path in sorted((CONTENT / "courses").glob("*.toml")))


def course(code: str) -> CourseText:
    """The course with this code. Raises KeyError."""
    return {text.code: text for text in courses()}[code]


@cache
def pages() -> tuple[PageText, ...]:
    """The home page first, then the information pages in menu order."""
    return tuple(_page(path) for path in sorted((CONTENT / "pages").glob("*.md")))


def page(slug: str) -> PageText:
    """The page with this slug (`inicio` is the home page). Raises KeyError."""
    return {text.slug: text for text in pages()}[slug]


def word_count(lesson: LessonText) -> int:
    """Words to read in a lesson, its quiz left out."""
    return sum(len(re.sub(r"<[^>]+>", " ", _words(block)).split()) for block in lesson.blocks)


def _words(block: Block) -> str:
    match block:
        case Paragraph(html=html):
            return html
        case Heading(text=text) | Quote(text=text):
            return text
        case Video(transcript=transcript):
            return transcript
        case _:
            return ""


def _course(path: Path) -> CourseText:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    data["objectives"] = tuple(data["objectives"])
    data["modules"] = tuple(_module(slug) for slug in data["modules"])
    return CourseText(slug=path.stem.split("-", 1)[1], **data)


@cache
def _module(slug: str) -> ModuleText:
    folder = CONTENT / "modules" / slug
    data = tomllib.loads((folder / "module.toml").read_text(encoding="utf-8"))
    return ModuleText(slug=slug, lessons=tuple(_lesson(path) for path in sorted(folder.glob("*.md"))), **data)


def _lesson(path: Path) -> LessonText:
    header, body = _split(path)
    return LessonText(slug=path.stem.split("-", 1)[1], blocks=blocks_of(body), **header)


def _page(path: Path) -> PageText:
    header, body = _split(path)
    return PageText(slug=path.stem.split("-", 1)[1], blocks=blocks_of(body), **header)


def _split(path: Path) -> tuple[dict, str]:
    _, header, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(header), body
