"""Branches of logit responses of many similar games, followed in step with the branch of one of them.

The places of a known branch, and the systems factored there, serve its neighbours: what a neighbour's branch is away
from the known one at one place is the guess at the next, and corrections are solved for all neighbours together. Each
starts at precision 0, where there is but one response, and is held to the same closeness and contraction as a branch
followed alone; where one of these fails, it is left at the place before (Deuflhard 2011, section 5.1, on simplified
Newton methods in continuation).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from negsim.kernels.stages.markov_branch import NOISE, MarkovBranch
from negsim.kernels.stages.markov_limit import STANDSTILL
from negsim.kernels.stages.markov_places import ENOUGH, FARTHEST_GUESS, SHRINKS, Place, in_plane, place_at
from negsim.kernels.stages.markov_system import MarkovSystem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

EVERY = 3  # place of a branch that is kept: neighbours take longer strides, for they do not guess the way
MOST_TURNS = 6


class Trail:
    """The places of a branch that others follow.

    Attributes
    ----------
    system
        The equations of its game.
    places
        Every third place, and the last one, as far as the branch went straight on.
    whole
        Whether they lead to where the branch ended.
    """

    def __init__(self, system: MarkovSystem):
        self.system = system
        self.places: list[Place] = []
        self.whole = False
        self._count = 0
        self._last: Place | None = None

    def note(self, branch: MarkovBranch) -> None:
        """Keep where the branch stands, if it is a new place.

        Parameters
        ----------
        branch
            That was just advanced.
        """
        if branch.end is not None:
            self._close(branch)
        elif branch.straight and branch.found is not None and branch.found is not self._last:
            self._last = branch.found
            self._count += 1
            if self._count % EVERY == 1:
                self.places.append(branch.found)

    def _close(self, branch: MarkovBranch) -> None:
        self.whole = branch.straight and branch.end in ("goal", "limit")
        if not self.whole:
            return
        if branch.end == "goal":
            place = place_at(self.system, branch.point)
            level = np.zeros(len(branch.point))
            level[-1] = 1.0
            self.places.append(place._replace(ahead=level))
        elif branch.found is not None and (not self.places or branch.found is not self.places[-1]):
            self.places.append(branch.found)


def follow(
    trail: Trail, others: Sequence[MarkovSystem], stopped: Callable[[], bool]
) -> tuple[Integers, list[Floats | None]]:
    """Follow the branches of other games beside a known one, as far as they stay beside it.

    Parameters
    ----------
    trail
        The places of the known branch.
    others
        The equations of the other games, with the layout and the unit of payoffs of the known one.
    stopped
        Whether to stop.

    Returns
    -------
    reached
        Shape (other,). How many places each got to.
    points
        For each the point of its branch at the last of them; None if there is none.
    """
    reached = np.zeros(len(others), np.intp)
    points: list[Floats | None] = [None] * len(others)
    if not trail.places:
        return reached, points
    beside = np.arange(len(others))
    away = np.zeros((len(others), len(trail.places[0].point)))
    for number, place in enumerate(trail.places):
        found, fine = _corrected(trail.system, place, [others[k] for k in beside.tolist()], place.point + away)
        beside, found = beside[fine], found[fine]
        reached[beside] = number + 1
        for k, point in zip(beside.tolist(), found, strict=True):
            points[k] = point
        if not len(beside) or stopped():
            break
        away = found - place.point
    return reached, points


def _corrected(
    system: MarkovSystem, place: Place, others: Sequence[MarkovSystem], guesses: Floats
) -> tuple[Floats, NDArray[np.bool_]]:
    """Correct guesses, shape (other, coordinate), in the plane across a branch; say which ended on theirs."""
    points, across = guesses.copy(), place.across
    fine = np.zeros(len(others), bool)
    allowed: Floats = np.full(len(others), FARTHEST_GUESS)
    working = np.arange(len(others))
    for _ in range(MOST_TURNS):
        gaps = np.stack([others[k].look(points[k]).gap[:, 0] for k in working.tolist()], axis=1)
        solved = system.solve(place.newton, gaps)
        change = in_plane(solved, place.rising, across, (place.point - points[working]).T).T
        size = np.abs(change * place.units).max(1)
        points[working] += change
        near = size < allowed[working]
        fine[working] = near & (size < ENOUGH)
        allowed[working] = SHRINKS * size
        working = working[near & ~(size < ENOUGH)]
        if not len(working):
            break
    for k in np.flatnonzero(fine).tolist():
        others[k].proper(points[k, : system.choices])
    return points, fine


def resumed(system: MarkovSystem, point: Floats, beside: Place) -> Place | None:
    """Return a place on a branch that was followed beside another, to go on from alone.

    Parameters
    ----------
    system
        The equations of the game.
    point
        Shape (coordinate,). A point of its branch.
    beside
        The place of the other branch there.

    Returns
    -------
    Place or None
        None where the branch that comes from precision 0 would go the other way.
    """
    place = place_at(system, point)
    ahead = place.newton.sign * place.ahead
    return place._replace(ahead=ahead) if beside.across @ ahead > 0 else None


def response_beside(system: MarkovSystem, guess: Floats, precision: float) -> Floats | None:
    """Return the logit response close to a guess that is nearly one, by Newton's method with one system factored.

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
        A point of the same shape; None where the method does not converge, or where precision falls along the branch.
    """
    point = guess.copy()
    point[-1] = precision
    place = place_at(system, point)
    if place.newton.sign <= 0:  # precision falls along the branch
        return None
    before, allowed = np.inf, FARTHEST_GUESS
    for _ in range(4 * MOST_TURNS):
        change = system.solve(place.newton, system.look(point).gap[:, :1])[:, 0]
        size = float(np.abs(change[: system.choices] * np.exp(0.5 * point[: system.choices])).max(initial=0.0))
        if before < NOISE and not size <= 0.5 * before:
            return point
        if not size <= allowed:
            return None
        point[:-1] -= change
        system.proper(point[: system.choices])
        before, allowed = size, SHRINKS * size
        if size <= STANDSTILL:
            return point
    return None
