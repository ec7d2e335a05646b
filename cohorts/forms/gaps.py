"""What is looked at of the gaps of a programme, and what is filled in."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.gaps.filling import Said
from cohorts.gaps.kinds import KINDS
from cohorts.roster.reading import OLDEST, day_said
from people.models import Area, Sex
from places.forms import place_widget
from places.matching import Match, match_municipalities

_UNSAID = ("", _("No lo sé"))


class GapsFilterForm(forms.Form):
    """Kind, region and cohort, out of those that the account may look at."""

    tipo = forms.ChoiceField(choices=[(kind.code, kind.title) for kind in KINDS], required=False)

    def __init__(self, *args, cohorts, **kwargs):
        super().__init__(*args, **kwargs)
        regions = {cohort.region.code: cohort.region.name for cohort in cohorts if cohort.region}
        by_code = [(code, f"{code} · {name}") for code, name in sorted(regions.items())]
        groups = [(str(cohort.uuid), f"{cohort.code} · {cohort.name}") for cohort in cohorts]
        for name, label, choices in (("region", _("Región"), by_code), ("grupo", _("Grupo"), groups)):
            choices = [("", _("Todo el programa")), *choices]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
        self.has_regions, self.has_groups = len(by_code) > 1, len(groups) > 1


def rows_sent(data, *, most: int) -> list[int]:
    """Whose rows stand on the page that was sent: what is no number is no row."""
    sent = [value for value in data.getlist("row") if value.isdecimal() and len(value) < 16]
    return [int(value) for value in sent[:most]]


class GapForm(forms.Form):
    """One person's row. Only what is shown to be filled in is asked."""

    sex = forms.ChoiceField(
        label=_("Sexo"),
        required=False,
        choices=[_UNSAID, *((sex.value, sex.label) for sex in Sex if sex != Sex.NOT_REPORTED)],
    )
    age = forms.CharField(
        label=_("Nacimiento"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "31/12/1985", "size": 10, "autocomplete": "off"}),
    )
    area = forms.ChoiceField(
        label=_("Área"),
        required=False,
        choices=[_UNSAID, (Area.URBAN.value, Area.URBAN.label), (Area.RURAL.value, Area.RURAL.label)],
    )
    place = forms.CharField(label=_("Municipio"), max_length=160, required=False)

    use_required_attribute = False

    def __init__(self, *args, asked, country, **kwargs):
        super().__init__(*args, **kwargs)
        self.match = Match(None)
        for name in set(self.fields) - set(asked):
            del self.fields[name]
        if "place" in self.fields:
            self.fields["place"].widget = place_widget(country)

    def clean_age(self) -> date | int | None:
        text = (self.cleaned_data.get("age") or "").strip()
        if not text:
            return None
        today = timezone.localdate()
        if text.isdecimal() and len(text) == 4 and OLDEST.year <= int(text) <= today.year:
            return int(text)
        day = day_said(text)
        if day and OLDEST <= day < today:
            return day
        raise forms.ValidationError(_("Escribe día/mes/año, como 31/12/1985, o solo el año."))

    def said(self) -> Said:
        """What the row says, once it and its place are known to be right."""
        data = self.cleaned_data
        return Said(data.get("sex", ""), data.get("age"), data.get("area", ""), self.match.territory)


def read_gap_rows(forms_by_person: dict[int, GapForm], country: str) -> dict[int, Said]:
    """What the right rows say; the others carry their errors. One query, for all the municipalities."""
    valid = {pk: form for pk, form in forms_by_person.items() if form.is_valid()}
    written = {form.cleaned_data["place"] for form in valid.values() if form.cleaned_data.get("place")}
    matches = match_municipalities(country, written) if written else {}
    for form in valid.values():
        if text := form.cleaned_data.get("place"):
            form.match = matches[text]
            _check_place(form)
    return {pk: said for pk, form in valid.items() if not form.errors and (said := form.said())}


def _check_place(form: GapForm) -> None:
    if form.match.territory:
        return
    if not form.match.candidates:
        form.add_error("place", _("No encontramos ese lugar. Revisa cómo está escrito."))
        return
    options = " · ".join(place.full_name for place in form.match.candidates[:4])
    sentence = forms.ValidationError(
        _("Puede ser: %(options)s. Escríbelo con su estado o región."), params={"options": options}
    )
    form.add_error("place", sentence)
