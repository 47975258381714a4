"""The sequential equilibrium to which a branch of agents' responses runs as precision grows without bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from negsim.kernels.trees.agent_path import leaders

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from negsim.kernels.trees.agent_form import AgentForm
    from negsim.kernels.trees.agent_responses import AgentResponses, Reading

    Floats = NDArray[np.float64]
    Booleans = NDArray[np.bool_]
    Integers = NDArray[np.intp]

MOST_TURNS = 12
NEVER = 5e5  # the mark of nodes that only branches of chance of probability 0 lead to; other marks are far lower
EXACT, ENOUGH = 1e-14, 1e-11  # of the payoff range: differences that are called none, and those that will do
MOST_UNKNOWNS = 1500  # that are polished: beyond, least squares take too long


class Limit(NamedTuple):
    """A candidate for the end of a branch.

    Attributes
    ----------
    weights
        Shape (unknown,). Probability of each action, exactly 0 off the support.
    belief
        Shape (member,). Probability of each node given its place, exactly 0 where trembles are too unlikely to lead.
    gain
        The most that any agent gains by a better action, as a share of the payoff range.
    """

    weights: Floats
    belief: Floats
    gain: float


class _Plan(NamedTuple):
    """What the polish keeps fixed: supports, nodes believed in, and the linear conditions on what actions are worth."""

    support: Booleans
    leader: Integers
    believed: Booleans
    free: Integers
    trembling: Integers
    conditions: tuple[Floats, Floats, Floats]
    away: Floats


def limit_near(game: AgentResponses, point: Floats, threshold: float) -> Limit | None:
    """Return the sequential equilibrium beside a point of the branch, if Newton's method finds one.

    Actions and nodes less likely than a threshold are taken to vanish. What remains is fixed by indifference: of the
    actions in use at a place, and of the vanishing moves that lead to nodes that stay likely beside one another at a
    place off the path, which must cost their agents equally much (their logarithms, the losses times the precision,
    differ by a bounded amount).

    Parameters
    ----------
    game
        Values and beliefs; payoffs in units of their range.
    point
        Shape (unknown + 1,). Logarithms of the probabilities, then the precision.
    threshold
        A probability.
    """
    form, logs = game.form, point[:-1]
    reading = game.read(logs, game.closed(point[-1])[:2])
    support = np.exp(logs) >= threshold
    leader = leaders(form.start, form.at, logs)
    support |= leader == np.arange(len(logs))
    signature = np.where(support, 0.0, np.random.default_rng(1).random(len(logs)))
    tags = np.where(game.unseen, NEVER, _summed(game, signature))
    believed = _believed(form, reading.belief >= threshold, tags)
    tied = reading.belief >= (1.0 + point[-1]) ** -2
    plan = _planned(game, (support, leader), (believed, tied), tags)
    if len(plan.free) + len(plan.trembling) > MOST_UNKNOWNS:
        return None
    start = np.zeros(len(logs))
    if len(plan.trembling):
        silent = np.logical_and.reduceat(tags > 0, form.member_start)[form.member_rank]
        start[plan.trembling] = _fitted(game, plan, logs, reading, np.flatnonzero(silent & believed))
    for conditions in plan.conditions:
        found = _polished(game, plan, conditions, logs, start)
        if found is not None:
            return found
    return None


def _summed(game: AgentResponses, marks: Floats) -> Floats:
    """Shape (member,): marks of unknowns summed over the moves of others, or of all, that lead to each node."""
    form = game.form
    step = np.zeros(len(form.kept))
    step[form.steps] = marks[form.unknown[form.steps]]
    total: Floats = game.reached(step)[form.believer, form.members]
    return total


def _believed(form: AgentForm, likely: Booleans, tags: Floats) -> Booleans:
    """Nodes reached, where a place is; else the likely ones, and those to which the same vanishing moves lead."""
    rank, start = form.member_rank, form.member_start
    on_path = tags == 0.0
    reached = np.logical_or.reduceat(on_path, start)[rank]
    found = np.where(reached, on_path, likely)
    key = np.round(tags, 12) + 1e6 * rank
    return np.asarray(found | np.isin(key, key[found]) & ~reached)


def _planned(
    game: AgentResponses, play: tuple[Booleans, Integers], nodes: tuple[Booleans, Booleans], tags: Floats
) -> _Plan:
    """Write down what to keep, from supports and leaders, and from nodes believed in and nodes of equal cost."""
    form, (support, leader), (believed, tied) = game.form, play, nodes
    count = len(support)
    silent = np.logical_and.reduceat(tags > 0, form.member_start)[form.member_rank]
    away = _apart(game, np.flatnonzero(silent & believed), support)[0]
    free = np.flatnonzero(support & (leader != np.arange(count)))
    equal = np.zeros((len(free), count))
    equal[np.arange(len(free)), free] = 1.0
    equal[np.arange(len(free)), leader[free]] -= 1.0
    costs = []
    for members in (silent & believed, silent & (believed | tied)):
        apart = _apart(game, np.flatnonzero(members), support)[0]
        cost = -apart
        for column in np.flatnonzero(apart.any(0)):
            cost[:, leader[column]] += apart[:, column]
        costs.append(np.concatenate([equal, cost]))
    return _Plan(support, leader, believed, free, np.flatnonzero(away.any(0)), (costs[1], costs[0], equal), away)


def _apart(game: AgentResponses, members: Integers, support: Booleans) -> tuple[Floats, Integers, Integers]:
    """Which vanishing moves lead to a node and not to the first of its place, and how many more; then both nodes."""
    ranks = game.form.member_rank[members]
    first = np.searchsorted(ranks, ranks)
    paths = _vanishing(game, members, support)
    others = np.flatnonzero(np.arange(len(members)) != first)
    return (paths - paths[first])[others], members[others], members[first[others]]


def _vanishing(game: AgentResponses, members: Integers, support: Booleans) -> Floats:
    """Shape (node, unknown): how often each vanishing action leads to each node."""
    form = game.form
    paths = np.zeros((len(members), len(support)))
    rows, nodes = np.arange(len(members)), form.members[members]
    while len(rows):
        on = form.unknown[nodes]
        hit = (on >= 0) & ~support[on]
        paths[rows[hit], on[hit]] += 1.0
        rows, nodes = rows[nodes > 0], form.above[nodes[nodes > 0]]
    return paths


def _fitted(game: AgentResponses, plan: _Plan, logs: Floats, reading: Reading, members: Integers) -> Floats:
    """Logarithms of weights of the vanishing actions, of moderate size, that give the beliefs at the branch."""
    told = game.odds(np.where(plan.support, logs, 0.0))
    ratio = np.log(np.maximum(reading.belief, 1e-300)) - told
    _, other, first = _apart(game, members, plan.support)
    found = np.linalg.lstsq(plan.away[:, plan.trembling], ratio[other] - ratio[first], rcond=None)[0]
    return np.asarray(found, np.float64)


def _polished(game: AgentResponses, plan: _Plan, conditions: Floats, logs: Floats, start: Floats) -> Limit | None:
    """Solve the conditions by Newton's method, with the least change where they leave play open."""
    from scipy.linalg import lstsq

    form = game.form
    leaves = game.closed(np.inf)[:2]
    chances = np.where(plan.support, logs, -np.inf)
    trembles = start.copy()
    last = np.inf
    for turn in range(MOST_TURNS):
        top = np.maximum.reduceat(chances, form.start)[form.at]
        chances = chances - top - np.log(np.add.reduceat(np.exp(chances - top), form.start))[form.at]
        weights = np.exp(chances)
        reading = game.read(chances, leaves, np.where(plan.support, chances, trembles), ~plan.believed)
        off = conditions @ reading.worth
        worst = float(np.abs(off).max(initial=0.0))
        if not worst < 2 * last or worst <= EXACT or (turn > 2 and worst <= ENOUGH and worst > 0.3 * last):
            break
        last = worst
        slope = conditions @ game.table(reading)
        sums = np.add.reduceat(slope * plan.support, form.start, axis=1)[:, form.at]
        columns = np.concatenate([(slope - sums * weights)[:, plan.free], slope[:, plan.trembling]], axis=1)
        change: Floats = lstsq(columns, off, cond=1e-9, lapack_driver="gelsy", check_finite=False)[0]
        if not (np.isfinite(change).all() and np.abs(change).max(initial=0.0) < 5):
            return None
        chances[plan.free] -= change[: len(plan.free)]
        trembles[plan.trembling] -= change[len(plan.free) :]
    if not worst <= ENOUGH:
        return None
    earned = np.add.reduceat(weights * reading.worth, form.start)
    gain = float((np.maximum.reduceat(reading.worth, form.start) - earned).max(initial=0.0))
    return Limit(weights, reading.belief, gain)
