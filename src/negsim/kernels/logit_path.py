"""One branch of logit responses of one game, followed in portions so that a clock can be watched in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negsim.kernels.logit_branch import FAR, LIMIT, PASSED, STUCK, advance, correction
from negsim.kernels.support_newton import regret

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ENDS = {LIMIT: "limit", FAR: "far", STUCK: "stuck"}
PORTION = 3e7  # elementary steps between two looks at the clock, some hundredths of a second
USUAL_STEPS = 40
FIRST_STEP, SHORTEST = 0.1, 1e-9


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
    games
        How many games like this one are to be solved, to judge whether compiling pays.

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

    def __init__(self, payoffs: Floats, start: Floats, *, goal: float, reach: float = 0.0, games: int = 1):
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
        count = len(start)
        self.effort = 3.0 * (flat.size * len(flat) * 3 + 2 * (count + 1) ** 3)
        self._work = games * USUAL_STEPS * self.effort
        self._set_out(count)

    def _set_out(self, count: int) -> None:
        ahead = np.zeros(count + 1)
        ahead[count] = 1.0
        origin = np.append(self.prior, 0.0)
        self.points, self.tangents = np.stack([origin, origin]), np.zeros((2, count + 1))
        found = correction.sized(self._work)(self.payoffs, self.starts, self.prior, origin, ahead)
        self.tangents[1], sign = found[1], found[2]
        self.pace = np.array([FIRST_STEP, 0.0, sign, 0.0, 0.0])
        self.path = [origin[None]]
        if self.goal == 0:
            self.end = "goal"

    def advance(self, most_steps: int) -> None:
        """Follow the branch for a portion of work, but no further than to this number of steps in all.

        Parameters
        ----------
        most_steps
            The total of `steps` not to be exceeded.
        """
        portion = int(min(most_steps - self.steps, max(1.0, PORTION / self.effort), 500))
        path, found = np.zeros((max(portion, 0), len(self.prior) + 1)), self.weights.copy()
        follow = advance.sized(self._work)
        with np.errstate(all="ignore"):  # far predictions overflow, and are then refused
            code, tried, kept = follow(
                self.payoffs,
                self.starts,
                self.prior,
                self.points,
                self.tangents,
                self.pace,
                self.goal,
                self.reach,
                path,
                found,
            )
        self.steps += tried
        self.end = ENDS.get(code)
        way = path[:kept]
        if code == PASSED:
            way = np.concatenate([way[:-1], self._back_to_goal(way[-1])])
        self.path.append(way)
        last = np.concatenate(self.path[-2:])[-1]
        self.precision = np.inf if self.end == "limit" else last[-1] / self.range
        self.weights = found if self.end == "limit" else _proper(self.starts, np.exp(last[:-1]))

    def _back_to_goal(self, beyond: Floats) -> Floats:
        """The point at the goal, of shape (1, coordinate), or no point: then the next step is to be shorter."""
        here = self.points[1]
        guess = here + (self.goal - here[-1]) / (beyond[-1] - here[-1]) * (beyond - here)
        guess[-1] = self.goal
        point, error = self._corrected(guess, np.eye(len(guess))[-1])
        if error < np.inf:
            self.end = "goal"
            point[-1] = self.goal
            return point[None]
        self.pace[0] *= 0.4
        if self.pace[0] < SHORTEST:
            self.end = "stuck"
        return np.zeros((0, len(guess)))

    def _corrected(self, guess: Floats, across: Floats) -> tuple[Floats, float]:
        with np.errstate(all="ignore"):
            point, _, _, error = correction.sized(self._work)(self.payoffs, self.starts, self.prior, guess, across)
        return point, error

    @property
    def regret(self) -> float:
        """The regret where the path stands, as a share of the payoff range."""
        return regret.sized(self._work)(self.payoffs, self.starts, self.weights)

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
        k = min(int(np.searchsorted(along, place, side="right")), len(way) - 1)
        after: Floats = way[k]
        if k == 0 or along[k] == along[k - 1]:
            return after
        chord = after - way[k - 1]
        guess = after - (along[k] - place) / (along[k] - along[k - 1]) * chord
        point, error = self._corrected(guess, chord / np.sqrt((chord**2).sum()))
        return point if error < np.inf else after


def _proper(starts: NDArray[np.intp], weights: Floats) -> Floats:
    """Scale each player's weights, whose sums are 1 but for rounding, to sum 1."""
    totals = np.add.reduceat(weights, starts[:-1])
    whole: Floats = weights / np.repeat(totals, np.diff(starts))
    return whole
