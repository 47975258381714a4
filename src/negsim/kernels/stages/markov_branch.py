"""One branch of logit responses of a stochastic game, followed step by step as precision rises.

A predictor extrapolates the branch, a corrector comes back to it by Newton's method with one factored system a step.
Arclength measures the way, so that precision may turn back: Herings and Peeters (2010), Eibelshaeuser and Poensgen
(2019). The orientation of the branch, the sign of a determinant, shows where the predictor jumped to another branch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negsim.kernels.stages.markov_limit import limit
from negsim.kernels.stages.markov_places import (
    ENOUGH,
    FARTHEST_GUESS,
    SHRINKS,
    Place,
    in_plane,
    place_at,
    scaled,
    units_at,
)
from negsim.kernels.stages.markov_settled import settled
from negsim.kernels.stages.markov_system import Eliminated, MarkovSystem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FIRST_STEP, SHORTEST = 0.1, 2e-5
DOUBTFUL = 0.02  # after a guess so far off, the orientation is asked again where the correction ended
AIM = 0.02  # the error of prediction that the step length aims at
SHARE = 0.01  # of the step: corrections end below this as well
NOISE = 1e-6  # corrections below this that no longer shrink are rounding
MOST_TURNS = 25
LONGEST_STEP = 0.5  # of the size of each coordinate
PROGRESS = 30  # steps after which it may go back a point again, to take the way more carefully
MOST_LEAPS = 4  # over a crossing of branches, each ten times as far as the one before
FIRST_LOOK, NEXT_LOOK = 4.0, 1.6  # precision at which to look for the limit first, and its growth from look to look
LATE = 1e4  # from this precision on the branch must be running to a degenerate equilibrium
BESIDE = 3e-3  # and be this close to it
AROUND = 0.02  # or this close, where the way ends at a crossing of branches
STANDING = 1e-6  # from an equilibrium this close the branch cannot be told
LAST_PRECISION = 1e9


class MarkovBranch:
    """The branch of plans proportional to prior * exp(precision * what choices earn) that leaves the prior.

    Parameters
    ----------
    system
        The equations of the game.
    goal
        The precision at which to stop, in the unit of the system's payoffs; infinite for the limit.
    place
        A place on the branch to go on from; None for its beginning.

    Attributes
    ----------
    end
        ``"goal"``, ``"limit"``, ``"far"`` (precision is as great as numbers allow, and no limit was found) or
        ``"stuck"``; None while there is a way to go.
    steps
        Steps tried so far.
    point
        Shape (choice + player x state + 1,). Where the branch stands: logarithms of plans, values, precision.
    weights
        Shape (choice,). The plans where it stands; at the limit, the equilibrium.
    found
        What was learned by the last step that led on; None before the first.
    straight
        Whether it never leapt over a crossing nor went back a point.
    """

    def __init__(self, system: MarkovSystem, *, goal: float, place: Place | None = None):
        self.system, self.goal = system, goal
        self.end: str | None = None
        self.steps = 0
        self.found, self.straight = place, True
        if place is None:
            prior = system.prior.copy()
            place = place_at(system, np.concatenate([prior, system.worth_of(system.proper(prior)), [0.0]]))
        self.point, self._ahead, self._units = place.point, place.ahead, place.units
        self.weights = np.exp(self.point[: system.choices])
        self._orientation = place.newton.sign * float(np.sign(place.ahead[-1]))
        self._before: tuple[Floats, Floats] | None = None
        self._behind, self._step, self._leaps = 0.0, FIRST_STEP, 0
        self._returned = -PROGRESS
        looks = max(0, int(np.ceil(np.log(max(self.point[-1], FIRST_LOOK) / FIRST_LOOK) / np.log(NEXT_LOOK))))
        self._look = FIRST_LOOK * NEXT_LOOK**looks if goal == np.inf else np.inf
        if goal == 0:
            self.end = "goal"

    def advance(self) -> None:
        """Try one step along the branch."""
        self.steps += 1
        step = self._step if self._leaps == 0 else SHORTEST * 10.0**self._leaps
        with np.errstate(all="ignore"):  # far predictions overflow, and are then refused
            found = self._corrected(self._prediction(step), step)
        if found is None:
            self._retreat(step)
            return
        self._move_on(found, step)
        self.weights = np.exp(self.point[: self.system.choices])
        if self.point[-1] >= self.goal:
            self._back_to_goal()
        elif self.point[-1] >= self._look:
            self._look_for_limit()

    def _prediction(self, step: float) -> Floats:
        """Extrapolate by the cubic through the last two points and directions."""
        if self._before is None or self._leaps:
            return np.asarray(self.point + step * self._ahead)
        last, direction = self._before
        t = (self._behind + step) / self._behind
        return np.asarray(
            self.point
            + ((2 * t - 3) * t * t + 1) * (last - self.point)
            + ((t - 2) * t + 1) * t * self._behind * direction
            + (t - 1) * t * t * self._behind * self._ahead
        )

    def _corrected(self, guess: Floats, step: float) -> Place | None:
        """Return the point of the branch in the plane through the guess across the direction of the branch."""
        system = self.system
        across = self._ahead * self._units**2
        if not (guess[-1] >= 0 and np.isfinite(guess).all()):
            return None
        look = system.look(guess)
        newton = system.eliminated(look, guess[-1])
        if newton.sign == 0:
            return None
        right, point, units = look.gap, guess.copy(), units_at(system.choices, guess)
        rising, error, allowed = np.zeros(0), np.inf, FARTHEST_GUESS
        for turn in range(6):
            solved = system.solve(newton, right)
            if turn == 0:
                rising = solved[:, 1].copy()
            change = in_plane(solved[:, :1], rising, across, (guess - point)[:, None])[:, 0]
            size = float(np.abs(change * units).max())
            if not size < allowed:
                return None
            error = size if turn == 0 else error
            point += change
            if size < min(ENOUGH, SHARE * step):
                system.proper(point[: system.choices])
                break
            right, allowed = system.look(point).gap[:, :1], SHRINKS * size
        else:
            return None
        return self._checked(point, rising, newton, error, across)

    def _checked(self, point: Floats, rising: Floats, newton: Eliminated, error: float, across: Floats) -> Place | None:
        """Return the point with the direction on from there, unless that leads back: then the branch is another one."""
        system = self.system
        if error > DOUBTFUL:
            look = system.look(point)
            newton = system.eliminated(look, point[-1])
            rising = system.solve(newton, look.gap[:, 1:])[:, 0]
        units = units_at(system.choices, point)
        ahead = scaled(np.append(rising, 1.0), units)
        if self._leaps == 0:
            ahead *= newton.sign * self._orientation
        elif across @ ahead < 0:
            ahead = -ahead
        return Place(point, ahead, units, newton, rising, error, ahead * units**2) if across @ ahead > 0.5 else None

    def _retreat(self, step: float) -> None:
        """Try a shorter step; where so short a one fails, branches cross: leap over the place, straight on."""
        if step > SHORTEST and self._leaps == 0:
            self._step = 0.4 * step
        elif self._leaps == 0 and self._before is not None and self.steps > self._returned + PROGRESS:
            self._returned = self.steps
            self._return(0.1)
        elif self._leaps < MOST_LEAPS:
            self._leaps += 1
        else:
            self.end = "stuck"
            if self.goal == np.inf:
                self._look_for_limit()

    def _return(self, share: float) -> None:
        """Go back to the point before, for a step from there that is this share of the last."""
        assert self._before is not None
        self.point, self._ahead = self._before
        self.straight = False
        self._units, self._before = units_at(self.system.choices, self.point), None
        self._step = share * self._behind
        self.weights = np.exp(self.point[: self.system.choices])

    def _move_on(self, found: Place, step: float) -> None:
        middle = 0.5 * (self._units + found.units)
        behind = float(np.sqrt((((found.point - self.point) * middle) ** 2).sum()))
        self._before, self._behind = (self.point, self._ahead), behind
        if self._leaps:  # the orientation is another beyond a crossing
            self._orientation = found.newton.sign * float(np.sign(found.ahead[-1]))
            self._leaps, self.straight = 0, False
        self.point, self._ahead, self._units, self.found = found.point, found.ahead, found.units, found
        pace = min(2.0, max(0.5, (AIM / max(found.error, 1e-12)) ** 0.3))
        moving = np.maximum(np.abs(found.ahead), 1e-300)
        reach = LONGEST_STEP * (1.0 + np.abs(found.point)) / moving
        reach[self.system.choices : -1] = np.inf
        self._step = min(step * pace, float(reach.min()))

    def _back_to_goal(self) -> None:
        """Go back from a point beyond the goal to it; or to the point before, for a shorter step from there."""
        assert self._before is not None
        last = self._before[0]
        share = (self.goal - last[-1]) / (self.point[-1] - last[-1])
        with np.errstate(all="ignore"):
            found = response_near(self.system, last + share * (self.point - last), self.goal)
        if found is not None:
            self.end, self.point, self.weights = "goal", found, np.exp(found[: self.system.choices])
            return
        self._return(0.2)
        if self._step < SHORTEST:
            self.end = "stuck"

    def _look_for_limit(self) -> None:
        """End the branch at its limit, if there is one beside it."""
        precision = float(self.point[-1])
        self._look = NEXT_LOOK * precision
        reach = AROUND if self.end == "stuck" else BESIDE if precision >= LATE else 0.0
        with np.errstate(all="ignore"):
            found = limit(self.system, self.point, reach)
        if found is not None:
            self.end, self.weights = "limit", found
        elif self.end is None and precision > LAST_PRECISION:
            self.end = "far"
        if self.end in ("stuck", "far"):
            self._settle(precision)

    def _settle(self, precision: float) -> None:
        """End the branch at an equilibrium beside it, which may be degenerate; early on, only where it stands."""
        reach = STANDING if precision < LATE else AROUND if self.end == "stuck" else BESIDE
        with np.errstate(all="ignore"):
            found = settled(self.system, self.weights, reach)
        if found is not None:
            self.end, self.weights = "limit", found


def response_near(system: MarkovSystem, guess: Floats, precision: float) -> Floats | None:
    """Return the logit response of this precision beside a guess, by Newton's method; None if it does not converge.

    Parameters
    ----------
    system
        The equations of the game.
    guess
        Shape (choice + player x state + 1,). Logarithms of plans, values, anything.
    precision
        Weight of payoffs in the response, in the unit of the system's payoffs.

    Returns
    -------
    Floats or None
        A point of the same shape.
    """
    point = guess.copy()
    point[-1] = precision
    allowed = 1.0
    for _ in range(MOST_TURNS):
        look = system.look(point)
        newton = system.eliminated(look, precision)
        if newton.sign == 0:
            return None
        change = system.solve(newton, look.gap[:, :1])[:, 0]
        size = float(np.abs(change[: system.choices] * np.sqrt(look.weights)).max(initial=0.0))
        if allowed < NOISE and not size <= 0.5 * allowed:
            return point
        if not size <= allowed:
            return None
        point[:-1] -= change
        system.proper(point[: system.choices])
        allowed = size
        if size == 0.0:
            return point
    return None
