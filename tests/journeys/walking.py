"""Somebody who walks through the site: each step is a page, and each page is looked at with axe-core."""

from urllib.parse import urlsplit

from django.test import Client
from playwright.sync_api import Error

from tests.browser import axe


class Walker:
    """A person at a browser. ``careful=False`` walks without axe, where it cannot run (no JavaScript)."""

    def __init__(self, page, address, *, careful=True):
        self.page, self.address, self.careful = page, address, careful
        page.on("dialog", lambda dialog: dialog.accept())

    def enters(self, user):
        """Signed in by the session's cookie: the door itself has tests of its own."""
        client = Client()
        client.force_login(user)
        host = urlsplit(self.address).hostname
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "domain": host, "path": "/"}
        self.page.context.clear_cookies()
        self.page.context.add_cookies([cookie])

    def goes_to(self, path):
        address = path if path.startswith("http") else self.address + path
        try:
            answer = self.page.goto(address)
        except Error as error:
            if "ERR_ABORTED" not in str(error):
                raise
            # The page in hand left by itself at this very moment, as one does whose work has just ended.
            answer = self.page.goto(address)
        self.looks()
        return answer

    def presses(self, name):
        """The button of that name."""
        self.page.locator("main").get_by_role("button", name=name).first.click()
        self.page.wait_for_load_state()
        self.looks()

    def follows(self, name):
        """The link of that name, in the page itself."""
        self.page.locator("main").get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
        self.looks()

    def fills(self, **fields):
        """Text by the name of its field."""
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]").locator("visible=true").fill(value)

    def chooses(self, name, value):
        """One of the radio buttons or boxes ``name``: its label is pressed, as a finger does."""
        self.page.locator(f'main label:has(input[name="{name}"][value="{value}"])').click()

    def looks(self):
        if self.careful:
            axe(self.page)

    @property
    def text(self):
        return " ".join(self.page.locator("body").inner_text().split())
