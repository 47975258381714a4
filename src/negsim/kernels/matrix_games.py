"""Many matrix games of one size: small ones solved together, others by a linear program each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.matrix_game import safeguards
from negsim.kernels.strategic import small_bimatrix

Numbers = NDArray[np.float64]


def matrix_games(tables: Numbers, max_steps: int = 1_000_000) -> tuple[Numbers, Numbers, bool]:
    """Return optimal mixtures of both sides of every game, and whether all were found.

    Parameters
    ----------
    tables
        Shape (game, row, column). What the row chooser receives from the column chooser.
    max_steps
        Limit of each linear program.

    Returns
    -------
    tuple
        Shapes (game, row) and (game, column); then whether every linear program was solved.
    """
    count, rows, columns = tables.shape
    first, second = np.zeros((count, rows)), np.zeros((count, columns))
    left, fine = np.arange(count), True
    if small_bimatrix.fits(rows, columns):
        weights, item, *_ = small_bimatrix.equilibria(np.stack([tables, -tables], axis=1))
        solved, row = np.unique(item, return_index=True)
        first[solved], second[solved] = weights[row, :rows], weights[row, rows:]
        left = np.setdiff1d(left, solved)
    for game in left:
        found = safeguards(tables[game], max_steps)
        fine &= found.ending == "solved"
        first[game], second[game] = found.row, found.column
    return first, second, fine
