"""A grid of states: one side's options from left to right, the other's from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from negsim.games.base import IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.sheet import ANY, Sheet

WIDEST, HIGHEST = 40, 40  # columns and rows on a page
MOST = 10  # players whose options may stand on either side
SHAPE = 1.8  # columns a row that look best


@dataclass(frozen=True, kw_only=True)
class Heading:
    """The levels of one option along a side of the grid.

    Attributes
    ----------
    option, owner
        Which, and whose; whose is empty where it is the same as of the option before.
    spans
        Each level with the lines that have it: (first, end, level).
    """

    option: str
    owner: str
    spans: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, kw_only=True)
class StateGrid:
    """Which line of the grid each state stands in.

    Attributes
    ----------
    row, column
        Shape (state,). States that were joined, and so have no one level of some option, stand in the last row.
    rows, columns
        How many there are; the row of joined states is not counted.
    beside, above
        What the rows and the columns are, from the outermost option to the innermost.
    joined
        The states that stand in the row below the grid.
    """

    row: IntArray
    column: IntArray
    rows: int
    columns: int
    beside: tuple[Heading, ...]
    above: tuple[Heading, ...]
    joined: tuple[int, ...]


def state_grid(game: ConflictGame) -> StateGrid | None:
    """Lay the states of a conflict out by the options of some parties and those of the rest.

    Parameters
    ----------
    game
        Any conflict; None is returned where nothing is known of options, or a page does not hold the grid.
    """
    sheet = game.sheet
    whole = (sheet.levels != ANY).all(1) if sheet is not None else np.zeros(0, bool)
    if sheet is None or not whole.any():
        return None
    several = range(1, 2 ** max(min(len(game.players), MOST) - 1, 1))  # the sets of players that leave out the last
    splits = [np.flatnonzero((mask >> np.minimum(sheet.owner, MOST)) & 1) for mask in several]
    called = tuple(game.names.get(player, player) for player in game.players)
    found = [_Side.both(sheet, called, whole, first) for first in splits]
    fitting = [sides for sides in found if sides[0].size <= HIGHEST and sides[1].size <= WIDEST]
    if not fitting:
        return None
    down, across = min(fitting, key=lambda sides: abs(np.log(sides[1].size / sides[0].size / SHAPE)))
    row, column = np.full(len(whole), down.size), np.zeros(len(whole), np.intp)
    row[whole], column[whole] = down.line, across.line
    column[~whole] = np.arange((~whole).sum())
    return StateGrid(
        row=row,
        column=column,
        rows=down.size,
        columns=across.size,
        beside=down.headings(),
        above=across.headings(),
        joined=tuple(np.flatnonzero(~whole).tolist()),
    )


@dataclass(frozen=True, kw_only=True)
class _Side:
    """The combinations of levels of some options, and which of them each state has."""

    sheet: Sheet
    players: tuple[str, ...]
    options: IntArray
    levels: NDArray[np.int16]  # (line, option)
    line: IntArray  # (state,)

    @classmethod
    def both(
        cls, sheet: Sheet, players: tuple[str, ...], whole: NDArray[np.bool_], first: IntArray
    ) -> tuple[_Side, _Side]:
        """The side with fewer lines, then the other."""
        sides = []
        for options in (first, np.setdiff1d(np.arange(len(sheet.options)), first)):
            levels, line = np.unique(sheet.levels[whole][:, options], axis=0, return_inverse=True)
            sides.append(cls(sheet=sheet, players=players, options=options, levels=levels, line=line.reshape(-1)))
        down, across = sorted(sides, key=lambda side: side.size)
        return down, across

    @property
    def size(self) -> int:
        return len(self.levels)

    def headings(self) -> tuple[Heading, ...]:
        found = []
        for k, option in enumerate(self.options):
            new = np.ones(self.size, bool)
            new[1:] = (self.levels[1:, : k + 1] != self.levels[:-1, : k + 1]).any(1)
            starts = [*np.flatnonzero(new).tolist(), self.size]
            spans = tuple((a, b, self.sheet.labels[option][self.levels[a, k]]) for a, b in pairwise(starts))
            is_first = not k or self.sheet.owner[option] != self.sheet.owner[self.options[k - 1]]
            owner = self.players[self.sheet.owner[option]] if is_first else ""
            found.append(Heading(option=self.sheet.options[option], owner=owner, spans=spans))
        return tuple(found)
