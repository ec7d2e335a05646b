"""What every test finds ready: an empty site with its roots, quick passwords, a clean cache and mailbox."""

import gc
import os

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as searching
from wagtail.models import Collection, Locale, Page, Site

# Playwright runs an event loop in the test's own thread; the ORM is used beside it, never inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

pytest_plugins = ["tests.browser"]

# While the tests are being imported there is nothing to collect; ``pytest_collection_finish`` turns it on again.
gc.disable()

# A busy machine is no counterexample: inputs decide, never the clock.
searching.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
searching.load_profile("calm")

QUICK = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "CELERY_TASK_ALWAYS_EAGER": False,
    # Accounts of tests come in without having proved anything; what asks them again is tried in tests/accounts.
    "STEP_UP": False,
}


def lay_roots():
    """What Wagtail's own migrations make: the locale, the root page, a home, the default site, the root collection.

    And the kinds of things, looked up once: a test that counts queries does not count who came first.
    """
    ContentType.objects.get_for_models(*apps.get_models())
    Locale.objects.get_or_create(language_code="es")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    home = root.get_children().first() or root.add_child(instance=Page(title="Inicio", slug="home"))
    if not Site.objects.exists():
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    if not Collection.objects.exists():
        Collection.add_root(name="Root")


@pytest.fixture(scope="session", autouse=True)
def quick_settings(worker_id):
    with override_settings(**QUICK, CACHES=own_cache(worker_id)):
        yield


def own_cache(worker_id):
    """Each xdist worker clears its cache before every test: on Redis it must be a database of its own."""
    default = dict(settings.CACHES["default"])
    if default.get("LOCATION", "").startswith("redis://"):
        default["LOCATION"] = default["LOCATION"].rpartition("/")[0] + f"/{2 + int(worker_id.strip('gwmaster') or 0)}"
    return {"default": default}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        lay_roots()


DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_serialized_rollback"}


@pytest.fixture(autouse=True)
def roots(request):
    """Tests that really commit end with every table emptied; whoever comes next finds the roots again."""
    if request.node.get_closest_marker("django_db") or DATABASE_FIXTURES & set(request.fixturenames):
        request.getfixturevalue("db")
        if not Site.objects.exists():
            lay_roots()


@pytest.fixture(autouse=True)
def clean_desk():
    """No test sees what another one cached, nor the language another one left behind."""
    cache.clear()
    translation.activate("es")
    yield
    translation.deactivate()


def pytest_collection_modifyitems(config, items):
    """A test runs where it can tell something: one marked for a database on that one, one that asks none only once."""
    other, again = ("sqlite", True) if connection.vendor == "postgresql" else ("postgres", False)
    left_out = [item for item in items if item.get_closest_marker(other) or (again and not asks_the_database(item))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]
    # Files with slow ones go first: begun last, one worker would wait for the other.
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish():
    """What has been imported by now stays: looking it over again and again is a fifteenth of the time."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 20)


def asks_the_database(item):
    return item.get_closest_marker("django_db") is not None or bool(DATABASE_FIXTURES & set(item.fixturenames))
