"""Bars drawn by the server. Widths are percents of the figure, so that words keep their size on a phone."""

from dataclasses import dataclass

ROW = 44


@dataclass(frozen=True)
class Bar:
    label: str
    value: int
    width: str
    top: int

    @property
    def text_y(self) -> int:
        return self.top + 14


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]

    @property
    def height(self) -> int:
        return ROW * len(self.bars)


def bars_of(rows: list[tuple[str, int]]) -> Chart:
    """One bar a row, the largest value filling the width. Tenths of a percent, rounded down."""
    most = max((value for _label, value in rows), default=0) or 1
    bars = []
    for place, (label, value) in enumerate(rows):
        tenths = value * 1000 // most
        bars.append(Bar(str(label), value, f"{tenths // 10}.{tenths % 10}%", place * ROW))
    return Chart(bars)
