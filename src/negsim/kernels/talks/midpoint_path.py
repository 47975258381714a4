"""Raiffa's path on a list of agreements: from disagreement, midpoint by midpoint, as far as the list goes along."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.kernels.compiled import compiled

EQUAL = 1e-9  # of the largest gain: gains that differ by less count as equal
STEPS = 12  # midpoints that a game takes, roughly


@compiled()
def midpoint_path(gains: Any, left: Any, reached: Any, steps: Any, most_steps: int) -> None:
    """Follow the path of every game as long as some agreement gives everybody at least what has been reached.

    From nothing: 1. Find the most that each player gains from an agreement that is left. 2. If one agreement gives all
    of them their most, stop. 3. Go from what has been reached towards those, by one part in the number of players.
    4. Keep the agreements that give everybody at least that; stop before if none does.

    Parameters
    ----------
    gains
        Shape (batch, player, agreement). What players gain over disagreement.
    left
        Shape (batch, agreement). Agreements under which nobody loses; at the end, those left.
    reached
        Shape (batch, player). Filled with the gains that all agreements left give at least.
    steps
        Shape (batch,). Filled with the number of midpoints; `most_steps` where they were too few.
    most_steps
        Limit of each game.
    """
    pool = np.zeros(gains.shape[2], np.int64)
    for game in range(len(gains)):
        size = 0
        for k in range(gains.shape[2]):
            pool[size] = k
            size += left[game, k]
        size, steps[game] = _walk(gains[game], pool, size, reached[game], most_steps)
        for k in range(gains.shape[2]):
            left[game, k] = False
        for at in range(size):
            left[game, pool[at]] = True


@compiled()
def _walk(gains: Any, pool: Any, size: int, reached: Any, most_steps: int) -> tuple[int, int]:
    """Walk in one game; returns how many agreements are left in front of the pool, and how many midpoints it took."""
    players = len(gains)
    best, goal = np.zeros(players), np.zeros(players)
    close = 0.0
    for step in range(most_steps):
        for i in range(players):  # 1
            best[i] = -np.inf
            for at in range(size):
                best[i] = max(best[i], gains[i, pool[at]])
            close = max(close, EQUAL * best[i]) if step == 0 else close
            goal[i] = reached[i] + (best[i] - reached[i]) / players
        if _keep(gains, pool, size, best, close, False) > 0:  # 2
            return size, step
        if _keep(gains, pool, size, goal, close, False) == 0:  # 4
            return size, step
        size = _keep(gains, pool, size, goal, close, True)
        for i in range(players):  # 3
            reached[i] = goal[i]
    return size, most_steps


@compiled()
def _keep(gains: Any, pool: Any, size: int, floor: Any, close: float, move: bool) -> int:
    """Count the agreements of a pool that give everybody at least a floor; if asked to, move them to its front."""
    kept = 0
    for at in range(size):
        fine = True
        for i in range(len(floor)):
            fine = fine and gains[i, pool[at]] >= floor[i] - close
        if fine:
            if move:
                pool[kept] = pool[at]
            kept += 1
    return kept
