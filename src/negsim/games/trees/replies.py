"""Best replies on a tree: what a player could expect if it alone changed its strategy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from negsim.errors import NotApplicable
from negsim.games.base import Array, IntArray
from negsim.games.results import Profiles
from negsim.games.trees.sequences import Sequences

if TYPE_CHECKING:
    from negsim.games.extensive import ExtensiveGame
    from negsim.games.trees.tree import Tree

PORTION = 4_000_000  # numbers held at a time, when many rows are judged


def best_payoffs(game: ExtensiveGame, result: Profiles) -> Array:
    """Return what each player could expect from each row by changing its own strategy alone.

    Who remembers its own moves reaches a terminal node as often as chance and the others let it, if it wants to. So
    the terminal nodes are worth their payoffs times that, they are summed by the player's own sequence of moves, and
    of the sequences that part at an information set the best is taken, the last information sets first (von Stengel
    1996).

    Parameters
    ----------
    game
        A batch of games.
    result
        Profiles of games of the batch.

    Returns
    -------
    Array
        Shape (row, player), in the unit of the payoffs.

    Raises
    ------
    NotApplicable
        If a player forgets what it knew or did: then such sums mean nothing.
    """
    require_perfect_recall(game.tree, "Best replies are found by backward steps", "AgentLogit")
    found = np.empty((len(result), len(game.players)))
    portion = max(1, PORTION // len(game.tree))
    for start in range(0, len(result), portion):
        rows = slice(start, start + portion)
        part = result.take(rows)
        for player, own in enumerate(game.tree.sequences):
            worth = sequence_payoffs(game, part, player)
            found[rows, player] = best_plan(own, worth)[:, 0]
    return found


def sequence_payoffs(game: ExtensiveGame, result: Profiles, player: int) -> Array:
    """Return what each of a player's sequences earns at the terminal nodes that it leads to and no longer one does.

    Parameters
    ----------
    game, result
        Profiles of games of the batch.
    player
        Its number; how it plays does not matter.

    Returns
    -------
    Array
        Shape (row, sequence).
    """
    tree, own = game.tree, game.tree.sequences[player]
    reach = game.steps(result)
    mine = (tree.choice >= own.first) & (tree.choice < own.first + own.count - 1)
    reach[:, mine] = 1.0
    for layer in tree.layers[1:]:
        reach[:, layer] *= reach[:, tree.parent[layer]]
    worth = reach[:, tree.terminals]
    worth *= game.payoffs[result.item if len(game) > 1 else 0, player]
    return _gathered(own.at[tree.terminals], worth, own.count)


def best_plan(own: Sequences, worth: Array) -> Array:
    """Return what each sequence is worth if the player goes on as well as it can.

    Parameters
    ----------
    own
        A player's sequences.
    worth
        Shape (row, sequence). What each earns by itself, as in `sequence_payoffs`.

    Returns
    -------
    Array
        Shape (row, sequence); the first is worth the whole.
    """
    total = worth.copy()
    for places, choices, starts in reversed(own.levels):
        best = np.maximum.reduceat(total[:, choices + 1], starts, axis=1)
        total += _gathered(own.before[places], best, own.count)
    return total


def require_perfect_recall(tree: Tree, what: str, instead: str) -> None:
    """Raise unless no player ever forgets what it knew or did.

    Parameters
    ----------
    tree
        Nodes and information sets.
    what
        The beginning of the message: what needs it.
    instead
        The name of a solver that does not.

    Raises
    ------
    NotApplicable
        Naming the player and the information set.
    """
    for player, own in enumerate(tree.sequences):
        if own.forgets >= 0:
            place = np.flatnonzero(tree.player == player)[own.forgets]
            label = tree.places[place] if tree.places else " / ".join(tree.history(int(tree.first_node[place])))
            raise NotApplicable(
                f"{what}, for players who forget nothing; {tree.players[player]} decides at information set {place} "
                f"('{label}') without knowing which of its own earlier moves led there. Split that information set, or "
                f"use {instead}()."
            )


def _gathered(index: NDArray[np.int32] | IntArray, numbers: Array, count: int) -> Array:
    """Sum the last axis by index, 0 to count - 1, each row by itself."""
    rows = len(numbers)
    places = index.astype(np.intp) + count * np.arange(rows)[:, None]
    return np.asarray(np.bincount(places.ravel(), numbers.ravel(), rows * count).reshape(rows, count), float)
