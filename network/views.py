"""The board, a conversation, and the two forms that make it grow. For whoever signed in."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kit.html import TooLong
from network.actions import DEFAULT_BOARD, Refused, lay_board, open_topic, reply
from network.forms import PostForm, TopicForm
from network.models import Board, Topic

TOPICS_A_PAGE = 25
POSTS_A_PAGE = 50


@login_required
@require_safe
def board(request):
    """The conversations of the board, the liveliest first."""
    topics = Topic.objects.visible_to(request.user).for_lists()
    page = Paginator(topics, TOPICS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "network/board.html", {"board": _board(), "page_obj": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    form = TopicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opened = _tried(form, open_topic, lay_board(), by=request.user)
        if opened:
            return redirect("network:topic", opened.uuid)
    return render(request, "network/new.html", {"board": _board(), "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def topic(request, uuid):
    """A conversation, oldest first, with the form to answer below its last page."""
    found = get_object_or_404(Topic.objects.visible_to(request.user).select_related("board"), uuid=uuid)
    form = PostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        post = _tried(form, reply, found, by=request.user)
        if post:
            return redirect(f"{reverse('network:topic', args=[post.topic.uuid])}?page=last#mensaje-{post.pk}")
    pages = Paginator(found.posts.select_related("author__person"), POSTS_A_PAGE)
    number = pages.num_pages if request.GET.get("page") == "last" or form.is_bound else request.GET.get("page")
    return render(request, "network/topic.html", {"topic": found, "page_obj": pages.get_page(number), "form": form})


def _tried(form, act, subject, *, by):
    """What the act made, or None with the reason beside the field it is about."""
    try:
        return act(subject, **form.cleaned_data, by=by)
    except (Refused, TooLong) as refusal:
        form.add_error("source", str(refusal))
        return None


def _board() -> Board | None:
    return Board.objects.filter(slug=DEFAULT_BOARD).first()
