"""What a page is made of: sections, and in them words, tables, formulas, figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from negsim.views.renderers.plain import is_numeric, text_of
from negsim.views.tables.base import Table

ROWS = 15  # more than these are for the data that can be downloaded
SHORT, LONG = 12, 48  # characters: cells up to these are kept on one line, cells above these get a wide column
CITATION = re.compile(r"[a-z]+-\d{4}(#\w+)?(, [a-z]+-\d{4}(#\w+)?)*")


@dataclass(frozen=True, kw_only=True)
class Words:
    """A paragraph, or with `items` a list below it; `small` for remarks."""

    kind: ClassVar[str] = "words"
    text: str = ""
    items: tuple[str, ...] = ()
    small: bool = False


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What the blocks that follow are about, one step below the section."""

    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table, its cells written as everywhere else.

    Attributes
    ----------
    table
        What to show.
    rows
        The most rows; None for all.
    """

    kind: ClassVar[str] = "sheet"
    table: Table
    rows: int | None = ROWS

    @property
    def shown(self) -> Table:
        """The rows that are shown."""
        return self.table.head(self.rows)

    @property
    def sides(self) -> list[str]:
        """``"number"`` or ``"text"`` for each column, and of texts whether they are short, long, or cite."""
        shown = self.shown
        columns = zip(*self.cells, strict=True) if shown.rows else [()] * len(shown.columns)
        return ["number" if is_numeric(shown, place) else _side(texts) for place, texts in enumerate(columns)]

    @property
    def cells(self) -> list[list[str]]:
        """The texts of the cells, row by row."""
        shown = self.shown
        return [[text_of(cell, name) for cell, name in zip(row, shown.columns, strict=True)] for row in shown.rows]


@dataclass(frozen=True, kw_only=True)
class Formula:
    """A formula, typeset.

    Attributes
    ----------
    name
        What it gives.
    pieces
        MathML, one piece a summand; empty where there is only text.
    text
        As the file writes it.
    """

    kind: ClassVar[str] = "formula"
    name: str
    pieces: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A figure as SVG, with what stands below it."""

    kind: ClassVar[str] = "picture"
    svg: str
    caption: str


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Sliders and the answers that they choose from, in the state in which they start.

    Attributes
    ----------
    record
        What the page's script looks answers up in.
    sliders
        For each slider its label, parameter, unit, values as text, and the place where it starts.
    outcomes, payoffs
        Name, lowest and highest, as text, at the start.
    verdict
        What is said above them at the start.
    """

    kind: ClassVar[str] = "panel"
    record: dict[str, Any] = field(repr=False)
    sliders: tuple[dict[str, Any], ...]
    outcomes: tuple[tuple[str, str, str, float], ...]
    payoffs: tuple[tuple[str, str, str], ...]
    verdict: str


@dataclass(frozen=True, kw_only=True)
class Downloads:
    """Buttons, each of which saves a part of the data that the page holds: name of the part -> what it is."""

    kind: ClassVar[str] = "downloads"
    parts: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the page.

    Attributes
    ----------
    id, title
        Its name in links, and its heading.
    blocks
        What it holds; a section that holds nothing is left out.
    """

    id: str
    title: str
    blocks: tuple[Any, ...]


def sheets(tables: Sequence[Table], rows: int | None = ROWS) -> tuple[Sheet, ...]:
    """Return tables as blocks.

    Parameters
    ----------
    tables, rows
        What to show, and how many rows of each at most.
    """
    return tuple(Sheet(table=each, rows=rows) for each in tables)


def _side(texts: Sequence[str]) -> str:
    """How a column of texts is set: words of one line are not broken, and long ones get their room."""
    said = [each for each in texts if each]
    if said and all(CITATION.fullmatch(each) for each in said):
        return "text cites"
    longest = max(map(len, said), default=0)
    return "text short" if longest <= SHORT else "text long" if longest > LONG else "text"
