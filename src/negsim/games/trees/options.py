"""What can be chosen at a turn, wherever things stand: the combinations of levels, and the outcomes they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from negsim.errors import InvalidGame
from negsim.games.base import IntArray
from negsim.scenario.layout import strategy_label
from negsim.scenario.outcomes import combinations

if TYPE_CHECKING:
    from negsim.scenario.dynamics import Turn
    from negsim.scenario.model import Scenario

MAX_CELLS = 10_000_000  # situations times combinations of levels, looked at together


@dataclass(frozen=True, kw_only=True, eq=False)
class Options:
    """The choices that a turn offers in some situations, one after the other.

    Attributes
    ----------
    situations
        Shape (situation,), rising. Numbers of the outcomes at which things stand.
    counts, start
        Shape (situation,). How many choices there are, and where the first of them stands in the arrays below.
    target, combination
        Shape (choice,). Number of the outcome it leads to, and of the combination of levels that it is.
    kind
        Shape (situation,). Situations of one kind offer the same choices.
    labels
        For every kind the labels of its choices.
    seen
        Shape (situation,). Situations that look alike to whoever decides have the same number here.
    """

    situations: IntArray
    counts: IntArray
    start: IntArray
    target: IntArray
    combination: IntArray
    kind: IntArray
    labels: tuple[tuple[str, ...], ...]
    seen: IntArray


class Board:
    """The outcomes of a scenario as situations between which moves lead.

    Parameters
    ----------
    scenario
        What the file says.
    """

    def __init__(self, scenario: Scenario):
        self.moves = tuple(scenario.moves.values())
        self.column = {move.id: number for number, move in enumerate(self.moves)}
        self.levels = scenario.outcomes()
        sizes = [len(move.levels) for move in self.moves]
        self.strides = np.cumprod([1, *sizes[:0:-1]], dtype=np.intp)[::-1]
        self.place = self.levels @ self.strides
        self.number: NDArray[np.intp] = np.full(int(np.prod(sizes)), -1, np.intp)
        self.number[self.place] = np.arange(len(self.levels))

    @property
    def start(self) -> int:
        """Number of the outcome at which every move stands at its initial level.

        Raises
        ------
        InvalidGame
            If that outcome is forbidden.
        """
        initial = [[level.id for level in move.levels].index(move.initial) for move in self.moves]
        found = int(self.number[int(np.dot(initial, self.strides))])
        if found < 0:
            told = " / ".join(move.initial for move in self.moves)
            raise InvalidGame(f"play begins at the initial levels, '{told}', and that outcome is forbidden")
        return found

    def options(self, turn: Turn, situations: IntArray) -> Options:
        """Return what can be chosen at a turn.

        Only outcomes that are not forbidden can be chosen, and irreversible moves stay or go on, in the order of their
        levels.

        Parameters
        ----------
        turn
            Whose turn it is, and which moves are chosen.
        situations
            Shape (situation,), rising. Where things may stand.

        Raises
        ------
        InvalidGame
            If there is too much to choose from.
        """
        columns = [self.column[name] for name in turn.moves]
        moves = [self.moves[column] for column in columns]
        rows = combinations(moves)
        if len(rows) * len(situations) > MAX_CELLS:
            raise InvalidGame(
                f"games.extensive: a turn with {' and '.join(turn.moves[:3])} offers {len(rows):,} choices in "
                f"{len(situations):,} situations, too many for a tree; take fewer moves in one turn, or fewer levels"
            )
        strides, now = self.strides[columns], self.levels[situations][:, columns]
        target = self.number[(self.place[situations] - now @ strides)[:, None] + (rows @ strides)[None, :]]
        offered = target >= 0
        for at, move in enumerate(moves):
            if not move.reversible:
                offered &= rows[:, at][None, :] >= now[:, at][:, None]
        kind, kinds = _kinds(offered)
        names = [strategy_label(moves, row) for row in rows]
        counts = offered.sum(1)
        return Options(
            situations=situations,
            counts=counts,
            start=np.cumsum(counts) - counts,
            target=target[offered],
            combination=np.nonzero(offered)[1],
            kind=kind,
            labels=tuple(tuple(names[k] for k in np.flatnonzero(row)) for row in kinds),
            seen=self._seen(turn, situations, kind),
        )

    def _seen(self, turn: Turn, situations: IntArray, kind: IntArray) -> IntArray:
        """Whoever decides sees the moves of the turn's ``sees``, and what there is to choose from."""
        code = kind
        for name in turn.sees or ():
            column = self.column[name]
            code = code * len(self.moves[column].levels) + self.levels[situations, column]
        return np.unique(code, return_inverse=True)[1].reshape(-1)


def _kinds(offered: NDArray[np.bool_]) -> tuple[IntArray, NDArray[np.bool_]]:
    """Shape (situation,), and (kind, combination): which situations offer the same."""
    if offered.all():
        return np.zeros(len(offered), np.intp), offered[:1]
    _, first, kind = np.unique(np.packbits(offered, axis=1), axis=0, return_index=True, return_inverse=True)
    return kind.reshape(-1), offered[first]
