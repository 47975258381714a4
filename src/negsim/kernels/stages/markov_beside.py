"""Branches of logit responses of many similar games, followed in step with the branch of one of them.

The places of a known branch, and the systems factored there, serve its neighbours: what a neighbour's branch is away
from the known one at one place is the guess at the next, and corrections are solved for all neighbours together. Each
starts at precision 0, where there is but one response, and is held to the same closeness and contraction as a branch
followed alone; where one of these fails, it is left at the place before (Deuflhard 2011, section 5.1, on simplified
Newton methods in continuation).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from negsim.kernels.stages.markov_branch import MarkovBranch
from negsim.kernels.stages.markov_many import Company
from negsim.kernels.stages.markov_places import FARTHEST_GUESS, Place, in_plane, place_at
from negsim.kernels.stages.markov_system import MarkovSystem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

MOST_BYTES = 2**27  # of the places of one branch: what is beyond is left out
MOST_TURNS = 8
MOST_STEPS = 16
STANDSTILL = 1e-13  # corrections below this end it
NEAR = 1e-3  # corrections end below this at places on the way
CONTRACTS = 0.5  # what each correction by another game's system must shrink to, at least
ROUNDING = 1e-11  # corrections below this that no longer shrink are rounding
UNIQUE = 2  # places to begin with, at low precision, where there is but one response
EXPECTED = 0.5  # of how far away a point is, and of how fast that changes: what it may be off its guess
NOTED = 4e-3  # from which size on
CLOSED = 1e-10  # gaps of rare choices and of values below which corrections of the others tell of rounding
SLOW = 0.1  # of the correction before: from this size on, a new system is worth its cost


class Trail:
    """The places of a branch that others follow.

    Attributes
    ----------
    system
        The equations of its game.
    places
        As far as the branch went straight on, and memory allows.
    whole
        Whether they lead to where the branch ended.
    """

    def __init__(self, system: MarkovSystem):
        self.system = system
        self.places: list[Place] = []
        self.whole = False
        self._last: Place | None = None
        self._closed, self._bytes = False, 0

    def note(self, branch: MarkovBranch) -> None:
        """Keep where the branch stands, if it is a new place.

        Parameters
        ----------
        branch
            That was just advanced.
        """
        if self._closed:
            return
        if not branch.straight:  # the last place may be where it went astray
            self._closed, self.places = True, self.places[:-1]
        elif branch.end != "goal" and branch.found is not None and branch.found is not self._last:
            self._last = branch.found
            self.places.append(branch.found)
            self._bytes += branch.found.newton.inverse.nbytes + 8 * (self.system.players * self.system.states) ** 2
            self._closed = self._bytes > MOST_BYTES
        if branch.end is not None and not self._closed:
            self._closed, self.whole = True, branch.end in ("goal", "limit")
            if branch.end == "goal":
                level = np.append(np.zeros(len(branch.point) - 1), 1.0)
                self.places.append(place_at(self.system, branch.point)._replace(across=level))


def follow(trail: Trail, others: Company, stopped: Callable[[], bool]) -> tuple[Integers, Floats]:
    """Follow the branches of other games beside a known one, as far as they stay beside it.

    Parameters
    ----------
    trail
        The places of the known branch; one at least.
    others
        The other games, with the layout and the unit of payoffs of the known one.
    stopped
        Whether to stop.

    Returns
    -------
    reached
        Shape (other,). How many places each got to.
    points
        Shape (other, coordinate). The point of its branch at the last of them.
    """
    places = trail.places
    points = np.tile(places[0].point, (len(others), 1))
    reached, beside = np.zeros(len(others), np.intp), np.arange(len(others))
    past = _Past(points)
    for number, place in enumerate(places):
        guesses = _guesses(place, past.away)
        found, fine = _corrected(trail.system, place, others, beside, guesses)
        if number >= UNIQUE:
            fine &= _stayed_away(place, guesses, found, past.change)
        beside, found = beside[fine], found[fine]
        reached[beside], points[beside] = number + 1, found
        if number + 1 == len(places) or not len(beside) or stopped():
            break
        past.go_on(fine, found - place.point, _length(place, places[number + 1]))
    return reached, points


class _Past:
    """How far points were from a branch at the last places, and how far they will be at the next, by a parabola."""

    def __init__(self, points: Floats):
        self.away: Floats = np.zeros_like(points)
        self.change: Floats = np.zeros_like(points)
        self._known: list[Floats] = []
        self._lengths: list[float] = []

    def go_on(self, kept: NDArray[np.bool_], now: Floats, length: float) -> None:
        """Take in how far the points that are kept are away, and how far it is to the next place."""
        self._known = [*(known[kept] for known in self._known[-3:]), now]
        self._lengths = [*self._lengths[-3:], length]
        self.change = np.zeros_like(now)
        if len(self._known) > 1:
            last = (now - self._known[-2]) / self._lengths[-2]
            self.change = length * last
        if len(self._known) > 3:
            first = (self._known[-2] - self._known[-3]) / self._lengths[-3]
            bend = (last - first) / (self._lengths[-2] + self._lengths[-3])
            self.change = self.change + length * (length + self._lengths[-2]) * bend
        self.away = now + self.change


def _stayed_away(place: Place, guesses: Floats, found: Floats, change: Floats) -> NDArray[np.bool_]:
    """Whether points are about as far from the known branch as was expected, in every coordinate.

    Where branches nearly cross, a game whose branch turns to the other side may be drawn to a branch that is not its
    own, beside the known one: then what it was away, in some coordinates, is lost at once.
    """
    off = np.abs(found - guesses)
    far = np.maximum(np.abs(found - place.point), np.abs(guesses - place.point)) + np.abs(change)
    return np.asarray(((off <= EXPECTED * far) | (off * place.units <= NOTED)).all(1))


def _guesses(place: Place, away: Floats) -> Floats:
    """Guesses in the plane across a branch at a place, from how far away others are expected there."""
    ahead, across = place.ahead, place.across
    return np.asarray(place.point + away - np.outer(away @ across / (ahead @ across), ahead))


def _length(place: Place, later: Place) -> float:
    return float(np.sqrt((((later.point - place.point) * place.units) ** 2).sum()))


def _corrected(
    system: MarkovSystem, place: Place, others: Company, which: Integers, guesses: Floats
) -> tuple[Floats, NDArray[np.bool_]]:
    """Correct guesses, shape (point, coordinate), in the plane across a branch; say which ended on theirs."""
    points, across = guesses.copy(), place.across
    fine = np.zeros(len(which), bool)
    allowed: Floats = np.full(len(which), FARTHEST_GUESS)
    working = np.arange(len(which))
    for _ in range(MOST_TURNS):
        at = points[working]
        gaps = others.gaps(place.newton.weights, which[working], at)
        solved = system.solve(place.newton, np.ascontiguousarray(gaps.T))
        change = in_plane(solved, place.rising, across, (place.point - at).T).T
        size = np.abs(change * place.units).max(1)
        points[working] = at + change
        near = size < allowed[working]
        fine[working] = near & (size < NEAR)
        allowed[working] = CONTRACTS * size
        working = working[near & ~(size < NEAR)]
        if not len(working):
            break
    return points, fine


def responses(trail: Trail, others: Company, which: Integers, points: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the logit responses of some games, from points followed to a precision that was the goal.

    The system factored there serves them all; each game improves on it from step to step (Broyden's first method, as in
    Kelley 1995, section 7.3). That the steps shrink from the first on shows that its own system is of the same sign.

    Parameters
    ----------
    trail
        The places of the known branch, up to its goal.
    others, which
        The games, and which of them.
    points
        Shape (point, coordinate).

    Returns
    -------
    points
        Shape (point, coordinate).
    fine
        Shape (point,). Whether steps shrank, down to rounding.
    """
    place, points = trail.places[-1], points.copy()
    points[:, -1] = place.point[-1]
    choices, working, fine = others.choices, np.arange(len(points)), np.zeros(len(points), bool)
    before: Floats = np.full(len(points), FARTHEST_GUESS / CONTRACTS)
    scale = np.append(place.units[:choices], np.ones(points.shape[1] - 1 - choices))
    steps: list[Floats] = []
    for _ in range(MOST_STEPS):
        at = points[working]
        gaps = others.gaps(place.newton.weights, which[working], at)
        step = _broyden(
            [past[working] for past in steps], -trail.system.solve(place.newton, np.ascontiguousarray(gaps.T)).T * scale
        )
        size, last = np.abs(step[:, :choices]).max(1), before[working]
        closed = np.abs(gaps).max(1) < CLOSED
        done = closed & ((size <= STANDSTILL) | ((size < ROUNDING) & (size > CONTRACTS * last)))
        fine[working[done]] = True
        points[working], before[working] = at, size
        on = ~done & ((size < CONTRACTS * last) | (size < ROUNDING))
        working = working[on]
        if not len(working):
            break
        points[working, :-1] += step[on] / scale
        steps.append(np.zeros((len(points), step.shape[1])))
        steps[-1][working] = step[on]
    return points, fine


def _broyden(past: list[Floats], step: Floats) -> Floats:
    """The steps, shape (point, coordinate), that the system improved by the past steps gives for those of the first."""
    shares = [1.0 / np.maximum((one * one).sum(1, keepdims=True), 1e-300) for one in past]
    for one, share, later in zip(past, shares, past[1:], strict=False):
        step = step + later * ((one * step).sum(1, keepdims=True) * share)
    if past:
        step = step / (1.0 - (past[-1] * step).sum(1, keepdims=True) * shares[-1])
    return step


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
    before, allowed, newton = np.inf, FARTHEST_GUESS, None
    for _ in range(4 * MOST_TURNS):
        look = system.look(point)
        newton = newton or system.eliminated(look, precision)
        if newton.sign <= 0:  # precision falls along the branch
            return None
        change = system.solve(newton, look.gap[:, :1])[:, 0]
        size = float(np.abs(change[: system.choices] * np.sqrt(look.weights)).max(initial=0.0))
        closed = float(np.abs(look.gap[:, 0]).max()) < CLOSED
        if closed and (size <= STANDSTILL or (before < ROUNDING and not size <= 0.5 * before)):
            return point
        if not size <= max(allowed, ROUNDING):
            return None
        point[:-1] -= change
        system.proper(point[: system.choices])
        newton = newton if size <= SLOW * before else None
        before, allowed = size, CONTRACTS * size
    return None
