"""What play looks like once one party changes its plan at one place, and everything else goes on as before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array, Game, IntArray
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Profiles
from negsim.games.stages import markov
from negsim.games.stages.layout import Layout
from negsim.games.stochastic import StochasticGame

CERTAIN = 1 - 1e-9  # an action taken with so much probability is the plan already


@dataclass(frozen=True, kw_only=True, eq=False)
class Switches:
    """For every action that is not already played for certain: where it leads in the chain of the profile.

    Attributes
    ----------
    choice
        Shape (switch,). The action, as its number among the choices of a profile.
    switch, source, target
        Shape (step,). Which switch a step belongs to, and from which state of the chain to which it leads.
    probability
        Shape (step,). Sums to 1 over the steps of a switch from each state.
    """

    choice: IntArray
    switch: IntArray
    source: IntArray
    target: IntArray
    probability: Array


@singledispatch
def switches(game: Game, result: Profiles, row: int = 0) -> Switches:
    """Return what every other plan at a single place would lead to.

    Parameters
    ----------
    game
        A batch of stochastic or extensive games.
    result
        Profiles of games of the batch.
    row
        Which of them; states are numbered as in `negsim.games.chain.chain` of the same row.
    """
    raise NotApplicable(f"a {type(game).__name__} has no stages, so nothing follows a change of plan")


@switches.register
def of_stochastic(game: StochasticGame, result: Profiles, row: int = 0) -> Switches:
    """Return the switches of every player in every state, and at every stage if there is a deadline."""
    part = result.take(slice(row, row + 1))
    tables, layout = markov.policies(game, part), Layout(game)
    found: list[tuple[Any, ...]] = []
    for player, choice in enumerate(game.choice):
        span = int((choice >= 0).sum())
        for stage in range(game.stages):
            now = tuple(table[:, stage] for table in tables)
            state, action, target, weight = _led(game, part, now, player)
            open_ = (choice[state, action] >= 0) & (now[player][0, state, action] < CERTAIN) & (weight > 0)
            state, action = state[open_], action[open_]
            found.append(
                (
                    choice[state, action] + stage * span,
                    layout.before(state, stage),
                    layout.after(target[open_], stage),
                    weight[open_],
                )
            )
    choices, source, target, weight = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return _grouped(choices, source, target, weight)


@switches.register
def of_extensive(game: ExtensiveGame, result: Profiles, row: int = 0) -> Switches:
    """Return the switches at every information set."""
    choice = game.tree.choice
    node = np.flatnonzero(choice >= 0)
    node = node[result.weights[row, choice[node]] < CERTAIN]
    return _grouped(choice[node].astype(np.intp), game.tree.parent[node].astype(np.intp), node, np.ones(len(node)))


def _led(
    game: StochasticGame, part: Profiles, now: tuple[Array, ...], player: int
) -> tuple[IntArray, IntArray, IntArray, Array]:
    """For every step at a stage: the state, the player's action, the state after, and the probability given both."""
    joint = game.possible.shape[1]
    others = markov.joint(now, without=player)[0]
    others = np.where(game.possible, others, 0.0).reshape(-1)
    transitions = game.transitions
    chances = transitions.probability[int(part.item[0]) if len(transitions.probability) > 1 else 0]
    stops = np.flatnonzero((others > 0) & ~transitions.goes_on)
    row = np.concatenate([transitions.row, stops])
    after = np.concatenate([transitions.state, np.full(len(stops), game.shape[0])])
    weight = np.concatenate([chances * others[transitions.row], others[stops]])
    action = np.unravel_index(row % joint, game.shape[1:])[player]
    return row // joint, action, after, weight


def _grouped(choice: IntArray, source: IntArray, target: IntArray, weight: Array) -> Switches:
    """Sort steps by choice and state."""
    order = np.lexsort((source, choice))
    kinds, switch = np.unique(choice[order], return_inverse=True)
    return Switches(choice=kinds, switch=switch, source=source[order], target=target[order], probability=weight[order])
