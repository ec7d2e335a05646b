"""What is measured: which pages, as whom, and what was promised of each."""

from collections.abc import Iterator

from django.urls import reverse

from bench import grown, importing, issuing, scene
from bench.cpu import Stick
from bench.results import Figure
from bench.weight import Scales
from courses.models import CataloguePage
from lms.demo import accounts

prepare = scene.prepare


def cpu_figures(stick: Stick) -> Iterator[Figure]:
    """CPU a request against the smallest view."""
    cohort, roll = scene.cohort().uuid, scene.roll().uuid
    trainee, trainer = scene.account(accounts.TRAINEE), scene.account(accounts.TRAINER)
    coordinator = scene.account(accounts.PROGRAMME_COORDINATOR)
    yield stick.smallest_ms()
    yield stick.ratio("sign_in_page_ratio", reverse("account_login"))
    yield stick.ratio("catalogue_ratio", CataloguePage.objects.get().url, limit=0.5)
    yield stick.ratio("lesson_page_ratio", scene.lesson_path(), trainee, limit=4)
    yield stick.ratio("lesson_without_quiz_ratio", scene.lesson_path(1), trainee)
    yield stick.ratio("progress_page_ratio", reverse("learning:progress"), trainee, limit=6)
    yield stick.ratio("roll_call_46_ratio", reverse("cohorts:roll", args=[roll]), trainer, limit=6)
    boards = {
        "cohort_board_46_ratio": "cohorts:people",
        "certificate_board_46_ratio": "certificates:cohort",
        "matrix_46_ratio": "cohorts:matrix",
    }
    for name, view in boards.items():
        yield stick.ratio(name, reverse(view, args=[cohort]), coordinator, limit=8)
    large = grown.cohort().uuid
    for name, (view, limit) in {
        "cohort_board_415_ratio": ("cohorts:people", 25),
        "certificate_board_415_ratio": ("certificates:cohort", 25),
        "matrix_415_by_40_ratio": ("cohorts:matrix", 40),
    }.items():
        yield stick.ratio(name, reverse(view, args=[large]), coordinator, limit=limit)
    yield stick.ratio("verify_page_ratio", scene.verify_path(), limit=2)
    # Last: it leaves twenty thousand marks on the list that was measured above.
    sync = reverse("cohorts:roll_sync")
    yield stick.ratio("sync_46_marks_ratio", sync, trainer, limit=12, said=scene.queue(trainer))


def work_figures() -> Iterator[Figure]:
    """Work beside the requests (see ``bench.work``)."""
    yield from issuing.figures()
    yield from importing.figures()


def weight_figures(scales: Scales, address: str) -> Iterator[Figure]:
    """What the pages weigh on a phone, and how soon they can be read."""
    path, trainee = scene.lesson_path(), scene.account(accounts.TRAINEE)
    cold = scales.cold(address, path, trainee)
    yield Figure("lesson_cold_kb", cold.kb, "kB", limit=100)
    yield Figure("lesson_requests", cold.requests, "requests", limit=8)
    yield Figure("lesson_script_kb", cold.script_kb, "kB", limit=25)
    yield Figure("lesson_foreign_requests", len(cold.foreign), "requests", limit=0)
    yield Figure("lesson_warm_kb", scales.warm(address, path, trainee).kb, "kB", limit=12)
    yield Figure("lesson_readable_s", scales.readable_seconds(address, path, trainee), "s", limit=3)
    verify = scales.cold(address, scene.verify_path())
    yield Figure("verify_page_kb", verify.kb, "kB", limit=30)
    yield Figure("verify_foreign_requests", len(verify.foreign), "requests", limit=0)
