import pytest
from django.test import Client


@pytest.fixture
def client_factory():
    """Each call a browser of its own, all of them behind one address."""
    return lambda **more: Client(REMOTE_ADDR="203.0.113.7", **more)
