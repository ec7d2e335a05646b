"""The small markup in which the demo lessons are written, turned into blocks.

A lesson file opens with a TOML header between two `+++` lines. Its body is made of chunks separated by blank lines:

    ## Words                    a heading
    - item        1. item       a list, with **bold**, *italic* and [words](address) in every text
    > Words                     a quote; its last line may be `> — source`
    !imagen name | alt | caption
    !video address | title      the transcript follows, up to the next heading or `!` line
    !cuestionario Title         or `!final Title`: the rest of the file is the quiz

In a quiz the chunk before the first `?` is the introduction; every question is one chunk:

    ? Question
    = the right choice
    - a wrong choice
    ! why
"""

import html
import re
from dataclasses import dataclass


class BadText(ValueError):
    """A lesson file that cannot be read; the message names the chunk."""


@dataclass(frozen=True)
class Heading:
    text: str
    kind: str = "heading"


@dataclass(frozen=True)
class Paragraph:
    """Running text. `html` holds only p, ul, ol, li, b, i and a."""

    html: str
    kind: str = "paragraph"


@dataclass(frozen=True)
class Quote:
    text: str
    source: str
    kind: str = "quote"


@dataclass(frozen=True)
class Image:
    """A picture to be woven from `weave_name`; `alt` is never empty."""

    alt: str
    caption: str
    weave_name: str
    kind: str = "image"


@dataclass(frozen=True)
class Video:
    """`transcript` is plain text, paragraphs separated by a blank line."""

    url: str
    title: str
    transcript: str
    kind: str = "video"


@dataclass(frozen=True)
class Question:
    """`choices` are (text, is right) pairs in the order to show them; exactly one is right."""

    text: str
    explanation: str
    choices: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Quiz:
    title: str
    intro: str
    final: bool
    questions: tuple[Question, ...]
    kind: str = "quiz"


Block = Heading | Paragraph | Quote | Image | Video | Quiz

_BULLET = re.compile(r"^- ")
_NUMBER = re.compile(r"^\d+\. ")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_QUIZ = re.compile(r"^!(cuestionario|final) (.+)$", re.MULTILINE)


def blocks_of(source: str) -> tuple[Block, ...]:
    """Every block of a lesson body, in reading order. Raises BadText."""
    quiz_line = _QUIZ.search(source)
    body = source[: quiz_line.start()] if quiz_line else source
    blocks = []
    for chunk in _chunks(body):
        _append(blocks, chunk)
    if quiz_line:
        final = quiz_line[1] == "final"
        blocks.append(_quiz(quiz_line[2].strip(), source[quiz_line.end() :], final=final))
    return tuple(blocks)


def html_of(source: str) -> str:
    """Running text alone (no headings or `!` lines) as HTML."""
    return "".join(_prose(chunk) for chunk in _chunks(source))


def _chunks(source: str) -> list[str]:
    return [chunk.strip() for chunk in re.split(r"\n\s*\n", source) if chunk.strip()]


def _append(blocks: list[Block], chunk: str) -> None:
    """Add the chunk, joining running text to the running text or transcript just before it."""
    last = blocks[-1] if blocks else None
    if chunk.startswith("## "):
        blocks.append(Heading(chunk[3:].strip()))
    elif chunk.startswith("> "):
        blocks.append(_quote(chunk))
    elif chunk.startswith("!"):
        blocks.append(_figure(chunk))
    elif isinstance(last, Video):
        transcript = "\n\n".join(filter(None, [last.transcript, _joined(chunk)]))
        blocks[-1] = Video(last.url, last.title, transcript)
    elif isinstance(last, Paragraph):
        blocks[-1] = Paragraph(last.html + _prose(chunk))
    else:
        blocks.append(Paragraph(_prose(chunk)))


def _joined(chunk: str) -> str:
    return " ".join(line.strip() for line in chunk.splitlines())


def _prose(chunk: str) -> str:
    lines = chunk.splitlines()
    if _BULLET.match(lines[0]):
        return _list("ul", _BULLET, lines)
    if _NUMBER.match(lines[0]):
        return _list("ol", _NUMBER, lines)
    return f"<p>{_inline(_joined(chunk))}</p>"


def _list(tag: str, marker: re.Pattern, lines: list[str]) -> str:
    items: list[str] = []
    for line in lines:
        if marker.match(line):
            items.append(marker.sub("", line))
        else:
            items[-1] += f" {line.strip()}"
    inside = "".join(f"<li>{_inline(item)}</li>" for item in items)
    return f"<{tag}>{inside}</{tag}>"


def _inline(text: str) -> str:
    text = html.escape(text, quote=False)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)
    return _LINK.sub(lambda m: f'<a href="{html.escape(m[2])}">{m[1]}</a>', text)


def _quote(chunk: str) -> Quote:
    lines = [line.removeprefix(">").strip() for line in chunk.splitlines()]
    source = lines.pop().removeprefix("—").strip() if lines[-1].startswith("—") else ""
    return Quote(" ".join(lines), source)


def _figure(chunk: str) -> Image | Video:
    command, _, rest = _joined(chunk).partition(" ")
    parts = [part.strip() for part in rest.split("|")]
    if command == "!imagen" and len(parts) == 3:
        name, alt, caption = parts
        return Image(alt, caption, name)
    if command == "!video" and len(parts) == 2:
        return Video(parts[0], parts[1], "")
    raise BadText(chunk)


def _quiz(title: str, source: str, *, final: bool) -> Quiz:
    chunks = _chunks(source)
    intro = [_joined(chunk) for chunk in chunks if not chunk.startswith("?")]
    questions = tuple(_question(chunk) for chunk in chunks if chunk.startswith("?"))
    return Quiz(title, " ".join(intro), final, questions)


def _question(chunk: str) -> Question:
    text, explanation, choices = "", "", []
    for line in chunk.splitlines():
        mark, words = line[0], line[1:].strip()
        if mark == "?":
            text = words
        elif mark in "=-":
            choices.append((words, mark == "="))
        elif mark == "!":
            explanation = words
        else:
            raise BadText(line)
    if [right for _, right in choices].count(True) != 1:
        raise BadText(chunk)
    return Question(text, explanation, tuple(choices))
