"""Courses to begin from: a tree of pages with a little text in each, ours, in Spanish, to be made one's own."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHELF = Path(__file__).resolve().parent / "skeletons"


@dataclass(frozen=True)
class LessonStarter:
    """``body`` holds pairs as ``LessonPage`` keeps them: kind of block, its plain text."""

    title: str
    minutes: int
    body: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ModuleStarter:
    title: str
    hours: int
    summary: str
    lessons: tuple[LessonStarter, ...]


@dataclass(frozen=True)
class Starter:
    """``code`` is the file's name; ``about`` tells who chooses what it is good for."""

    code: str
    order: int
    title: str
    kind: str
    modality: str
    total_hours: int
    profile: str
    summary: str
    about: str
    objectives: tuple[str, ...]
    modules: tuple[ModuleStarter, ...]


@cache
def starters() -> dict[str, Starter]:
    """Every course to begin from, by its code, in the order they are offered."""
    found = [_read(path) for path in SHELF.glob("*.toml")]
    return {starter.code: starter for starter in sorted(found, key=lambda each: each.order)}


def _read(path: Path) -> Starter:
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    modules = tuple(_module(each) for each in said.pop("modules"))
    return Starter(code=path.stem, modules=modules, objectives=tuple(said.pop("objectives")), **said)


def _module(said: dict) -> ModuleStarter:
    lessons = tuple(
        LessonStarter(each["title"], each["minutes"], tuple(map(tuple, each["body"]))) for each in said.pop("lessons")
    )
    return ModuleStarter(lessons=lessons, **said)
