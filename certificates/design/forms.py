"""A design as it is filled in by hand: choices, words, pictures, who signs."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.design.assets import taken_in
from certificates.design.content import (
    LANGUAGES,
    MOST_LOGOS,
    MOST_SIGNATORIES,
    SIGNATORY_LENGTH,
    WORDS,
)
from certificates.design.words import VARIABLES, problem_with, problem_with_length
from certificates.models import CertificateTemplate, Purpose
from kit.files import BadFile
from kit.sheets import unknown_signs
from kit.text import tidy

BASE_WORDS = {
    "telar": _("Telar: una franja tejida arriba y el texto a la izquierda"),
    "marco": _("Marco: un borde tejido alrededor y el texto al centro"),
    "hilo": _("Hilo: mucho blanco, una cinta que cuelga y los datos en columna"),
}
PAPER_WORDS = {"a4": _("A4"), "us-letter": _("Carta")}
LANGUAGE_WORDS = {"es": _("Español"), "en": _("Inglés")}
WORD_LABELS = {
    "title": _("Título"),
    "given": _("Antes del nombre"),
    "because": _("Después del nombre"),
    "body": _("Texto bajo el título del curso"),
}
# No template: the sheet that everybody has.
USUAL = 0
USES = {"logo": "logo", "signatory": "signature", "background": "background"}
PICTURE = forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"})


@dataclass(frozen=True)
class Section:
    """Some fields of the form under one heading; ``words`` may hold variables."""

    title: str
    fields: list
    words: bool = False


class NewTemplateForm(forms.Form):
    name = forms.CharField(
        label=_("Nombre del diseño"), max_length=80, help_text=_("Por ejemplo «Diplomado con logotipos».")
    )
    kind = forms.ChoiceField(label=_("Sirve para"), choices=Purpose.choices, initial=Purpose.COMPLETION)
    base = forms.ChoiceField(
        label=_("Se parte de"), choices=list(BASE_WORDS.items()), initial="telar", widget=forms.RadioSelect
    )


class ChoiceForm(forms.Form):
    """One select a kind, of what can be used in the programme. ``chosen`` gives template or None by kind."""

    def __init__(self, *args, programme, chosen: dict[str, int], **kwargs):
        super().__init__(*args, **kwargs)
        self.templates = {each.pk: each for each in CertificateTemplate.objects.usable_in(programme)}
        for kind, label in Purpose.choices:
            mine = [(pk, each.name) for pk, each in self.templates.items() if each.kind == kind]
            self.fields[kind] = forms.ChoiceField(
                label=label,
                choices=[(USUAL, _("La hoja de siempre")), *mine],
                initial=chosen.get(kind, USUAL),
            )

    def chosen(self) -> dict[str, CertificateTemplate | None]:
        return {kind: self.templates.get(int(pk)) for kind, pk in self.cleaned_data.items()}


class DesignForm(forms.Form):
    """``content()`` is the design it says; pictures that were there stay unless replaced or taken away."""

    name = forms.CharField(label=_("Nombre del diseño"), max_length=80)
    base = forms.ChoiceField(label=_("Diseño"), choices=list(BASE_WORDS.items()), widget=forms.RadioSelect)
    paper = forms.ChoiceField(label=_("Tamaño de la hoja"), choices=list(PAPER_WORDS.items()), widget=forms.RadioSelect)
    landscape = forms.TypedChoiceField(
        label=_("Posición"),
        choices=[("1", _("Horizontal")), ("0", _("Vertical"))],
        coerce=lambda said: said == "1",
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Se entrega en"), choices=list(LANGUAGE_WORDS.items()), widget=forms.RadioSelect
    )
    background = forms.FileField(
        label=_("Imagen de fondo"),
        required=False,
        allow_empty_file=True,
        widget=PICTURE,
        help_text=_("Cubre la hoja entera, bajo el texto: mejor muy clara. PNG, JPG o WEBP, hasta 5 MB."),
    )
    background_gone = forms.BooleanField(label=_("Quitar la imagen de fondo"), required=False)

    def __init__(self, *args, template: CertificateTemplate, **kwargs):
        self.draft, self.pictures = template.draft, {}
        super().__init__(*args, **kwargs | {"initial": _initial(template)})
        for language in LANGUAGES:
            self._add_words(language)
        for place in range(MOST_LOGOS):
            label = _("Logotipo %(number)d: de quién es") % {"number": place + 1}
            self.fields[f"logo{place}_name"] = forms.CharField(label=label, max_length=120, required=False)
            self._add_picture(f"logo{place}", bool(self.draft["logos"][place:]))
        for place in range(MOST_SIGNATORIES):
            self._add_signatory(place)

    def _add_words(self, language: str) -> None:
        for key, longest in WORDS.items():
            self.fields[f"{key}_{language}"] = forms.CharField(
                label=WORD_LABELS[key],
                max_length=longest,
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}) if key == "body" else forms.TextInput(),
            )

    def _add_signatory(self, place: int) -> None:
        number = {"number": place + 1}
        for key, label in (("name", _("Firma %(number)d: nombre")), ("post", _("Firma %(number)d: cargo"))):
            self.fields[f"signatory{place}_{key}"] = forms.CharField(
                label=label % number, max_length=SIGNATORY_LENGTH, required=False
            )
        held = self.draft["signatories"][place : place + 1]
        self._add_picture(f"signatory{place}", bool(held and held[0]["signature"]))

    def _add_picture(self, name: str, held: bool) -> None:
        label = _("Cambiar la imagen") if held else _("Imagen")
        self.fields[f"{name}_file"] = forms.FileField(
            label=label, required=False, widget=PICTURE, allow_empty_file=True
        )
        if held:
            self.fields[f"{name}_gone"] = forms.BooleanField(label=_("Quitar la imagen"), required=False)

    def clean(self):
        for name, field in self.fields.items():
            said = self.cleaned_data.get(name)
            if isinstance(field, forms.FileField) and said:
                self._take_in(name, said)
            elif type(field) is forms.CharField and said:
                self._read(name, said)
        for place in range(MOST_SIGNATORIES):
            post, signature = self.cleaned_data.get(f"signatory{place}_post"), self._kept(f"signatory{place}")
            if (post or signature) and not self.cleaned_data.get(f"signatory{place}_name"):
                self.add_error(f"signatory{place}_name", _("Escribe el nombre de quien firma."))
        for place in range(MOST_LOGOS):
            if self._kept(f"logo{place}") and not self.cleaned_data.get(f"logo{place}_name"):
                self.add_error(f"logo{place}_name", _("Escribe de quién es: se lee en voz alta en su lugar."))
        return self.cleaned_data

    def _take_in(self, name: str, file) -> None:
        use = next(each for start, each in USES.items() if name.startswith(start))
        try:
            self.pictures[name.removesuffix("_file")] = taken_in(file, use=use)
        except BadFile as error:
            self.add_error(name, str(error))

    def _read(self, name: str, said: str) -> None:
        unknown = unknown_signs(said)
        if unknown:
            self.add_error(name, _("No tenemos letras para imprimir: %(signs)s") % {"signs": " ".join(unknown[:20])})
        problem = problem_with(said) if name.rpartition("_")[0] in WORDS else ""
        if problem := problem or problem_with_length(said):
            self.add_error(name, problem)

    def _kept(self, name: str) -> dict | None:
        """The new picture; else the one there was, unless it is taken away."""
        if name in self.pictures:
            return self.pictures[name]
        return None if self.cleaned_data.get(f"{name}_gone") else _held(self.draft, name)

    def content(self) -> dict:
        said = self.cleaned_data
        logos = [(tidy(said[f"logo{place}_name"]), self._kept(f"logo{place}")) for place in range(MOST_LOGOS)]
        signatories = [
            {
                "name": tidy(said[f"signatory{place}_name"]),
                "post": tidy(said[f"signatory{place}_post"]),
                "signature": self._kept(f"signatory{place}"),
            }
            for place in range(MOST_SIGNATORIES)
        ]
        return {
            **{key: said[key] for key in ("base", "paper", "landscape", "language")},
            "words": {
                language: {key: said[f"{key}_{language}"].replace("\r", "").strip() for key in WORDS}
                for language in LANGUAGES
            },
            "logos": [{"name": name} | picture for name, picture in logos if picture],
            "background": self._kept("background"),
            "signatories": [each for each in signatories if each["name"]],
        }

    def variables(self) -> list[tuple[str, str]]:
        return [(f"{{{name}}}", str(about)) for name, about in VARIABLES.items()]

    def sections(self) -> list[Section]:
        """As the page shows them."""
        logos = [field for field in self if field.name.startswith("logo")]
        signs = [field for field in self if field.name.startswith("signatory")]
        words = {each: [self[f"{key}_{each}"] for key in WORDS] for each in LANGUAGES}
        ground = [self["background"], *([self["background_gone"]] if self.draft["background"] else [])]
        return [
            Section(str(_("La hoja")), [self[name] for name in ("name", "base", "paper", "landscape", "language")]),
            Section(str(_("Quién firma")), signs),
            Section(str(_("Logotipos")), logos),
            Section(str(_("Palabras en español")), words["es"], words=True),
            Section(str(_("Palabras en inglés")), words["en"], words=True),
            Section(str(_("Fondo")), ground),
        ]


def _held(draft: dict, name: str) -> dict | None:
    """The picture that is in the draft under this name of a field."""
    if name == "background":
        return draft["background"]
    place = int(name[-1])
    if name.startswith("logo"):
        return next((_bare(each) for each in draft["logos"][place : place + 1]), None)
    return next((each["signature"] for each in draft["signatories"][place : place + 1]), None)


def _bare(logo: dict) -> dict:
    return {key: value for key, value in logo.items() if key != "name"}


def _initial(template: CertificateTemplate) -> dict:
    draft = template.draft
    initial = {"name": template.name} | {key: draft[key] for key in ("base", "paper", "language")}
    initial["landscape"] = "1" if draft["landscape"] else "0"
    for language, words in draft["words"].items():
        initial |= {f"{key}_{language}": said for key, said in words.items()}
    for place, logo in enumerate(draft["logos"]):
        initial[f"logo{place}_name"] = logo["name"]
    for place, each in enumerate(draft["signatories"]):
        initial |= {f"signatory{place}_name": each["name"], f"signatory{place}_post": each["post"]}
    return initial
