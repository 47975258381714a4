"""Which strategies of a player others dominate, in games from which some strategies have already left."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.linear_program import Ending, maximum
from negsim.kernels.matrix_game import safeguards

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

NOTICEABLE = 1e-9  # of the payoff range: the least margin that a linear program can tell from rounding


def combinations(kept: Sequence[Flags]) -> Flags:
    """Return which combinations of several players' strategies consist of strategies still there.

    Parameters
    ----------
    kept
        For each player, of shape (batch, strategy).

    Returns
    -------
    array
        Shape (batch, combination), the last player's strategy changing fastest.
    """
    out = np.ones((len(kept[0]) if kept else 1, 1), bool)
    for mask in kept:
        out = (out[:, :, None] & mask[:, None, :]).reshape(len(mask), out.shape[1] * mask.shape[1])
    return out


def pure_dominance(table: Numbers, own: Flags, others: Flags, *, weak: bool) -> Flags:
    """Return which pure strategies dominate which, by exact comparison.

    Parameters
    ----------
    table
        Shape (batch, own strategy, combination of the others').
    own, others
        Shapes (batch, own strategy) and (batch, combination). Which are still there.
    weak
        Whether never worse and somewhere better suffices; otherwise better everywhere is asked for.

    Returns
    -------
    array
        Shape (batch, dominated strategy, dominating strategy). Both are still there.
    """
    out = np.zeros((*own.shape, own.shape[1]), bool)
    absent = ~others[:, None]
    for better in range(own.shape[1]):
        rival = table[:, [better]]
        if weak:
            found = ((rival >= table) | absent).all(2) & ((rival > table) & ~absent).any(2)
        else:
            found = ((rival > table) | absent).all(2)
        out[:, :, better] = found & own & own[:, [better]]
    return out


def pure_margin(table: Numbers, own: Flags, others: Flags, *, weak: bool) -> Numbers:
    """Return by how much the best dominating pure strategy dominates each strategy: 0 where none does.

    Parameters
    ----------
    table, own, others, weak
        As for `pure_dominance`.

    Returns
    -------
    array
        Shape (batch, own strategy). The least gain over the combinations, or the mean gain for weak dominance.
    """
    out = np.zeros(own.shape)
    count = others.sum(1)[:, None]
    for better in range(own.shape[1]):
        gain = table[:, [better]] - table
        least = np.where(others[:, None], gain, np.inf).min(2)
        mean = np.where(others[:, None], gain, 0.0).sum(2) / count
        margin = np.where(least >= 0, mean, 0.0) if weak else least
        out = np.maximum(out, np.where(own & own[:, [better]], margin, 0.0))
    return out


def mixed_dominator(
    gains: Numbers, *, weak: bool, max_steps: int = 1_000_000, seconds: float = np.inf
) -> tuple[Ending, Numbers, float]:
    """Find the mixture of other strategies that dominates a strategy by the largest margin.

    Parameters
    ----------
    gains
        Shape (other strategy, combination of the other players'). What each earns more than the strategy, in units of
        the payoff range.
    weak
        Whether the mixture must only nowhere be worse; its margin is then the mean gain, otherwise the least gain.
    max_steps, seconds
        Limits of the linear program.

    Returns
    -------
    ending, mixture, margin
        How the linear program ended; shape (other strategy,); and a bound that no mixture surpasses, 0 where none
        dominates.
    """
    # A best reply to some column, or to all alike, is not dominated; this spares most linear programs.
    if (gains.mean(1).max() if weak else gains.max(0).min()) <= 0:
        return "solved", np.zeros(len(gains)), 0.0
    if not weak:
        found = safeguards(gains, max_steps, seconds)
        return found.ending, found.row, max(found.ceiling, 0.0)
    # A last variable stands for the strategy itself, so that the program always has a solution.
    mean = np.append(gains.mean(1), 0.0)
    losses = np.append(-gains, np.zeros((1, gains.shape[1])), axis=0).T
    best = maximum(
        mean, losses, np.zeros(len(losses)), np.ones((1, len(mean))), np.ones(1), max_steps=max_steps, seconds=seconds
    )
    share = np.maximum(best.point[:-1], 0.0)
    if best.ending != "solved" or share.sum() < NOTICEABLE:
        return best.ending, np.zeros(len(gains)), 0.0
    return best.ending, share / share.sum(), max(best.value, 0.0)
