"""Parting names as Latin America writes them: one or two given names, one or two surnames, particles in between."""

from kit.text import fold, tidy

# They belong to the word that follows: «de la Cruz», «San Martín», «del Río».
_PARTICLES = {"de", "del", "la", "las", "los", "y", "san", "santa", "van", "von", "da", "das", "do", "dos", "di", "mc"}
# Second given names so frequent that «Ana María Pérez» is hardly Ana with two surnames.
# fmt: off
_SECOND_GIVEN = {
    "maria", "ma", "mª", "jose", "luis", "carlos", "antonio", "elena", "isabel", "luisa", "angel", "jesus",
    "guadalupe", "alberto", "eduardo", "enrique", "fernando", "javier", "manuel", "miguel", "pablo", "andres",
    "alejandro", "alejandra", "andrea", "beatriz", "carmen", "cristina", "fernanda", "ines", "laura", "lucia",
    "mercedes", "patricia", "paz", "pilar", "rosa", "sofia", "teresa", "victoria", "alfonso", "ivan", "hugo",
    "elisa", "gloria", "angelica", "adrian", "ignacio", "esteban", "rafael", "ricardo",
}
# fmt: on

Parts = tuple[str, str, str]


def units(text: str) -> list[str]:
    """The words with their particles: ``"María de la Cruz"`` gives ``["María", "de la Cruz"]``."""
    found: list[str] = []
    held: list[str] = []
    for word in tidy(text).split():
        held.append(word)
        if fold(word).strip(".") not in _PARTICLES:
            found.append(" ".join(held))
            held = []
    if held and found:
        found[-1] = " ".join([found[-1], *held])
    elif held:
        found.append(" ".join(held))
    return found


def split_surnames(text: str) -> tuple[str, str]:
    """First and second surname of one cell; with three or more, the first is the first and the rest the second."""
    parts = units(text)
    return (parts[0], " ".join(parts[1:])) if parts else ("", "")


def split_full_name(text: str) -> tuple[Parts, Parts | None]:
    """The likeliest (given names, first surname, second surname), and the other good way when there is one.

    A comma decides: «Pérez López, Ana». Two words are a name and a surname; with four or more the last two are the
    surnames. Three words can be two names or two surnames: frequent second names tell the likelier.
    """
    if "," in text:
        surnames, _comma, given = text.partition(",")
        return (tidy(given), *split_surnames(surnames)), None
    parts = units(text)
    if len(parts) < 2:
        return (" ".join(parts), "", ""), None
    if len(parts) == 2:
        return (parts[0], parts[1], ""), None
    two_surnames = (" ".join(parts[:-2]), parts[-2], parts[-1])
    two_names = (" ".join(parts[:-1]), parts[-1], "")
    if len(parts) == 4:
        return two_surnames, None
    if len(parts) == 3 and fold(parts[1]).strip(".").split()[-1] in _SECOND_GIVEN:
        return two_names, two_surnames
    return two_surnames, two_names
