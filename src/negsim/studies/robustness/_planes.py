"""The nearest place of a plane within a box, by two measures of distance."""

from __future__ import annotations

import numpy as np

from negsim.games.base import Array

HALVINGS = 200
FLAT = 1e-6  # of the steepest: slopes this small are noise


def nearest_by_length(normal: Array, level: float, ends: Array) -> Array:
    """Return the place of least Euclidean length on a plane, or beyond it, within a box around nought.

    By the conditions of Karush, Kuhn and Tucker every coordinate is the same multiple of the normal's, cut off at the
    ends of the box; the multiple is found by halving, since the level rises with it.

    Parameters
    ----------
    normal, level
        The plane: places whose product with `normal` is `level`, a number above 0.
    ends
        Shape (2, parameter). The box.

    Returns
    -------
    Array
        Shape (parameter,); the corner of the box that comes nearest to the plane where the box does not reach it.
    """
    return _cut(_clean(normal), level, ends)


def nearest_by_largest(normal: Array, level: float, ends: Array) -> Array:
    """Return the place whose largest coordinate is least on a plane, or beyond it, within a box around nought.

    Every coordinate goes equally far in the direction in which the level rises, cut off at the ends of the box.

    Parameters
    ----------
    normal, level, ends
        As in `nearest_by_length`.

    Returns
    -------
    Array
        Shape (parameter,).
    """
    clean = _clean(normal)
    return _cut(clean, level, ends, along=np.sign(clean))


def _clean(normal: Array) -> Array:
    return np.where(np.abs(normal) > FLAT * np.abs(normal).max(initial=0.0), normal, 0.0)


def _cut(normal: Array, level: float, ends: Array, along: Array | None = None) -> Array:
    """The shortest multiple of a direction, cut off at the ends of a box, that reaches a plane."""
    direction = normal if along is None else along
    used = direction[direction != 0]
    if not len(used):
        return np.zeros_like(normal)
    low, high = 0.0, float(np.abs(ends).max() / np.abs(used).min())
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if normal @ np.clip(middle * direction, *ends) < level:
            low = middle
        else:
            high = middle
    return np.asarray(np.clip(high * direction, *ends))
