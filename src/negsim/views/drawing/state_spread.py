"""Places for the states of a graph: the fewer moves between two states, the nearer they stand to each other."""

from __future__ import annotations

import numpy as np

from negsim.games.base import Array, BoolArray
from negsim.games.conflict import ConflictGame

ROUNDS = 300
SETTLED, TOGETHER = 1e-4, 1e-9


def state_spread(game: ConflictGame) -> Array:
    """Return a place for every state, so that distances on the page are like numbers of moves (stress majorization).

    Parameters
    ----------
    game
        A conflict of at most some hundred states.

    Returns
    -------
    Array
        Shape (state, 2). Neighbours stand about 1 apart; wider than high.
    """
    size = len(game.states)
    distance = _steps(_linked(game))
    weight = np.where(distance > 0, 1 / np.where(distance > 0, distance, 1) ** 2, 0)
    turn = 2 * np.pi * np.arange(size) / size
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=1) * size / 6
    tried = [_settled(start, distance, weight) for start in (_scaled(distance), circle)]
    return _wide(min(tried, key=lambda place: _stress(place, distance, weight)))


def _settled(place: Array, distance: Array, weight: Array) -> Array:
    """Move the states until the distances between them hardly get better (Guttman's transform; de Leeuw 1977)."""
    inverse = np.linalg.pinv(np.diag(weight.sum(1)) - weight)
    for _ in range(ROUNDS):
        apart = _apart(place)
        pull = -weight * distance / np.where(apart > TOGETHER, apart, 1)
        np.fill_diagonal(pull, 0)
        np.fill_diagonal(pull, -pull.sum(1))
        after = inverse @ pull @ place
        moved, place = float(np.abs(after - place).max()), after
        if moved < SETTLED:
            break
    return place


def _scaled(distance: Array) -> Array:
    """Shape (state, 2). Where classical scaling puts the states, each pushed aside a little so that none coincide."""
    centre = np.eye(len(distance)) - 1 / len(distance)
    values, vectors = np.linalg.eigh(-centre @ distance**2 @ centre / 2)
    turn = np.arange(len(distance)) * 2.4
    aside = 0.05 * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    flat = np.zeros((len(distance), 2))
    flat[:, : min(2, len(values))] = (vectors * np.sqrt(np.maximum(values, 0)))[:, ::-1][:, :2]
    return np.asarray(flat + aside)


def _apart(place: Array) -> Array:
    return np.asarray(np.linalg.norm(place[:, None] - place[None, :], axis=2))


def _stress(place: Array, distance: Array, weight: Array) -> float:
    return float((weight * (_apart(place) - distance) ** 2).sum())


def _linked(game: ConflictGame) -> BoolArray:
    """Shape (state, state). Whether somebody can move from the one to the other or back."""
    size = len(game.states)
    found = np.zeros((size, size), bool)
    for player in range(len(game.players)):
        source, target = game.graph.arcs(player)
        found[source, target] = found[target, source] = True
    return found


def _steps(linked: BoolArray) -> Array:
    """Shape (state, state). Number of moves between two states; one more than the most where there is no way."""
    size = len(linked)
    found = np.where(np.eye(size, dtype=bool), 0.0, np.inf)
    there = np.eye(size, dtype=bool)
    for step in range(1, size):
        there = (there.astype(np.float32) @ linked.astype(np.float32) > 0) & np.isinf(found)
        if not there.any():
            break
        found[there] = step
    longest = found[np.isfinite(found)].max()
    return np.where(np.isinf(found), longest + 1, found)


def _wide(place: Array) -> Array:
    """Turn the picture so that it is wider than high."""
    centred = place - place.mean(0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    return np.asarray(centred @ axes.T)
