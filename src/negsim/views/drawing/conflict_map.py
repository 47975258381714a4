"""What a picture of a conflict shows: where states stand, which are equilibria, and who would leave them for what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import BoolArray
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets
from negsim.solvers.base import Row
from negsim.studies.status_quo import ways
from negsim.views.drawing.canvas import PALETTE
from negsim.views.drawing.state_grid import StateGrid, state_grid

FEW, SOME = 16, 40  # states up to which all improvements, or the best, are drawn as arrows
CONCEPTS = 8  # that are marked
PLAYERS = (PALETTE[0], PALETTE[5], PALETTE[3], PALETTE[4], PALETTE[1])  # their colours
TINT = "#eef7f2"  # of equilibria
ARROWS = ("auto", "all", "best", "none")


@dataclass(frozen=True, kw_only=True)
class ConflictMap:
    """A conflict and what is stable in it, ready to be drawn.

    Attributes
    ----------
    game, item
        A batch of conflicts, and which of them.
    concepts
        The concepts that are marked.
    equilibrium
        Shape (concept, state). Which states are stable for every party.
    restless
        Shape (player, state). Whether the player has an improvement there.
    arrows
        The improvements that are drawn: player, from, to.
    way
        The moves of a shortest way from the status quo to a state: player, from, to; of improvements if there is one.
    drawn
        Which improvements the arrows are: all, the best of each player, or none.
    grid
        The states by options; None where they are laid out by moves.
    """

    game: ConflictGame
    item: int
    concepts: tuple[str, ...]
    equilibrium: BoolArray
    restless: BoolArray
    arrows: tuple[tuple[int, int, int], ...]
    way: tuple[tuple[int, int, int], ...]
    drawn: str
    grid: StateGrid | None


def conflict_map(row: Row, arrows: str, most: int, to: str = "") -> ConflictMap:
    """Choose what is drawn of one conflict.

    Parameters
    ----------
    row
        Stable states of a conflict.
    arrows
        Which improvements are drawn: ``"all"``, ``"best"``, ``"none"``, or ``"auto"`` for what a page can hold.
    most
        The most states.
    to
        Label or number of a state to which a way is drawn; empty for none.

    Raises
    ------
    NotApplicable
        If these are no stable states, or too many; or if no way leads to that state.
    """
    game, result = row.solution.game, row.solution.result
    if not isinstance(game, ConflictGame) or not isinstance(result, StateSets):
        raise NotApplicable(
            "stability_graph is for conflicts: use a scenario, solve(..., form='conflict'), or a conflict"
        )
    if len(game.states) > most:
        raise NotApplicable(
            f"this conflict has {len(game.states):,} states, and a page holds {most:,}. Use the table: "
            "negsim.table(solution), or negsim solve FILE --form conflict"
        )
    size = len(game.states)
    drawn = ("all" if size <= FEW else "best" if size <= SOME else "none") if arrows == "auto" else arrows
    players = range(len(game.players))
    found = [_improvements(game, row.item, player) for player in players]
    chosen = found if drawn == "all" else [_best(game, row.item, player, found[player]) for player in players]
    return ConflictMap(
        game=game,
        item=row.item,
        concepts=result.concepts[:CONCEPTS],
        equilibrium=result.stable[row.row, :CONCEPTS].all(1),
        restless=np.stack([each.any(1) for each in found]),
        arrows=tuple((player, int(s), int(t)) for player in players for s, t in np.argwhere(chosen[player]))
        if drawn != "none"
        else (),
        way=_way(row, to) if to else (),
        drawn=drawn,
        grid=state_grid(game),
    )


def _way(row: Row, to: str) -> tuple[tuple[int, int, int], ...]:
    """A shortest way from the status quo to a state."""
    found = ways(row, to=[to])
    state = next(iter(found.goals))
    way = found.shortest(state, "improvements")
    if way is None:
        way = found.shortest(state, "any")
    if way is None:
        raise NotApplicable(f"no way leads from the status quo to '{row.solution.game.states[state]}'")
    return tuple((move.player, move.source, move.target) for move in way)


def _improvements(game: ConflictGame, item: int, player: int) -> BoolArray:
    """Shape (state, state). The moves of a player to states that it prefers."""
    source, target = game.graph.arcs(player)
    found = np.zeros((len(game.states),) * 2, bool)
    found[source, target] = game.preference(item, player)[source, target] > 0
    return found


def _best(game: ConflictGame, item: int, player: int, improvements: BoolArray) -> BoolArray:
    """Of a player's improvements from each state, those that it likes most; all of them where no payoffs tell."""
    if game.degrees is not None:
        return improvements
    rank = np.where(improvements, game.ranks[item, player][None, :], -1)
    return np.asarray(improvements & (rank == rank.max(1, keepdims=True)))
