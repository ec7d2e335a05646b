"""How far the loading of the demo is, kept where every process can read it."""

import json

from lms.serving import demo_mark


def keep(done: int, total: int, label: str) -> None:
    """The mark of an unfinished loading also says how far it is."""
    demo_mark().write_text(json.dumps({"done": done, "total": total, "label": label}))


def finish() -> None:
    demo_mark().unlink(missing_ok=True)


def loading() -> dict | None:
    """``{"done", "total", "percent", "label"}`` while the demo loads, else None. Reads one small file."""
    try:
        text = demo_mark().read_text()
    except OSError:
        return None
    try:
        known = json.loads(text)
    except ValueError:
        known = {"done": 0, "total": 1, "label": ""}
    return known | {"percent": known["done"] * 100 // known["total"]}
