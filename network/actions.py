"""How a conversation grows: topics are opened, replies follow. A phone may send either twice."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from kit.clock import now
from kit.html import clean_text_post
from kit.text import tidy
from network.models import MAX_POST, Board, Post, Topic

DEFAULT_BOARD = "red"


class Refused(Exception):
    """What was asked cannot be; the text says why, to the person who asked."""


def lay_board() -> Board:
    """The board that every site starts with. Laying it again returns the same one."""
    board, _created = Board.objects.get_or_create(
        slug=DEFAULT_BOARD,
        defaults={
            "name": _("Foro de la red"),
            "purpose": _("Para preguntar, contar lo que funcionó y lo que no, y encontrar a quien ya pasó por ahí."),
        },
    )
    return board


@transaction.atomic
def open_topic(board: Board, *, title: str, source: str, client_uuid: UUID, by, at: datetime | None = None) -> Topic:
    """Open a conversation with its first post. The same ``client_uuid`` again returns the topic it opened.

    ``source`` is kept as typed; what is shown went through ``kit.html``. ``at`` is for transcribing history.
    ``Refused`` without title or words, or for a moment to come; ``kit.html.TooLong`` beyond 10,000 characters.
    """
    title, html, moment = _titled(title), _shown(source), _moment(at)
    try:
        with transaction.atomic():
            topic = Topic.objects.create(board=board, title=title, opened_by=by, opened_at=moment, last_post_at=moment)
            topic.posts.create(source=source, html=html, author=by, client_uuid=client_uuid, posted_at=moment)
    except IntegrityError:
        return Post.objects.select_related("topic").get(client_uuid=client_uuid).topic
    log(instance=topic, action="network.open_topic", user=by, data={"board": board.slug})
    return topic


@transaction.atomic
def reply(topic: Topic, *, source: str, client_uuid: UUID, by, at: datetime | None = None) -> Post:
    """Add a post to a conversation and bring it to the top of its board. The same ``client_uuid`` again adds nothing.

    ``Refused`` without words or for a moment to come; ``kit.html.TooLong`` beyond 10,000 characters.
    """
    html, moment = _shown(source), _moment(at)
    post, created = Post.objects.get_or_create(
        client_uuid=client_uuid,
        defaults={"topic": topic, "author": by, "source": source, "html": html, "posted_at": moment},
    )
    if created:
        Topic.objects.filter(pk=topic.pk, last_post_at__lt=moment).update(last_post_at=moment)
        log(instance=topic, action="network.reply", user=by, data={"post": post.pk})
    return post


def _titled(title: str) -> str:
    title = tidy(title)
    if not title:
        raise Refused(_("Escribe de qué se trata el tema."))
    return title


def _shown(source: str) -> str:
    html = clean_text_post(source, max_length=MAX_POST)
    if not html.strip():
        raise Refused(_("Escribe algo antes de publicar."))
    return html


def _moment(at: datetime | None) -> datetime:
    if at and at > now():
        raise Refused(_("Un mensaje no puede tener una fecha que todavía no llega."))
    return at or now()
