"""How much there is to review, told where a coordination arrives; and the way back from where it is mended."""

import time

from django import template

from cohorts.gaps.queries import counts_of, sight_of, whole_sight_of

register = template.Library()
# Who came from the page of gaps goes back to it within this many seconds.
CAME_FROM = 30 * 60


@register.simple_tag
def gaps_in(programme, user):
    """How many things to review this account sees in the programme; None when that page is not for it."""
    sight = sight_of(user, programme)
    return sum(counts_of(sight)[programme.pk].values()) if sight else None


@register.simple_tag
def gaps_everywhere(user):
    """(programme, how many) for each programme the account coordinates where something is to be reviewed."""
    sight = whole_sight_of(user)
    counts = counts_of(sight)
    return [(programme, total) for programme in sight.programmes if (total := sum(counts[programme.pk].values()))]


@register.simple_tag(takes_context=True)
def gaps_back(context):
    """The address of the page of gaps this reader came from, with its filters; empty when it did not."""
    request = context.get("request")
    path, at = (request.session.get("gaps_back") if request and request.user.is_authenticated else None) or ("", 0)
    return path if at > time.time() - CAME_FROM else ""
