"""The privacy page: the same file that the night follows, in plain words."""

from dataclasses import dataclass

from django.utils import timezone

from people.models import ConsentNotice
from people.privacy.retention import fields_of, in_words, read, rules

# What is told: the rest says nothing about anybody.
TOLD = ("sensitive", "personal", "secret", "public")


@dataclass(frozen=True)
class Line:
    """What is kept, what for, and for how long."""

    about: str
    purposes: tuple[str, ...]
    keep: str


@dataclass(frozen=True)
class Told:
    code: str
    title: str
    lines: list[Line]


def classes_in_words() -> list[Told]:
    """One table a class of data, each line once, in the order of the file."""
    plan = read()
    found = []
    for code in TOLD:
        purposes: dict[tuple[str, str], dict[str, None]] = {}
        for label, entry in plan["models"].items():
            for purpose, keep in _of_class(label, code):
                key = in_words(entry["about"]), in_words(plan["periods"][keep])
                purposes.setdefault(key, {})[in_words(plan["purposes"][purpose])] = None
        lines = [Line(about, tuple(words), keep) for (about, keep), words in purposes.items()]
        found.append(Told(code, in_words(plan["classes"][code]), lines))
    return found


def _of_class(label: str, code: str) -> list[tuple[str, str]]:
    facts = fields_of(label).values()
    return list(dict.fromkeys((each["purpose"], each["keep"]) for each in facts if each["class"] == code))


def nights_in_words() -> list[str]:
    """What the night does to people, in the sentences of the file."""
    return [in_words(rule.said) for rule in rules() if rule.said]


def texts_in_force() -> list[ConsentNotice]:
    """One notice a country; a programme's own is read by its people, in their permissions."""
    current = ConsentNotice.objects.current(timezone.localdate())
    return [notice for (_country, programme), notice in sorted(current.items()) if not programme]
