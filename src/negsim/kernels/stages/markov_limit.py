"""The Markov-perfect equilibrium to which a branch of logit responses runs as precision grows without bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from negsim.kernels.stages.markov_system import Eliminated, MarkovSystem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Booleans = NDArray[np.bool_]

SHARP = 1e7  # precision that stands for infinity in derivatives: it keeps them regular where supports differ in size
MOST_TURNS = 14
STANDSTILL = 1e-14
FINE = 1e-11  # of the payoff range: a gain from deviating that is rounding


class Near(NamedTuple):
    """An equilibrium: its plans and values, the largest gain from deviating once, and the last system on the way."""

    weights: Floats
    values: Floats
    gain: float
    newton: Eliminated


def limit(system: MarkovSystem, point: Floats, reach: float) -> Floats | None:
    """Return the plans of the equilibrium to which the branch runs, if there is one beside this point.

    Parameters
    ----------
    system
        The equations of the game.
    point
        Shape (choice + player x state + 1,). A point of the branch: logarithms of plans, values, precision.
    reach
        How far from the point an equilibrium may lie to be taken without further proof; 0 for none.
    """
    weights, precision = np.exp(point[: system.choices]), point[-1]
    values = point[system.choices : -1]
    beyond = 1.0 + precision
    thresholds = (0.1 / beyond, beyond**-0.5, 1e-3 / beyond, 0.03, 1e-12)
    for threshold in thresholds if reach > 0 else thresholds[:1]:
        near = equilibrium_near(system, weights, values, weights >= threshold)
        if near is None or not near.gain <= FINE:
            continue
        if np.abs(near.weights - weights).max(initial=0.0) <= reach or _runs_to(system, weights, precision, near):
            return near.weights
    return None


def equilibrium_near(system: MarkovSystem, weights: Floats, values: Floats, support: Booleans) -> Near | None:
    """Return plans on a support, near these ones, that make everyone indifferent within it, by Newton's method.

    Parameters
    ----------
    system
        The equations of the game.
    weights
        Shape (choice,).
    values
        Shape (player x state,). What the plans are worth, or so.
    support
        Shape (choice,). The choices that are to be in use, one at least at every place.

    Returns
    -------
    Near or None
        None where the method leaves the simplex.
    """
    starts = system.layout.places[:-1]
    plans = np.where(support, weights, 0.0)
    plans /= np.repeat(np.add.reduceat(plans, starts), np.diff(system.layout.places))
    worth, none = values.copy(), np.zeros(len(plans))
    newton, before = None, np.inf
    for _ in range(MOST_TURNS):
        look = system.seen(plans, none, worth, SHARP, none)
        newton = system.eliminated(look, SHARP)
        if newton.sign == 0:
            return None
        right = look.gap[:, :1].copy()
        right[: system.choices][~support] = 0.0
        change = system.solve(newton, right)[:, 0]
        moved = plans * change[: system.choices]
        size = float(np.abs(moved).max(initial=0.0))
        plans, worth = plans - moved, worth - change[system.choices :]
        if not (size <= 1.0 and (plans[support] > 0).all()):
            return None
        if size <= STANDSTILL or (size < 1e-9 and size >= before):
            break
        before = size
    assert newton is not None
    return Near(plans, worth, gain(system, plans, worth), newton)


def gain(system: MarkovSystem, weights: Floats, values: Floats) -> float:
    """Return the most that any player gains in any state by acting otherwise once.

    Parameters
    ----------
    system, weights, values
        As in `equilibrium_near`.
    """
    starts = system.layout.places[:-1]
    look = system.seen(weights, weights, values, 0.0, weights)
    best = np.maximum.reduceat(look.gains, starts)
    return float((best - np.add.reduceat(look.gains * weights, starts)).max())


def _runs_to(system: MarkovSystem, weights: Floats, precision: float, near: Near) -> bool:
    """Whether a branch at this point runs into this equilibrium: it lies where the equilibrium's own branch does.

    Near a regular equilibrium there is one branch, and to first order in 1 / precision it is a straight line. The point
    must lie on that line, and near its end.
    """
    used = near.weights > 0
    moved = weights - near.weights
    if not (np.abs(moved[used]) <= 0.15 * near.weights[used]).all():
        return False
    logs = np.where(used, np.log(np.where(used, near.weights, 1.0)) - system.prior, 0.0)
    values = np.zeros(system.players * system.states)
    look = system.seen(near.weights, logs, values, 0.0, np.zeros(len(logs)))
    right = look.gap[:, :1] * (SHARP / precision)
    right[: system.choices][~used] = 0.0
    right[system.choices :] = 0.0
    drift = -near.weights * system.solve(near.newton, right)[: system.choices, 0]
    most = float(np.abs(moved).max(initial=0.0))
    return bool((np.abs(moved - drift)[used] <= 0.25 * most + 1e-9).all())
