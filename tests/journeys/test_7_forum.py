"""Step 7: members ask and answer; whatever they type is shown as words."""

import pytest
from django.urls import reverse

from network.actions import lay_board
from tests.factories import make_person, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOSTILE = """<script>window.hurt = 1; alert(1)</script>

<img src=x onerror="window.hurt = 2; alert(2)">

<a href="javascript:alert(3)">pulsa aquí</a>"""


def test_script_in_a_topic_and_in_its_reply_is_shown_as_words_and_never_runs(walker):
    page, alarms = walker.page, []
    page.on("dialog", lambda dialog: alarms.append(dialog.message))
    lay_board()
    walker.enters(make_person("Rosa Elena", "Ñancupil", user=make_user()).user)

    walker.goes_to(reverse("network:board"))
    walker.follows("Abrir el primer tema")
    walker.fills(title="<script>alert(0)</script>", source=HOSTILE)
    walker.presses("Publicar tema")
    walker.fills(source=HOSTILE)
    walker.presses("Publicar respuesta")
    walker.goes_to(page.url)

    assert alarms == []
    assert page.evaluate("window.hurt === undefined")
    assert page.locator("main script, main img, main a[href^=javascript]").count() == 0
    assert page.locator(".post__body").count() == 2
    assert "<script>alert(0)</script>" in page.locator("h1").inner_text()
    for words in ("alert(1)", "onerror=", "pulsa aquí"):
        assert words in page.locator(".post__body").nth(1).inner_text()
    walker.goes_to(reverse("network:board"))
    assert "Rosa Elena Ñancupil" in walker.text and "1 respuesta" in walker.text
