"""A quiz as plain values: what is asked, what is right. Questions and choices go by their ids, in any order."""

from dataclasses import dataclass

from courses.models import LessonPage


@dataclass(frozen=True)
class Choice:
    id: str
    text: str
    correct: bool


@dataclass(frozen=True)
class Question:
    id: str
    text: str
    explanation: str
    choices: tuple[Choice, ...]

    def choice(self, choice_id: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.id == choice_id), None)

    @property
    def right(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.correct), None)


@dataclass(frozen=True)
class Quiz:
    id: str
    title: str
    intro: str
    final: bool
    questions: tuple[Question, ...]


def quizzes_of(lesson: LessonPage) -> dict[str, Quiz]:
    """The quizzes of the lesson by id, in their order."""
    return {block.id: quiz_of(block) for block in lesson.body if block.block_type == "quiz"}


def quiz_of(block) -> Quiz:
    """The quiz of one StreamField block."""
    value = block.value
    return Quiz(
        id=block.id,
        title=value["title"],
        intro=value["intro"],
        final=value["final"],
        questions=tuple(_question(item) for item in value["questions"].bound_blocks),
    )


def _question(item) -> Question:
    choices = item.value["choices"].bound_blocks
    return Question(
        id=item.id,
        text=item.value["text"],
        explanation=item.value["explanation"],
        choices=tuple(Choice(choice.id, choice.value["text"], choice.value["correct"]) for choice in choices),
    )
