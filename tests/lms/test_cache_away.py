"""Redis is started, used, killed and started again: nobody who reads or signs in notices."""

import logging
import re
import socket
import time

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache, caches
from django.core.cache.backends.locmem import LocMemCache
from django.test import override_settings
from django.urls import reverse

from courses.models import LessonPage
from courses.setup import lay_site
from kit import caching
from lms.page_cache import forget_pages
from notices.models import Mail
from people.models import User
from tests.factories import make_cohort, make_enrolment, make_person
from tests.services import free_port, redis

pytestmark = pytest.mark.django_db


def on(url):
    return {"default": {"BACKEND": "kit.caching.ForgivingRedisCache", "LOCATION": f"{url}/1"}}


@pytest.fixture(autouse=True)
def forgotten():
    """No test sees the silence that another one left behind, nor what a process remembered meanwhile."""
    caching.away.__init__()
    yield
    caching.away.__init__()
    LocMemCache("away", {}).clear()


@pytest.fixture
def gone():
    """A Redis that answered, and was then killed under an open connection."""
    with redis() as url, override_settings(CACHES=on(url)):
        cache.set("kept", "there")
        assert cache.get("kept") == "there"
        running = url
    with override_settings(CACHES=on(running)):
        yield running


def test_what_redis_keeps_is_shared_and_memory_is_not_asked():
    with redis() as url, override_settings(CACHES=on(url)):
        cache.set("a", 1)
        cache.set_many({"b": 2, "c": 3})

        assert (cache.incr("a"), cache.get_many(["a", "b", "c"])) == (2, {"a": 2, "b": 2, "c": 3})
        assert cache.memory.get("a") is None
        with pytest.raises(ValueError, match="not found"):
            cache.incr("nothing")


def test_every_question_is_answered_when_redis_is_gone(gone):
    assert cache.get("kept", "default") == "default"
    assert cache.add("a", 1) is True
    assert cache.add("a", 5) is False
    assert (cache.incr("a"), cache.incr("new"), cache.touch("a"), cache.has_key("a")) == (2, 1, True, True)
    assert cache.set_many({"b": 2}) == []
    assert cache.get_many(["a", "b"]) == {"a": 2, "b": 2}
    assert (cache.delete("a"), cache.delete_many(["b"]), cache.get("b")) == (True, None, None)
    cache.set("x", 1)
    cache.clear()
    assert cache.get("x") is None
    forget_pages()


def test_each_thread_and_object_shares_the_memory_of_its_process(gone):
    cache.set("a", 1)

    assert caches.create_connection("default").get("a") == 1


def test_the_absence_is_said_once_and_costs_one_try(gone, caplog):
    with caplog.at_level(logging.WARNING, logger="kit.caching"):
        started = time.monotonic()
        for _ in range(200):
            cache.get("a")
        spent = time.monotonic() - started

    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert spent < 2


def test_a_redis_that_hangs_is_not_waited_for():
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(1)
        with override_settings(CACHES=on(f"redis://127.0.0.1:{deaf.getsockname()[1]}")):
            started = time.monotonic()
            cache.set("a", 1)
            assert cache.get("a") == 1

    assert time.monotonic() - started < 3


def test_when_it_comes_back_it_is_asked_again(gone, monkeypatch):
    monkeypatch.setattr(caching, "SILENCE", 0)
    cache.set("a", "memory")
    with redis() as url, override_settings(CACHES=on(url)):
        cache.set("a", "redis")

        assert (cache.get("a"), cache.memory.get("a")) == ("redis", "memory")


def code_for(email):
    return re.search(r"^(\d{3}-\d{3}-\d{3})$", Mail.objects.filter(to=email).first().text, re.M)[1]


@pytest.fixture
def ana(settings):
    settings.EMAIL_BACKEND = "notices.backends.OutboxBackend"
    user = User.objects.create_user("ana@example.org")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def test_one_signs_in_by_code_and_reads_a_lesson_without_redis(client, gone, ana):
    lay_site()
    cohort = make_cohort()
    make_enrolment(cohort, make_person(user=ana))
    lesson = LessonPage.objects.descendant_of(cohort.course).first()

    client.post(reverse("account_login"), {"login": ana.email})
    entered = client.post(reverse("account_confirm_login_code"), {"code": code_for(ana.email)})
    pages = [client.get(path).status_code for path in ("/mi-avance/", lesson.url, lesson.url)]

    assert (entered.status_code, client.session["_auth_user_id"]) == (302, str(ana.pk))
    assert pages == [200, 200, 200]
    client.logout()
    assert [client.get("/cuenta/login/").status_code for _ in range(2)] == [200, 200]


def test_the_limit_of_sign_in_holds_without_redis(client, gone, ana):
    """After five wrong passwords the right one waits too, as with Redis."""
    ana.set_password("una-casa-con-patio")
    ana.save()
    tries = []
    for _ in range(7):
        client.cookies.clear()
        tries.append(client.post(reverse("account_login"), {"login": ana.email, "password": "otra-cosa-larga"}))
    client.cookies.clear()
    right = client.post(reverse("account_login"), {"login": ana.email, "password": "una-casa-con-patio"})

    assert {answer.status_code for answer in tries} == {200}
    assert right.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_port_where_nobody_ever_was_is_forgiven_too():
    with override_settings(CACHES=on(f"redis://127.0.0.1:{free_port()}")):
        cache.set("a", 1)
        assert cache.get("a") == 1
