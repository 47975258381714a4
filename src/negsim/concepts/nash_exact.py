"""Equilibria of two-player games in exact fractions, and the proof that a rounded one stands for one of them.

A float is a fraction, so "exact" means exact for the payoffs precisely as given.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array, BoolArray
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame

CLOSE = 1e-9  # of the payoff range: strategies that may be tied
Row = list[Fraction]


def exact_profiles(game: StrategicGame, result: Profiles) -> list[tuple[Fraction, ...] | None]:
    """Return the exact extreme equilibrium that each row stands for.

    Parameters
    ----------
    game
        A batch of two-player games.
    result
        Extreme equilibria in floating point.

    Returns
    -------
    list
        For every row one fraction a choice; None where the row's strategies carry no equilibrium that is determined
        by which strategies are tied.
    """
    if len(game.players) != 2:
        raise NotApplicable(f"exact profiles are for 2 players, and this game has {len(game.players)}. Use nash alone.")
    first, second = game.choices.slices
    return [
        _exact_profile(game.payoffs[item], weights[first], weights[second])
        for item, weights in zip(result.item, result.weights, strict=True)
    ]


def certify(game: StrategicGame, result: Profiles, *, tolerance: float = CLOSE) -> BoolArray:
    """Say of every row whether an exact equilibrium with the same strategies in use is proven to lie next to it.

    Parameters
    ----------
    game
        A batch of two-player games.
    result
        Extreme equilibria in floating point.
    tolerance
        Largest difference of a weight.

    Returns
    -------
    BoolArray
        Shape (row,).
    """
    exact = exact_profiles(game, result)
    return np.array(
        [
            found is not None and all(abs(float(a) - b) <= tolerance for a, b in zip(found, weights, strict=True))
            for found, weights in zip(exact, result.weights, strict=True)
        ],
        bool,
    )


def _exact_profile(payoffs: Array, first: Array, second: Array) -> tuple[Fraction, ...] | None:
    ours, theirs = _fractions(payoffs[0]), _fractions(payoffs[1].T)
    x = _mixture(_fractions(payoffs[1]), payoffs[1], first)
    y = _mixture(_fractions(payoffs[0].T), payoffs[0].T, second)
    if x is None or y is None or not (_is_best(ours, y, x) and _is_best(theirs, x, y)):
        return None
    return (*x, *y)


def _fractions(table: Array) -> list[Row]:
    return [[Fraction(float(value)) for value in row] for row in table]


def _is_best(payoffs: Sequence[Row], against: Row, mixture: Row) -> bool:
    """Say whether every strategy in use is a best reply, without rounding."""
    earned = [sum((a * b for a, b in zip(row, against, strict=True)), Fraction(0)) for row in payoffs]
    return all(value == max(earned) for value, weight in zip(earned, mixture, strict=True) if weight)


def _mixture(payoffs: list[Row], rounded: Array, weights: Array) -> Row | None:
    """Return the one mixture of the strategies in use that ties the other's best replies, the best-tied first.

    Equations are added in the order of how nearly they hold, as long as they contradict none before.
    """
    support = np.flatnonzero(weights > 0).tolist()
    earned = weights @ rounded
    gaps = earned.max() - earned
    width = float(np.ptp(rounded)) or 1.0
    tied = [j for j in np.argsort(gaps, kind="stable").tolist() if gaps[j] <= CLOSE * width]
    system: list[Row] = []
    one = Fraction(1)
    _add(system, [*(one for _ in support), Fraction(0), one])
    for j in tied:
        _add(system, [*(payoffs[i][j] for i in support), -one, Fraction(0)])
        if len(system) == len(support) + 1:
            break
    if len(system) <= len(support):
        return None
    solution = {next(k for k, value in enumerate(row) if value): row[-1] for row in system}
    out = [Fraction(0)] * len(weights)
    for k, i in enumerate(support):
        out[i] = solution[k]
    return out if all(out[i] > 0 for i in support) else None


def _add(system: list[Row], equation: Row) -> None:
    """Add an equation to a reduced system, unless it follows from it or contradicts it."""
    for row in system:
        factor = equation[next(k for k, value in enumerate(row) if value)]
        if factor:
            equation = [a - factor * b for a, b in zip(equation, row, strict=True)]
    lead = next((k for k, value in enumerate(equation[:-1]) if value), None)
    if lead is None:
        return
    equation = [value / equation[lead] for value in equation]
    for place, row in enumerate(system):
        if row[lead]:
            factor = row[lead]
            system[place] = [a - factor * b for a, b in zip(row, equation, strict=True)]
    system.append(equation)
