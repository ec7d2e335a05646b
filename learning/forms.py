"""A quiz as a plain form: one group of radio buttons a question."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.quizzes import Quiz


class QuizForm(forms.Form):
    """Answers to one quiz. What is left unanswered is asked for once; ``confirm`` hands it in as it is."""

    client_uuid = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": _("El envío llegó incompleto. Inténtalo otra vez.")}
    )
    confirm = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, quiz: Quiz, data=None):
        super().__init__(data)
        self.quiz = quiz
        self.unanswered = 0
        gone = _("Esa respuesta ya no está. Elige otra.")
        for question in quiz.questions:
            self.fields[_name(question)] = forms.ChoiceField(
                label=question.text,
                choices=[(choice.id, choice.text) for choice in question.choices],
                widget=forms.RadioSelect,
                required=False,
                error_messages={"invalid_choice": gone},
            )

    def clean(self):
        cleaned = super().clean()
        open_ones = [q for q in self.quiz.questions if not cleaned.get(_name(q)) and _name(q) not in self.errors]
        if open_ones and not cleaned.get("confirm"):
            self.unanswered = len(open_ones)
            for question in open_ones:
                self.add_error(_name(question), _("Falta responder esta pregunta."))
        return cleaned

    @property
    def answers(self) -> dict[str, str]:
        """{question id: choice id} of what was chosen."""
        chosen = {question.id: self.cleaned_data.get(_name(question), "") for question in self.quiz.questions}
        return {question: choice for question, choice in chosen.items() if choice}

    @property
    def sending(self) -> str:
        """The name of this sending: kept while errors are corrected, so that it counts once."""
        kept = self.is_bound and "client_uuid" not in self.errors
        return str(self.cleaned_data["client_uuid"]) if kept else str(uuid4())

    @property
    def questions(self):
        """(question, its field) in order."""
        return [(question, self[_name(question)]) for question in self.quiz.questions]

    @property
    def unanswered_words(self) -> str:
        return ngettext(
            "Te falta responder %(count)d pregunta. Si la dejas así, contará como equivocada.",
            "Te falta responder %(count)d preguntas. Si las dejas así, contarán como equivocadas.",
            self.unanswered,
        ) % {"count": self.unanswered}


def _name(question) -> str:
    return f"q-{question.id}"
