"""From the turns that a scenario lists to a tree with payoffs and probabilities of chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array, BoolArray, IntArray, Values
from negsim.games.trees.draws import MAX_NUMBERS, Draw, draw
from negsim.games.trees.growth import Growth, grow
from negsim.games.trees.options import Board
from negsim.games.trees.places import labels
from negsim.games.trees.plan import Plan, plan
from negsim.games.trees.tree import Tree
from negsim.scenario.dynamics import MAX_ROUNDS, TurnOrder
from negsim.scenario.layout import called

if TYPE_CHECKING:
    from negsim.scenario.model import Scenario


@dataclass(frozen=True, kw_only=True, eq=False)
class Grown:
    """What the turns of a scenario come to.

    Attributes
    ----------
    tree
        Nodes, information sets and labels.
    payoffs
        Shape (batch, player, terminal).
    chance
        Shape (batch or 1, node).
    names
        Label of an actor or level -> what the file calls it, where that is something else.
    """

    tree: Tree
    payoffs: Array
    chance: Array
    names: Mapping[str, str]


def from_turns(scenario: Scenario, values: Values) -> Grown:
    """Make the tree, the payoffs and the probabilities of a batch of games.

    Numbers are checked, and nodes counted, before the tree is made.

    Parameters
    ----------
    scenario
        What the file says.
    values
        Numbers for some parameters, or arrays of one number a game.

    Raises
    ------
    NotApplicable
        If the scenario lists no turns.
    InvalidGame
        If a number is outside its range, or the tree does not fit into memory.
    """
    order = scenario.games.get("extensive")
    if not isinstance(order, TurnOrder):
        raise NotApplicable(
            f"the scenario '{scenario.id}' does not say who moves when. List it under games.extensive: "
            "{turns: [{actor: ..., moves: [...]}, ...]}"
        )
    rounds, discount = _rounds(scenario, order, values), _discount(scenario, order, values)
    board = Board(scenario)
    found = plan(board, order.turns, rounds, _stops(scenario, order, values))
    if found.nodes == 1:
        raise InvalidGame("no turn of games.extensive leaves anything to choose")
    draws = {k: draw(scenario, found, k, values) for k, turn in enumerate(order.turns) if not turn.actor}
    payoffs = scenario.payoff_table(values)
    _check_room(found, len(payoffs), len(scenario.actors), max(map(len, draws.values()), default=1))
    tree = grow(found, tuple(scenario.actors))
    node, end, late = (np.concatenate(parts) for parts in zip(*tree.ends, strict=True))
    rank = np.argsort(node)
    paid = payoffs[:, :, end[rank]]
    if order.discount is not None:
        paid *= discount[:, None, None] ** late[rank]
    alone = {name for turn in order.turns if len(turn.moves) == 1 for name in turn.moves}
    return Grown(
        tree=_tree(scenario, board, found, tree, end[rank]),
        payoffs=paid,
        chance=_chance(found, tree, draws),
        names=called(scenario, alone),
    )


def _tree(scenario: Scenario, board: Board, found: Plan, tree: Growth, ends: IntArray) -> Tree:
    reached, outcome = np.unique(ends, return_inverse=True)
    nodes = np.concatenate([np.zeros(0, np.intp), *(part[1] for part in tree.chances)])
    drawn = [names for part in tree.chances for names in part[2]]
    return Tree(
        parent=tree.parent,
        action=tree.action,
        place=tree.place,
        player=np.array(tree.player, np.intp),
        players=tuple(scenario.actors),
        actions=tuple(tree.actions),
        branches=tuple(drawn[k] for k in np.argsort(nodes)),
        outcome=outcome.reshape(-1),
        outcomes=tuple(map(scenario.outcome_label, reached)),
        places=labels(board.moves, found, tree),
    )


def _rounds(scenario: Scenario, order: TurnOrder, values: Values) -> int:
    if isinstance(order.rounds, int):
        return order.rounds
    found = np.unique(scenario.evaluate({"rounds": order.rounds}, values)["rounds"])
    if len(found) != 1 or not (found[0] == np.round(found[0]) and 1 <= found[0] <= MAX_ROUNDS):
        raise InvalidGame(
            f"games.extensive.rounds is {', '.join(f'{number:g}' for number in found[:3])}: it must be one whole "
            f"number from 1 to {MAX_ROUNDS:,}, the same for all games; set it with --set, or solve once for each"
        )
    return int(found[0])


def _discount(scenario: Scenario, order: TurnOrder, values: Values) -> Array:
    """Shape (batch or 1,)."""
    if order.discount is None:
        return np.ones(1)
    found = scenario.evaluate({"discount": order.discount}, values)["discount"]
    wrong = np.flatnonzero(~((found >= 0) & (found <= 1)))
    if len(wrong):
        told = f"is {found[wrong[0]]:g} in game {wrong[0]}: a discount lies between 0 and 1"
        raise InvalidGame(f"games.extensive.discount {told}")
    return found


def _stops(scenario: Scenario, order: TurnOrder, values: Values) -> BoolArray:
    """Shape (outcome,). Whether play stops there, whichever game of the batch it is."""
    if order.ends_if is None:
        return np.zeros(len(scenario.outcomes()), bool)
    found = scenario.over_outcomes((order.ends_if,), values)[:, 0] != 0
    if (found != found[0]).any():
        raise InvalidGame(
            f"games.extensive.ends_if: '{order.ends_if}' holds in some games of the batch and not in others, and one "
            "tree serves them all; solve once for each"
        )
    return np.array(found[0])


def _chance(found: Plan, tree: Growth, draws: dict[int, Draw]) -> Array:
    """Shape (batch or 1, node)."""
    rows = max(map(len, draws.values()), default=1)
    chance = np.ones((rows, found.nodes))
    for layer, _, _, nodes, combination, before in tree.chances:
        chance[:, nodes] = draws[layer.turn].of(combination, before)
    return chance


def _check_room(found: Plan, games: int, players: int, rows: int) -> None:
    numbers = games * players * found.ends + rows * found.nodes
    if numbers > MAX_NUMBERS:
        raise InvalidGame(
            f"games.extensive: {games:,} games on a tree of {found.nodes:,} nodes need {numbers:,} payoffs and "
            f"probabilities, over {MAX_NUMBERS:,}; solve fewer games at a time, or use fewer rounds or turns"
        )
