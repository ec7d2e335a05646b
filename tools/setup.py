"""Make .venv and fill it from the lock: ``setup.py run`` (run-time set) or ``setup.py dev`` (everything).

Standard library only, and readable by an old Python: it runs before anything is installed, and its first
duty is to say in one line what is missing. Safe to repeat; takes a blink when nothing changed.
"""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
LOCKS = {"run": ["base.txt"], "dev": ["dev.txt", "base.txt"]}  # the first is installed; it contains the others
OLDEST = (3, 11)
NEWER_PYTHONS = ["python3.13", "python3.12", "python3.11"]
NEEDED_BYTES = 1000 * 1000 * 1000


def stop(line):
    sys.exit("setup: " + line)


def say(line):
    print(line, flush=True)


def version():
    return "{}.{}".format(*sys.version_info[:2])


def works(command):
    """True when the command starts and answers well: a name on PATH may be a shim with nothing behind it."""
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def ensure_python():
    """Go on with a Python that is new enough, or stop with one line."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER_PYTHONS:
        if shutil.which(name) and works([name, "-c", ""]):
            os.execvp(name, [name, *sys.argv])  # noqa: S606
    stop(f"Python 3.11 or newer is needed; this is {version()} and no newer one is on PATH (apt install python3)")


def ensure_disk():
    free = shutil.disk_usage(str(ROOT)).free
    if free < NEEDED_BYTES:
        stop(f"1 GB of free disk is needed; {ROOT} has {free // 1000000} MB.")


def ensure_data_dir():
    folder = pathlib.Path(os.environ.get("DATA_DIR", str(ROOT / "var")))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        stop(f"the data folder {folder} cannot be written ({error.strerror}). Choose another: make run DATA_DIR=…")


def ensure_venv():
    if works([str(VENV_PYTHON), "-c", f"import sys; sys.exit(sys.version_info < {OLDEST})"]):
        return
    if not works([sys.executable, "-c", "import ensurepip, venv"]):
        stop(f"this Python cannot make virtual environments. On Debian: apt install python{version()}-venv")
    say(f"Making .venv with Python {version()}")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if made.returncode:
        stop(".venv could not be made; the lines above say why.")


def digest(lock):
    return hashlib.sha256((ROOT / "requirements" / lock).read_bytes()).hexdigest()


def installed():
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def pip(*arguments):
    return subprocess.run([str(VENV_PYTHON), "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check"])


def uv():
    """The quick installer, or None when it cannot be had: then pip does the same, slower."""
    found = VENV / "bin" / "uv"
    if not works([str(found), "--version"]):
        pip("install", "--require-hashes", "-r", str(ROOT / "requirements" / "uv.txt"))
    return found if works([str(found), "--version"]) else None


def install(lock):
    path = str(ROOT / "requirements" / lock)
    say(f"Installing requirements/{lock} (a minute or two the first time)")
    quick = uv()
    if quick:
        environment = dict(os.environ, UV_PYTHON_DOWNLOADS="never", VIRTUAL_ENV=str(VENV))
        options = ["--require-hashes", "--compile-bytecode", "--quiet"]
        if subprocess.run([str(quick), "pip", "install", *options, "-r", path], env=environment).returncode == 0:
            return
        say("uv could not install it; trying again with pip")
    if pip("install", "--require-hashes", "--compile", "-r", path).returncode:
        stop("the dependencies could not be installed; the lines above say why.")


def ensure_dependencies(kind):
    wanted = {lock: digest(lock) for lock in LOCKS[kind]}
    have = installed()
    if all(have.get(lock) == wanted[lock] for lock in wanted):
        return
    install(LOCKS[kind][0])
    STAMP.write_text(json.dumps(wanted))


def compile_translations():
    catalogues = ROOT.glob("locale/*/LC_MESSAGES/*.po")
    stale = [po for po in catalogues if not po.with_suffix(".mo").exists() or newer(po, po.with_suffix(".mo"))]
    if stale and subprocess.run([str(VENV_PYTHON), str(ROOT / "tools" / "translations.py"), "compile"]).returncode:
        stop("the translations could not be compiled; the lines above say why.")


def newer(one, other):
    return one.stat().st_mtime > other.stat().st_mtime


def compile_code():
    """Some machines never write bytecode; without it every start takes twice as long."""
    apps = [str(path.parent) for path in ROOT.glob("*/apps.py")]
    subprocess.run([str(VENV_PYTHON), "-m", "compileall", "-q", *apps])


def main(kind):
    ensure_python()
    ensure_disk()
    if kind == "run":
        ensure_data_dir()
    ensure_venv()
    ensure_dependencies(kind)
    compile_translations()
    compile_code()


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["dev"]):
        stop("say which set: setup.py run, or setup.py dev")
    main(sys.argv[1])
