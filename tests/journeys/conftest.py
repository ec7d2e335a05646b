import pytest

from courses.setup import lay_editor_groups, lay_site
from tests.journeys.walking import Walker

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def site(settings, live_server, tmp_path):
    """A site that is served: letters in the outbox, files in folders of the test's own, addresses that answer."""
    settings.EMAIL_BACKEND = "notices.backends.OutboxBackend"
    settings.SITE_URL = live_server.url
    settings.MEDIA_ROOT = tmp_path / "media"
    private = settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"private": private}
    lay_site()
    lay_editor_groups()
    return live_server


@pytest.fixture
def walker(site, browser_page):
    return Walker(browser_page, site.url)


@pytest.fixture
def another(site, new_context, viewport):
    """``another()``: somebody else, at a browser of their own as wide as the first."""
    return lambda: Walker(new_context(viewport=viewport).new_page(), site.url)


@pytest.fixture
def plain(site, new_context):
    """A telephone that runs no JavaScript at all (and so no axe either: the same pages are looked at with it)."""
    return Walker(new_context(viewport=PHONE, java_script_enabled=False).new_page(), site.url, careful=False)
