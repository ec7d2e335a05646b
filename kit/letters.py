"""A letter written as one template: its first line is the subject, the rest is the text."""

import re
from dataclasses import dataclass

from django.template import Context, Engine
from django.template.exceptions import TemplateDoesNotExist
from django.utils import translation


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


def compose(name: str, context: dict, *, language: str) -> Letter:
    """Render ``<name>.txt``, and ``<name>.html`` when there is one, in ``language``.

    Nothing is escaped in the text, which is read as it stands; more than one empty line in a row becomes one.
    """
    with translation.override(language):
        subject, _break, text = _render(f"{name}.txt", context, plain=True).strip().partition("\n")
        try:
            html = _render(f"{name}.html", context, plain=False)
        except TemplateDoesNotExist:
            html = ""
    return Letter(subject.strip(), re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n", html)


def _render(name: str, context: dict, *, plain: bool) -> str:
    return Engine.get_default().get_template(name).render(Context(context, autoescape=not plain))
