"""Everything that can be told without running the site, a line each. All of it runs, then the answer is given."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
MANAGE = [sys.executable, "manage.py"]
STEPS: list[tuple[str, list[str | Path]]] = [
    ("format", [BIN / "ruff", "format", "--check", "."]),
    ("lint", [BIN / "ruff", "check", "--quiet", "."]),
    ("floors", [BIN / "lint-imports", "--no-logo"]),
    ("types", [BIN / "mypy", "."]),
    ("templates", [BIN / "djlint", ".", "--lint", "--quiet"]),
    ("django", [*MANAGE, "check", "--fail-level", "WARNING"]),
    ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
    ("translations", [sys.executable, "tools/translations.py", "check"]),
]


def passes(name: str, command: list[str | Path], environment: dict[str, str]) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        list(map(str, command)), cwd=ROOT, env=environment, text=True, capture_output=True, stdin=subprocess.DEVNULL
    )
    seconds = time.monotonic() - started
    print(f"{name:<14} {'ok' if done.returncode == 0 else 'FAILED':<8} {seconds:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="paralelo-check-") as data:
        environment = {**os.environ, "DATA_DIR": data, "DATABASE_URL": ""}
        failed = [name for name, command in STEPS if not passes(name, command, environment)]
    print(f"Failed: {', '.join(failed)}" if failed else "All in order")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
