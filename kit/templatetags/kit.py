"""Tags that every template has without loading."""

from functools import lru_cache

from django import template
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kit.icons import icon_svg
from kit.languages import in_its_language, lang_attribute, reader_attribute
from kit.numbers import NOTHING, whole_percent, write_number
from kit.weave import weave_svg

register = template.Library()


@register.simple_tag
def weave(name, width=240, height=29):
    """A woven band drawn from ``name``: the same name always gives the same cloth. Put it inside ``.pattern``."""
    return mark_safe(weave_svg(str(name), width, height))


@register.simple_tag
def icon(name):
    return icon_svg(name)


@register.filter
def cleaned_html(stored):
    """HTML that ``kit.html`` cleaned before it was stored, shown as it is. Never for anything else."""
    return mark_safe(stored)


@register.simple_tag
def lang_of(code=None):
    """``<div{% lang_of %}>`` for an element that holds only what people wrote here, or what is in ``code``."""
    return lang_attribute(code)


@register.simple_tag
def lang_of_reader():
    """The way back: for words of ours inside an element that carries ``lang_of``."""
    return reader_attribute()


@register.filter
def as_written(text, code=None):
    """``{{ cohort.name|as_written }}`` – what people wrote here, within words of ours; never in an attribute."""
    return in_its_language(text, code)


@register.filter
def figure(value, country=""):
    """``{{ 1050|figure:programme.country }}`` – 1,050 in MX, 1.050 in CO and CL, — for nothing."""
    return write_number(value, str(country))


@register.filter
def percent(part, base):
    """``{{ 3|percent:5 }}`` – "60 % (3 de 5)": a rate never without its base; — when the base is nothing."""
    rate = whole_percent(part, base)
    return (
        NOTHING
        if rate is None
        else _("%(rate)s %% (%(part)s de %(base)s)") % {"rate": rate, "part": part, "base": base}
    )


@register.simple_tag(takes_context=True)
def nav_link(context, name, label, drawing=""):
    """One ``<li>`` with a link, marked when it is the page shown; nothing when the address does not exist here."""
    url = address(name)
    if not url:
        return ""
    request = context.get("request")
    return _link(url, bool(request) and request.path == url, str(label), drawing)


@register.simple_tag
def address(name):
    """``{% address "home" as home_url %}`` – where a name without arguments leads, or nothing; kept, unlike ``url``."""
    return _address(name, get_script_prefix(), get_urlconf())


@lru_cache(maxsize=1024)
def _link(url: str, here: bool, label: str, drawing: str) -> str:
    current = format_html(' aria-current="{}"', "page") if here else ""
    return format_html('<li><a href="{}"{}>{}{}</a></li>', url, current, icon_svg(drawing) if drawing else "", label)


@lru_cache(maxsize=256)
def _address(name: str, prefix: str, urlconf: str | None) -> str:
    """The address of a name, or nothing; every page asks for the same few."""
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return ""
