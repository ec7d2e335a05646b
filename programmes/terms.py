"""The programme's own words: what a cohort, a trainer or a certificate is called where it runs."""

from django.utils.translation import get_language

from programmes.presets import ENGLISH, NEUTRAL, PRESETS

LONGEST = 40


def word(programme, key: str, plural: bool = False) -> str:
    """The word in lower case, in the reader's language: ``word(programme, "cohort", plural=True)``.

    The programme's own word (``terms``) goes first, then its country's, then the neutral one; for readers in English
    the English one follows the programme's own. Without a programme, the neutral word. ``KeyError`` for an unknown
    key: it is a slip of ours.
    """
    neutral = NEUTRAL[key]
    own = (programme.terms or {}).get(key) if programme else None
    if isinstance(own, list | tuple) and len(own) == 2:
        forms = own
    elif (get_language() or "").startswith("en"):
        forms = ENGLISH[key]
    else:
        forms = usual(programme.country, key) if programme else neutral
    return str(forms[plural])


def usual(country: str, key: str) -> tuple[str, str]:
    """Singular and plural as that country says it; the neutral ones where it says nothing else."""
    preset = PRESETS.get(country)
    return preset.words.get(key, NEUTRAL[key]) if preset else NEUTRAL[key]
