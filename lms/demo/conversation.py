"""The forum as a newcomer finds it: four conversations already under way."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lms.demo import accounts
from lms.demo.forum import TOPICS, DemoTopic
from lms.demo.team import account
from lms.demo.walking import number
from network.actions import lay_board, open_topic, reply
from network.models import Post

VOICES = (
    accounts.TRAINEE,
    accounts.TRAINER,
    accounts.REGION_COORDINATOR,
    accounts.EDITOR,
    accounts.PROGRAMME_COORDINATOR,
)


def steps():
    yield "Foro", talk


@transaction.atomic
def talk() -> None:
    """Each conversation with its replies, once."""
    board = lay_board()
    for place, text in enumerate(TOPICS):
        if not Post.objects.filter(client_uuid=number("topic", place)).exists():
            _hold_conversation(board, place, text)


def _hold_conversation(board, place: int, text: DemoTopic) -> None:
    begun = timezone.now() - timedelta(days=9 - 2 * place, hours=3)
    voices = [account(VOICES[(place + turn) % len(VOICES)]) for turn in range(len(text.replies) + 1)]
    opening = number("topic", place)
    topic = open_topic(board, title=text.title, source=text.first, client_uuid=opening, by=voices[0], at=begun)
    for turn, words in enumerate(text.replies, start=1):
        act, moment = number("topic", place, turn), begun + timedelta(hours=7 * turn, minutes=13 * turn)
        reply(topic, source=words, client_uuid=act, by=voices[turn], at=min(moment, timezone.now()))
