"""A place on a public map: a link that needs no key, and what people paste when they are asked where."""

import re
from decimal import Decimal
from urllib.parse import quote

_MAP = "https://www.openstreetmap.org"
_NUMBER = r"(-?\d{1,3}(?:\.\d+)?)"
# What telephones and map sites hand out, most telling first: the pin before the middle of the picture.
_SHAPES = [
    re.compile(pattern)
    for pattern in (
        rf"mlat={_NUMBER}&mlon={_NUMBER}",
        rf"!3d{_NUMBER}!4d{_NUMBER}",
        rf"[?&](?:q|query|ll|destination)=(?:loc:)?{_NUMBER}(?:,|%2C)\+?{_NUMBER}",
        rf"geo:{_NUMBER},{_NUMBER}",
        rf"@{_NUMBER},{_NUMBER}",
        rf"#map=\d+/{_NUMBER}/{_NUMBER}",
        rf"^\s*\(?{_NUMBER}\s*[,;\s]\s*{_NUMBER}\)?\s*$",
    )
]


def map_link(place: str, latitude: Decimal | None, longitude: Decimal | None) -> str:
    """A page of OpenStreetMap with a pin at the coordinates, else a search for ``place``; empty without either."""
    if latitude is not None and longitude is not None:
        at, over = f"{latitude:.6f}", f"{longitude:.6f}"
        return f"{_MAP}/?mlat={at}&mlon={over}#map=17/{at}/{over}"
    return f"{_MAP}/search?query={quote(place)}" if place else ""


def coordinates_in(text: str) -> tuple[Decimal, Decimal] | None:
    """Latitude and longitude out of two numbers or a pasted map link, to six places; None when there are none.

    Degrees with a decimal point, within ±90 and ±180.
    """
    for shape in _SHAPES:
        if found := shape.search(text):
            latitude, longitude = (Decimal(part).quantize(Decimal("0.000001")) for part in found.groups())
            return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
    return None
