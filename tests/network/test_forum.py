"""The board: a question is asked, answered, seen by members only; what is hostile stays words."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from kit.clock import now
from network.actions import Refused, lay_board, open_topic, reply
from network.models import Board, Post, Topic
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db


def ask(by=None, **words):
    words = {"title": "¿Dónde ensayan?", "source": "Buscamos un salón.", "client_uuid": uuid4()} | words
    return open_topic(lay_board(), by=by or make_user(), **words)


def test_the_board_is_laid_once():
    assert lay_board() == lay_board()
    assert Board.objects.count() == 1


def test_a_topic_sent_twice_is_one_topic_with_one_post_and_one_audit_line():
    sent_once = uuid4()

    first, second = ask(client_uuid=sent_once), ask(client_uuid=sent_once)

    assert first == second
    assert (Topic.objects.count(), Post.objects.count()) == (1, 1)
    assert ModelLogEntry.objects.filter(action="network.open_topic").count() == 1


def test_a_reply_sent_twice_is_one_post_and_brings_the_topic_up():
    older, newer = ask(at=now() - timedelta(days=3)), ask(at=now() - timedelta(days=2))
    sent_once, answer = uuid4(), {"source": "En la biblioteca.", "by": make_user()}

    posts = [reply(older, client_uuid=sent_once, **answer) for _ in range(2)]

    assert posts[0] == posts[1]
    assert [topic.posts.count() for topic in (older, newer)] == [2, 1]
    assert list(Topic.objects.all()) == [older, newer]


def test_a_transcribed_reply_of_long_ago_does_not_bring_the_topic_down():
    topic = ask()
    before = topic.last_post_at

    reply(topic, source="Antes.", client_uuid=uuid4(), by=None, at=now() - timedelta(days=9))

    topic.refresh_from_db()
    assert topic.last_post_at == before


@pytest.mark.parametrize("words", [{"title": " \u200b"}, {"source": " \n\n "}, {"at": now() + timedelta(days=1)}])
def test_nothing_to_say_and_moments_to_come_are_refused(words):
    with pytest.raises(Refused):
        ask(**words)

    assert Topic.objects.count() == 0


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[pulsa](javascript:alert(1))",
    '<a href="javascript:alert(1)">pulsa</a>',
    '<svg/onload=alert(1)><iframe srcdoc="<script>alert(1)</script>">',
    "![foto](https://elsewhere.example/rastro.png)",
    '<p style="position:fixed">encima</p>',
]


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_text_is_kept_as_typed_and_shown_as_words(client, source):
    member = make_user()
    topic = ask(by=member, source=source)
    client.force_login(member)

    body = client.get(reverse("network:topic", args=[topic.uuid])).content.decode()
    shown = body.split('<div class="post__body">')[1].split("</div>")[0]

    assert topic.posts.get().source == source
    for tag in ("<script", "<img", "<svg", "<iframe", "<p style", '<a href="javascript'):
        assert tag not in shown


def test_a_title_is_never_markup(client):
    client.force_login(make_user())
    ask(title="<b onclick=alert(1)>Hola</b>")

    assert "<b onclick" not in client.get(reverse("network:board")).content.decode()


def test_a_member_opens_a_topic_and_answers_with_plain_forms(client):
    client.force_login(make_user())

    opened = client.post(
        reverse("network:new"), {"title": "¿Dónde ensayan?", "source": "Hola.", "client_uuid": uuid4()}, follow=True
    )
    topic = Topic.objects.get()
    answered = client.post(
        reverse("network:topic", args=[topic.uuid]), {"source": "Aquí.", "client_uuid": uuid4()}, follow=True
    )

    assert (opened.status_code, answered.status_code) == (200, 200)
    assert [post.source for post in topic.posts.all()] == ["Hola.", "Aquí."]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("   \n ", "Escribe algo antes de publicar."),
        ("a" * 10_001, "El texto tiene 10001 caracteres y el máximo es 10000."),
    ],
)
def test_a_refused_message_keeps_what_was_typed_and_says_why(client, source, sentence):
    client.force_login(make_user())

    page = client.post(reverse("network:new"), {"title": "Mi tema", "source": source, "client_uuid": uuid4()})
    body = page.content.decode()

    assert page.status_code == 200
    assert sentence in body
    assert 'value="Mi tema"' in body
    assert source in body
    assert Post.objects.count() == 0


def test_visitors_are_asked_to_sign_in(client):
    topic = ask()

    answers = [client.get(path) for path in (reverse("network:board"), topic_url(topic), reverse("network:new"))]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert all("/cuenta/" in answer["Location"] for answer in answers)


def topic_url(topic):
    return reverse("network:topic", args=[topic.uuid])


def test_names_are_shown_and_addresses_never(client):
    named, nameless = make_user("secreta@example.org"), make_user("oculta@example.org")
    make_person("María Luisa", "Tzul", user=named)
    topic = ask(by=named)
    reply(topic, source="Yo también.", client_uuid=uuid4(), by=nameless)
    client.force_login(make_user())

    body = client.get(topic_url(topic)).content.decode() + client.get(reverse("network:board")).content.decode()

    assert "María Luisa Tzul" in body
    assert "Participante" in body
    assert "@example.org" not in body


@pytest.mark.parametrize("name", ["board", "topic"])
def test_the_number_of_queries_does_not_grow(client, name, django_assert_num_queries):
    client.force_login(make_user())
    topic = ask()
    path = reverse("network:board") if name == "board" else topic_url(topic)
    client.get(path)
    with django_assert_num_queries(QUERIES[name]):
        client.get(path)
    for number in range(45):
        author = make_user()
        make_person(user=author)
        ask(by=author) if name == "board" else reply(topic, source=f"{number}", client_uuid=uuid4(), by=author)
    with django_assert_num_queries(QUERIES[name]):
        client.get(path)


# Session, account, roles; then the page: its board or topic, how many there are, and the rows.
QUERIES = {"board": 6, "topic": 6}
