"""What a phone pays: bytes, requests, script and seconds, in real Chromium against the real web server."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from bench.results import median
from bench.server import session_cookie
from tests.browser import ARGUMENTS
from tests.services import chromium

PHONE = {"width": 360, "height": 740}
# A prepaid phone at the end of the line: 400 kbit/s, 400 ms there and back, a processor four times slower.
SLOW_NETWORK = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOW_CPU = {"rate": 4}
RUNS = 3
LARGEST_PAINT = """() => new Promise(done => {
    new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
        .observe({type: 'largest-contentful-paint', buffered: true});
    setTimeout(() => done(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1), 2000);
})"""


@dataclass
class Weight:
    """One visit: everything that came over the wire, headers included."""

    bytes: int = 0
    requests: int = 0
    script_bytes: int = 0
    foreign: list[str] = field(default_factory=list)  # addresses asked for outside the site

    @property
    def kb(self) -> float:
        return round(self.bytes / 1000, 1)

    @property
    def script_kb(self) -> float:
        return round(self.script_bytes / 1000, 1)


@contextmanager
def phone():
    """Chromium, once for all visits."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            yield Scales(browser)
        finally:
            browser.close()


class Scales:
    """Weighs pages of ``address`` read as ``user`` (None: a visitor), each time with an empty phone."""

    def __init__(self, browser: Browser):
        self.browser = browser

    @contextmanager
    def empty_phone(self, address: str, user=None):
        context = self.browser.new_context(viewport=PHONE, locale="es-MX", is_mobile=True, has_touch=True)
        if user:
            name, value = session_cookie(user)
            context.add_cookies([{"name": name, "value": value, "url": address}])
        try:
            yield context.new_page()
        finally:
            context.close()

    def cold(self, address: str, path: str, user=None) -> Weight:
        """The first visit ever."""
        with self.empty_phone(address, user) as page:
            return weigh(page, address, path)

    def warm(self, address: str, path: str, user=None) -> Weight:
        """The second visit, with whatever the first one left in the phone."""
        with self.empty_phone(address, user) as page:
            weigh(page, address, path)
            page.goto("about:blank")
            return weigh(page, address, path)

    def readable_seconds(self, address: str, path: str, user=None) -> float:
        """From asking to the largest piece of text or picture painted, on a slow line and a slow phone; median."""
        return round(median(self.one_reading(address, path, user) for _ in range(RUNS)), 2)

    def one_reading(self, address: str, path: str, user) -> float:
        with self.empty_phone(address, user) as page:
            tools = page.context.new_cdp_session(page)
            tools.send("Network.enable")
            tools.send("Network.emulateNetworkConditions", SLOW_NETWORK)
            tools.send("Emulation.setCPUThrottlingRate", SLOW_CPU)
            page.goto(address + path, wait_until="load", timeout=60_000)
            return page.evaluate(LARGEST_PAINT) / 1000


def weigh(page: Page, address: str, path: str) -> Weight:
    """One navigation and all it fetches until the network is quiet."""
    weight, kinds, home = Weight(), {}, urlsplit(address).netloc
    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")

    def asked(event):
        url = event["request"]["url"]
        if url.startswith("http") and urlsplit(url).netloc != home:
            weight.foreign.append(url)

    def answered(event):
        if not event["response"].get("fromDiskCache") and not event["response"].get("fromServiceWorker"):
            kinds[event["requestId"]] = event["type"]

    def finished(event):
        if event["requestId"] in kinds and event["encodedDataLength"] > 0:
            weight.requests += 1
            weight.bytes += int(event["encodedDataLength"])
            weight.script_bytes += int(event["encodedDataLength"]) if kinds[event["requestId"]] == "Script" else 0

    tools.on("Network.requestWillBeSent", asked)
    tools.on("Network.responseReceived", answered)
    tools.on("Network.loadingFinished", finished)
    answer = page.goto(address + path, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{path} answered {answer and answer.status}, not 200")
    tools.detach()
    return weight
