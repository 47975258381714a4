"""Payoffs given as a table, as textbooks print them: one cell for each outcome."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from negsim.scenario.expression import Expression


@dataclass(frozen=True)
class PayoffTable:
    """One formula, mostly a number, for each outcome.

    Attributes
    ----------
    shape
        How many levels each move has, in the order of the file.
    cells
        The formulas; the last move varies fastest.
    """

    shape: tuple[int, ...]
    cells: tuple[Expression, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that its cells need."""
        return frozenset().union(*(cell.names for cell in self.cells))

    @property
    def text(self) -> str:
        """The table on one line: ``[[3, 0], [5, 1]]``."""
        texts = [cell.text for cell in self.cells]
        for size in reversed(self.shape):
            texts = [f"[{', '.join(texts[at : at + size])}]" for at in range(0, len(texts), size)]
        return texts[0]

    def latex(self) -> str:
        """Return the table as a LaTeX matrix, a row for each combination of all moves but the last."""
        size = self.shape[-1]
        cells = [cell.latex() for cell in self.cells]
        rows = [" & ".join(cells[at : at + size]) for at in range(0, len(cells), size)]
        body = r" \\ ".join(rows)
        return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"

    def __str__(self) -> str:
        return self.text
