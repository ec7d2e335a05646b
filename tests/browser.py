"""The real browser: Debian's Chromium, two widths, and the same three questions asked of every page visited.

def test_a_visitor_reads_the_catalogue(browser_page):
    browser_page.goto("/cursos/")
    axe(browser_page)
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.services import chromium

CHROMIUM = chromium()
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"phone": (360, 740), "desk": (1280, 800)}
SERIOUS = {"serious", "critical"}
# Without "preload" axe would fetch every style sheet again, in the wrong folder: thirty pages not found for each page.
OPTIONS = {"resultTypes": ["violations"], "preload": False}
AXE = Axe()
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": CHROMIUM, "args": ARGUMENTS, "headless": True}


@pytest.fixture(scope="session")
def browser_context_args(live_server):
    return {"base_url": live_server.url, "locale": "es-MX", "timezone_id": "America/Mexico_City"}


@pytest.fixture(params=WIDTHS, ids=lambda name: f"{WIDTHS[name][0]}px")
def viewport(request):
    width, height = WIDTHS[request.param]
    return {"width": width, "height": height}


@pytest.fixture
def browser_page(live_server, page, viewport):
    """A page of the running site, at 360 and at 1280 px; it fails the test when the page's own script fails."""
    troubles = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.set_viewport_size(viewport)
    page.set_default_timeout(15_000)
    yield page
    assert troubles == []


def axe(page):
    """No serious or critical finding of axe-core, and nothing to scroll sideways."""
    found = AXE.run(page, options=OPTIONS).response["violations"]
    serious = [
        f"{each['id']} ({each['impact']}): {node['html'][:160]}"
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"][:3]
    ]
    assert serious == [], f"{page.url}\n" + "\n".join(serious)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{page.url} scrolls sideways by {overflow} px: {page.evaluate(WIDEST)}"


# Names the elements that stick out on the right, so that the finding can be mended without a screenshot.
WIDEST = """() => [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 5).map(e => e.tagName.toLowerCase() + '.' + e.className).join(', ')"""
