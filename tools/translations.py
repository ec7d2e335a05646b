"""The catalogues. Spanish is the source; ``locale/en`` translates all of it, ``locale/es`` mends third-party words.

``compile``  .po to .mo where newer (polib: no gettext tools needed)
``update``   makemessages for English, in place (needs Debian's gettext)
``check``    fails with the list of texts that English lacks; changes nothing
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
MANAGE = ROOT / "manage.py"
ENGLISH = Path("en/LC_MESSAGES/django.po")
IGNORED = [".venv", "var", "tests", "bench", "tools", "node_modules", "requirements"]
EXTENSIONS = "html,py,txt,xml,webmanifest"
SHOWN = 40


def compile_all() -> int:
    for path in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            polib.pofile(str(path)).save_as_mofile(str(target))
    return 0


def make_messages(folder: Path) -> None:
    """Gather every marked text of the tree into ``folder``/locale/en, keeping what was translated there."""
    ignores = [part for name in IGNORED for part in ("--ignore", f"{name}/*")]
    command = [sys.executable, str(MANAGE), "makemessages", "-l", "en", "--no-location", "--no-wrap", "-e", EXTENSIONS]
    subprocess.run([*command, *ignores], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def update() -> int:
    (ROOT / "locale").mkdir(exist_ok=True)
    make_messages(ROOT)
    path = ROOT / "locale" / ENGLISH
    owed = lacking(path)
    print(f"locale/{ENGLISH}: {len(owed)} texts to translate")
    return 0


def lacking(path: Path) -> list[polib.POEntry]:
    """What a reader of English would meet in Spanish: untranslated and doubtful entries."""
    catalogue = polib.pofile(str(path))
    return [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]


def check() -> int:
    if not shutil.which("xgettext"):
        print("xgettext is missing: apt install gettext")
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "tree"
        skipped = shutil.ignore_patterns(*IGNORED, ".git", "__pycache__", "*.mo", "migrations", "static", "docs")
        shutil.copytree(ROOT, folder, ignore=skipped, symlinks=True)
        (folder / "locale").mkdir(exist_ok=True)
        # The copy holds the same settings; its own data folder keeps it from touching ours.
        subprocess_environment(folder)
        make_messages(folder)
        owed = lacking(folder / "locale" / ENGLISH)
    for entry in owed[:SHOWN]:
        print(f"  {'doubtful' if entry.fuzzy else 'missing'}: {entry.msgid[:110]!r}")
    if len(owed) > SHOWN:
        print(f"  … and {len(owed) - SHOWN} more")
    if owed:
        print(f"{len(owed)} texts lack English; make messages brings locale/{ENGLISH} up to date.")
    return bool(owed)


def subprocess_environment(folder: Path) -> None:
    os.environ["DATA_DIR"] = str(folder / "var")


if __name__ == "__main__":
    verbs = {"compile": compile_all, "update": update, "check": check}
    if sys.argv[1:2] == [] or sys.argv[1] not in verbs:
        sys.exit(f"translations: one of {', '.join(verbs)}")
    sys.exit(verbs[sys.argv[1]]())
