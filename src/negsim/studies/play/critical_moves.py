"""The critical moves: whose change of plan, at which single place, would move the probability of an outcome most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.chain import Chain
from negsim.games.stages.transitions import segment_sums
from negsim.games.switches import Switches
from negsim.studies.play.hitting import backward, forward

TOGETHER = 16  # states whose returns are followed at once
SAFE = 1.5  # times the guess, raised by what it was too low by so far: effects are seldom further from it
NOTHING = 1e-12  # effects below this are rounding


@dataclass(frozen=True, kw_only=True)
class CriticalMove:
    """One change of plan, and what it would do.

    Attributes
    ----------
    state, actor
        Where, and who.
    played
        What the actor does there: action -> probability.
    to
        The action it would take there instead, always.
    effect
        Change of the probability of the outcome by the horizon, everything else going on as before.
    """

    state: str
    actor: str
    played: Mapping[str, float]
    to: str
    effect: float


def effects(chain: Chain, switches: Switches, start: int, hit: BoolArray, stages: int, most: int) -> Array:
    """Return what each switch adds to the probability of ending in some states within so many stages.

    Parameters
    ----------
    chain, switches
        A chain, and changes of plan in it.
    start
        The state in which play begins.
    hit
        Shape (state,). The states, among those that end play.
    stages
        How many at most.
    most
        How many of the largest effects are wanted.

    Returns
    -------
    Array
        Shape (switch,). Exact, but 0 where an effect is smaller than the `most` largest and was not followed.

    Notes
    -----
    Let x[t] be the probability of standing in the state at stage t, and b[m] what the switch gains there with m stages
    to go after this one. Its effect is the sum of x[t] b[stages - 1 - t]. Where play never comes back, as in trees
    whose players remember where they have been, b[m] is the difference a[m] between the two plans for one stage. Where
    it does, b solves the renewal equation b[m] = a[m] + sum of g[t] b[m - 1 - t], where g[t] is how much likelier the
    switch makes it to stand there again t + 1 stages later.

    To find g takes a sweep for every state, so in large chains not every state is followed. No effect is larger than
    the expected number of visits times the share of play that goes elsewhere; and a guess is at hand that leaves out
    all returns but those of the very next stage. A state is left out if one of the two is below the effects wanted, the
    guess times `SAFE`, and raised by as much as guesses have been too low so far.
    """
    total = np.zeros(len(switches.choice))
    if not (stages and len(total)):
        return total
    visits = forward(chain, start, stages)
    ahead = np.zeros((stages + 1, len(chain) + 1))  # the last column: play is over, and the chain lacks that state
    ahead[:, :-1] = backward(chain, hit, stages)
    part = _visited(switches, visits[:-1].sum(0))
    at, first, kinds = _rows(part)
    gain = np.stack([segment_sums(part.probability * now[part.target], first) for now in ahead[:-1]]) - ahead[1:][:, at]
    if (chain.target > chain.source).all() and (part.target > part.source).all():  # nothing comes back
        np.add.at(total, kinds, (visits[:-1, at] * gain[::-1]).sum(0))
        return total
    led, step = _matrices(chain, part, at, first)
    change = (led - step[at]).tocsr()
    bound = np.asarray(abs(change).sum(1)).reshape(-1) / 2 * visits[:-1, at].sum(0)
    stay = np.asarray(change[np.arange(len(at)), at]).reshape(-1)
    guess = np.abs((visits[:-1, at] * _renewed_once(gain, stay)[::-1]).sum(0))
    left, underrated = np.argsort(-guess, kind="stable"), 1.0
    while True:
        least = np.sort(np.abs(total))[-most:][0]
        left = left[(bound[left] > least) & (SAFE * underrated * guess[left] >= least)]
        if not len(left):
            return total
        states = at[left[np.sort(np.unique(at[left], return_index=True)[1])[:TOGETHER]]]
        now = np.isin(at[left], states)
        rows, left = left[now], left[~now]
        renewed = _renewed(gain[:, rows], _returns(change[rows], step, at[rows], stages))
        found = (visits[:-1, at[rows]] * renewed[::-1]).sum(0)
        total[kinds[rows]] = found
        underrated = max(underrated, float(np.max(np.abs(found) / np.maximum(guess[rows], NOTHING), initial=0.0)))


def critical_moves(
    chain: Chain, switches: Switches, choices: Any, weights: Array, start: int, hit: BoolArray, stages: int, most: int
) -> tuple[CriticalMove, ...]:
    """Return the changes of plan that matter most, the largest effect first.

    Parameters
    ----------
    chain, switches, start, hit, stages, most
        As for `effects`.
    choices, weights
        The choices of the game, and shape (choice,): the probability of each in the profile.
    """
    found = effects(chain, switches, start, hit, stages, most)
    order = np.argsort(-np.abs(found), kind="stable")[:most]
    told = []
    for switch in order[np.abs(found[order]) > NOTHING]:
        choice = int(switches.choice[switch])
        place = int(choices.place[choice])
        source = int(switches.source[np.searchsorted(switches.switch, switch)])
        label = choices.places[place]
        told.append(
            CriticalMove(
                state=label if label and not label.isdigit() else chain.states[source],
                actor=choices.players[choices.player[choice]],
                played={
                    choices.actions[k]: float(weights[k])
                    for k in range(choices.slices[place].start, choices.slices[place].stop)
                    if weights[k] > NOTHING
                },
                to=choices.actions[choice],
                effect=float(found[switch]),
            )
        )
    return tuple(told)


def _visited(switches: Switches, visits: Array) -> Switches:
    """The steps of switches at states that play comes to."""
    kept = visits[switches.source] > 0
    return Switches(
        choice=switches.choice,
        switch=switches.switch[kept],
        source=switches.source[kept],
        target=switches.target[kept],
        probability=switches.probability[kept],
    )


def _rows(part: Switches) -> tuple[IntArray, IntArray, IntArray]:
    """One row a switch and state: the state, where its steps begin, and the switch."""
    fresh = np.ones(len(part.source), bool)
    fresh[1:] = (np.diff(part.source) != 0) | (np.diff(part.switch) != 0)
    begin = np.flatnonzero(fresh)
    return part.source[begin], np.append(begin, len(part.source)), part.switch[begin]


def _matrices(chain: Chain, part: Switches, at: IntArray, first: IntArray) -> tuple[Any, Any]:
    """Sparse matrices, of where each row of the switches leads, and each state; the last column is for play over."""
    from scipy.sparse import coo_matrix

    size = len(chain) + 1
    row = np.repeat(np.arange(len(at)), np.diff(first))
    led = coo_matrix((part.probability, (row, part.target)), shape=(len(at), size))
    step = coo_matrix((chain.probability, (chain.source, chain.target)), shape=(size, size))
    return led.tocsr(), step.tocsr()


def _returns(change: Any, step: Any, at: IntArray, stages: int) -> Array:
    """Shape (stage, row). How much likelier each switch makes it to stand in its state again after t + 1 stages."""
    states, column = np.unique(at, return_inverse=True)
    now = np.zeros((step.shape[0], len(states)))
    now[states, np.arange(len(states))] = 1.0
    found = np.empty((stages, len(at)))
    for stage in range(stages):
        found[stage] = (change @ now)[np.arange(len(at)), column]
        now = step @ now
    return found


def _renewed_once(gain: Array, stay: Array) -> Array:
    """Shape (stage, row). The same where play comes back at the very next stage or never."""
    found = np.empty_like(gain)
    now = np.zeros(len(stay))
    for stage in range(len(gain)):
        now = gain[stage] + stay * now
        found[stage] = now
    return found


def _renewed(gain: Array, returns: Array) -> Array:
    """Shape (stage, row). The solution b of the renewal equation."""
    found = np.empty_like(gain)
    for stage in range(len(gain)):
        found[stage] = gain[stage] + (returns[:stage] * found[:stage][::-1]).sum(0)
    return found
