"""Scoring, on the server, with the questions as they stand."""

from collections.abc import Mapping
from dataclasses import dataclass

from courses.quizzes import Quiz
from learning.forms import QuizForm
from learning.models import QuizAttempt
from learning.reading import Reading
from learning.rules import FINAL_ATTEMPTS


def marked(quiz: Quiz, answers: Mapping[str, str]) -> list[dict]:
    """Each question with what was chosen, as it is kept for ever. ``answers`` are {question id: choice id}.

    No answer, or a choice that is not there, is wrong.
    """
    rows = []
    for question in quiz.questions:
        chosen = question.choice(str(answers.get(question.id, "")))
        rows.append(
            {
                "question": question.id,
                "text": question.text,
                "choice": chosen.id if chosen else "",
                "chosen": chosen.text if chosen else "",
                "right": bool(chosen and chosen.correct),
            }
        )
    return rows


def score_of(right: int, asked: int) -> int:
    """Out of 100, rounded down."""
    return right * 100 // asked


def answers_with(quiz: Quiz, right: int) -> dict[str, str]:
    """Answers of which exactly the first ``right`` are right: for transcribing results known only as a number."""
    answers = {}
    for number, question in enumerate(quiz.questions):
        choices = [choice for choice in question.choices if choice.correct is (number < right)]
        answers[question.id] = choices[0].id
    return answers


@dataclass(frozen=True)
class QuizState:
    """A quiz as one reader meets it. ``form`` is None where nothing is to be sent: no enrolment, no attempt left, or
    answered already and not asked for again (then ``retry``).

    ``reveal`` says whether the right answers may be shown: always for practice; for a final, once it is decided.
    """

    form: QuizForm | None
    retry: bool = False
    last: QuizAttempt | None = None
    best: int | None = None
    used: int = 0
    left: int | None = None
    passed: bool = False
    reveal: bool = False

    @property
    def rows(self) -> dict[str, dict]:
        return {row["question"]: row for row in self.last.answers} if self.last else {}


def state_of(quiz: Quiz, reading: Reading | None) -> QuizState:
    """The team, editors and previews see the quiz with its answers and send nothing."""
    if not reading or reading.enrolment is None:
        return QuizState(form=None, reveal=True)
    attempts = reading.attempts.get(quiz.id, [])
    best = max((attempt.score for attempt in attempts), default=None)
    left = max(0, FINAL_ATTEMPTS - len(attempts)) if quiz.final else None
    passed = best is not None and best >= reading.pass_score
    open_now = left != 0 and (not attempts or quiz.id in reading.forms or reading.again == quiz.id)
    return QuizState(
        form=(reading.forms.get(quiz.id) or QuizForm(quiz)) if open_now else None,
        retry=left != 0 and not open_now,
        last=attempts[-1] if attempts else None,
        best=best,
        used=len(attempts),
        left=left,
        passed=passed,
        reveal=not quiz.final or passed or left == 0,
    )
