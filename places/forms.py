from django import forms

from places.models import Country


class SearchForm(forms.Form):
    country = forms.ChoiceField(choices=Country.choices)
    q = forms.CharField(max_length=80, required=False)
