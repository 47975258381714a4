"""Play that adapts step by step: best replies to the past, and play in proportion to regret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negsim.kernels.compiled import compiled
from negsim.kernels.multilinear import payoffs_against, turn

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

TIE = 1e-12  # of the payoff range: strategies this close are equally good


@compiled()
def fictitious_play(
    payoffs: Floats, starts: Integers, counts: Floats, steps: int, tolerance: float
) -> tuple[int, bool]:
    """Add rounds of best replies to the frequencies of past play.

    Parameters
    ----------
    payoffs, starts
        As in `pair_payoffs`; payoffs in units of their range.
    counts
        Shape (choice,). How often each strategy was played; alike in sum for all players; added to.
    steps
        Most rounds to add.
    tolerance
        Regret of the frequencies at which to stop.

    Returns
    -------
    done
        Rounds added.
    settled
        Whether the regret of the frequencies is within tolerance.
    """
    rounds = 0.0
    for a in range(starts[0], starts[1]):
        rounds += counts[a]
    for done in range(steps + 1):
        weights = counts / (rounds + done)
        earned = payoffs_against(payoffs, starts, weights)
        if greatest_gain(starts, weights, earned) <= tolerance:
            return done, True
        if done < steps:
            add_best_replies(starts, earned, counts)
    return steps, False


@compiled()
def add_best_replies(starts: Integers, earned: Floats, counts: Floats) -> None:
    """Add one round of each player's best reply to the counts, in equal shares where several tie.

    Parameters
    ----------
    starts
        As in `pair_payoffs`.
    earned, counts
        Shape (choice,). What each strategy earns; how often it was played.
    """
    for i in range(len(starts) - 1):
        best, ties = earned[starts[i]], 0.0
        for a in range(starts[i], starts[i + 1]):
            best = max(best, earned[a])
        for a in range(starts[i], starts[i + 1]):
            if earned[a] >= best - TIE:
                ties += 1.0
        for a in range(starts[i], starts[i + 1]):
            if earned[a] >= best - TIE:
                counts[a] += 1.0 / ties


@compiled()
def greatest_gain(starts: Integers, weights: Floats, earned: Floats) -> float:
    """Return the most that any player could gain by its best strategy.

    Parameters
    ----------
    starts
        As in `pair_payoffs`.
    weights, earned
        Shape (choice,). A mixed profile, and what each strategy earns against it.
    """
    worst = 0.0
    for i in range(len(starts) - 1):
        best, mean = earned[starts[i]], 0.0
        for a in range(starts[i], starts[i + 1]):
            best = max(best, earned[a])
            mean += weights[a] * earned[a]
        worst = max(worst, best - mean)
    return worst


@compiled()
def regret_matching(
    payoffs: Floats,
    starts: Integers,
    start: Floats,
    regrets: Floats,
    joint: Floats,
    before: int,
    steps: int,
    tolerance: float,
) -> tuple[int, bool]:
    """Add rounds in which each strategy is played in proportion to the regret of not having played it always.

    Parameters
    ----------
    payoffs, starts
        As in `pair_payoffs`; payoffs in units of their range.
    start
        Shape (choice,). What a player without regrets plays.
    regrets
        Shape (choice,). What always playing each strategy would have earned beyond what was earned; added to.
    joint
        Shape (cell,). How often each outcome was played; added to.
    before, steps
        Rounds played before, and most rounds to add.
    tolerance
        Regret per round at which to stop.

    Returns
    -------
    done
        Rounds added.
    settled
        Whether the greatest regret per round is within tolerance.
    """
    for done in range(1, steps + 1):
        weights = matched(starts, start, regrets)
        earned = payoffs_against(payoffs, starts, weights)
        worst = 0.0
        for i in range(len(starts) - 1):
            mean = 0.0
            for a in range(starts[i], starts[i + 1]):
                mean += weights[a] * earned[a]
            for a in range(starts[i], starts[i + 1]):
                regrets[a] += earned[a] - mean
                worst = max(worst, regrets[a])
        add_outcomes(starts, weights, joint)
        if worst <= tolerance * (before + done):
            return done, True
    return steps, False


@compiled()
def matched(starts: Integers, start: Floats, regrets: Floats) -> Floats:
    """Return the mixtures proportional to positive regret; the start for a player who regrets nothing.

    Parameters
    ----------
    starts, start, regrets
        As in `regret_matching`.
    """
    weights = start.copy()
    for i in range(len(starts) - 1):
        total = 0.0
        for a in range(starts[i], starts[i + 1]):
            total += max(regrets[a], 0.0)
        if total > 0.0:
            for a in range(starts[i], starts[i + 1]):
                weights[a] = max(regrets[a], 0.0) / total
    return weights


@compiled()
def add_outcomes(starts: Integers, weights: Floats, joint: Floats) -> None:
    """Add the probability of every outcome of a mixed profile to the frequencies of outcomes.

    Parameters
    ----------
    starts, weights
        As in `pair_payoffs`.
    joint
        Shape (cell,).
    """
    at = starts.copy()
    for cell in range(len(joint)):
        chance = 1.0
        for i in range(len(starts) - 1):
            chance *= weights[at[i]]
        joint[cell] += chance
        turn(at, starts, len(starts) - 2)
