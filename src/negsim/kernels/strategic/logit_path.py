"""One branch of logit responses of one game, followed in portions so that a clock can be watched in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import numpy as np

from negsim.kernels.compiled import Kernel
from negsim.kernels.strategic.logit_branch import PASSED, STUCK, advance, correction
from negsim.kernels.strategic.logit_limit import ends_here
from negsim.kernels.strategic.support_newton import regret

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

P = ParamSpec("P")
R = TypeVar("R")

PORTION = 8e6  # elementary steps between two looks at the clock, some hundredths of a second
USUAL_STEPS = 40
FIRST_STEP, SHORTEST = 0.1, 1e-9
FIRST_LOOK, NEXT_LOOK = 4.0, 1.4  # precision at which to look for the limit first, and its growth from look to look
LATE = 1e4  # from this precision on the branch must be running to a degenerate equilibrium
BESIDE, AT = 3e-3, 1e5  # and be this close to it at this precision, or closer at a lower one
LAST_PRECISION = 3e11


class LogitPath:
    """The branch of profiles proportional to start * exp(precision * payoff) that leaves the start.

    Parameters
    ----------
    payoffs
        Shape (player, strategy of player 0, strategy of player 1, ...).
    start
        Shape (choice,). The profile at precision 0; every weight positive.
    goal
        The precision at which to stop, in units of 1 / payoff; infinite for the Nash limit.
    reach
        How far from the branch an equilibrium may lie to end it; 0 for the limit itself, 1 where any will do.
    machine
        Whether to run the compiled kernels; `worth_compiling` says when that pays.

    Attributes
    ----------
    end
        ``"goal"``, ``"limit"``, ``"far"`` (precision is as great as numbers allow, and no limit was found) or
        ``"stuck"``; None while there is a way to go.
    steps
        Steps tried so far.
    weights, precision
        The profile where the path stands, of shape (choice,), and its precision: infinite at the limit.
    """

    def __init__(self, payoffs: Floats, start: Floats, *, goal: float, reach: float = 0.0, machine: bool = False):
        flat = np.ascontiguousarray(payoffs.reshape(len(payoffs), -1), np.float64)
        self.range = float(np.ptp(flat)) or 1.0
        self.payoffs = (flat - flat.min(1, keepdims=True)) / self.range
        self.starts = np.concatenate([[0], np.cumsum(payoffs.shape[1:])]).astype(np.intp)
        self.prior = np.log(start)
        self.goal, self.reach = float(goal * self.range), float(reach)
        self.end: str | None = None
        self.steps = 0
        self.weights = np.array(start, np.float64)
        self.precision = 0.0
        self.machine = machine
        self.effort = effort(payoffs.shape)
        self._set_out(len(start))

    def _set_out(self, count: int) -> None:
        ahead = np.zeros(count + 1)
        ahead[count] = 1.0
        origin = np.append(self.prior, 0.0)
        self.points, self.tangents = np.stack([origin, origin]), np.zeros((2, count + 1))
        found = self._twin(correction)(self.payoffs, self.starts, self.prior, origin, ahead)
        self.tangents[1], sign = found[1], found[2]
        self.pace = np.array([FIRST_STEP, 0.0, sign, 0.0])
        self.path, self._look = [origin[None]], FIRST_LOOK if self.goal == np.inf else np.inf
        if self.goal == 0:
            self.end = "goal"

    def advance(self, most_steps: int) -> None:
        """Follow the branch for a portion of work, but no further than to this number of steps in all.

        Parameters
        ----------
        most_steps
            The total of `steps` not to be exceeded.
        """
        portion = int(min(most_steps - self.steps, max(1.0, PORTION / self.effort), 100))
        path = np.zeros((max(portion, 0), len(self.prior) + 1))
        mark = min(self.goal, self._look)
        game = (self.payoffs, self.starts, self.prior)
        with np.errstate(all="ignore"):  # far predictions overflow, and are then refused
            code, tried, kept = self._twin(advance)(*game, self.points, self.tangents, self.pace, mark, path)
        self.steps += tried
        self.path.append(path[:kept])
        if code == STUCK:
            self.end = "stuck"
        if code == PASSED and self.goal < np.inf:
            self._back_to_goal()
        self.weights = _proper(self.starts, np.exp(self.points[1, :-1]))
        self.precision = self.points[1, -1] / self.range
        if code in (PASSED, STUCK) and self.goal == np.inf:
            self._look_for_limit()

    def _look_for_limit(self) -> None:
        """End the path at its limit, if there is one beside it."""
        precision, reach = self.points[1, -1], self.reach
        self._look = NEXT_LOOK * precision
        if precision >= LATE or self.end == "stuck":
            reach = max(reach, BESIDE * (min(1.0, precision / AT) if self.end is None else 1.0))
        found = self.weights.copy()
        with np.errstate(all="ignore"):
            look = self._twin(ends_here)
            if look(self.payoffs, self.starts, self.prior, self.points[0], self.points[1], reach, found):
                self.end, self.weights, self.precision = "limit", found, np.inf
        if self.end is None and precision > LAST_PRECISION:
            self.end = "far"

    def _back_to_goal(self) -> None:
        """Go back from a point beyond the goal to it; or to the point before, for a shorter step from there."""
        here, beyond = self.points
        guess = here + (self.goal - here[-1]) / (beyond[-1] - here[-1]) * (beyond - here)
        guess[-1] = self.goal
        point, error = self._corrected(guess, np.eye(len(guess))[-1])
        if error < np.inf:
            point[-1] = self.goal
            self.end, self.points[1] = "goal", point
            self.path[-1][-1] = point
            return
        self.path[-1] = self.path[-1][:-1]
        self.points[1], self.tangents[1] = self.points[0], self.tangents[0]
        self.pace[:2] = 0.4 * self.pace[1], 0.0
        if self.pace[0] < SHORTEST:
            self.end = "stuck"

    def _corrected(self, guess: Floats, across: Floats) -> tuple[Floats, float]:
        with np.errstate(all="ignore"):
            point, _, _, error = self._twin(correction)(self.payoffs, self.starts, self.prior, guess, across)
        return point, error

    def _twin(self, kernel: Kernel[P, R]) -> Callable[P, R]:
        return kernel.machine if self.machine else kernel.function

    @property
    def regret(self) -> float:
        """The regret where the path stands, as a share of the payoff range."""
        return self._twin(regret)(self.payoffs, self.starts, self.weights)

    def sample(self, points: int) -> tuple[Floats, Floats]:
        """Return the profiles and precisions of some points of the way so far, evenly spread, the last one included.

        Parameters
        ----------
        points
            How many; 1 for where the path stands.

        Returns
        -------
        weights
            Shape (point, choice).
        precision
            Shape (point,).
        """
        if points == 1:
            return self.weights[None], np.array([self.precision])
        way = np.concatenate(self.path)
        there = np.exp(way[:, :-1])
        stride = np.abs(np.diff(there, axis=0)).max(1) + 0.1 * np.abs(np.diff(np.log1p(way[:, -1])))
        along = np.append(0.0, np.cumsum(stride))
        ahead = points - 1 if self.end == "limit" else points
        between = [self._between(way, along, s) for s in np.linspace(0, along[-1], ahead)[: points - 1]]
        weights = [_proper(self.starts, np.exp(point[:-1])) for point in between]
        precision = [point[-1] / self.range for point in between]
        return np.array([*weights, self.weights]), np.array([*precision, self.precision])

    def _between(self, way: Floats, along: Floats, place: float) -> Floats:
        """The point of the branch at this place of the way."""
        k = min(int(np.searchsorted(along, place)), len(way) - 1)
        after: Floats = way[k]
        if k == 0 or along[k] == along[k - 1]:
            return after
        chord = after - way[k - 1]
        guess = after - (along[k] - place) / (along[k] - along[k - 1]) * chord
        point, error = self._corrected(guess, chord / np.sqrt((chord**2).sum()))
        return point if error < np.inf else after


def effort(shape: tuple[int, ...]) -> float:
    """Return the elementary steps that one step along a branch takes, each about a microsecond when interpreted.

    Parameters
    ----------
    shape
        Of the payoffs of one game: (player, strategy of player 0, ...).
    """
    players, *sizes = shape
    return 2.2 * float(np.prod(sizes)) * players**2 + 1.5 * (sum(sizes) + 1.0) ** 3


def worth_compiling(shape: tuple[int, ...], games: int) -> bool:
    """Whether to run compiled kernels on so many games, given what was interpreted before.

    Parameters
    ----------
    shape
        As in `effort`.
    games
        How many games are to be solved.
    """
    return advance.sized(games * USUAL_STEPS * effort(shape)) is not advance.function


def _proper(starts: NDArray[np.intp], weights: Floats) -> Floats:
    """Scale each player's weights, whose sums are 1 but for rounding, to sum 1."""
    totals = np.add.reduceat(weights, starts[:-1])
    whole: Floats = weights / np.repeat(totals, np.diff(starts))
    return whole
