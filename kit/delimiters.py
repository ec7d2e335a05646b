"""Which sign cuts the lines of a text into cells: a comma, a semicolon or a tab."""

import csv
import io
import itertools

_DELIMITERS = ("\t", ";", ",")


def even_delimiter(text: str) -> str:
    """The sign that cuts the first lines into the same number of cells, at least two; the header decides a draw."""
    sample = list(itertools.islice(io.StringIO(text, newline=""), 40))
    best, best_score = "\t", (0, 0)  # one column: «Pérez, Ana» is one cell
    for delimiter in _DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if any(cell.strip() for cell in row)]
        except csv.Error:
            continue
        if widths and widths[0] > 1:
            alike = sum(width == widths[0] for width in widths)
            score = (alike * 100 // len(widths), widths[0])
            best, best_score = max((best, best_score), (delimiter, score), key=lambda pair: pair[1])
    return best


def widest_delimiter(text: str) -> str:
    """The sign that cuts the first lines into the most cells, whatever their widths."""
    sample = list(itertools.islice(io.StringIO(text, newline=""), 40))

    def cells(delimiter: str) -> int:
        try:
            return sum(len(row) for row in csv.reader(sample, delimiter=delimiter))
        except csv.Error:
            return 0

    return max(_DELIMITERS, key=cells)
