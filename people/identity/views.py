"""One's own page, the page of a person for who coordinates her, and documents: noted, shown once, taken away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from people.actions import Refused
from people.identity.actions import add_document, change_person, is_printed, remove_document, show_number
from people.identity.forms import CLEAR, KEEP, CoordinationForm, DocumentForm, OwnForm, SearchForm
from people.identity.private import allows, say_gender
from people.identity.queries import documents_of, people_with, shown
from people.models import ConsentRecord, IdentityDocument, Person

SEEN_OR_SENT = ["GET", "HEAD", "POST"]
Channel = ConsentRecord.Channel


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def mine(request):
    """What I say about myself."""
    person = Person.objects.of(request.user).live().filter(erased_at=None).select_related("territory").first()
    if person is None:
        return render(request, "people/privacy/nobody.html")
    printed = is_printed(person)
    form = OwnForm(request.POST if request.method == "POST" else None, person=person, allowed=allows(person),
                   printed=printed)  # fmt: skip
    if request.method == "POST" and "preview" not in request.POST and form.is_valid() and _own_kept(request, form):
        return redirect("identity:mine")
    context = {"person": person, "form": form, "printed": printed} | _documents(person)
    return render(request, "people/identity/mine.html", context, status=_status(request, form))


@transaction.atomic
def _write_own(request, form: OwnForm) -> None:
    person, said = form.person, form.cleaned_data
    change_person(person, by=request.user, **form.changes)
    say_gender(person, said["gender_identity"], authorised=form.authorises, channel=Channel.ONLINE, by=request.user)


def _own_kept(request, form: OwnForm) -> bool:
    return _kept(request, form, _write_own)


def _kept(request, form, write) -> bool:
    """All of it, or nothing and the sentence beside the field it is about."""
    try:
        write(request, form)
    except Refused as refusal:
        form.add_error(_field_of(form), str(refusal))
        return False
    messages.success(request, _("Cambios guardados."))
    return True


def _field_of(form) -> str | None:
    """A refusal after a name was changed by a holder who may not is about the name; else about the permission."""
    if isinstance(form, OwnForm) and "certificate_name" in form.changed_data and is_printed(form.person):
        return "certificate_name"
    return "authorised" if "authorised" in form.fields and form.cleaned_data.get("gender_identity") else None


def _status(request, form) -> int:
    return 422 if request.method == "POST" and "preview" not in request.POST and form.errors else 200


def _documents(person: Person, form: DocumentForm | None = None) -> dict:
    country = person.territory.country if person.territory else ""
    return {"documents": documents_of(person), "document_form": form or DocumentForm(country=country)}


def _coordinated(request, uuid) -> Person:
    mine = Person.objects.coordinated_by(request.user).filter(erased_at=None)
    return get_object_or_404(mine.named(uuid).select_related("territory", "user"))


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def person(request, uuid):
    """The person's data, for who coordinates her."""
    found = _coordinated(request, uuid)
    form = CoordinationForm(request.POST if request.method == "POST" else None, person=found)
    if request.method == "POST" and form.is_valid() and _kept(request, form, _write):
        return redirect("identity:person", found.uuid)
    context = {"person": found, "form": form, "printed": is_printed(found)} | _documents(found)
    return render(request, "people/identity/person.html", context, status=_status(request, form))


@transaction.atomic
def _write(request, form: CoordinationForm) -> None:
    said = form.cleaned_data
    change_person(form.person, by=request.user, **form.changes)
    if said["gender_identity"] != KEEP:
        choice = "" if said["gender_identity"] == CLEAR else said["gender_identity"]
        say_gender(form.person, choice, authorised=said["authorised"], channel=Channel.ASSISTED, by=request.user)


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def documents(request, uuid):
    """One more document, of one's own or of somebody this account coordinates."""
    reached = Person.objects.live().filter(erased_at=None).select_related("territory", "user")
    theirs = Person.objects.live().coordinated_by(request.user).values("pk")
    found = get_object_or_404(reached.filter(Q(user=request.user) | Q(pk__in=theirs)), uuid=uuid)
    form = DocumentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _noted(request, form, found):
        return redirect(*_page_of(request, found))
    context = {"person": found, "own": found.user_id == request.user.pk} | _documents(found, form)
    return render(request, "people/identity/documents.html", context, status=_status(request, form))


def _noted(request, form: DocumentForm, found: Person) -> bool:
    try:
        document = add_document(found, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        form.add_error("number", str(refusal))
        return False
    doubtful = shown(document).warning
    if doubtful:
        messages.warning(request, _("Documento guardado. %(warning)s") % {"warning": doubtful})
    else:
        messages.success(request, _("Documento guardado."))
    return True


def _page_of(request, found: Person) -> list:
    return ["identity:mine"] if found.user_id == request.user.pk else ["identity:person", found.uuid]


def _document(request, uuid) -> IdentityDocument:
    return get_object_or_404(IdentityDocument.objects.visible_to(request.user).select_related("person"), uuid=uuid)


@never_cache
@login_required
@require_POST
def show(request, uuid):
    """The whole number, once; that it was looked at is written down."""
    document = _document(request, uuid)
    number = show_number(document, by=request.user)
    context = {"person": document.person, "document": shown(document), "number": number,
               "own": document.person.user_id == request.user.pk}  # fmt: skip
    return render(request, "people/identity/number.html", context)


@never_cache
@login_required
@require_POST
def remove(request, uuid):
    document = _document(request, uuid)
    remove_document(document, by=request.user)
    messages.success(request, _("Documento quitado."))
    return redirect(*_page_of(request, document.person))


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def search(request):
    """Who has exactly that number, among the people this account coordinates."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    asked = request.method == "POST" and form.is_valid()
    found = people_with(form.cleaned_data["number"], user=request.user) if asked else []
    context = {"form": form, "asked": asked, "found": found}
    return render(request, "people/identity/search.html", context, status=_status(request, form))
