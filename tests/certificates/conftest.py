import pytest


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Letters into the outbox, sheets into a folder of the test's own."""
    settings.EMAIL_BACKEND = "notices.backends.OutboxBackend"
    private = settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"private": private}
