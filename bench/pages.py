"""What is measured: which pages, as whom, and what was promised of each."""

from collections.abc import Iterator

from django.urls import reverse

from bench.cpu import Stick
from bench.results import Figure
from bench.weight import Scales


def prepare() -> None:
    """Put into the empty site what the pages below show."""


def cpu_figures(stick: Stick) -> Iterator[Figure]:
    """CPU a request against the smallest view."""
    yield stick.smallest_ms()
    yield stick.ratio("sign_in_page_ratio", reverse("account_login"))


def work_figures() -> Iterator[Figure]:
    """Work beside the requests (see ``bench.work``)."""
    yield from ()


def weight_figures(scales: Scales, address: str) -> Iterator[Figure]:
    """What the pages weigh on a phone, and how soon they can be read."""
    path = reverse("account_login")
    cold = scales.cold(address, path)
    yield Figure("sign_in_cold_kb", cold.kb, "kB")
    yield Figure("sign_in_requests", cold.requests, "requests")
    yield Figure("sign_in_script_kb", cold.script_kb, "kB")
    yield Figure("sign_in_foreign_requests", len(cold.foreign), "requests", limit=0)
    yield Figure("sign_in_warm_kb", scales.warm(address, path).kb, "kB")
    yield Figure("sign_in_readable_s", scales.readable_seconds(address, path), "s")
