"""What the eye must be able to read, and what the phone must pay for."""

import re

import brotli
import pytest
from django import forms
from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.storage import FileSystemStorage
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from kit.icons import PATHS, icon_svg
from kit.staticfiles import BundlingStaticFilesStorage
from kit.templatetags.kit import percent

CSS = settings.BASE_DIR / "static" / "css"
TEMPLATES = settings.BASE_DIR / "templates"
TEMPLATES = settings.BASE_DIR / "templates"


def tokens(scheme):
    source = (CSS / "tokens.css").read_text()
    light, dark = source.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", light))
    return found | (dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", dark)) if scheme == "dark" else {})


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


GROUNDS = ["paper", "raised", "sunk"]
TEXT = [
    (ink, ground)
    for ink in ("ink", "ink-soft", "cochineal-ink", "marigold-ink", "jade-ink", "indigo-ink")
    for ground in GROUNDS
]
TEXT += [
    (ink, f"{dye}-soft")
    for dye in ("cochineal", "marigold", "jade", "indigo")
    for ink in ("ink", f"{dye}-ink", "cochineal-ink")
]
TEXT += [("on-cochineal", "cochineal"), ("ink", "rule")]
SHAPES = [(shape, ground) for shape in ("edge", "jade", "cochineal") for ground in GROUNDS]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_reaches_4_5_and_edges_reach_3_on_every_ground(scheme):
    value = tokens(scheme)
    low = {pair: contrast(value[f"--{pair[0]}"], value[f"--{pair[1]}"]) for pair in TEXT}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}
    low = {pair: contrast(value[f"--{pair[0]}"], value[f"--{pair[1]}"]) for pair in SHAPES}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 3} == {}


def test_the_measure_of_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def collect(tmp_path):
    storage = BundlingStaticFilesStorage(location=tmp_path, base_url="/static/")
    source = FileSystemStorage(location=settings.BASE_DIR / "static")
    names = [
        str(path.relative_to(settings.BASE_DIR / "static")) for path in (settings.BASE_DIR / "static").rglob("*.*")
    ]
    for name in names:
        if not storage.exists(name):
            with source.open(name) as file:
                StaticFilesStorage.save(storage, name, file)
    problems = [
        done
        for _, _, done in storage.post_process({name: (source, name) for name in names})
        if isinstance(done, Exception)
    ]
    assert problems == []
    return storage


def test_production_serves_one_sheet_with_every_part_in_its_layer_within_12_kb(tmp_path):
    storage = collect(tmp_path)
    sheet = (tmp_path / storage.stored_name("css/site.css")).read_text()
    imports = re.findall(r'url\("([^"]+)"\)', (CSS / "site.css").read_text())
    assert "@import" not in sheet
    assert sheet.count("@layer ") == len(imports) + 1
    assert len(brotli.compress(sheet.encode())) <= 12_000
    assert sorted(imports) == sorted(
        str(path.relative_to(CSS)) for path in CSS.rglob("*.css") if path.name != "site.css"
    )


def test_collecting_twice_gives_the_same_sheet(tmp_path):
    first = collect(tmp_path).stored_name("css/site.css")
    assert collect(tmp_path).stored_name("css/site.css") == first


def test_no_template_carries_inline_styles_or_handlers():
    forbidden = re.compile(
        r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*(?:\ssrc=|application/json))"
    )  # Data is not run: the policy lets it be.
    pages = [path for path in TEMPLATES.rglob("*.html") if "email" not in path.parts]
    assert {
        str(path): forbidden.findall(path.read_text()) for path in pages if forbidden.search(path.read_text())
    } == {}


def test_every_class_that_the_handbook_tells_to_write_exists():
    source = "".join(path.read_text() for path in CSS.rglob("*.css"))
    handbook = (settings.BASE_DIR / "docs" / "design.md").read_text()
    words = " ".join(
        re.findall(r'class="([\w -]+)"', handbook) + re.findall(r"[ `]\.([a-z][\w-]+)(?=[ `])", handbook)
    ).split()
    assert len(set(words)) > 60
    assert [word for word in words if not re.search(rf"\.{word}(?![\w-])", source)] == []


class SampleForm(forms.Form):
    name = forms.CharField(help_text="Como en la <b>constancia</b>")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(required=False, widget=forms.Textarea)
    agree = forms.BooleanField()


def test_an_error_stands_beside_its_field_and_is_announced_with_it():
    html = render_to_string("kit/form.html", {"form": SampleForm({"note": "lo escrito"})})
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html and 'id="id_name_error"' in html
    assert '<fieldset class="field has-error" id="id_kind_group" aria-describedby="id_kind_error">' in html
    assert re.findall(r'<a href="#([\w]+)">', html) == ["id_name", "id_kind_0", "id_agree"]
    assert "lo escrito" in html
    assert html.count("(opcional)") == 1
    assert "&lt;b&gt;constancia" in html


def test_every_target_of_the_summary_is_in_the_form():
    html = render_to_string("kit/form.html", {"form": SampleForm({})})
    assert [target for target in re.findall(r'href="#(\w+)"', html) if f'id="{target}"' not in html] == []


def test_pages_for_trouble_need_no_context():
    for name in ("404.html", "403.html", "403_csrf.html", "500.html"):
        html = render_to_string(name)
        assert html.count("<h1>") == 1
        assert 'lang="es-419"' in html


def test_the_base_page_renders_without_asking_the_database_and_marks_where_one_stands():
    request = RequestFactory().get("/cuenta/login/")  # No database is allowed in this test: a query would fail it.
    html = render_to_string("base.html", request=request)
    assert re.findall(r'href="([^"]+)" aria-current="page"', html) == ["/cuenta/login/"]
    assert re.findall(r'href="(#[^"]+)"', html) == ["#content"]


def test_a_percent_never_comes_without_its_base():
    assert percent(3, 5) == "60 % (3 de 5)"
    assert percent(3, 0) == "—"


def test_a_page_of_a_list_keeps_the_rest_of_the_address():
    request = RequestFactory().get("/?region=elqui&page=2")
    html = render_to_string("kit/pagination.html", {"page_obj": Paginator(range(60), 20).page(2)}, request=request)
    assert re.findall(r'href="([^"]+)"', html) == ["?region=elqui&amp;page=1", "?region=elqui&amp;page=3"]


def test_every_drawing_that_screens_may_ask_for_exists():
    asked = re.findall(r'{% icon "(\w+)" %}', "".join(path.read_text() for path in TEMPLATES.rglob("*.html")))
    assert len(asked) > 10
    assert [name for name in asked if name not in PATHS] == []
    assert 'aria-hidden="true"' in icon_svg("check")


def test_a_page_that_asks_again_by_itself_brings_the_script_for_it():
    sources = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")}

    def asks(name):
        parts = re.findall(r'{% include "([^"]+)"', sources[name])
        return "hx-" in sources[name] or any(asks(part) for part in parts if part in sources)

    pages = [name for name, text in sources.items() if "{% extends" in text and asks(name)]
    assert "certificates/cohort.html" in pages
    assert [name for name in pages if "{% htmx_script %}" not in sources[name]] == []
