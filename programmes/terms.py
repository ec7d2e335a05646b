"""The programme's own words: what a cohort, a trainer or a certificate is called where it runs."""

from django.utils.translation import get_language

from programmes.presets import ENGLISH, NEUTRAL, PRESETS


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
        preset = PRESETS.get(programme.country) if programme else None
        forms = preset.words.get(key, neutral) if preset else neutral
    return str(forms[plural])
