"""A table as aligned plain text that fits a width: for pipes, files and logs."""

from __future__ import annotations

import textwrap
import unicodedata
from itertools import zip_longest

from negsim.views.tables.base import Cell, Table
from negsim.views.wording import number, small

GAP = HANGING = "  "
NARROWEST = 6


def plain(table: Table, width: int = 100) -> str:
    """Return the table as text: title, question, aligned columns, notes.

    Parameters
    ----------
    table
        What to show.
    width
        Columns of the terminal; long cells are wrapped to fit, and never cut.
    """
    head = [wrapped(part, width) for part in (table.title, table.question) if part]
    rows = [line for part in grid(table, width) for line in part] if table.rows else []
    notes = [wrapped(note, width, HANGING) for note in table.notes]
    return "\n\n".join("\n".join(block) for block in (head, rows, notes) if block)


def text_of(value: Cell, column: str = "") -> str:
    """Write one cell: short numbers, yes and no, nothing for None.

    Parameters
    ----------
    value
        The cell.
    column
        Its column's name; residuals are written by their order of magnitude.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return small(value) if column == "residual" else number(value)
    return printable(str(value))


def printable(text: str) -> str:
    """Replace what a terminal would act on, so that a label in a file cannot move the cursor."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def wrapped(text: str, width: int, hanging: str = "") -> str:
    """Break text into lines of at most this width."""
    lines = (
        textwrap.wrap(line, max(width, 20), subsequent_indent=hanging, break_on_hyphens=False) or [""]
        for line in printable(text).split("\n")
    )
    return "\n".join(line for part in lines for line in part)


def is_numeric(table: Table, place: int) -> bool:
    """Whether a column holds numbers only, and is aligned to the right."""
    cells = [row[place] for row in table.rows if row[place] is not None]
    return bool(cells) and all(isinstance(cell, (int, float)) and not isinstance(cell, bool) for cell in cells)


def grid(table: Table, width: int) -> tuple[list[str], list[str]]:
    """Lay out the header, with the rule below it, and the rows, each as lines of equal columns.

    Parameters
    ----------
    table
        With at least one row.
    width
        Columns of the terminal.
    """
    right = [is_numeric(table, place) for place in range(len(table.columns))]
    texts = [[printable(name) for name in table.columns]] + [
        [text_of(cell, name) for cell, name in zip(row, table.columns, strict=True)] for row in table.rows
    ]
    natural = [max(_width(row[k]) for row in texts) for k in range(len(right))]
    longest = [max(_width(word) for row in texts for word in row[k].split(" ")) for k in range(len(right))]
    widths = _fit(_fit(natural, longest, width), [min(size, NARROWEST) for size in longest], width)
    head = [*_row(texts[0], widths, right), GAP.join("-" * size for size in widths)]
    return head, [line for row in texts[1:] for line in _row(row, widths, right)]


def _fit(widths: list[int], floors: list[int], width: int) -> list[int]:
    """Take from the widest columns until the table fits, or nothing more can be taken."""
    widths = list(widths)
    while sum(widths) + len(GAP) * (len(widths) - 1) > width:
        size, place = max(((size, k) for k, size in enumerate(widths) if size > floors[k]), default=(0, 0))
        if not size:
            break
        widths[place] -= 1
    return widths


def _row(cells: list[str], widths: list[int], right: list[bool]) -> list[str]:
    columns = [
        textwrap.wrap(cell, size, break_on_hyphens=False) or [""] for cell, size in zip(cells, widths, strict=True)
    ]
    lines = []
    for parts in zip_longest(*columns, fillvalue=""):
        padded = [_pad(part, size, side) for part, size, side in zip(parts, widths, right, strict=True)]
        lines.append(GAP.join(padded).rstrip())
    return lines


def _pad(text: str, size: int, right: bool) -> str:
    space = " " * max(0, size - _width(text))
    return space + text if right else text + space


def _width(text: str) -> int:
    """Columns that a terminal needs for the text: two for a wide sign, none for a combining one."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)
