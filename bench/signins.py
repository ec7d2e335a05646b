"""A workshop comes in: everybody by a code from the mail, all behind one address, eight at the same moment."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import requests
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import connection
from django.urls import reverse

from bench.results import Figure
from notices.models import Mail

PEOPLE, AT_ONCE = 200, 8
CODE = re.compile(r"^(\d{3}-\d{3}-\d{3})$", re.M)


def figures(address: str) -> Iterator[Figure]:
    """Seconds until all are in. Raises RuntimeError when anybody was refused."""
    mailboxes = [f"taller{number}@demo.example" for number in range(PEOPLE)]
    for mailbox in mailboxes:
        user = get_user_model().objects.create_user(mailbox)
        EmailAddress.objects.create(user=user, email=mailbox, primary=True, verified=True)
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as telephones:
        inside = list(telephones.map(lambda mailbox: comes_in(address, mailbox), mailboxes))
    seconds = time.monotonic() - began
    if not all(inside):
        raise RuntimeError(f"{inside.count(False)} of {PEOPLE} were refused")
    yield Figure("signins_200_s", round(seconds, 1), "s", limit=120)


def comes_in(address: str, mailbox: str) -> bool:
    """From the first page to one's own, as a browser without scripts walks."""
    with requests.Session() as browser:
        entrance = address + reverse("account_login")
        browser.get(entrance, timeout=60)
        post(browser, entrance, {"login": mailbox})
        code = CODE.search(Mail.objects.filter(to=mailbox).latest("pk").text)
        connection.close()
        post(browser, address + reverse("account_confirm_login_code"), {"code": code[1]})
        return browser.get(address + reverse("privacy:mine"), allow_redirects=False, timeout=60).status_code == 200


def post(browser: requests.Session, url: str, said: dict) -> None:
    browser.post(url, {**said, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}, timeout=60)
