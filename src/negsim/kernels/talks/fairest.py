"""The agreement of a list that is best for whoever gets least of it, then for whoever gets second least, and so on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

BLOCK = 500_000  # numbers that are worked on at a time
EQUAL = 1e-9  # of the largest share: shares that differ by less count as equal


def fairest(gains: Numbers, scale: Numbers, allowed: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the number of the fairest agreement of every game; of several, the first of the list.

    1. Write each player's gain as a share: so many times its scale. 2. Keep the agreements under which the smallest
    share is largest; of these, those under which the second smallest is largest; and so on. 3. Players whose scale is
    zero have no say in that; among what is left they are treated likewise, with scale 1. Costs a sort of every
    agreement's shares.

    Parameters
    ----------
    gains
        Shape (batch, player, agreement). What players gain over disagreement.
    scale
        Shape (batch, player). The unit in which the gain of each is measured; never negative.
    allowed
        Shape (batch, agreement). Agreements to choose from; of a game that has none, the answer is 0.
    """
    step = max(1, BLOCK // max(1, gains[:1].size))
    pieces = [slice(at, at + step) for at in range(0, len(gains), step)]
    found = [_fairest(gains[rows], scale[rows], allowed[rows]) for rows in pieces]
    return np.concatenate(found) if found else np.zeros(0, np.intp)


def _fairest(gains: Numbers, scale: Numbers, allowed: NDArray[np.bool_]) -> NDArray[np.intp]:
    silent = scale == 0
    unit = np.where(silent, 1.0, scale)[:, :, None]
    left = allowed.copy()
    share = np.where(silent[:, :, None], np.inf, gains / unit)  # (1)
    _sift(share, left)  # (2)
    if silent.any() and (gains[silent] > 0).any():
        _sift(np.where(silent[:, :, None], gains, np.inf), left)  # (3)
    return np.asarray(left.argmax(1))


def _sift(share: Numbers, left: NDArray[np.bool_]) -> None:
    """Strike out what is worse for the least, then for the second least, and so on."""
    size = np.where(np.isfinite(share) & left[:, None, :], np.abs(share), 0.0).max((1, 2))
    for level in _sorted(share):
        there = np.where(left, level, -np.inf)
        left &= there >= (there.max(1) - EQUAL * size)[:, None]


def _sorted(share: Numbers) -> list[Numbers]:
    """Shares by size, smallest first, each of shape (batch, agreement)."""
    if share.shape[1] == 2:
        return [np.minimum(share[:, 0], share[:, 1]), np.maximum(share[:, 0], share[:, 1])]
    return list(np.moveaxis(np.sort(share, axis=1), 1, 0))
