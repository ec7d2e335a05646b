"""Woven cloth drawn from a name: stepped frets, diamonds, stars and stripes as a backstrap loom makes them.

Pure geometry on a grid of threads. The same name gives the same cloth for ever, on screen and on paper, so a
course or a region is recognised by it where there is no photograph. Colours are presentation attributes: they
pass a policy without inline styles, and print engines read them.
"""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from itertools import groupby
from random import Random

COCHINEAL, WINE, MARIGOLD, JADE = "#a51c3f", "#6d1029", "#e5a024", "#14735d"
INDIGO, WOOL, COAL = "#24406e", "#f6ead3", "#2b1d17"
# Ground, then three dyes; the first of them carries the motif.
DYEINGS = (
    (COCHINEAL, WOOL, MARIGOLD, WINE),
    (WOOL, COCHINEAL, COAL, MARIGOLD),
    (INDIGO, WOOL, MARIGOLD, COCHINEAL),
    (JADE, WOOL, MARIGOLD, COAL),
    (COAL, MARIGOLD, COCHINEAL, WOOL),
    (MARIGOLD, WINE, WOOL, COCHINEAL),
    (WOOL, INDIGO, COCHINEAL, MARIGOLD),
    (WINE, MARIGOLD, WOOL, COCHINEAL),
    (COAL, WOOL, JADE, COCHINEAL),
    (WOOL, JADE, WINE, MARIGOLD),
)
Tile = list[str]  # Rows of threads: "." is the ground; "a", "b", "c" the dyes.


def drawn(width: int, height: int, dye: Callable[[int, int], str]) -> Tile:
    return ["".join(dye(x, y) for x in range(width)) for y in range(height)]


def diamonds(size: int) -> Tile:
    """Stepped diamonds inside each other; what is left between them makes half diamonds."""
    half = size // 2

    def dye(x: int, y: int) -> str:
        ring = (abs(x - half) // 2 * 2 + abs(y - half)) // 2
        return ".caa.bb.aaa..bb"[ring] if ring * 2 <= half + 1 else ".bb.cc.bb.cc"[half - ring]

    return drawn(2 * half + 2, size, dye)


def chevrons(size: int) -> Tile:
    half = size // 2
    return drawn(2 * half, size, lambda x, y: "aa.bb.cc."[(abs(x - half) // 2 * 2 + abs(y - half)) // 2 % 9])


def mountains(size: int) -> Tile:
    """Stepped peaks rising and, between them, their shadow hanging."""
    half = size // 2

    def dye(x: int, y: int) -> str:
        slope = abs(x - half) // 2 * 2
        return "aa.b"[(y - slope) // 2 % 4] if slope <= y else ".cc."[(slope - y) // 2 % 4]

    return drawn(2 * half, size, dye)


SPIRAL = ("aaaaaaa", "a.....a", "a.aaa.a", "a.a.a.a", "a.a...a", "a.aaaaa", "a......")


def fret(size: int) -> Tile:
    """The stepped fret: a stair that climbs into a hook, and its answer turned over in another dye."""
    stair = drawn(8, 7, lambda x, y: "a" if x // 2 * 2 + 1 > 6 - y else ".")
    hook = [spiral + "." + steps for spiral, steps in zip(SPIRAL, stair, strict=True)]
    answer = [row[::-1].replace("a", "b") for row in reversed(hook)]
    return [*hook, "a" * 16, "." * 16, "b" * 16, *answer]


def star(size: int) -> Tile:
    """Eight points: a square and a diamond laid over each other, a seed inside, quarter stars in the corners."""
    half = size // 2

    def dye(x: int, y: int) -> str:
        across, down = abs(x - half), abs(y - half)
        far = across + down
        if max(across, down) * 8 <= 5 * half or far <= half:
            return "c" if far < 2 else "b" if far < half // 2 else "." if far == half // 2 else "a"
        return "c" if far > 2 * half - 3 else "."

    return drawn(2 * half + 2, size, dye)


def cross(size: int) -> Tile:
    """The stepped cross, hollow, with quarter diamonds in the corners."""
    half = size // 2
    step = half // 3

    def dye(x: int, y: int) -> str:
        across, down = -(-abs(x - half) // step), -(-abs(y - half) // step)
        far = across + down
        if far <= 4 and max(across, down) <= 3:
            return "b" if far <= 1 else "." if far == 2 else "a"
        return "c" if far >= 6 else "."

    return drawn(2 * half + 2, size, dye)


TEETH = ["..a...", ".aaa..", "aaaaa."]
PEBBLES = ["aa..", "aa..", "..bb", "..bb"]
HOOKS = ["aaaa..", "a..a..", "a.aa.a", "a....a", "....aa"]
LADDER = ["aabb", "aacc", "aabb"]

GREAT = (diamonds, chevrons, mountains, fret, star, cross)
SMALL = (TEETH, PEBBLES, HOOKS, LADDER)


def strokes(tile: Tile, dye: str) -> str:
    """The runs of one dye, as strokes one thread thick."""
    moves, at_x, at_y = [], 0, 0
    for y, row in enumerate(tile):
        x = 0
        for thread, run in groupby(row):
            length = len(list(run))
            if thread == dye:
                moves.append(f"m{x - at_x} {y - at_y}h{length}".replace(" -", "-"))
                at_x, at_y = x + length, y
            x += length
    return "".join(moves)


def pattern(key: str, tile: Tile, dyes: dict[str, str]) -> str:
    paths = "".join(
        f'<path stroke="{dyes[dye]}" d="M0 .5{strokes(tile, dye)}"/>' for dye in "abc" if dye in "".join(tile)
    )
    size = f'width="{len(tile[0])}" height="{len(tile)}"'
    return f'<pattern id="{key}" {size} patternUnits="userSpaceOnUse">{paths}</pattern>'


def band(key: str, tile: Tile, at: int, length: int) -> str:
    """One strip along the whole cloth, its motif centred."""
    shift = (length // 2 - len(tile[0]) // 2) % len(tile[0])
    outline = f"M-{shift} 0h{length}v{len(tile)}h-{length}z"
    return f'<path fill="url(#{key})" transform="translate({shift} {at})" d="{outline}"/>'


@lru_cache(maxsize=256)
def weave_svg(name: str, width: int = 240, height: int = 29) -> str:
    """SVG (≤ 2.5 kB) of the cloth called ``name``, ``width`` by ``height`` threads.

    It fills and crops like a photograph and is hidden from screen readers. The same arguments give the same text;
    another size shows more or less of the same cloth.
    """
    choice = Random(hashlib.sha256(name.encode()).digest())
    ground, *rest = choice.choice(DYEINGS)
    great, small = choice.choice(GREAT)(choice.choice((13, 17, 17, 21))), choice.choice(SMALL)
    line = choice.choice(rest)
    if choice.random() < 0.5:
        rest = [rest[0], rest[2], rest[1]]
    upright = choice.random() < 0.3
    across, along = (width, height) if upright else (height, width)

    key = "w" + hashlib.sha256(f"{name}|{width}|{height}".encode()).hexdigest()[:6]
    dyes = dict(zip("abc", rest, strict=True))
    beside = len(great) + 2 + len(small) + 2  # A great band, then a small one between two lines of one thread.
    lines = "".join(f"M0 {at}h{along}v1H0z" for at in (len(great), beside - 1))
    strip = (
        band(key + "g", great, 0, along)
        + band(key + "s", small, len(great) + 2, along)
        + f'<path fill="{line}" d="{lines}"/>'
    )
    first = (across - len(great)) // 2 % beside - beside
    uses = "".join(f'<use href="#{key}" y="{at}"/>' for at in range(first, across, beside))
    turn = ' transform="matrix(0 1 1 0 0 0)"' if upright else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" preserveAspectRatio="xMidYMid slice"'
        f' shape-rendering="crispEdges" aria-hidden="true"><defs>'
        f"{pattern(key + 'g', great, dyes)}{pattern(key + 's', small, dyes)}"
        f'<g id="{key}">{strip}</g></defs><path fill="{ground}" d="M0 0h{width}v{height}H0z"/>'
        f"<g{turn}>{uses}</g></svg>"
    )
