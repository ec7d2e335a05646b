"""What pages show of the notices and of what is still to be asked."""

from django import template

from people.privacy.consent import notice_for, unanswered
from people.privacy.permissions import may_work_privacy

register = template.Library()


@register.filter
def said(notice, part):
    """A text of the notice in the reader's language: ``title``, ``short`` or ``full``."""
    return notice.said(part)


@register.simple_tag
def short_notice(programme):
    """The lines that every printed sheet of the programme carries; empty where no notice is in force."""
    notice = notice_for(programme.country, programme.slug)
    return notice.said("short", programme.issuer) if notice else ""


@register.inclusion_tag("people/privacy/_banner.html")
def consent_banner(user):
    """Asks, on the pages where people arrive, for what was never answered or whose text changed. It blocks nothing."""
    person = getattr(user, "person", None)  # the page has asked for it already
    waiting, asked_before = unanswered(person) if person else ([], False)
    return {"waiting": waiting, "asked_before": asked_before}


@register.simple_tag
def works_privacy(user):
    """Whether this account has a queue of privacy requests."""
    return may_work_privacy(user)


@register.filter
def purpose_title(record):
    """What a record is about, in the words of the text it was asked under."""
    return {each.code: each.title for each in record.notice.listed()}.get(record.purpose, record.purpose)
