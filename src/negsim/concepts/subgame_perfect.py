"""Subgame-perfect equilibrium: plans that are best replies to each other wherever play may come."""

from __future__ import annotations

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.errors import NotApplicable
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Profiles
from negsim.games.trees.replies import require_perfect_recall
from negsim.games.trees.tree import Tree
from negsim.kernels.trees import subgames

PORTION = 4_000_000  # numbers held at a time, when many rows are judged


def greatest_gain_in_a_subgame(game: ExtensiveGame, result: Profiles) -> Array:
    """Return the most that any player could gain, in any subgame, by changing its own strategy there alone.

    A subgame begins at a node after which nobody has to ask whether play came through that node: no information set
    holds a node after it and another that is not. The whole game is one. Off the path of play the same is asked.

    Parameters
    ----------
    game
        A batch of games in which nobody forgets what it did or knew.
    result
        Profiles of games of the batch. A profile that is not one (weights that do not sum to 1) is infinitely far from
        an equilibrium.

    Returns
    -------
    Array
        Shape (row,), in the unit of the payoffs; 0 at an equilibrium.

    Raises
    ------
    NotApplicable
        If the games are no trees, or a player forgets something.
    """
    if not isinstance(game, ExtensiveGame):
        raise NotApplicable(f"subgames are those of extensive games, not of a {type(game).__name__}. Use nash.")
    tree = game.tree
    if not tree.is_perfect_information:
        require_perfect_recall(tree, "Subgame perfection is judged by best replies", "AgentLogit")
    roots, sets = _roots(tree), _sets(tree)
    found = np.full(len(result), np.inf)
    gain = subgames.subgame_gain.sized(len(result) * len(game.players) * len(tree) * subgames.STEPS)
    proper, portion = np.flatnonzero(tree.choices.are_proper(result.weights)), max(1, PORTION // len(tree))
    for start in range(0, len(proper), portion):
        rows = proper[start : start + portion]
        part = result.take(rows)
        for row, item, step in zip(rows, part.item, game.steps(part), strict=True):
            gains = (
                gain(tree.parent, tree.place, tree.owner, tree.choice, roots, sets, step, payoffs, player)
                for player, payoffs in enumerate(game.payoffs[item])
            )
            found[row] = max(gains, default=0.0)
    return found


def _roots(tree: Tree) -> BoolArray:
    owned = np.bincount(tree.place[tree.place >= 0], minlength=len(tree.player))
    roots: BoolArray = subgames.subgame_roots.sized(len(tree) * subgames.STEPS)(tree.parent, tree.place, owned)
    return roots


def _sets(tree: Tree) -> IntArray:
    """Shape (place, 3). First node, first choice and number of choices of every information set."""
    return np.stack([tree.first_node, tree.choice_start, tree.sizes], axis=1)


subgame_perfect: Concept[ExtensiveGame, Profiles] = concepts("subgame_perfect")(
    Concept(
        "subgame_perfect",
        "In every subgame, also where play never comes, no player gains by changing its own strategy there alone.",
        "Selten (1975)",
        greatest_gain_in_a_subgame,
    )
)
