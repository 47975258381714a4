"""Stochastic games to compare solvers on, as plain arrays: payoffs, transitions, discount, available actions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np


class Arrays(NamedTuple):
    """Payoffs (player, state, action, ...), transitions (state, action, ..., next state), and who can do what."""

    payoffs: np.ndarray
    transitions: np.ndarray
    discount: float
    available: tuple[np.ndarray, ...] = ()


def drawn(states: int, players: int, actions: int, seed: int, discount: float = 0.95) -> Arrays:
    """Payoffs and transitions drawn evenly, as sgamesolver's random games are."""
    draw = np.random.default_rng(seed)
    payoffs = draw.random((players, states) + (actions,) * players)
    moves = draw.random((states, *(actions,) * players, states))
    return Arrays(payoffs, moves / moves.sum(-1, keepdims=True), discount)


def stag_hunt() -> Arrays:
    """One state, without a future."""
    payoffs = np.array([[[[10.0, 1], [8, 5]]], [[[10.0, 8], [1, 5]]]])
    return Arrays(payoffs, np.ones((1, 2, 2, 1)), 0.0)


def loaded_scissors() -> Arrays:
    """Rock, paper, scissors; who alone played scissors wins the next tie on scissors (an example of sgamesolver's)."""
    table = np.array([[0.0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    first = np.stack([table, table, table])
    first[1, 2, 2], first[2, 2, 2] = 1, -1
    after = np.zeros((3, 3), int)
    after[2, :2], after[:2, 2] = 1, 2
    return Arrays(np.stack([first, -first]), np.stack([np.eye(3)[after]] * 3), 0.95)


def price_competition(prices: int = 12) -> Arrays:
    """Two firms set prices by turns; demand 2 - price goes to the cheaper: Maskin and Tirole (1988).

    State (mover, price of the other); the grid is 0, 0.1, ...
    """
    states = 2 * prices
    payoffs = np.zeros((2, states, prices, prices))
    moves = np.zeros((states, prices, prices, states))
    able = [np.zeros((states, prices), bool), np.zeros((states, prices), bool)]
    for mover in range(2):
        for locked in range(prices):
            state = mover * prices + locked
            able[mover][state] = True
            able[1 - mover][state, locked] = True
            for chosen in range(prices):
                both = (chosen, locked) if mover == 0 else (locked, chosen)
                low = min(both)
                sold = [(price == low) / both.count(low) for price in both]
                payoffs[:, state, both[0], both[1]] = [0.1 * low * (2 - 0.1 * low) * part for part in sold]
                moves[state, both[0], both[1], (1 - mover) * prices + chosen] = 1.0
    return Arrays(payoffs, moves, 0.95, tuple(able))


def named() -> Iterator[tuple[str, Arrays]]:
    """The games whose equilibria sgamesolver was asked for."""
    yield "stag hunt", stag_hunt()
    yield "loaded scissors", loaded_scissors()
    yield "price competition", price_competition()
    sizes = {(3, 2, 2): 6, (5, 2, 2): 6, (3, 3, 2): 6, (4, 2, 3): 6, (10, 2, 3): 3, (5, 3, 3): 2, (2, 4, 2): 3}
    for size, count in sizes.items():
        for seed in range(count):
            yield f"{size} #{seed}", drawn(*size, seed)
