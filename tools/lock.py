"""Write requirements/*.txt from *.in: every version with its hashes, no address of where it was found.

``lock.py`` keeps what is locked and adds what is new; ``lock.py --upgrade`` chooses everything anew.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".venv" / "bin" / "uv"
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header"]


def compile_lock(name: str, *extra: str) -> None:
    paths = [f"requirements/{name}.in", "-o", f"requirements/{name}.txt"]
    command = [str(UV), "pip", "compile", *OPTIONS, *extra, *paths, "--quiet"]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"})


if __name__ == "__main__":
    for name in ("uv", "base"):
        compile_lock(name, *sys.argv[1:])
    # The same versions for development and for running.
    compile_lock("dev", "--constraints", "requirements/base.txt", *sys.argv[1:])
