"""How the sheets to be signed are wanted."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from cohorts.sheets.content import COLUMNS, FOR_ALL, MOST_BLANK, Wish
from kit.widgets import DayInput
from programmes.papers import PAPERS, usual_paper
from programmes.vocabulary import Vocabulary


class PaperForm(forms.Form):
    """The address of a sheet says all of it: ``?columnas=organisation&filas=5&papel=oficio``; nothing is the usual."""

    columnas = forms.MultipleChoiceField(
        label=_("Columnas además del nombre y la firma"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Lo que se imprime lo lee quien tenga la hoja en la mano: pide solo lo que haga falta."),
    )
    filas = forms.IntegerField(
        label=_("Renglones vacíos para quien llegue sin estar en la lista"),
        required=False,
        min_value=0,
        max_value=MOST_BLANK,
        initial=Wish.blank,
    )
    papel = forms.ChoiceField(
        label=_("Tamaño de la hoja"), required=False, widget=forms.RadioSelect, choices=[*PAPERS.items()]
    )

    def __init__(self, *args, programme, decides, **kwargs):
        super().__init__(*args, **kwargs)
        self.usual = usual_paper(programme.country)
        names = COLUMNS | {"organisation": Vocabulary(programme)["Organisation"]}
        self.fields["columnas"].choices = [(key, names[key]) for key in (COLUMNS if decides else FOR_ALL)]
        self.fields["papel"].initial = self.usual

    @property
    def wish(self) -> Wish:
        data = self.cleaned_data
        blank = Wish.blank if data["filas"] is None else data["filas"]
        return Wish(columns=tuple(data["columnas"]), blank=blank, paper=data["papel"] or self.usual)


class SeriesPaperForm(PaperForm):
    """Of one cohort: all its sessions, or those that are ticked."""

    sesion = forms.MultipleChoiceField(
        label=_("Sesiones"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Sin marcar ninguna, todas."),
    )
    field_order = ["sesion"]

    def __init__(self, *args, registers, **kwargs):
        super().__init__(*args, **kwargs)
        self.registers = {str(register.uuid): register for register in registers}
        self.fields["sesion"].label = Vocabulary(kwargs["programme"])["Sessions"]
        self.fields["sesion"].choices = [(key, register.session.title) for key, register in self.registers.items()]

    @property
    def chosen(self) -> list:
        asked = set(self.cleaned_data["sesion"]) or self.registers.keys()
        return [register for key, register in self.registers.items() if key in asked]


class DayPaperForm(PaperForm):
    dia = forms.DateField(
        label=_("Día"),
        widget=DayInput,
        # Beyond them the calendar itself ends.
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1))],
    )
