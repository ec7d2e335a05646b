"""What a printed code looks like: nine characters by chance and one that checks them, nothing that is read two ways."""

import re

# No 0 and O, no 1, I and L. Thirty-one, a prime: the check character finds every wrong letter and every two swapped.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CHANCE = 9
LENGTH = CHANCE + 1
POSSIBLE = len(ALPHABET) ** CHANCE
GROUP = 5
# What somebody types between the groups, or a telephone puts there by itself.
BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212_.·]+")
LONGEST = 40


def code_of(number: int) -> str:
    """The code that stands for ``number``, of which only the remainder by ``POSSIBLE`` counts."""
    letters = []
    for _place in range(CHANCE):
        number, digit = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[digit])
    body = "".join(letters)
    return body + check_of(body)


def check_of(body: str) -> str:
    """Each character weighs its place; the check character brings the sum to a multiple of thirty-one."""
    total = sum(place * ALPHABET.index(letter) for place, letter in enumerate(body, 2))
    return ALPHABET[-total % len(ALPHABET)]


def grouped(code: str) -> str:
    """As it is printed: ``ABCDE-FGHJK``."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def parse(text: str) -> str | None:
    """The code somebody typed, in capitals and without what stands between; None when it cannot be one."""
    if len(text) > LONGEST:
        return None
    code = BETWEEN.sub("", text).upper()
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    return code if check_of(code[:CHANCE]) == code[CHANCE] else None
