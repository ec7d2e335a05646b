"""Figures with a name and a unit; how they are shown and kept."""

import json
import statistics
from dataclasses import asdict, dataclass
from pathlib import Path

LATEST = Path(__file__).parent / "latest.json"


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    unit: str
    limit: float | None = None  # at most; None where nothing was promised

    @property
    def kept(self) -> bool:
        return self.limit is None or self.value <= self.limit


def median(values) -> float:
    return round(statistics.median(values), 3)


def show(figure: Figure) -> None:
    promise = "" if figure.limit is None else f"<= {figure.limit:g}{'' if figure.kept else '   MISSED'}"
    print(f"{figure.name:<28} {figure.value:>10.2f} {figure.unit:<10} {promise}", flush=True)


def keep(figures: list[Figure], path: Path = LATEST) -> None:
    """Write name, value and unit of each, as other tools read them."""
    rows = [{key: value for key, value in asdict(figure).items() if key != "limit"} for figure in figures]
    path.write_text(json.dumps(rows, indent=1) + "\n")
