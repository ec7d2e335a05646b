"""Whether two registered people are one: facts in, a score with reason codes out.

A name alone never proves anything; it suggests. Every answer is the same with the two sides exchanged.
"""

import re
from functools import lru_cache
from itertools import combinations

from kit.text import words_of
from people.duplicates.facts import Known, Likeness
from people.duplicates.words import PARTICLES, SHORT_FORMS, WELL_KNOWN

# From here on a pair is shown to whoever coordinates both; below it, chance explains it as well.
SUGGESTED = 45
SAME, MISSPELT, SHORTER, OTHER = 3, 2, 1, 0
_NAMES = {SAME: (50, "same_name"), MISSPELT: (45, "misspelt_name"), SHORTER: (35, "shorter_name")}
_SOUNDS = (
    (re.compile("qu(?=[ei])|c(?=[aourltn]|$)|k|ck"), "k"),
    (re.compile("ph"), "f"),
    (re.compile("ch"), "C"),
    (re.compile("h"), ""),
    (re.compile("g(?=[ei])|x|j"), "j"),
    (re.compile("gu(?=[ei])"), "g"),
    (re.compile("v|w"), "b"),
    (re.compile("z|c(?=[eiy])"), "s"),
    (re.compile("ll|y(?=[aeiou])"), "Y"),
    (re.compile("y"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_JOINED = re.compile("^(dela|delas|delos)(?=[a-z]{4})")
_ENDINGS = {"", "a", "o", "e"}
_VOWELS = re.compile("[aeiouY]")


def likeness(one: Known, other: Known) -> Likeness:
    """How likely the two are one person.

    The identifier decides alone. The telephone and the mailbox count with a name that is alike: households and offices
    share both. Equal names suggest; with the day of birth or the municipality they weigh more.
    """
    if set(one.identities) & set(other.identities):
        return Likeness(100, ("identity",))
    names = compare_names(one, other)
    if names == OTHER:
        return Likeness(0)
    score, reason = _NAMES[names]
    reasons = [reason]
    for code, points, agrees in (
        ("email", 45, bool(one.email) and one.email == other.email),
        ("phone", 35, same_phone(one.phone, other.phone)),
        ("birth_date", 35, one.birth_date is not None and one.birth_date == other.birth_date),
        ("territory", 15, one.territory_id is not None and one.territory_id == other.territory_id),
    ):
        if agrees:
            score += points
            reasons.append(code)
    for code, disagrees in (
        ("other_birth_date", bool(one.birth_date and other.birth_date and one.birth_date != other.birth_date)),
        ("other_identity", _other_identity(one, other)),
    ):
        if disagrees:
            score -= 30
            reasons.append(code)
    return Likeness(max(0, min(score, 99)), tuple(reasons))


def _other_identity(one: Known, other: Known) -> bool:
    """Both showed a document of one kind, and the numbers differ. A passport says nothing against an identity card."""
    first, second = ({each.rsplit(":", 1)[0] for each in side.identities} for side in (one, other))
    return bool(first & second)


def same_phone(one: str, other: str) -> bool:
    """The last ten digits decide: the country's prefix is written or not."""
    first, second = one.lstrip("+")[-10:], other.lstrip("+")[-10:]
    return bool(first) and first == second


def compare_names(one: Known, other: Known) -> int:
    """``SAME``, ``MISSPELT`` (some words written otherwise), ``SHORTER`` (a part left out), or ``OTHER``."""
    first, second = _Name.of(one), _Name.of(other)
    if not first.words or not second.words:
        return OTHER
    if sorted(first.words) == sorted(second.words):
        return SAME
    if len(first.words) > len(second.words):
        first, second = second, first
    if not _fits(first, second):
        return OTHER
    return MISSPELT if len(first.words) == len(second.words) else SHORTER


class _Name:
    """The words that count, which of them are given names, and what the first surname is."""

    def __init__(self, given: tuple[str, ...], surnames: tuple[str, ...]):
        self.given, self.surnames = given, surnames
        self.words = (*given, *surnames)

    @classmethod
    def of(cls, person: Known) -> "_Name":
        return cls(words(person.given_names), (*words(person.surname1), *words(person.surname2)))


@lru_cache(maxsize=20_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name that tell people apart: folded, in full, without particles."""
    found = [SHORT_FORMS.get(word, word) for word in words_of(name.replace(".ª", "ª").replace("'", ""))]
    kept = tuple(_JOINED.sub("", word) for word in found if word not in PARTICLES)
    return kept or tuple(found)


def _fits(short: _Name, full: _Name) -> bool:
    """Each word of the shorter name has its own in the fuller one, and what is missing may well be missing."""
    taken = _match(short, full)
    if taken is None:
        return _joined_fits(short, full)
    missing = [place for place in range(len(full.words)) if place not in taken.values()]
    if not missing:
        return True
    return len(short.words) >= 2 and _may_be_missing(full, taken)


def _may_be_missing(full: _Name, taken: dict[int, int]) -> bool:
    """A second given name or the second surname is left out; the first surname is not."""
    givens = len(full.given)
    return any(place < givens for place in taken.values()) and givens in taken.values()


def _match(short: _Name, full: _Name) -> dict[int, int] | None:
    """For each word of ``short`` its place in ``full``, equal ones before misspelt ones; None when one has none."""
    taken: dict[int, int] = {}
    for same in (_equal, _misspelt):
        for at, word in enumerate(short.words):
            if at in taken:
                continue
            given = at < len(short.given)
            free = (place for place in range(len(full.words)) if place not in taken.values())
            hit = next((p for p in free if same(word, full.words[p], given or p < len(full.given))), None)
            if hit is not None:
                taken[at] = hit
    return taken if len(taken) == len(short.words) else None


def _joined_fits(short: _Name, full: _Name) -> bool:
    """«Anamaría» is «Ana María», «Sanmartín» is «San Martín»."""
    for at in range(len(full.words) - 1):
        if full.words[at] + full.words[at + 1] in short.words:
            cut = len(full.given)
            joined = (*full.words[:at], full.words[at] + full.words[at + 1], *full.words[at + 2 :])
            given = cut - 1 if at + 1 < cut else cut
            other = _Name(joined[:given], joined[given:])
            first, second = (short, other) if len(short.words) <= len(other.words) else (other, short)
            taken = _match(first, second)
            return taken is not None and (len(taken) == len(second.words) or _may_be_missing(second, taken))
    return False


def _equal(one: str, other: str, _given: bool) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


@lru_cache(maxsize=50_000)
def _misspelt(one: str, other: str, given: bool) -> bool:
    """One word written in two ways: it sounds alike, or one letter is wrong, missing, added or exchanged.

    Two well-known names are two names; «Daniel» and «Daniela», «Mario» and «Maria» are brother and sister.
    """
    if given and _differ_in_gender(one, other):
        return False
    if sound(one) == sound(other):
        return True
    if one in WELL_KNOWN and other in WELL_KNOWN:
        return False
    shorter = min(len(one), len(other))
    if shorter <= 2 or one[0] != other[0] and sound(one)[:1] != sound(other)[:1] and not _exchanged(one, other):
        return False
    if shorter <= 4:
        return one in WELL_KNOWN or other in WELL_KNOWN if one_edit(one, other) else False
    return one_edit(one, other)


def _differ_in_gender(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if one[:-1] == other[:-1] or (len(longer) == len(shorter) + 1 and longer[:-1] == shorter):
        ends = {one[-1:], other[-1:]} if len(one) == len(other) else {"", longer[-1:]}
        return ends <= _ENDINGS
    return False


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """How a word sounds in Latin America: b and v, s and z, ll and y, g and j alike, h silent."""
    for pattern, letters in _SOUNDS:
        word = pattern.sub(letters, word)
    return word


def one_edit(one: str, other: str) -> bool:
    """One letter changed, added, left out, or two neighbours exchanged."""
    if one == other or abs(len(one) - len(other)) > 1:
        return one == other
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    if len(one) == len(other):
        return one[start + 1 :] == other[start + 1 :] or _exchanged(one, other)
    shorter, longer = sorted((one, other), key=len)
    return shorter[start:] == longer[start + 1 :]


def _exchanged(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    wrong = [at for at in range(len(one)) if one[at] != other[at]]
    return (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and one[wrong[0]] == other[wrong[1]]
        and one[wrong[1]] == other[wrong[0]]
    )


def name_pairs(given_names: str, surname1: str, surname2: str = "") -> set[str]:
    """Keys under which a name is filed: two names that :func:`compare_names` takes for one share at least one.

    Every two words together, once by how they begin and once by their consonants, so that a misspelt word spoils some
    keys and never all of them. At most 42: of very long names the first seven words count.
    """
    found = (*words(given_names), *words(surname1), *words(surname2))[:7]
    keys = set()
    for family, code in (("b", _beginning), ("c", _consonants)):
        coded = sorted({code(word) for word in found})
        keys |= {f"{family}{one}.{other}" for one, other in combinations(coded, 2)}
        if len(coded) == 1:
            keys.add(f"{family}{coded[0]}.")
    return keys


def _beginning(word: str) -> str:
    return sound(word)[:3]


def _consonants(word: str) -> str:
    return "".join(sorted(set(_VOWELS.sub("", sound(word)))))[:8]
