"""The check that every journey leans on finds what it should: shown with pages that are wrong on purpose."""

import pytest

from tests.browser import axe

HEAD = "<!doctype html><html lang='es'><head><title>Prueba</title></head>"
PAGE = HEAD + "<body><main><h1>Prueba</h1>{}</main></body></html>"

pytestmark = pytest.mark.browser


def test_a_page_in_order_passes(browser_page):
    browser_page.set_content(PAGE.format("<p>Todo en orden.</p>"))

    axe(browser_page)


def test_a_picture_without_words_is_refused(browser_page):
    browser_page.set_content(PAGE.format("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>"))

    with pytest.raises(AssertionError, match="image-alt"):
        axe(browser_page)


def test_a_page_wider_than_the_screen_is_refused(browser_page):
    browser_page.set_content(PAGE.format("<p class='ancho' style='width: 3000px'>Demasiado ancha.</p>"))

    with pytest.raises(AssertionError, match=r"scrolls sideways by \d+ px: .*p\.ancho"):
        axe(browser_page)
