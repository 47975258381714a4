"""Play that develops in time: followed until it settles, with rows along the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array, IntArray
from negsim.games.results import Result
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, one_by_one

R = TypeVar("R", bound=Result)

PORTION = 2e7  # elementary steps between two looks at the clock, some hundredths of a second
WITHIN = 1 - 1e-9  # play settles a hair inside the tolerance, so that rounding in the residual does not undo it


class Process(Protocol):
    """Play of one game that develops.

    Attributes
    ----------
    clock
        The round or time that it has come to.
    steps
        Steps of work so far.
    settled
        Whether it has come within tolerance of its concept.
    effort
        Elementary steps that one step takes.
    """

    clock: float
    steps: int
    settled: bool
    effort: float

    def advance(self, until: float, most_steps: int) -> None:
        """Go on until a time, for some steps at most."""

    @property
    def row(self) -> Array:
        """What the result holds of the play so far."""


def followed(
    solver: Solver[StrategicGame, R],
    game: StrategicGame,
    kind: type[R],
    start: Callable[[int], Process],
    marks: Array | IntArray,
    *,
    named: tuple[str, str],
) -> Solution[StrategicGame, R]:
    """Follow play in every game until it settles, the last mark is passed, or a limit is reached.

    Parameters
    ----------
    solver, game, kind
        As in `one_by_one`.
    start
        Takes the number of a game; returns its play at the beginning.
    marks
        Shape (mark,). Times at which to note a row, rising; the end is noted in any case.
    named
        Names of the field of the result, and of the column that holds the time of each row.
    """
    field, column = named

    def follow(item: int, watch: Watch) -> Answer:
        process = start(item)
        rows, times = [], []
        status: Status | None = None
        for mark in marks:
            while process.clock < mark and not process.settled and status is None:
                portion = int(max(1.0, PORTION / process.effort))
                process.advance(mark, min(portion, solver.max_steps - process.steps))
                status = watch.stop(process.steps)
            rows.append(process.row)
            times.append(process.clock)
            if process.settled or status is not None:
                break
        status = Status.solved if process.settled else status or Status.inaccurate
        return Answer(
            rows={field: np.array(rows)}, columns={column: np.array(times, float)}, status=status, steps=process.steps
        )

    shape = (len(game.choices),) if field == "weights" else game.shape
    nothing = Answer(rows={field: np.zeros((0, *shape))}, columns={column: np.zeros(0)})
    return one_by_one(solver, game, kind, follow, nothing=nothing)


def scaled(payoffs: Array) -> tuple[Array, IntArray, float]:
    """Return the payoffs of one game in units of their range, the first choice of each player, and the range.

    Parameters
    ----------
    payoffs
        Shape (player, strategy of player 0, strategy of player 1, ...).

    Returns
    -------
    flat
        Shape (player, cell), from 0 up.
    starts
        Shape (player + 1,); ends with the number of choices.
    width
        The range; 1 where all payoffs are equal.
    """
    flat = payoffs.reshape(len(payoffs), -1)
    width = float(np.ptp(flat)) or 1.0
    starts = np.concatenate([[0], np.cumsum(payoffs.shape[1:])]).astype(np.intp)
    return np.ascontiguousarray((flat - flat.min(1, keepdims=True)) / width), starts, width


def rounds(points: int, most: int) -> IntArray:
    """Return the rounds to note: the last alone, or so many, closer together at first.

    Parameters
    ----------
    points
        How many.
    most
        The last round.
    """
    marks = np.geomspace(1, max(most, 1), points) if points > 1 else [max(most, 1)]
    return np.unique(np.round(marks).astype(np.intp))


def check_dynamics(tolerance: float, points: int) -> None:
    """Refuse options that make no sense.

    Parameters
    ----------
    tolerance, points
        Options that every process shares.

    Raises
    ------
    NotApplicable
        Naming the option.
    """
    if not tolerance >= 0:
        raise NotApplicable(f"tolerance is {tolerance}; use a share of the payoff range, such as 0.001")
    if points < 1:
        raise NotApplicable(f"points is {points}; use 1 for the end alone, or more to see the way")
