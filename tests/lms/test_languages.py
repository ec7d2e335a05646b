"""Spanish is the source; who asks for English reads English, with British dates."""

from datetime import date

import pytest
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("es", "Enviarme un código"), ("en", "Send me a code")])
def test_the_door_speaks_the_readers_language(client, language, words):
    page = client.get("/cuenta/login/", headers={"accept-language": language}).content.decode()
    assert words in page
    assert f'<html lang="{language}' in page


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [("es", "06/11/2026", "6 de noviembre de 2026"), ("en", "06/11/2026", "6 November 2026")],
)
def test_dates_put_the_day_first_in_both_languages(language, short, long):
    with translation.override(language):
        assert date_format(date(2026, 11, 6), "SHORT_DATE_FORMAT") == short
        assert date_format(date(2026, 11, 6), "DATE_FORMAT") == long


def test_the_editor_lacks_no_everyday_word_in_spanish_and_keeps_its_own_plurals():
    with translation.override("es"):
        assert gettext("Refresh") == "Actualizar"
        assert ngettext("%(num)d hour", "%(num)d hours", 2) == "%(num)d horas"
