"""What each actor can do in each state: reversibility, steps, conditions, turns, and outcomes that do not exist."""

from __future__ import annotations

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.stages.situations import Situations


def permitted(situations: Situations) -> tuple[BoolArray, ...]:
    """Return for each actor which of its actions it can take in each situation, whatever the others do.

    An actor who is not to move leaves its moves as they stand. Whether an outcome exists is judged with the others'
    moves as they stand.

    Parameters
    ----------
    situations
        The states in which somebody acts.

    Returns
    -------
    tuple of BoolArray
        For each actor shape (situation, action).

    Raises
    ------
    InvalidGame
        If an actor has nothing that it may do in some situation.
    NotApplicable
        If the games of the batch would have different actions.
    """
    moves = list(situations.scenario.moves.values())
    allowed = _allowed(situations)
    found = []
    for actor, (own, rows) in enumerate(zip(situations.owned, situations.choices, strict=True)):
        can = np.ones((len(situations), len(rows)), bool)
        for column, number in enumerate(own):
            now, then = situations.levels[:, number, None], rows[None, :, column]
            if number in situations.standing:
                can &= (then >= now) | moves[number].reversible
                can &= np.abs(then - now) <= (situations.dynamics.step or len(moves[number].levels))
            can &= np.take_along_axis(allowed[number], np.broadcast_to(then, can.shape), axis=1)
        stays = (rows[None] == situations.levels[:, None, own]).all(2)
        can &= stays | _exists(situations, own, rows)
        waits = (situations.turn >= 0) & (situations.turn != actor)
        found.append(np.where(waits[:, None], stays, can))
        _check_some(situations, found[-1], actor)
    return tuple(found)


def _exists(situations: Situations, own: IntArray, rows: IntArray) -> BoolArray:
    """Shape (situation, action). Whether the outcome is allowed when the others leave things as they stand."""
    columns = list(situations.levels.T[:, :, None])
    for column, number in enumerate(own):
        columns[number] = rows[None, :, column]
    found: BoolArray = situations.outcome[tuple(columns)] >= 0
    return np.broadcast_to(found, (len(situations), len(rows)))


def _allowed(situations: Situations) -> tuple[BoolArray, ...]:
    """For each move shape (situation, level): whether the file's conditions let the level be chosen there."""
    told = situations.formulas(situations.dynamics.allowed, situations.levels, situations.variables)
    conditions = {name: _same(condition, name) for name, condition in told.items()}
    found = []
    for number, move in enumerate(situations.scenario.moves.values()):
        stays = situations.levels[:, number, None] == np.arange(len(move.levels))
        can = np.ones(stays.shape, bool)
        if move.id in conditions:
            can &= conditions[move.id][:, None] | stays
        for at, level in enumerate(move.levels):
            if (name := f"{move.id}.{level.id}") in conditions:
                can[:, at] &= conditions[name] | (stays[:, at] & (number in situations.standing))
        found.append(can)
    return tuple(found)


def _same(condition: Array, name: str) -> BoolArray:
    """Shape (situation,): a condition that holds in the same situations in every game of the batch."""
    holds = condition != 0
    if (holds != holds[:1]).any():
        raise NotApplicable(
            f"games.stochastic.allowed.{name} holds in other states for other games of the batch, and games of one "
            "batch have the same actions. Use these values of the parameters one at a time"
        )
    return np.asarray(holds[0])


def _check_some(situations: Situations, can: BoolArray, actor: int) -> None:
    none = np.flatnonzero(~can.any(1))
    if len(none):
        raise InvalidGame(
            f"in state '{situations.labels[none[0]]}' {list(situations.scenario.actors)[actor]} has nothing that it "
            "may do; give games.stochastic.allowed a condition that leaves it something there"
        )
