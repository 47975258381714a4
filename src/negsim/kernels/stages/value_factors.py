"""Factors of the system for the values of a stochastic game, dense or sparse, and the sign of its determinant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from negsim.kernels.stages.markov_elimination import value_matrix

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]


class Factors(Protocol):
    """A factored square matrix."""

    sign: float

    def solve(self, right: Floats) -> Floats:
        """Solve for right-hand sides of shape (row, side)."""


class DenseFactors:
    """Factors of a dense matrix.

    Parameters
    ----------
    matrix
        Shape (row, row), in C order; overwritten.
    """

    def __init__(self, matrix: Floats):
        from scipy.linalg import lapack

        self._lapack = lapack
        self._factors, self._pivots, fault = lapack.dgetrf(matrix.T, overwrite_a=1)  # of the transpose: no copy
        swaps = np.count_nonzero(self._pivots != np.arange(len(matrix)))
        negative = np.count_nonzero(self._factors.diagonal() < 0)
        self.sign = 0.0 if fault else 1.0 - 2.0 * ((swaps + negative) % 2)

    def solve(self, right: Floats) -> Floats:
        """Solve for right-hand sides of shape (row, side)."""
        found: Floats = self._lapack.dgetrs(self._factors, self._pivots, right, trans=1)[0]
        return found


class SparseFactors:
    """Factors of a sparse matrix.

    Parameters
    ----------
    matrix
        A matrix of SciPy's, in CSC format.
    """

    def __init__(self, matrix: Any):
        from scipy.sparse.linalg import splu

        try:
            self._factors = splu(matrix, permc_spec="MMD_AT_PLUS_A")  # moves mostly lead to neighbours and back
        except RuntimeError:  # exactly singular
            self.sign = 0.0
            return
        negative = int(np.count_nonzero(self._factors.U.diagonal() < 0))
        odd = negative + _swaps(self._factors.perm_r) + _swaps(self._factors.perm_c)
        self.sign = 1.0 - 2.0 * (odd % 2)

    def solve(self, right: Floats) -> Floats:
        """Solve for right-hand sides of shape (row, side)."""
        found: Floats = self._factors.solve(np.ascontiguousarray(right))
        return found


def _swaps(order: Integers) -> int:
    """Swaps of two that make up a permutation: its length less the number of its cycles."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    count = len(order)
    graph = csr_matrix((np.ones(count, np.int8), (np.arange(count), order)), shape=(count, count))
    cycles, _ = connected_components(graph, directed=False)
    return count - int(cycles)


class DenseValues:
    """Builds and factors the system for the values from dense transitions.

    Parameters
    ----------
    rows
        Shape (state + 1,). First joint action of each state.
    chances
        Shape (row, next state).
    players
        Their number.
    twin
        Picks the form of a kernel to run.
    """

    def __init__(self, rows: Integers, chances: Floats, players: int, twin: Callable[..., Any]):
        self._rows, self._chances, self._players = rows, np.ascontiguousarray(chances), players
        self._matrix = twin(value_matrix)

    def factored(self, pull: Floats) -> Factors:
        """Return the factors, given the pull of what follows each joint action: see `eliminated`."""
        return DenseFactors(self._matrix(self._rows, pull, self._chances, self._players))


class SparseValues:
    """Builds and factors the system for the values from sparse transitions, whose pattern is prepared once.

    Parameters
    ----------
    rows
        Shape (state + 1,). First joint action of each state.
    chances
        Matrix of shape (row, next state), of SciPy's, in CSR format.
    players
        Their number.
    """

    def __init__(self, rows: Integers, chances: Any, players: int):
        states = len(rows) - 1
        self._row = np.repeat(np.arange(chances.shape[0]), np.diff(chances.indptr))
        self._chance = chances.data
        state = np.repeat(np.arange(states), np.diff(rows))[self._row]
        diagonal = np.arange(states) * (states + 1)
        entry = np.concatenate([state * states + chances.indices, diagonal])
        used, self._slot = np.unique(entry, return_inverse=True)
        self._players, self._count = players, len(used)
        self._diagonal = self._slot[len(state) :]
        self._slot = self._slot[: len(state)]
        line, column = np.divmod(used, states)
        pairs = [(i, j) for i in range(players) for j in range(players)]
        lines = np.concatenate([i * states + line for i, _ in pairs])
        columns = np.concatenate([j * states + column for _, j in pairs])
        self._order = np.lexsort((lines, columns))
        self._lines = lines[self._order].astype(np.int32)
        counts = np.bincount(columns, minlength=players * states)
        self._starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)

    def factored(self, pull: Floats) -> Factors:
        """Return the factors, given the pull of what follows each joint action: see `eliminated`."""
        from scipy.sparse import csc_matrix

        parts = []
        for pair in range(self._players**2):
            weight = pull[self._row, pair] * self._chance
            part = -np.bincount(self._slot, weight, minlength=self._count).astype(np.float64)
            if pair % (self._players + 1) == 0:
                part[self._diagonal] += 1.0
            parts.append(part)
        data = np.concatenate(parts)[self._order]
        size = len(self._starts) - 1
        return SparseFactors(csc_matrix((data, self._lines, self._starts), shape=(size, size)))
