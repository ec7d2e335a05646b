"""The roll on a telephone whose network goes: real Chromium, its network really cut."""

import random
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cohorts.attendance import standing_marks
from cohorts.models import AttendanceMark, Register
from tests.browser import ARGUMENTS
from tests.factories import make_cohort, make_enrolment, make_person, make_register, make_trainer
from tests.services import chromium

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PEOPLE, RUNS = 46, 20
STATUSES = ["present", "late", "excused", "absent"]
SYNC = "**" + reverse("cohorts:roll_sync")
# A clock that is wrong by as much as a test says.
CLOCK = "const real = Date.now; globalThis.shift = {0}; Date.now = () => real() + globalThis.shift;"
KEPT = """async (path) => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated"
    && Boolean(await caches.match(path, { ignoreVary: true }))"""
TAP = """(taps) => { for (const [name, status] of taps)
    document.querySelector(`input[name="${name}"][value="${status}"]`).click(); }"""
PAGES = "async () => (await caches.keys()).filter((name) => name.startsWith('pages-')).length"
# How many deliveries are at work or wait for their turn.
WORKS = "async () => { const all = await navigator.locks.query(); return all.held.length + all.pending.length; }"
STORES = "async () => (await indexedDB.databases()).length"


@pytest.fixture
def register():
    cohort = make_cohort(name="Tijuana, otoño")
    for number in range(PEOPLE):
        make_enrolment(cohort, make_person(f"Ana{number:02}", "Árbol"))
    return make_register(cohort, title="Presupuesto", starts_at=timezone.now() - timedelta(minutes=1), hours=1)


def ready(page):
    page.set_default_timeout(10_000)
    page.on("dialog", lambda dialog: dialog.accept())
    return page


@pytest.fixture
def start(playwright, live_server, tmp_path):
    """A telephone that can be started again, with whatever it kept when it was last on."""
    running = []

    def begin():
        running.append(
            playwright.chromium.launch_persistent_context(
                tmp_path, executable_path=chromium(), args=ARGUMENTS, base_url=live_server.url, locale="es-MX"
            )
        )
        return ready(running[-1].pages[0])

    yield begin
    for phone in running:
        phone.close()


@pytest.fixture
def telephone(live_server, new_context):
    """``telephone()``: a new one; its clock is wrong by ``shift`` milliseconds."""

    def begin(shift=0):
        context = new_context()
        context.add_init_script(CLOCK.format(shift))
        return ready(context.new_page())

    return begin


def enters(page, user, live_server):
    client = Client()
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "path": "/"}
    page.context.add_cookies([cookie | {"domain": urlsplit(live_server.url).hostname}])


def opens(page, register):
    page.goto(reverse("cohorts:roll", args=[register.uuid]))
    page.locator("#phone").wait_for()


def comes(page, question, expected, argument=None):
    """What is asked of the page becomes true within some seconds."""
    for _time in range(100):
        if page.evaluate(question, argument) == expected:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{question} never became {expected}")


def has_kept(page, register, kept=True):
    comes(page, KEPT, kept, reverse("cohorts:roll", args=[register.uuid]))


def field(enrolment):
    return f"m-{enrolment.pk}"


def says(page, words):
    page.locator(f'[data-phone="count"]:text-is("{words}")').wait_for()


def sends(page):
    page.locator('[data-phone="send"]').click()
    says(page, "Todo enviado")


def sums(page):
    return [int(text) for text in page.locator("#sums b").all_inner_texts()]


def standing(register):
    return {pk: status for (_register, pk), status in standing_marks([register.pk]).items()}


def test_46_marks_in_a_hall_without_signal_outlive_reload_restart_and_session(start, register, live_server):
    user, first = make_trainer(register.cohort), register.cohort.enrolments.order_by("pk").first()
    page = start()
    enters(page, user, live_server)
    page.goto(reverse("cohorts:today"))  # the list is fetched from here, before anybody opens it
    has_kept(page, register)
    page.context.set_offline(True)

    opens(page, register)
    page.evaluate(TAP, [(field(first), "absent")])
    page.locator("[data-undo-last]").click()
    says(page, "Todo enviado")
    assert sums(page) == [0, 0, 0, 0, 46]
    page.evaluate(TAP, [(field(first), "late")])
    page.get_by_role("button", name="Marcar a todas las personas presentes").click()
    says(page, "46 por enviar")
    page.reload()
    says(page, "46 por enviar")
    assert sums(page) == [45, 1, 0, 0, 0]
    page.context.close()

    page = start()  # the browser forgot the session
    page.context.set_offline(True)
    opens(page, register)
    assert sums(page) == [45, 1, 0, 0, 0]
    page.context.set_offline(False)
    page.get_by_role("link", name="Entrar de nuevo").wait_for()
    says(page, "46 por enviar")
    enters(page, user, live_server)
    sends(page)

    expected = dict.fromkeys(register.cohort.enrolments.values_list("pk", flat=True), "present") | {first.pk: "late"}
    assert (AttendanceMark.objects.count(), standing(register)) == (46, expected)
    page.get_by_role("button", name="Enviar lista").click()
    page.get_by_text("La lista quedó enviada.").wait_for()
    has_kept(page, register, kept=False)
    assert AttendanceMark.objects.count() == 46


def test_twenty_halls_with_every_fault_lose_nothing_and_double_nothing(telephone, register, live_server):
    chance, page, faults = random.Random(4), telephone(), []
    enters(page, make_trainer(register.cohort), live_server)
    opens(page, register)

    def network(route):
        fault = faults.pop(0) if faults else "fine"
        if fault == "lost":
            return route.abort()
        answer = route.fetch()
        if fault == "twice":
            answer = route.fetch()
        return route.abort() if fault == "unheard" else route.fulfill(response=answer)

    page.route(SYNC, network)
    pks = list(register.cohort.enrolments.values_list("pk", flat=True))
    expected, told = {}, 0
    for run in range(RUNS):
        people = pks if run == 0 else chance.sample(pks, chance.randint(1, 8))
        taps = {pk: chance.choice([each for each in STATUSES if each != expected.get(pk)]) for pk in people}
        faults[:] = ["unheard"] if run == 0 else chance.choices(["lost", "unheard", "twice", "fine"], k=3)
        page.evaluate(TAP, [(f"m-{pk}", status) for pk, status in taps.items()])
        says(page, f"{len(taps)} por enviar")
        if run in {3, 11}:
            page.reload()  # leaving sends what it can
            page.locator("#phone").wait_for()
        while page.locator('[data-phone="send"]').is_visible():
            page.evaluate("document.querySelector('[data-phone=\"send\"]').click()")
            page.wait_for_timeout(30)
        comes(page, WORKS, 0)  # a press that still waits would take the next marks along before they are counted
        expected |= taps
        told += len(taps)

    assert (AttendanceMark.objects.count(), standing(register)) == (told, expected)


def test_two_telephones_ten_minutes_apart_and_two_days_late(telephone, register, live_server):
    first, second = register.cohort.enrolments.order_by("pk")[:2]
    fast, slow = telephone(300_000), telephone(-300_000)
    for page in (fast, slow):
        enters(page, make_trainer(register.cohort), live_server)
        opens(page, register)
        has_kept(page, register)
        page.context.set_offline(True)
    fast.evaluate("shift -= 2 * 24 * 3600 * 1000")  # this one was decided two days ago
    fast.evaluate(TAP, [(field(second), "excused")])
    fast.evaluate("shift += 2 * 24 * 3600 * 1000 - 60_000")  # and this one a minute before the other telephone's
    fast.evaluate(TAP, [(field(first), "absent")])
    fast.evaluate("shift += 60_000")
    says(fast, "2 por enviar")
    slow.evaluate(TAP, [(field(first), "present"), (field(second), "late")])
    says(slow, "2 por enviar")

    for page in (slow, fast):
        page.context.set_offline(False)
        says(page, "Todo enviado")

    assert standing(register) == {first.pk: "present", second.pk: "late"}
    days = [(timezone.now() - mark.decided_at).days for mark in AttendanceMark.objects.order_by("pk")]
    assert sorted(days) == [0, 0, 0, 2]


def test_a_telephone_that_changes_hands_keeps_each_to_herself_and_signing_out_leaves_nothing(
    telephone, register, live_server
):
    ana, eva, page, asked = make_trainer(register.cohort), make_trainer(register.cohort), telephone(), []
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    first = register.cohort.enrolments.first()
    enters(page, ana, live_server)
    opens(page, register)
    has_kept(page, register)
    page.context.set_offline(True)
    page.evaluate(TAP, [(field(first), "late")])
    says(page, "1 por enviar")

    page.route(SYNC, lambda route: route.abort())
    page.context.set_offline(False)
    enters(page, eva, live_server)
    opens(page, register)
    says(page, "Todo enviado")
    assert sums(page)[-1] == PEOPLE
    has_kept(page, register)
    assert page.evaluate(PAGES) == 1

    enters(page, ana, live_server)
    opens(page, register)
    says(page, "1 por enviar")
    asked.clear()
    page.get_by_role("button", name="Salir").click()
    page.wait_for_url("**/")
    assert [text for text in asked if "sin enviar" in text] != []
    comes(page, PAGES, 0)
    comes(page, STORES, 1)  # Eva's own, and empty
    assert AttendanceMark.objects.count() == 0


def test_what_was_not_kept_is_shown_with_its_reason_until_somebody_discards_it(telephone, register, live_server):
    page, first = telephone(), register.cohort.enrolments.first()
    enters(page, make_trainer(register.cohort), live_server)
    opens(page, register)
    page.context.set_offline(True)
    page.evaluate(TAP, [(field(first), "late")])
    says(page, "1 por enviar")
    assert page.locator("#sums [data-phone-count]").inner_text() == "1 por enviar"
    Register.objects.filter(pk=register.pk).update(status="submitted")

    page.context.set_offline(False)
    says(page, "1 sin guardar")
    text = page.locator('[data-phone="text"]').input_value()
    assert ["La lista ya se había enviado" in text, "Árbol, Ana00" in text] == [True, True]
    Register.objects.filter(pk=register.pk).update(status="returned")
    sends(page)

    assert standing(register) == {first.pk: "late"}
