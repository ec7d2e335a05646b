"""What somebody wrote under two accounts, under the one that stays hers."""

from django.utils.translation import gettext as _

from network.models import Post, Topic
from people.merging.journal import Journal
from people.merging.rooms import Line, Room, Union
from people.models import Person


def preview(keep: Person, drop: Person) -> list[Line]:
    written = Post.objects.filter(author=drop.user_id).count() if drop.user_id else 0
    return [Line(_("Mensajes en el foro"), written)]


def move(union: Union, journal: Journal) -> None:
    """Words belong to accounts: they move only when one of two accounts is left without its person."""
    if not union.left:
        return
    for post in Post.objects.filter(author=union.left).order_by("pk"):
        journal.change(post, author_id=union.account)
    for topic in Topic.objects.filter(opened_by=union.left).order_by("pk"):
        journal.change(topic, opened_by_id=union.account)


ROOM = Room(keys=(), preview=preview, move=move)
