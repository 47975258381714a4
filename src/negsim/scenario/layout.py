"""How the strategies of the actors combine to outcomes when all choose at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from negsim.errors import NotApplicable
from negsim.scenario.outcomes import combinations

if TYPE_CHECKING:
    from negsim.scenario.model import Move, Scenario


@dataclass(frozen=True, kw_only=True)
class StrategyLayout:
    """Strategies and the outcomes they lead to.

    Attributes
    ----------
    players
        Ids of the actors.
    strategies
        For each player its strategies: the level's id, or ``move: level, move: level`` for an actor with several moves.
    outcome
        Shape (strategy of player 0, strategy of player 1, ...). The number of the outcome.
    names
        Id of a player, or label of a strategy -> what the file calls it, where that is something else.
    """

    players: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    outcome: NDArray[np.intp]
    names: Mapping[str, str] = field(default_factory=dict)


def lay_out(scenario: Scenario) -> StrategyLayout:
    """Combine one level for each of an actor's moves to a strategy, and strategies to outcomes.

    A strategy that is forbidden whatever the others do is left out; an actor without moves has one: ``(no move)``.

    Parameters
    ----------
    scenario
        What the file says.

    Raises
    ------
    NotApplicable
        If chance decides some of the moves, or strategies that are allowed by themselves are forbidden together.
    """
    moves = tuple(scenario.moves.values())
    drawn = [move.id for move in moves if move.chance]
    if drawn:
        raise NotApplicable(
            f"chance decides {' and '.join(drawn[:3])}, and in a strategic game actors decide everything. The form "
            "'extensive' takes scenarios with moves of chance."
        )
    sizes = tuple(len(move.levels) for move in moves)
    number = np.full(sizes, -1, np.intp)  # of the outcome that a combination of levels leads to
    outcomes = scenario.outcomes()
    number[tuple(outcomes.T)] = np.arange(len(outcomes))
    owned = [[k for k, move in enumerate(moves) if move.actor == actor] for actor in scenario.actors]
    choices = [combinations([moves[k] for k in own]) if own else np.zeros((1, 0), np.intp) for own in owned]
    cells = _combine(number, owned, choices, len(moves))
    kept = [
        np.flatnonzero((cells >= 0).any(tuple(axis for axis in range(cells.ndim) if axis != player)))
        for player in range(cells.ndim)
    ]
    cells = cells[np.ix_(*kept)]
    labels = tuple(
        tuple(strategy_label([moves[k] for k in own], rows[row]) for row in keep)
        for own, rows, keep in zip(owned, choices, kept, strict=True)
    )
    if (cells < 0).any():
        first = np.argwhere(cells < 0)[0]
        joint = " / ".join(labels[player][at] for player, at in enumerate(first))
        raise NotApplicable(
            f"the outcome '{joint}' is forbidden, and a strategic game needs payoffs for every combination of "
            "strategies. The form 'conflict' takes scenarios with forbidden outcomes."
        )
    return StrategyLayout(players=tuple(scenario.actors), strategies=labels, outcome=cells, names=called(scenario))


def _combine(
    number: NDArray[np.intp], owned: list[list[int]], choices: list[NDArray[np.intp]], count: int
) -> NDArray[np.intp]:
    """Shape (strategy of player 0, ...): the outcome's number, or -1 where it is forbidden."""
    columns: list[NDArray[np.intp]] = [np.zeros(1, np.intp)] * count
    for player, (own, rows) in enumerate(zip(owned, choices, strict=True)):
        shape = [1] * len(owned)
        shape[player] = len(rows)
        for column, move in enumerate(own):
            columns[move] = rows[:, column].reshape(shape)
    full = tuple(len(rows) for rows in choices)
    return np.broadcast_to(number[tuple(columns)], full).copy()


def called(scenario: Scenario, alone: Collection[str] | None = None) -> dict[str, str]:
    """Return what actors, and levels that stand for choices by themselves, are called, unless a label means two things.

    Parameters
    ----------
    scenario
        What the file says.
    alone
        The moves that are chosen by themselves; those of actors with one move when left out.
    """
    named = [(actor.id, actor.name) for actor in scenario.actors.values()]
    owners = [move.actor for move in scenario.moves.values()]
    for move in scenario.moves.values():
        if owners.count(move.actor) == 1 if alone is None else move.id in alone:
            named += [(level.id, level.name) for level in move.levels]
    meant = {label: {name for other, name in named if other == label} for label, _ in named}
    return {label: names.pop() for label, names in meant.items() if len(names) == 1 and names != {label}}


def strategy_label(moves: Sequence[Move], levels: NDArray[np.intp]) -> str:
    """Return the name of one combination of levels of an actor's moves.

    Parameters
    ----------
    moves
        The actor's.
    levels
        Shape (move,).
    """
    if not moves:
        return "(no move)"
    if len(moves) == 1:
        return moves[0].levels[int(levels[0])].id
    return ", ".join(f"{move.id}: {move.levels[level].id}" for move, level in zip(moves, levels, strict=True))
