from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from pages.blocks import ContentBlocks


class ChoiceBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Respuesta"), max_length=300)
    correct = blocks.BooleanBlock(label=_("Es correcta"), required=False)

    class Meta:
        label = _("Respuesta posible")
        icon = "list-ul"


class QuestionBlock(blocks.StructBlock):
    """Exactly one right answer: with none it could not be passed, with two it could not be scored."""

    text = blocks.CharBlock(label=_("Pregunta"), max_length=400)
    choices = blocks.ListBlock(
        ChoiceBlock(), min_num=2, max_num=8, default=[{"text": "", "correct": False}] * 2, label=_("Respuestas")
    )
    explanation = blocks.TextBlock(label=_("Explicación"), required=False, max_length=600)

    class Meta:
        label = _("Pregunta")
        icon = "help"

    def clean(self, value):
        cleaned = super().clean(value)
        right = sum(choice["correct"] for choice in cleaned["choices"])
        if right != 1:
            sentence = (
                _("Marca una respuesta como correcta.")
                if right == 0
                else _("Marca solo una respuesta como correcta; ahora hay %(count)d.") % {"count": right}
            )
            raise StructBlockValidationError(
                block_errors={"choices": ListBlockValidationError(non_block_errors=ErrorList([sentence]))}
            )
        return cleaned


class QuizBlock(blocks.StructBlock):
    """Questions with one right answer each. The block's own id names the quiz for ever."""

    title = blocks.CharBlock(label=_("Título"), max_length=160)
    intro = blocks.TextBlock(label=_("Indicaciones"), required=False, max_length=400)
    final = blocks.BooleanBlock(
        label=_("Es la evaluación final"),
        required=False,
        help_text=_("Su calificación cuenta para acreditar el curso. Las demás son para practicar."),
    )
    questions = blocks.ListBlock(QuestionBlock(), min_num=1, max_num=50, label=_("Preguntas"))

    class Meta:
        label = _("Cuestionario")
        icon = "form"


class LessonBlocks(ContentBlocks):
    quiz = QuizBlock()
