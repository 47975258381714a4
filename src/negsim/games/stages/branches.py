"""Ways in which a stage of play may end, with their probabilities: split one by one, kept sparse."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negsim.games.base import Array, IntArray


@dataclass(frozen=True)
class Branches:
    """Ways in which a stage may end: cell and situation each of shape (branch,), probability (batch or 1, branch).

    Attributes
    ----------
    cell
        Number of the situation and joint action from which it begins; never decreasing.
    to
        What follows: a situation, or as much of its number as is known so far.
    probability
        Of this branch, given the cell.
    """

    cell: IntArray
    to: IntArray
    probability: Array

    def split(self, chances: Branches, size: int) -> Branches:
        """Let one more thing happen, with its own chances in each cell.

        Parameters
        ----------
        chances
            What happens in each cell, with its probability.
        size
            How many things may happen; `to` becomes ``to * size`` plus what happened.
        """
        cells = int(self.cell[-1]) + 1 if len(self.cell) else 0
        first = np.searchsorted(chances.cell, np.arange(cells + 1))
        counts = np.diff(first)[self.cell]
        old = np.repeat(np.arange(len(self.cell)), counts)
        new = first[self.cell[old]] + np.arange(len(old)) - np.repeat(np.cumsum(counts) - counts, counts)
        probability = self.probability[:, old] * chances.probability[:, new]
        return Branches(self.cell[old], self.to[old] * size + chances.to[new], probability)


def merged(results: list[tuple[IntArray, Array]], size: int) -> Branches:
    """Put what may happen in each cell in order, and add up what is the same.

    Parameters
    ----------
    results
        What happens, and with which probability; each of shape (batch or 1, cell).
    size
        How many things may happen.
    """
    games = max(len(part) for result in results for part in result)
    cells = np.arange(results[0][0].shape[1]) * size
    keys = [cells + to for to, _ in results]
    every, place = np.unique(np.concatenate([key.reshape(-1) for key in keys]), return_inverse=True)
    chances = np.zeros((games, len(every)))
    done = 0
    for key, (_, share) in zip(keys, results, strict=True):
        spots = np.broadcast_to(place[done : done + key.size].reshape(key.shape), (games, key.shape[1]))
        chances[np.arange(games)[:, None], spots] += share  # within a game no cell goes twice to one result this way
        done += key.size
    kept = np.flatnonzero((chances > 0).any(0))
    return Branches(every[kept] // size, every[kept] % size, chances[:, kept])
