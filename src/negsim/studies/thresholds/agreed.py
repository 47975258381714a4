"""Where what is agreed changes along one parameter: between neighbours of a first look, by halving."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array
from negsim.games.results import Agreements
from negsim.solvers.base import Solver
from negsim.studies.regimes.agreements import grouped

HALVINGS = 80  # of an interval of floats: enough for two neighbours
SIMPLE = 1000  # denominators of simple numbers
ROUNDING = 1e-9  # of the range: places this near are taken for one
WITHIN = 64  # changes between two neighbours of the first look; more cannot be told apart


def changes(
    games: Callable[[Array], BargainingGame], solver: Solver[Any, Any], points: Sequence[Fraction], size: int
) -> Iterator[tuple[float, str, str]]:
    """Yield the places where what is agreed changes, rising, with what is agreed below and above.

    Changes between neighbouring points that undo each other are missed. Left out are those so near to another, or to
    an end, that rounding may have made them.

    Parameters
    ----------
    games
        Makes the games at some values.
    solver
        Says what is agreed.
    points
        The first look: rising places.
    size
        How many games to make at once.

    Raises
    ------
    NotApplicable
        If the solver does not say what is agreed.
    """
    values = np.array([float(point) for point in points])
    told: list[str] = []
    for at in range(0, len(values), size):
        told += _agreed(games(values[at : at + size]), solver)
    known = list(zip(values.tolist(), told, strict=True))
    near = ROUNDING * float(values[-1] - values[0])
    low, high = float(values[0]) + near, float(values[-1]) - near
    for place, below, above in _joined(_every(games, solver, known), told[0], near):
        if low < place < high:
            yield plain(place, near), below, above


def _joined(found: Iterator[tuple[float, str]], below: str, near: float) -> Iterator[tuple[float, str, str]]:
    """Make one of changes that rounding holds apart; none, of those that come to nothing together."""
    waiting: tuple[float, str] | None = None
    for place, above in found:
        if waiting is not None and place - waiting[0] > near:
            if waiting[1] != below:
                yield waiting[0], below, waiting[1]
            below, waiting = waiting[1], None
        waiting = (place if waiting is None else waiting[0], above)
    if waiting is not None and waiting[1] != below:
        yield waiting[0], below, waiting[1]


def _every(
    games: Callable[[Array], BargainingGame], solver: Solver[Any, Any], known: list[tuple[float, str]]
) -> Iterator[tuple[float, str]]:
    """Every place where what is agreed changes, and what is agreed above it."""
    for (low, first), (high, last) in pairwise(known):
        place, label = low, first
        for _ in range(WITHIN):
            if label == last:
                break
            place, label = _end(games, solver, place, high, label)
            yield place, label


def _end(
    games: Callable[[Array], BargainingGame], solver: Solver[Any, Any], low: float, high: float, label: str
) -> tuple[float, str]:
    """The end of the stretch from `low` on which this is agreed, before `high`; and what is agreed beyond it."""
    beyond = ""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        here = _agreed(games(np.array([middle])), solver)[0]
        if here == label:
            low = middle
        else:
            high, beyond = middle, here
    return high, beyond or _agreed(games(np.array([high])), solver)[0]


def plain(place: float, near: float) -> float:
    """Return the simple number that a place is but for rounding: solvers take payoffs as equal that nearly are.

    Parameters
    ----------
    place
        The place.
    near
        How much rounding may have moved it.
    """
    simple = float(Fraction(place).limit_denominator(SIMPLE))
    return simple if abs(simple - place) <= near else place


def _agreed(game: BargainingGame, solver: Solver[Any, Any]) -> list[str]:
    """What is agreed in each game, in words."""
    solution = solver.solve(game)
    if not isinstance(solution.result, Agreements):
        raise NotApplicable(f"{type(solver).__name__} does not say what is agreed. Use nash_bargaining")
    phrases, group = grouped(solution)
    return ["; ".join(phrases[k]) if k >= 0 else "" for k in group]
