"""The linear system of one step along a branch of agents' responses: a full table if small, sparse if large."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from negsim.kernels.trees.agent_form import AgentForm

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

DENSE = 500  # unknowns up to which a full table is quicker


def relative_slopes(form: AgentForm, entries: Floats, weights: Floats, free: Integers, lead: Integers) -> Any:
    """Return how the worth of actions, less that of the leading one, changes with their odds against the leading one.

    Parameters
    ----------
    form
        The tree.
    entries
        Derivatives by the logarithm of each probability alone, as `AgentResponses.slopes` returns them.
    weights
        Shape (unknown,). Probabilities.
    free, lead
        Shape (free,). The actions that do not lead at their place, and the action that leads there.

    Returns
    -------
    table
        Shape (free, free); a sparse one where there are many unknowns.
    """
    count = len(weights)
    if count <= DENSE:
        table: Any = np.bincount(form.cells, entries, count * count).reshape(count, count)
        sums = np.add.reduceat(table, form.start, axis=1)[:, form.at]
        table = table - sums * weights
        return (table[free] - table[lead])[:, free]
    from scipy.sparse import csr_array

    rows, ones, many = np.arange(len(free)), np.ones(len(free)), len(free)
    table = csr_array((entries, np.divmod(form.cells, count)), shape=(count, count))
    less = csr_array(
        (np.concatenate([ones, -ones]), (np.concatenate([rows, rows]), np.concatenate([free, lead]))), (many, count)
    )
    place = csr_array((np.ones(count), (np.arange(count), form.at)), (count, len(form.start)))
    share = csr_array((weights[free], (form.at[free], rows)), (len(form.start), many))
    relative = less @ table
    return relative[:, free] - (relative @ place) @ share


def bordered_solution(inner: Any, border: tuple[Floats, Floats], unit: Floats, right: Floats) -> tuple[Floats, float]:
    """Solve a square system to which one more column and row are added.

    Parameters
    ----------
    inner
        Shape (n, n), full or sparse.
    border
        The column, of shape (n,), and the row, of shape (n + 1,).
    unit
        Shape (n + 1,). The size of each unknown.
    right
        Shape (n + 1, side).

    Returns
    -------
    Floats
        Shape (n + 1, side); not numbers where the system is singular.
    float
        Sign of the determinant; 0 where the system is singular.
    """
    solve = _full if isinstance(inner, np.ndarray) else _sparse
    found, sign = solve(inner, *border, unit, right)
    if sign == 0.0 or not np.isfinite(found).all():
        return np.full(right.shape, np.nan), 0.0
    return found * unit[:, None], sign


def _full(inner: Floats, column: Floats, row: Floats, unit: Floats, right: Floats) -> tuple[Floats, float]:
    from scipy.linalg.lapack import dgesv  # solves small systems on one thread, which `dgetrs` does not

    whole = np.empty((len(row), len(row)))
    whole[:-1, :-1], whole[:-1, -1], whole[-1] = inner, column, row
    factors, pivots, found, info = dgesv(whole * unit, right)
    if info != 0:
        return right, 0.0
    flips = np.count_nonzero(pivots != np.arange(len(pivots))) + np.count_nonzero(np.diag(factors) < 0)
    return found, -1.0 if flips % 2 else 1.0


def _sparse(inner: Any, column: Floats, row: Floats, unit: Floats, right: Floats) -> tuple[Floats, float]:
    from scipy.sparse import block_array, csr_array, diags_array
    from scipy.sparse.linalg import splu

    side, foot = csr_array(column[:, None]), csr_array(row[None, :])
    whole = block_array([[block_array([[inner, side]])], [foot]]) @ diags_array(unit)
    try:
        factors = splu(whole.tocsc())
    except RuntimeError:  # singular to working accuracy
        return right, 0.0
    flips = np.count_nonzero(factors.U.diagonal() < 0) + _parity(factors.perm_r) + _parity(factors.perm_c)
    return factors.solve(right), -1.0 if flips % 2 else 1.0


def _parity(order: Integers) -> int:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    count = len(order)
    cycles, _ = connected_components(csr_array((np.ones(count), (np.arange(count), order)), (count, count)))
    return int(count - cycles) % 2
