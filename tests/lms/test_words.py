"""How the site speaks to people: of no gender it does not know, without signs that cannot be read aloud."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("cohorts", "people", "learning", "notices", "network", "programmes", "certificates", "reports", "lms", "kit")
# Said to or of somebody whose gender nobody asked.
GUESSED = re.compile(
    r"quedó inscrit[ao]|nadie (queda )?inscrit[ao]|\bbienvenid[ao]s?[,!. ]|\b(te|estás) (registrad|inscrit|invitad)[ao]"
    r"|\b(l[oa]s|un[oa]s) (alumn|usuari)[ao]s|\w[ao][@x]s?\b|\bl[@x]s\b|\btod[@x]s\b|«Invitados»|\"Invitados\"",
    re.IGNORECASE,
)
SAID = re.compile(r"""(?:_\(|_lazy\(|translate )\s*["']([^"']+)["']""")


def sentences():
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    for path in [*files, *(ROOT / "templates").rglob("*.html")]:
        for sentence in SAID.findall(path.read_text()):
            yield path.relative_to(ROOT), sentence


def test_the_eye_would_see_a_guess():
    assert GUESSED.search("Ana quedó inscrita.") and GUESSED.search("Hola a todxs")


def test_no_sentence_guesses_who_is_reading():
    assert [(path, said) for path, said in sentences() if GUESSED.search(said)] == []
