"""When and where play ends: probabilities by stage, in the long run, and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.chain import Chain
from negsim.games.stages.transitions import segment_sums

LEVELS = (0.1, 0.5, 0.9)  # the quantiles of the time to an outcome
DENSE = 400  # up to so many states as a full matrix
PATIENCE = 2_000  # stages gone through one by one in search of a quantile
BLOCK, STEADY = 64, 1e-7  # in larger chains what is left fades steadily, if two blocks of stages agree so well
DOUBLINGS = 40  # stages gone through by squaring, as a power of two
ITERATIONS, RESTARTS = 60, 5  # of an iterative method, after which factors are tried
ACCURATE = 1e-14  # of the numbers in a linear system: how exactly it must be solved
LEFT = 1e-12  # probability of ever ending in an outcome below which its time has no meaning


@dataclass(frozen=True, kw_only=True)
class Endings:
    """How play ends in the long run, outcome by outcome; the last one is that it goes on for ever.

    Attributes
    ----------
    probability
        Shape (outcome,). Sums to 1.
    time
        Shape (outcome,). Expected number of stages until it happens, given that it does; NaN if it never does.
    quantiles
        Shape (outcome, level). The stage by which it has happened with the probability of `LEVELS`, given that it
        does; NaN if it never does, or takes longer than could be followed. Beyond a few thousand stages of a large
        chain they are read off the steady rate at which what is left fades.
    """

    probability: Array
    time: Array
    quantiles: Array


def forward(chain: Chain, start: int, stages: int) -> Array:
    """Return where play stands at each stage.

    Parameters
    ----------
    chain, start
        A chain, and the state in which play begins.
    stages
        How many.

    Returns
    -------
    Array
        Shape (stage + 1, state). Probabilities; whoever has ended stays.
    """
    found = np.zeros((stages + 1, len(chain)))
    found[0, start] = 1.0
    for stage in range(stages):
        found[stage + 1] = stepped(chain, found[stage])
    return found


def stepped(chain: Chain, now: Array) -> Array:
    """Return where play stands one stage later.

    Parameters
    ----------
    chain
        A chain.
    now
        Shape (state,). Where it stands.
    """
    links = chain.links
    if len(chain) > DENSE:
        later = links.columns @ now
    else:
        later = np.bincount(links.target, now[links.source] * links.probability, minlength=len(chain))
    return np.asarray(later + np.where(chain.ends, now, 0.0))


def backward(chain: Chain, hit: BoolArray, stages: int) -> Array:
    """Return the probability of having ended in some states within so many stages, from every state.

    Parameters
    ----------
    chain
        A chain.
    hit
        Shape (state,). The states, among those that end play.
    stages
        How many at most.

    Returns
    -------
    Array
        Shape (stage + 1, state).
    """
    found = np.zeros((stages + 1, len(chain)))
    found[:, hit] = 1.0
    links = chain.links
    for stage in range(stages):
        if len(chain) > DENSE:
            later = links.matrix @ found[stage]
        else:
            later = segment_sums(links.probability * found[stage][links.target], links.first)
        found[stage + 1] = np.where(chain.ends, found[stage], later)
    return found


def tallied(chain: Chain, where: Array) -> Array:
    """Return the probability of every outcome.

    Parameters
    ----------
    chain
        A chain.
    where
        Shape (..., state). Where play stands.

    Returns
    -------
    Array
        Shape (..., outcome).
    """
    count = len(chain.outcomes)
    rows = [np.bincount(chain.outcome, row, minlength=count) for row in where.reshape(-1, len(chain))]
    return np.array(rows, np.float64).reshape(*where.shape[:-1], count)


def endings(chain: Chain, start: int) -> Endings:
    """Return how play ends in the long run.

    Parameters
    ----------
    chain, start
        A chain, and the state in which play begins.
    """
    count = len(chain.outcomes)
    probability, time = np.zeros(count), np.full(count, np.nan)
    open_ = np.flatnonzero(reached(chain, start) & can_end(chain) & ~chain.ends)
    if chain.ends[start]:
        probability[chain.outcome[start]], time[chain.outcome[start]] = 1.0, 0.0
    elif len(open_):
        visits, weighted = _visits(chain, start, open_)
        ending = chain.ends[chain.target]
        into = chain.outcome[chain.target[ending]]
        chance = chain.probability[ending]
        probability = np.array(np.bincount(into, visits[chain.source[ending]] * chance, minlength=count), np.float64)
        total = np.bincount(into, weighted[chain.source[ending]] * chance, minlength=count)
        likely = probability > LEFT
        time[likely] = total[likely] / probability[likely]
    probability[-1] = max(0.0, 1.0 - probability[:-1].sum())
    return Endings(probability=probability, time=time, quantiles=_quantiles(chain, start, open_, probability))


def reached(chain: Chain, start: int) -> BoolArray:
    """Return which states play may come to, as an array of shape (state,).

    Parameters
    ----------
    chain, start
        A chain, and the state in which play begins.
    """
    return _spread(chain.first, chain.target, np.arange(len(chain)) == start)


def can_end(chain: Chain) -> BoolArray:
    """Return from which states play may end, as an array of shape (state,).

    Parameters
    ----------
    chain
        A chain.
    """
    order = np.argsort(chain.target, kind="stable")
    counts = np.bincount(chain.target, minlength=len(chain))
    return _spread(np.concatenate([[0], np.cumsum(counts)]), chain.source[order], chain.ends)


def _spread(first: IntArray, target: IntArray, given: BoolArray) -> BoolArray:
    """The states that steps lead to from the given ones, with these."""
    seen = given.copy()
    border = np.flatnonzero(seen)
    while len(border):
        counts = first[border + 1] - first[border]
        offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        border = np.unique(target[np.repeat(first[border], counts) + offsets])
        border = border[~seen[border]]
        seen[border] = True
    return seen


def _visits(chain: Chain, start: int, open_: IntArray) -> tuple[Array, Array]:
    """Shape (state,) each: the expected number of visits, and the same weighted with the stage after each visit."""
    links = chain.links
    if (links.target > links.source).all():  # play never comes back, so it is soon over
        return _swept(chain, start)
    place = np.full(len(chain), -1)
    place[open_] = np.arange(len(open_))
    inner = (place[links.source] >= 0) & (place[links.target] >= 0)
    before, after, weight = place[links.source[inner]], place[links.target[inner]], links.probability[inner]
    solve = _solver(before, after, weight, len(open_))
    found = np.zeros((2, len(chain)))
    if place[start] >= 0:
        found[0, open_] = solve((open_ == start).astype(float))
        found[1, open_] = solve(found[0, open_])
    return found[0], found[1]


def _swept(chain: Chain, start: int) -> tuple[Array, Array]:
    """The same, stage by stage until all play has ended."""
    found = np.zeros((2, len(chain)))
    now, stage = (np.arange(len(chain)) == start).astype(np.float64), 1
    while now.any():
        now = np.where(chain.ends, 0.0, now)
        found += now * np.array([[1.0], [stage]])
        now, stage = stepped(chain, now), stage + 1
    return found[0], found[1]


def _solver(before: IntArray, after: IntArray, weight: Array, size: int) -> Any:
    """A function that solves x (1 - Q) = b for the matrix Q of these steps."""
    if size <= DENSE:
        matrix = np.eye(size)
        np.subtract.at(matrix, (after, before), weight)
        return lambda right: np.linalg.solve(matrix, right)
    from scipy.sparse import coo_matrix, identity

    system = (identity(size) - coo_matrix((weight, (after, before)), shape=(size, size))).tocsc()
    factors: list[Any] = []

    def solve(right: Array) -> Any:
        found = None if factors else _iterated(system, right)
        if found is not None:
            return found
        if not factors:
            factors.append(_factored(system))
        return factors[0].solve(right)

    return solve


def _iterated(system: Any, right: Array) -> Any:
    """The solution of a sparse system whose play soon forgets where it began; None if it does not."""
    from scipy.sparse.linalg import bicgstab

    found = np.zeros(len(right))
    for _ in range(RESTARTS):
        left = right - system @ found
        if np.abs(left).max() <= ACCURATE * max(np.abs(right).max(), np.abs(found).max()):
            return found
        found = found + bicgstab(system, left, rtol=1e-10, atol=0.0, maxiter=ITERATIONS)[0]
        if not np.isfinite(found).all():
            break
    return None


def _factored(system: Any) -> Any:
    from scipy.sparse.linalg import splu

    return splu(system)


def _quantiles(chain: Chain, start: int, open_: IntArray, probability: Array) -> Array:
    """Shape (outcome, level)."""
    found = np.full((len(chain.outcomes), len(LEVELS)), np.nan)
    goals = probability[:, None] * np.array(LEVELS)
    pending = np.repeat(probability[:, None] > LEFT, len(LEVELS), 1)
    pending[-1] = False
    now = np.zeros(len(chain))
    now[start] = 1.0
    left = [probability, probability, probability]  # what is still to come, now, a block of stages ago, and two
    for stage in range(PATIENCE + 1):
        done = tallied(chain, now)
        met = pending & (done[:, None] >= goals * (1 - LEFT))
        found[met] = stage
        pending &= ~met
        if len(open_) > DENSE and stage % BLOCK == 0:
            left = [probability - done, *left[:2]]
            ahead = _faded(left, probability - goals.T) + stage
            steady = pending & np.isfinite(ahead.T)
            found[steady] = ahead.T[steady]
            pending &= ~steady
        if not pending.any():
            break
        now = stepped(chain, now)
    if pending.any() and len(open_) <= DENSE:
        found[pending] = _far(chain, start, open_, goals)[pending]
    return found


def _faded(left: list[Array], wanted: Array) -> Array:
    """Shape (level, outcome). Stages until so little is left as wanted, where it fades at a steady rate; else NaN."""
    with np.errstate(invalid="ignore", divide="ignore"):
        rate, before = -np.log(left[0] / left[1]), -np.log(left[1] / left[2])
        steady = (rate > 0) & (np.abs(rate - before) <= STEADY * rate)
        return np.where(steady, np.ceil(BLOCK * np.log(left[0] / wanted) / rate - STEADY), np.nan)


def _far(chain: Chain, start: int, open_: IntArray, goals: Array) -> Array:
    """Quantiles that lie far ahead, by squaring the matrix of steps: shape (outcome, level)."""
    size, outcomes = len(open_), len(chain.outcomes)
    place = np.full(len(chain), size + outcomes - 1)  # where play never ends
    place[open_] = np.arange(size)
    place[chain.ends] = size + chain.outcome[chain.ends]
    step = np.zeros((size + outcomes, size + outcomes))
    np.add.at(step, (place[chain.source], place[chain.target]), chain.probability)
    step[size:] = 0
    step[range(size, len(step)), range(size, len(step))] = 1
    powers = [step]
    while (powers[-1][place[start], size:, None] < goals * (1 - LEFT))[:-1].any() and len(powers) < DOUBLINGS:
        powers.append(powers[-1] @ powers[-1])
    found = np.full(goals.shape, np.nan)
    for which in np.argwhere(goals[:-1] > 0):
        goal = goals[tuple(which)] * (1 - LEFT)
        if powers[-1][place[start], size + which[0]] < goal:
            continue
        now, stage = np.eye(len(step))[place[start]], 0
        for doubling in reversed(range(len(powers))):  # as many stages as leave the goal unmet, and one more
            ahead = now @ powers[doubling]
            if ahead[size + which[0]] < goal:
                now, stage = ahead, stage + 2**doubling
        found[tuple(which)] = stage + 1
    return found
