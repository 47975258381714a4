"""Whether beliefs off the path of play can come from rare mistakes: the consistency of an assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

DENSE = 4_000_000  # numbers up to which least squares are solved as a full table


def inconsistency(
    parent: Integers, step: Floats, kind: Integers, nodes: Integers, group: Integers, belief: Floats
) -> float:
    """Return how far beliefs are from any that follow from mistakes more and more rare.

    Beliefs are limits of Bayes' rule along fully mixed profiles that tend to the profile if, and only if, every move of
    probability 0 can be given a whole number (its order of rarity, at least 1) and a positive weight such that at each
    information set the nodes believed in are those of the lowest total order, and are believed in proportion to the
    products of the weights and of the probabilities of the other moves (Kreps and Wilson 1982, lemmas A1 and A2). The
    orders are a linear program; the weights, in logarithms, linear equations.

    Parameters
    ----------
    parent
        Shape (node,). The node before; -1 at the root.
    step
        Shape (node,). Probability of the step to each node.
    kind
        Shape (node,). Which move the step is: steps of one kind happen with one probability.
    nodes, group
        Shape (judged,). The nodes judged, those of one information set side by side, and its number.
    belief
        Shape (judged,). Sums to 1 over each information set.

    Returns
    -------
    float
        The largest difference between a belief and the nearest consistent weights' belief found; infinite where no
        orders of rarity fit.
    """
    if not len(nodes):
        return 0.0
    rows, columns, told = _rare_moves(parent, step, kind, nodes)
    paths = _incidence(rows, columns, len(nodes))
    new = np.diff(group, prepend=group[0] - 1) != 0
    rank, start = np.cumsum(new) - 1, np.flatnonzero(new)
    inside = belief > 0
    top = np.maximum.reduceat(np.where(inside, belief, 0.0), start)[rank]
    order = np.flatnonzero(inside & (belief == top))
    pivot = order[np.unique(rank[order], return_index=True)[1]][rank]
    others = np.flatnonzero(pivot != np.arange(len(nodes)))
    away = paths[others] - paths[pivot[others]]
    equal = inside[others]
    if not _orders_exist(away[equal], away[~equal]):
        return np.inf
    with np.errstate(divide="ignore"):
        ratio = np.log(belief) - told
    weights = _weights(away[equal], (ratio[others] - ratio[pivot[others]])[equal])
    fitted = told + paths @ weights
    fitted = np.where(inside, np.exp(np.where(inside, fitted - fitted[pivot], 0.0)), 0.0)
    fitted /= np.add.reduceat(fitted, start)[rank]
    return float(np.abs(fitted - belief).max())


def _rare_moves(parent: Integers, step: Floats, kind: Integers, nodes: Integers) -> tuple[Integers, Integers, Floats]:
    """List which moves of probability 0 lead to which nodes, and sum the logarithms of the other steps."""
    rows, columns = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)]
    told = np.zeros(len(nodes))
    row, node = np.arange(len(nodes)), np.asarray(nodes)
    while len(row):
        row, node = row[node > 0], node[node > 0]
        rare = step[node] <= 0
        rows.append(row[rare])
        columns.append(kind[node[rare]])
        told[row] += np.log(np.where(rare, 1.0, step[node]))
        node = parent[node]
    return np.concatenate(rows), np.concatenate(columns), told


def _incidence(rows: Integers, columns: Integers, count: int) -> Any:
    from scipy.sparse import csr_array

    names, number = np.unique(columns, return_inverse=True)
    return csr_array((np.ones(len(rows)), (rows, number)), shape=(count, max(len(names), 1)))


def _orders_exist(equal: Any, above: Any) -> bool:
    """Whether orders of at least 1 make some sums equal to the pivots', and the others higher by at least 1."""
    from scipy.optimize import linprog

    if not equal.nnz and not above.shape[0]:
        return True
    found = linprog(
        np.ones(equal.shape[1]),
        A_ub=-above if above.shape[0] else None,
        b_ub=-np.ones(above.shape[0]) if above.shape[0] else None,
        A_eq=equal if equal.nnz else None,
        b_eq=np.zeros(equal.shape[0]) if equal.nnz else None,
        bounds=(1, None),
        method="highs",
    )
    return bool(found.status == 0)


def _weights(away: Any, right: Floats) -> Floats:
    """Logarithms of weights of the rare moves that come nearest to the ratios of beliefs."""
    from scipy.sparse.linalg import lsmr

    found = np.zeros(away.shape[1])
    used = np.flatnonzero(abs(away).sum(0))
    if not len(used):
        return found
    system = away[:, used]
    if system.shape[0] * len(used) <= DENSE:
        found[used] = np.linalg.lstsq(system.toarray(), right, rcond=None)[0]
    else:
        found[used] = lsmr(system, right, atol=1e-14, btol=1e-14, maxiter=10 * len(used))[0]
    return found
