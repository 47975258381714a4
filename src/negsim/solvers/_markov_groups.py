"""Which games of a batch are alike: groups that lie close together, and the most central game of a group."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from negsim.games.base import Array, IntArray
from negsim.solvers._markov_frame import Frame

GROUP = 64  # games, at most, that follow one branch
SIGHTS = 12  # directions from which games are looked at
DIGITS = 9  # of where they are seen: so that rounding parts no equals
SHORT = 1.01  # what discounts are taken from, before logarithms are compared


def groups(frame: Frame, items: IntArray) -> Iterator[IntArray]:
    """Yield groups of games, cut in halves across the direction in which they differ most until they are small.

    Parameters
    ----------
    frame
        The batch.
    items
        Numbers of games in it.
    """
    if len(items) <= GROUP:
        yield items
        return
    sights = _seen(frame, items)
    pieces = [np.arange(len(items))]
    while pieces:
        piece = pieces.pop()
        if len(piece) <= GROUP:
            yield items[np.sort(piece)]
            continue
        away = sights[piece] - sights[piece].mean(0)
        widest = np.linalg.eigh(away.T @ away)[1][:, -1]
        along = away @ widest
        order = np.argsort(np.round(along / max(np.abs(along).max(), 1e-300), DIGITS), kind="stable")
        half = -(-len(piece) // (2 * GROUP)) * GROUP
        pieces += [piece[order[half:]], piece[order[:half]]]


def central(frame: Frame, items: IntArray) -> int:
    """Return the game that is nearest to the mean of some games, the number in which it differs most counting.

    Parameters
    ----------
    frame, items
        As in `groups`.
    """
    away = np.zeros(len(items))
    for table in _tables(frame, items):
        away += np.abs(table - table.mean(0)).max(1, initial=0.0)
    return int(items[np.round(away / max(away.max(), 1e-300), DIGITS).argmin()])


def _tables(frame: Frame, items: IntArray) -> Iterator[Array]:
    """What differs between games, each of shape (game, number): payoffs in units, probabilities, patience."""
    game, unit = frame.game, float(frame.units[items].mean())
    for table in (frame.payoffs, game.transitions.probability, np.log(SHORT - game.discount)):
        if len(table) > 1:
            yield table[items].reshape(len(items), -1) / (unit if table is frame.payoffs else 1.0)


def _seen(frame: Frame, items: IntArray) -> Array:
    """Shape (game, sight). Games as seen from fixed directions, drawn once."""
    found, draw = np.zeros((len(items), SIGHTS)), np.random.default_rng(0)
    for table in _tables(frame, items):
        found += table @ draw.normal(size=(table.shape[1], SIGHTS))
    return found
