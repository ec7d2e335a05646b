"""The demo's mailbox: what would have been sent, so that a newcomer can read a sign-in code."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notices.models import Mail

SHOWN = 50


@never_cache
@require_safe
def mailbox(request):
    _only_in_the_demo()
    return render(
        request, "notices/mailbox.html", {"mails": Mail.objects.defer("text", "html")[:SHOWN], "shown": SHOWN}
    )


@never_cache
@require_safe
def mail(request, uuid):
    _only_in_the_demo()
    return render(request, "notices/mail.html", {"mail": get_object_or_404(Mail, uuid=uuid)})


def _only_in_the_demo():
    if not settings.DEMO:
        raise Http404
