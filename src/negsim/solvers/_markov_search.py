"""The search for plans of one stochastic game: branches of logit responses, followed from one start after the other."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np

from negsim.games.base import Array
from negsim.kernels.stages.markov_beside import Trail
from negsim.kernels.stages.markov_branch import MarkovBranch, response_near
from negsim.kernels.stages.markov_places import Place
from negsim.kernels.stages.markov_system import MarkovSystem
from negsim.solvers.base import Status, Watch

SAME = 1e-6  # plans that differ by less than this everywhere are one equilibrium
DETOURS = (1e-3, 0.03, 0.3)  # shares of drawn plans in the start, where the principal branch cannot be followed
INWARD = 0.02  # share of even mixtures in a drawn start
FADING = (0.75, 0.5, 0.25, 0.0)  # shares of a drawn start that are left, at a given precision, on the way back


class Plans(NamedTuple):
    """Plans found, and their precision in 1 / the unit of the system."""

    weights: Array
    precision: float


class Starts(Protocol):
    """How many branches to follow in each game, and the seed of the plans that they start from."""

    @property
    def starts(self) -> int:
        """How many."""

    @property
    def seed(self) -> int:
        """Of the drawn plans."""


class Search:
    """Follows branches of one game from one start after the other.

    Parameters
    ----------
    asked
        How many branches to follow, and the seed.
    system
        The equations of the game.
    goal
        The precision at which to stop, in the unit of the system.
    watch
        Says when to stop.
    trail
        Keeps the places of the principal branch; None to keep none.

    Attributes
    ----------
    steps
        Steps tried so far, on all branches.
    status
        How the search ended.
    """

    def __init__(self, asked: Starts, system: MarkovSystem, goal: float, watch: Watch, trail: Trail | None = None):
        self.asked, self.system, self.goal, self.watch, self.trail = asked, system, goal, watch, trail
        self.steps = 0
        self.status = Status.solved

    def plans(self, first: Plans | None = None) -> list[Plans]:
        """Return what the principal branch runs to, and then whatever else other branches run to.

        Parameters
        ----------
        first
            What the principal branch runs to, if that is known.
        """
        found = [first or self.principal()]
        for attempt in range(1, self.asked.starts):
            if self.status in (Status.step_limit, Status.time_limit):
                break
            other = self._other(attempt)
            if other is not None and all(np.abs(other.weights - old.weights).max() > SAME for old in found):
                found.append(other)
        return found

    def principal(self, place: Place | None = None) -> Plans:
        """Return what the principal branch runs to.

        Parameters
        ----------
        place
            A place on it to go on from; None for its beginning.
        """
        branch = self._followed(self.system, place, self.trail if place is None else None)
        if branch.end in ("stuck", "far"):
            if place is not None:
                return self.principal()
            for attempt, share in enumerate(DETOURS):
                other = self._other(-1 - attempt, share)
                if other is not None:
                    return other
            if self.status is Status.solved:
                self.status = Status.failed if branch.end == "stuck" else Status.inaccurate
        precision = np.inf if branch.end == "limit" else float(branch.point[-1])
        return Plans(branch.weights, precision)

    def _followed(self, system: MarkovSystem, place: Place | None = None, trail: Trail | None = None) -> MarkovBranch:
        branch = MarkovBranch(system, goal=self.goal, place=place)
        while branch.end is None:
            stopped = self.watch.stop(self.steps)
            if stopped is not None:
                self.status = stopped
                break
            branch.advance()
            if trail is not None:
                trail.note(branch)
            self.steps += 1
        return branch

    def _other(self, attempt: int, share: float = 1.0) -> Plans | None:
        """Follow the branch from plans drawn at random, in part; at a given precision, then let their part fade."""
        even = self.system.prior
        system = self.system.starting_at(even + share * (self._drawn(attempt) - even))
        branch = self._followed(system)
        if branch.end == "limit":
            return Plans(branch.weights, np.inf)
        point: Array | None = branch.point if branch.end == "goal" else None
        for left in FADING:
            if point is not None:
                faded = self.system.starting_at(even + left * (system.prior - even))
                with np.errstate(all="ignore"):
                    point = response_near(faded, point, self.goal)
        if point is None:
            return None
        return Plans(np.exp(point[: self.system.choices]), self.goal)

    def _drawn(self, attempt: int) -> Array:
        draw = np.random.default_rng([abs(attempt), self.asked.seed, int(attempt < 0)])
        exponential, starts = draw.exponential(size=self.system.choices), self.system.layout.places[:-1]
        sizes = np.diff(self.system.layout.places)
        drawn = exponential / np.repeat(np.add.reduceat(exponential, starts), sizes)
        return np.asarray(np.log((1 - INWARD) * drawn + INWARD / np.repeat(sizes, sizes)))
