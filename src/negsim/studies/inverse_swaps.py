"""The fewest swaps of neighbours in a party's ranking that make a state stable for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from negsim.errors import SolveError
from negsim.games.base import IntArray
from negsim.studies.inverse_conditions import Condition

Ranking: TypeAlias = tuple[tuple[int, ...], ...]  # best first; states on a level are tied
SECONDS = 30.0  # for one integer program


@dataclass(frozen=True, kw_only=True)
class Swaps:
    """A new ranking that is as near to a player's own as can be.

    Attributes
    ----------
    count
        How many pairs of states change their order: so many swaps of neighbours lead from the old ranking to the new.
        States that were tied may be told apart at no cost.
    sunk
        The states that fall below the wanted one.
    ranking
        The new ranking.
    """

    count: int
    sunk: tuple[int, ...]
    ranking: Ranking


def fewest_swaps(condition: Condition, ranks: NDArray[np.int32]) -> Swaps:
    """Return the fewest swaps of neighbours after which a state is stable for a player.

    Some of the states above the wanted one have to sink below it. Each costs one swap with the wanted state, and one
    with every state that it was above and that stays up. Which should sink is an integer program.

    Parameters
    ----------
    condition
        Of the player.
    ranks
        Shape (state,). The player's ranks now, 0 for the worst.

    Raises
    ------
    SolveError
        If the program is not solved within 30 seconds.
    """
    above = np.flatnonzero(ranks > ranks[condition.state])
    above = above[np.argsort(-ranks[above], kind="stable")]
    sunk = _sinking(condition, above, ranks) if len(above) else np.zeros(0, np.intp)
    kept = np.setdiff1d(above, sunk)
    return Swaps(
        count=len(sunk) + int((ranks[sunk][:, None] > ranks[kept][None, :]).sum()),
        sunk=tuple(map(int, sunk)),
        ranking=_ranking(condition.state, sunk, ranks),
    )


def ranking_of(ranks: NDArray[np.int32]) -> Ranking:
    """Return a ranking, best first.

    Parameters
    ----------
    ranks
        Shape (state,). 0 for the worst, equal for ties.
    """
    return tuple(tuple(map(int, np.flatnonzero(ranks == rank))) for rank in np.unique(ranks)[::-1])


def _ranking(state: int, sunk: IntArray, ranks: NDArray[np.int32]) -> Ranking:
    """The old ranking with some states moved to just below the wanted one."""
    if not len(sunk):
        return ranking_of(ranks)
    step = 1.0 / (len(ranks) + 1)
    place = ranks.astype(np.float64)
    place[state] += 2 * step  # above those it was tied with, so that the sunk fit between
    place[sunk] = ranks[state] + step * (1 + ranks[sunk] / (ranks.max() + 1.0))
    return tuple(tuple(map(int, np.flatnonzero(place == level))) for level in np.unique(place)[::-1])


def _sinking(condition: Condition, above: IntArray, ranks: NDArray[np.int32]) -> IntArray:
    """Which states should sink: variables are those above, pairs of them, and sets of clauses with several states."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_matrix

    number = {int(q): k for k, q in enumerate(above)}
    higher, lower = np.nonzero(ranks[above][:, None] > ranks[above][None, :])
    rows = _Rows(len(above) + len(higher))
    for pair, (up, down) in enumerate(zip(higher.tolist(), lower.tolist(), strict=True)):
        rows.add(0.0, (len(above) + pair, 1.0), (up, -1.0), (down, 1.0))  # the pair counts if the upper sinks alone
    for clause in condition.clauses:
        parts = [[number[q] for q in part if q in number] for part in clause]
        if all(parts):
            rows.add(1.0, *((rows.all_of(part), 1.0) for part in parts))
    if not rows.asks:
        return np.zeros(0, np.intp)
    cost = np.zeros(rows.columns)
    cost[: len(above) + len(higher)] = 1.0
    whole = np.zeros(rows.columns, np.intp)
    whole[: len(above)] = 1
    places = np.array(rows.row, np.intp), np.array(rows.column, np.intp)
    matrix = coo_matrix((np.array(rows.values), places), shape=(len(rows.least), rows.columns)).tocsr()
    found = milp(
        cost,
        integrality=whole,
        bounds=Bounds(0.0, 1.0),
        constraints=LinearConstraint(matrix, lb=rows.least),
        options={"time_limit": SECONDS},
    )
    if found.status != 0:
        raise SolveError(f"the fewest swaps were not found: {found.message}. Use fewer states.")
    return np.asarray(above[np.round(found.x[: len(above)]).astype(bool)])


class _Rows:
    """Inequalities, gathered one by one."""

    def __init__(self, columns: int):
        self.columns = columns
        self.asks = False  # whether anything has to sink
        self.least: list[float] = []
        self.row: list[int] = []
        self.column: list[int] = []
        self.values: list[float] = []

    def add(self, least: float, *terms: tuple[int, float]) -> None:
        """Ask a sum of columns with weights to be at least a number."""
        self.asks |= least > 0
        for column, weight in terms:
            self.row.append(len(self.least))
            self.column.append(column)
            self.values.append(weight)
        self.least.append(least)

    def all_of(self, part: list[int]) -> int:
        """Return a column that can be 1 only if all of these are."""
        if len(part) == 1:
            return part[0]
        column = self.columns
        self.columns += 1
        for each in part:
            self.add(0.0, (each, 1.0), (column, -1.0))
        return column
