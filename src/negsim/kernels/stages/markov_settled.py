"""Equilibria of stochastic games that are not isolated or not regular, found by least squares near a point.

Where several choices are equally good by coincidence, Newton's method has no regular system to solve. The method of
Gauss and Newton takes the shortest of the steps that close the gaps in the payoffs of the choices in use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negsim.kernels.stages.markov_limit import FINE, gain
from negsim.kernels.stages.markov_system import MarkovSystem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Booleans = NDArray[np.bool_]

IN_USE = (0.03, 1e-3, 1e-5)  # probabilities from which on a choice counts as in use, tried in turn
MOST_TURNS = 12
MOST_CHOICES = 200  # that are moved: each turn asks twice as often what plans are worth
NUDGE = 1e-6  # of a probability, for derivatives by differences
FLAT = 1e-6  # of the largest singular value: directions that change less are left alone


def settled(system: MarkovSystem, weights: Floats, reach: float) -> Floats | None:
    """Return the plans of an equilibrium near these ones, regular or not; None if none is found.

    Parameters
    ----------
    system
        The equations of the game.
    weights
        Shape (choice,). Plans that are nearly an equilibrium.
    reach
        How far from them the equilibrium may lie, in any probability.
    """
    for least in IN_USE:
        moves = _Moves(system, weights >= least)
        if len(moves.directions) > MOST_CHOICES:
            continue
        plans = moves.shares(np.where(moves.support, weights, 0.0))
        for _ in range(MOST_TURNS):
            if np.abs(plans - weights).max(initial=0.0) > reach:
                break
            if gain(system, plans, system.worth_of(plans)) <= FINE:
                return plans
            if not len(moves.directions):
                break
            plans = moves.closer(plans)
    return None


class _Moves:
    """Ways to move probability among the choices of a support, place by place."""

    def __init__(self, system: MarkovSystem, support: Booleans):
        self.system, self.support = system, support
        sizes = np.diff(system.layout.places)
        self.starts, self.place = system.layout.places[:-1], np.repeat(np.arange(len(sizes)), sizes)
        self.used = np.add.reduceat(support.astype(float), self.starts)[self.place]
        moved = np.flatnonzero(support & (self.used > 1))
        same = support & (self.place == self.place[moved][:, None])
        self.directions: Floats = np.eye(len(support))[moved] - same / self.used

    def shares(self, numbers: Floats) -> Floats:
        """Scale numbers so that they sum to 1 at each place."""
        return np.asarray(numbers / np.add.reduceat(numbers, self.starts)[self.place])

    def gaps(self, plans: Floats) -> Floats:
        """Shape (choice of the support,). What each earns above the mean of those in use at its place."""
        system = self.system
        earned = system.seen(plans, plans, system.worth_of(plans), 0.0, plans).gains
        mean = np.add.reduceat(np.where(self.support, earned, 0.0), self.starts)[self.place] / self.used
        return np.asarray((earned - mean)[self.support])

    def closer(self, plans: Floats) -> Floats:
        """Take the shortest step that closes the gaps, to first order; probabilities stay from 0 to 1."""
        nudges = NUDGE * self.directions
        slopes = [(self.gaps(plans + nudge) - self.gaps(plans - nudge)) / (2 * NUDGE) for nudge in nudges]
        step = np.linalg.lstsq(np.stack(slopes, axis=1), -self.gaps(plans), rcond=FLAT)[0]
        return self.shares(np.maximum(plans + step @ self.directions, 0.0))
