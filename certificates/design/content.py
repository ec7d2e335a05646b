"""What a design says and how it looks, as plain data: the draft that is worked on, the version that is frozen."""

from typing import Final

# The designs that ship, and the papers. A sheet that was printed from never changes: its successor gets a new number.
BASES: Final = {"telar": "telar-1", "marco": "marco-1", "hilo": "hilo-1"}
PAPERS: Final = ("a4", "us-letter")
LANGUAGES: Final = ("es", "en")
# The words a design may change, and how long each may be.
WORDS: Final = {"title": 90, "given": 160, "because": 160, "body": 700}
MOST_LOGOS: Final = 3
MOST_SIGNATORIES: Final = 4
SIGNATORY_LENGTH: Final = 120


def fresh(base: str, paper: str) -> dict:
    """A design that changes no word of what is printed anyway."""
    return {
        "base": base,
        "paper": paper,
        "landscape": True,
        "language": "es",
        "words": {language: dict.fromkeys(WORDS, "") for language in LANGUAGES},
        "logos": [],
        "background": None,
        "signatories": [],
    }


def pictures_of(content: dict) -> list[dict]:
    """Every picture that the design is drawn with."""
    signed = [each["signature"] for each in content["signatories"]]
    return [each for each in (*content["logos"], content["background"], *signed) if each]
