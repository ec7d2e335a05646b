"""What a member types, checked before anything is kept."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.text import tidy_lines
from network.models import MAX_POST, Topic


class PostForm(forms.Form):
    """A message. The hidden number makes a second press of the button the same message."""

    source = forms.CharField(
        label=_("Tu mensaje"),
        max_length=MAX_POST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Hasta 10,000 caracteres. Deja un renglón en blanco entre párrafos; los enlaces se activan solos."),
        error_messages={
            "required": _("Escribe algo antes de publicar."),
            "max_length": _(
                "El texto tiene %(show_value)d caracteres y el máximo es %(limit_value)d. Acórtalo o divídelo."
            ),
        },
    )
    client_uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_source(self):
        source = self.cleaned_data["source"]
        if not tidy_lines(source).strip():
            raise forms.ValidationError(self.fields["source"].error_messages["required"], code="required")
        return source


class TopicForm(PostForm):
    title = forms.CharField(
        label=_("¿De qué se trata?"),
        max_length=Topic._meta.get_field("title").max_length,
        help_text=_("Una frase que se entienda sola en la lista, como una pregunta."),
        error_messages={"required": _("Escribe de qué se trata el tema.")},
    )
    field_order = ["title", "source"]
