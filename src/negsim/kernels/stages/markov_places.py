"""Places on a branch of logit responses: what is known there, and how changes of a point are measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from negsim.kernels.stages.markov_system import Eliminated, MarkovSystem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FARTHEST_GUESS = 0.15  # a prediction further off than this is not corrected: another branch may be nearer
SHRINKS = 0.3  # what each correction must shrink to, at least
ENOUGH = 1e-3  # corrections end below this


class Place(NamedTuple):
    """A point of a branch, and what was learned on the way to it.

    Attributes
    ----------
    point, ahead, units
        The point, the direction on, and the worth of a change of each coordinate there.
    newton, rising
        The system factored last, at the point or close to it, and how fast its gap closes as precision rises.
    error
        How far off the guess was.
    across
        The normal of the plane in which the point was found, or will be for similar games.
    """

    point: Floats
    ahead: Floats
    units: Floats
    newton: Eliminated
    rising: Floats
    error: float
    across: Floats


def place_at(system: MarkovSystem, point: Floats) -> Place:
    """Return what is known at a point of the branch; the direction on is that in which precision rises.

    Parameters
    ----------
    system
        The equations of the game.
    point
        Shape (choice + player x state + 1,). Logarithms of plans, values, precision.
    """
    look = system.look(point)
    newton, units = system.eliminated(look, point[-1]), units_at(system.choices, point)
    rising = system.solve(newton, look.gap[:, 1:])[:, 0] if newton.sign else np.full(len(point) - 1, np.nan)
    ahead = scaled(np.append(rising, 1.0), units)
    return Place(point, ahead, units, newton, rising, 0.0, ahead * units**2)


def units_at(choices: int, point: Floats) -> Floats:
    """Return by coordinate the worth of a change: that of rare choices counts little, that of values not at all.

    Parameters
    ----------
    choices
        Their number.
    point
        As in `place_at`.
    """
    logs = np.minimum(point[:choices], 0.0)
    units = np.zeros(len(point))
    units[:choices] = 0.9 * np.exp(0.5 * logs) + 0.1 / (1.0 - logs)
    units[-1] = 1.0 / (1.0 + abs(point[-1]))
    return units


def scaled(ahead: Floats, units: Floats) -> Floats:
    """Return a direction of length 1.

    Parameters
    ----------
    ahead, units
        Shape (coordinate,). The direction, and the worth of a change of each coordinate.
    """
    return np.asarray(ahead / np.sqrt(((ahead * units) ** 2).sum()))


def in_plane(gap: Floats, rising: Floats, across: Floats, back: Floats) -> Floats:
    """Return the Newton steps that close gaps and end in the plane across a direction.

    Parameters
    ----------
    gap
        Shape (coordinate but precision, side). The steps that would close the gaps at the same precision.
    rising
        Shape (coordinate but precision,). How fast the gap closes as precision rises.
    across
        Shape (coordinate,). The normal of the plane.
    back
        Shape (coordinate, side). The way from where the step starts to a point of the plane.
    """
    on = (across[:-1] @ (gap + back[:-1]) + across[-1] * back[-1]) / (across[:-1] @ rising + across[-1])
    return np.concatenate([rising[:, None] * on - gap, on[None]])
