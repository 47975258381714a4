"""The principal branch of the logistic responses of a tree's agents, followed as precision rises from 0.

As on the branch of a strategic game (McKelvey and Palfrey 1998, Turocy 2010): a predictor and a corrector, in the
logarithms of the probabilities and in arclength, so that neither next to impossible moves nor turns of the branch do
harm. At each place the likeliest action is the yardstick of the others, which leaves one unknown fewer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.kernels.trees.agent_newton import bordered_solution, relative_slopes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from negsim.kernels.trees.agent_responses import AgentResponses

    Floats = NDArray[np.float64]

FARTHEST_GUESS = 0.15  # a prediction further off than this is not corrected: another branch may be nearer
AIM = 0.02  # the error of prediction that the step length aims at
CROSSING = 2e-5  # where so short a step fails, branches cross: the tracer leaps over the place, straight on
MOST_LEAPS = 4
NOISE = 1e-4  # corrections this small that no longer shrink are rounding: high precision magnifies it
CLOSE, ROUNDING = 1e-3, 1e-13  # corrections of logarithms that will do: beliefs hang on their small differences
MOST_TURNS = 9
FIRST_STEP, LONGEST_STEP = 0.1, 3.0  # the longest is a share of the size of a coordinate


class AgentPath:
    """The branch of one game, from even play on.

    Parameters
    ----------
    game
        Its values and beliefs; payoffs in units of their range.

    Attributes
    ----------
    points
        Shape (2, unknown + 1). The point before, and the point now: logarithms of probabilities, then precision.
    way
        All points so far.
    steps
        Steps tried so far.
    stuck
        Whether the branch cannot be followed further.
    """

    def __init__(self, game: AgentResponses):
        self.game, self.form = game, game.form
        sizes = np.diff(np.append(self.form.start, len(self.form.choices)))
        origin = np.append(-np.log(sizes[self.form.at]), 0.0)
        self.steps, self.leaps, self.stuck = 0, 0, False
        self.points = np.stack([origin, origin])
        self.tangents = np.zeros((2, len(origin)))
        ahead = np.zeros(len(origin))
        ahead[-1] = 1.0
        _, self.tangents[1], self.sign, _ = self.corrected(origin, ahead)
        self.pace, self.behind = FIRST_STEP, 0.0
        self.way = [origin]

    def advance(self) -> bool:
        """Try one step; return whether it led on."""
        self.steps += 1
        step = self.pace if not self.leaps else CROSSING * 10.0**self.leaps
        here, tangent = self.points[1], self.tangents[1]
        across = tangent / _unit(here) ** 2
        guess = _prediction(self.points, self.tangents, step, 0.0 if self.leaps else self.behind)
        point, onward, sign, error = self.corrected(guess, across)
        turned = self.sign * sign < 0 and not self.leaps
        if turned or not (error <= FARTHEST_GUESS and across @ onward > 0.5 and point[-1] >= 0):
            if step > CROSSING and not self.leaps:
                self.pace = 0.4 * step
            else:
                self.leaps += 1
                self.stuck = self.leaps > MOST_LEAPS
            return False
        self.points, self.tangents = np.stack([here, point]), np.stack([tangent, onward])
        self.sign, self.leaps = sign, 0
        self.behind = float(np.linalg.norm((point - here) / (1 + 0.5 * np.abs(point + here))))
        longest = (LONGEST_STEP * _unit(point) / np.maximum(np.abs(onward), 1e-300)).min()
        self.pace = min(step * min(2.0, max(0.5, (AIM / max(error, 1e-12)) ** 0.3)), longest)
        self.way.append(point)
        return True

    def back_to(self, precision: float) -> bool:
        """Put a point of the branch at this precision, between the last two, in the place of the last.

        Parameters
        ----------
        precision
            In units of 1 / payoff range.

        Returns
        -------
        bool
            Whether that worked; if not, the path stands at the point before, for a shorter step.
        """
        here, beyond = self.points
        guess = here + (precision - here[-1]) / (beyond[-1] - here[-1]) * (beyond - here)
        guess[-1] = precision
        level = np.zeros(len(here))
        level[-1] = 1.0
        point, _, _, error = self.corrected(guess, level)
        self.way.pop()
        if error < np.inf:
            point[-1] = precision
            self.points[1] = point
            self.way.append(point)
            return True
        self.points[1], self.tangents[1] = self.points[0], self.tangents[0]
        self.pace, self.behind = 0.4 * self.behind, 0.0
        self.stuck = self.pace < CROSSING**2
        return False

    def sample(self, points: int, *, closed: bool) -> list[Floats]:
        """Return some points of the way so far, evenly spread.

        Parameters
        ----------
        points
            How many, the last one included; 1 for where the path stands.
        closed
            Whether the end is known already, and only the points before it are wanted.
        """
        way = np.stack(self.way)
        stride = np.abs(np.diff(np.exp(way[:, :-1]), axis=0)).max(1) + 0.1 * np.abs(np.diff(np.log1p(way[:, -1])))
        along = np.append(0.0, np.cumsum(stride))
        places = np.linspace(0, along[-1], points)[: points - 1]
        return [self._between(along, place) for place in places] + ([] if closed else [way[-1]])

    def _between(self, along: Floats, place: float) -> Floats:
        """The point of the branch at this place of the way."""
        k = min(int(np.searchsorted(along, place)), len(self.way) - 1)
        after = self.way[k]
        if k == 0 or along[k] == along[k - 1]:
            return after
        chord = after - self.way[k - 1]
        guess = after - (along[k] - place) / (along[k] - along[k - 1]) * chord
        point, _, _, error = self.corrected(guess, chord / np.linalg.norm(chord))
        return point if error < np.inf else after

    def corrected(self, guess: Floats, across: Floats) -> tuple[Floats, Floats, float, float]:
        """Return the point of the branch that lies beside a guess, in the plane through it across a direction.

        Parameters
        ----------
        guess, across
            Shape (unknown + 1,).

        Returns
        -------
        point, tangent
            Shape (unknown + 1,). The tangent points the way of `across`; its length is 1 when each coordinate is
            measured relative to its size.
        sign
            Orientation of the branch; it changes where branches cross.
        error
            How far off the guess was; infinite where there was no convergence.
        """
        point, tangent = self._proper(guess), across
        error, before = np.inf, FARTHEST_GUESS
        enough = 0.1 * np.sqrt(1e-9 + 1e-14 * abs(guess[-1]))  # the next turn would square it
        for turn in range(MOST_TURNS):
            plane = float(across @ (point - guess))
            change, direction, sign = self._solved(point, across, plane)
            unit = _unit(point)
            size, length = float(np.linalg.norm(change / unit)), float(np.linalg.norm(direction / unit))
            fine = float(np.abs(change[:-1]).max()) <= CLOSE + ROUNDING * point[-1]
            if turn > 0 and fine and size <= NOISE and not size <= before:
                return point, tangent, sign, error
            if not (size <= before and length > 0):
                break
            error = size if turn == 0 else error
            point, tangent = self._proper(point - change), direction / length
            if size <= enough and fine:
                return point, tangent, sign, error
            before = 0.5 * size
        return point, tangent, 0.0, np.inf

    def _proper(self, point: Floats) -> Floats:
        """Scale the probabilities of each place to sum 1."""
        logs, form = point[:-1], self.form
        top = np.maximum.reduceat(logs, form.start)
        total = top + np.log(np.add.reduceat(np.exp(logs - top[form.at]), form.start))
        return np.append(logs - total[form.at], point[-1])

    def _solved(self, point: Floats, across: Floats, plane: float) -> tuple[Floats, Floats, float]:
        """Linearise at a point; return the correction, the direction of the branch, and its orientation."""
        form, precision = self.form, point[-1]
        logs = point[:-1]
        leaves = self.game.closed(precision)[:2]
        reading = self.game.read(logs, leaves)
        weights = np.exp(logs)
        leader = leaders(form.start, form.at, logs)
        free = np.flatnonzero(leader != np.arange(len(logs)))
        lead = leader[free]
        scale = 1.0 / (1.0 + precision)
        ahead, rate = reading.worth[free] - reading.worth[lead], reading.rate[free] - reading.rate[lead]
        gap = scale * (logs[free] - logs[lead] - precision * ahead)
        aside = -scale * (ahead + precision * rate)
        unit = np.append(1.0 + np.abs(logs[free] - logs[lead]), 1.0 + precision)
        sums = np.add.reduceat(across[:-1], form.start)[form.at]
        normal = np.append((across[:-1] - weights * sums)[free], across[-1])
        inner = relative_slopes(form, self.game.slopes(reading), weights, free, lead) * (-scale * precision)
        inner = inner + scale * (np.eye(len(free)) if isinstance(inner, np.ndarray) else _identity(len(free)))
        right = np.zeros((len(free) + 1, 2))
        right[:-1, 0], right[-1] = gap, (plane, 1.0)
        change, sign = bordered_solution(inner, (aside, normal), unit, right)
        full = np.zeros((len(logs) + 1, 2))
        full[free], full[-1] = change[:-1], change[-1]
        shift = np.add.reduceat(weights[:, None] * full[:-1], form.start)
        full[:-1] -= shift[form.at]
        return full[:, 0], full[:, 1], sign


def leaders(start: Any, at: Any, logs: Floats) -> NDArray[np.intp]:
    """Shape (unknown,): the likeliest action at the place of each, the first of equals."""
    top = np.maximum.reduceat(logs, start)[at]
    found = np.where(logs == top, np.arange(len(logs)), len(logs))
    return np.asarray(np.minimum.reduceat(found, start)[at])


def _identity(count: int) -> Any:
    from scipy.sparse import eye_array

    return eye_array(count)


def _unit(point: Floats) -> Floats:
    found: Floats = 1.0 + np.abs(point)
    return found


def _prediction(points: Floats, tangents: Floats, ahead: float, behind: float) -> Floats:
    """Extrapolate the branch by the cubic through its last two points and tangents."""
    if behind <= 0:
        line: Floats = points[1] + ahead * tangents[1]
        return line
    t = (behind + ahead) / behind
    back, turn, on = (2 * t - 3) * t * t + 1, ((t - 2) * t + 1) * t * behind, (t - 1) * t * t * behind
    found: Floats = points[1] + back * (points[0] - points[1]) + turn * tangents[0] + on * tangents[1]
    return found
