"""How far the loading of the demo is, kept where every process can read it."""

import json

from lms.serving import demo_mark


def keep(done: int, total: int, label: str) -> None:
    """The mark of an unfinished loading also says how far it is."""
    demo_mark().write_text(json.dumps({"done": done, "total": total, "label": label}))


def finish() -> None:
    demo_mark().unlink(missing_ok=True)


def loading() -> dict | None:
    """``{"done", "total", "label"}`` while the demo is being loaded, else None. One look at one small file."""
    try:
        text = demo_mark().read_text()
    except OSError:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return {"done": 0, "total": 0, "label": ""}
