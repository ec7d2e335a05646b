import time

import pytest
from bleach._vendor import html5lib
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.html import TAGS, TooLong, clean_html, clean_text_post

REL = 'rel="nofollow ugc noopener"'


def offences(html: str) -> list:
    """What a browser's parser finds in the HTML that this door does not allow."""
    found = []
    tree = html5lib.parse(f"<!doctype html><body>{html}</body>", namespaceHTMLElements=False)
    for element in tree.find("body").iter():
        if element.tag == "body":
            continue
        if element.tag not in TAGS:
            found.append(str(element.tag))
        allowed = {"href", "rel"} if element.tag == "a" else set()
        found += [f"{element.tag}@{name}" for name in element.attrib if name not in allowed]
        href = element.attrib.get("href", "https:")
        if not href.lower().startswith(("http:", "https:", "mailto:")):
            found.append(href)
        if element.tag == "a" and element.attrib.get("rel") != "nofollow ugc noopener":
            found.append("a without rel")
    soup = BeautifulSoup(html, "html.parser")
    return found + [tag.name for tag in soup.find_all(True) if tag.name not in TAGS]


def test_allowed_words_pass_unchanged():
    html = "<h3>Taller</h3><p>Trae <strong>tu</strong> <em>tejido</em><br>y <code>agua</code></p><ul><li>uno</li></ul>"

    assert clean_html(html) == html


def test_scripts_and_handlers_go_and_words_stay():
    assert clean_html('<p onclick="x()">Hola<script>alert(1)</script> <b>red</b></p>') == "<p>Hola red</p>"


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JaVaScRiPt:x", " java\tscript:x", "data:text/html,x", "vbscript:x", "//evil.example",
     "/salir", "file:///etc", "&#106;avascript:x", "\x01javascript:x", "ftp://a.example"],
)  # fmt: skip
def test_other_links_lose_their_target(href):
    assert clean_html(f'<a href="{href}">ver</a>') == "ver"


def test_links_to_the_web_and_to_mail_stay_and_say_that_we_do_not_vouch():
    assert clean_html('<a href="https://a.example" target="_blank">a</a>') == f'<a href="https://a.example" {REL}>a</a>'
    assert clean_html('<a href="mailto:a@a.example">a</a>') == f'<a href="mailto:a@a.example" {REL}>a</a>'


def test_bare_addresses_become_links_and_prose_does_not():
    assert clean_html("ve https://a.example/x") == f've <a href="https://a.example/x" {REL}>https://a.example/x</a>'
    assert clean_html("(www.a.example). Gracias.Me gusta. Es.La <code>http://a.example</code>") == (
        f'(<a href="http://www.a.example" {REL}>www.a.example</a>). Gracias.Me gusta. Es.La <code>http://a.example</code>'
    )


def test_markdown_is_written_and_html_is_shown_as_text():
    assert clean_text_post("# Feria\n\nTrae **tu** tejido\ny <b>agua</b>") == (
        "<h3>Feria</h3>\n<p>Trae <strong>tu</strong> tejido<br>\ny &lt;b&gt;agua&lt;/b&gt;</p>"
    )


def test_markdown_makes_no_picture_and_no_script_link():
    assert (
        offences(clean_text_post("![x](https://a.example/p.gif) [a](javascript:alert(1)) <img src=x onerror=x>")) == []
    )
    assert "<img" not in clean_text_post("![x](https://a.example/p.gif)")


@pytest.mark.parametrize("door", [clean_html, clean_text_post])
def test_a_text_over_the_limit_is_refused_with_both_numbers(door):
    with pytest.raises(TooLong) as refused:
        door("a" * 20_001)

    assert (refused.value.length, refused.value.limit) == (20_001, 20_000)
    assert "20001" in str(refused.value) and "20000" in str(refused.value)


@pytest.mark.parametrize("door", [clean_html, clean_text_post])
def test_a_text_of_the_limit_passes_whatever_its_signs(door):
    for sign in ('"', "&", "<", ">", "*", "[", "\n", "a", "ñ", "💃"):
        assert offences(door(sign * 20_000)) == []


@pytest.mark.parametrize("unit", ["<em>", "<p>", "<blockquote>", "<ul><li>", "<em><p>", "<svg>", "> ", "<a href=x>"])
def test_ten_thousand_nested_tags_are_answered_soon(unit):
    started = time.process_time()

    assert offences(clean_html(unit * 10_000, max_length=200_000)) == []
    assert offences(clean_text_post(unit * (20_000 // len(unit)))) == []
    assert time.process_time() - started < 10


MUTATIONS = [
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<noembed><img title=\"</noembed><img src onerror=alert(1)>\"></noembed>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<xmp><p title=\"</xmp><svg/onload=alert(1)>\">",
    "<textarea><p title=\"</textarea><svg/onload=alert(1)>\">",
    "<title><p title=\"</title><svg/onload=alert(1)>\">",
    "<!--><img src onerror=alert(1)>-->",
    "<![CDATA[<img src onerror=alert(1)>]]>",
    "<a href=\"https://a.example\"><svg><script>alert(1)</script></svg></a>",
    "<isindex action=javascript:alert(1) type=image>",
    "<pre>\n\n<listing>\n&lt;img src onerror=alert(1)&gt;",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "https://a.example/\"onmouseover=alert(1)//",
    "http://a.example/<svg/onload=alert(1)>",
    "\ud800<p>\x00</p>",
]  # fmt: skip


@pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning")
@pytest.mark.parametrize("payload", MUTATIONS)
def test_what_parsers_read_differently_leaves_nothing_behind(payload):
    assert offences(clean_html(payload)) == []
    assert offences(clean_text_post(payload)) == []


HOSTILE_TAGS = [
    "a",
    "p",
    "img",
    "svg",
    "math",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "style",
    "link",
    "meta",
    "base",
    "video",
    "audio",
    "details",
    "body",
]
ATTRIBUTES = [
    "href",
    "src",
    "action",
    "formaction",
    "onload",
    "onerror",
    "onclick",
    "onfocus",
    "style",
    "srcdoc",
    "id",
    "class",
    "name",
    "data",
]
SCHEMES = ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "https://a.example", "x:expression(1)"]


def test_no_tag_attribute_and_scheme_in_any_combination_gets_through():
    payloads = [
        f"<{tag} {name}='{value}'>x</{tag}>" for tag in HOSTILE_TAGS for name in ATTRIBUTES for value in SCHEMES
    ]

    assert len(payloads) == 1064
    assert [payload for payload in payloads if offences(clean_html(payload))] == []


pieces = st.sampled_from(
    ["<", ">", "/", '"', "'", "=", "&", "&lt;", "<!--", "-->", "<svg", "<math", "<style>", "<a href=", "javascript:",
     "https://a.example", "<p>", "</p>", "<em>", "<pre>", "<li>", "onerror=x", "<img src=x ", "`", "[", "](", ")", "*",
     "\n", "\x00", " ", "\u202e", "hola"]
)  # fmt: skip


@pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning")
@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(pieces, st.text(max_size=5)), max_size=25).map("".join))
def test_no_text_whatever_gets_anything_else_through(source):
    assert offences(clean_html(source)) == []
    assert offences(clean_text_post(source)) == []
