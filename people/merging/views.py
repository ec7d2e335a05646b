"""The inbox of registers that may be one person, the page where two become one, and the way back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.actions import Refused
from people.merging.actions import merge, say_not_duplicate, undo_merge
from people.merging.choices import choices
from people.merging.forms import InboxForm, UniteForm
from people.merging.queries import accounts_of, merges_of, preview_of, suggestions
from people.models import Person, PotentialDuplicate

PAGE = 20


@never_cache
@login_required
@require_safe
def inbox(request):
    form = InboxForm(request.GET)
    form.is_valid()
    status = form.cleaned_data.get("status") or PotentialDuplicate.Status.OPEN
    look_for = form.cleaned_data.get("q", "")
    pairs = suggestions(request.user, status=status, look_for=look_for)
    context = {
        "page_obj": Paginator(pairs, PAGE).get_page(request.GET.get("page")),
        "status": status,
        "look_for": look_for,
    }
    return render(request, "people/duplicates.html", context)


@never_cache
@login_required
@require_POST
def not_duplicate(request, pk):
    pair = get_object_or_404(PotentialDuplicate.objects.visible_to(request.user).select_related("a", "b"), pk=pk)
    say_not_duplicate(pair, by=request.user)
    said = _("Anotado: %(one)s y %(other)s son dos personas. No lo volveremos a sugerir.")
    messages.success(request, said % {"one": pair.a.full_name, "other": pair.b.full_name})
    return redirect("merging:inbox")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def unite(request, keep, drop):
    """Both sides, a choice a field, what will move; the button makes them one."""
    mine = Person.objects.coordinated_by(request.user).select_related("user", "territory")
    kept, dropped = (get_object_or_404(mine.named(uuid)) for uuid in (keep, drop))
    if kept == dropped:
        return redirect("merging:done")
    accounts = accounts_of(kept, dropped)
    form = UniteForm(_sent(request), choices=choices(kept, dropped), accounts=accounts)
    if form.is_valid() and _united(request, form, kept, dropped):
        return redirect("merging:done")
    context = {
        "form": form,
        "kept": kept,
        "dropped": dropped,
        "preview": preview_of(kept, dropped),
        "accounts": accounts,
    }
    return render(request, "people/unite.html", context)


def _sent(request):
    return request.POST if request.method == "POST" else None


def _united(request, form, kept, dropped) -> bool:
    try:
        done = merge(kept, dropped, fields=form.chosen, account=form.account, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Listo: queda una persona, %(name)s.") % {"name": done.kept.full_name})
    return True


@never_cache
@login_required
@require_safe
def done(request):
    """What was united, with the button to part it while there is time."""
    page = Paginator(merges_of(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "people/merges.html", {"page_obj": page})


@never_cache
@login_required
@require_POST
def undo(request, pk):
    found = get_object_or_404(merges_of(request.user), pk=pk)
    try:
        undo_merge(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Deshecho: vuelven a ser dos registros, como estaban."))
    return redirect("merging:done")
