"""The table of a tree: the ways in which play may end, and how large it is."""

from __future__ import annotations

import numpy as np

from negsim.games.extensive import ExtensiveGame
from negsim.scenario.model import basis_of
from negsim.views.tables.base import Table, filled, table
from negsim.views.tables.tree_plans import START

ENDS = 10_000  # ends of a tree that are listed


@table.register
def of_tree(game: ExtensiveGame) -> Table:
    """List the ways in which a tree's play may end, with the payoffs there; how large it is stands below.

    Parameters
    ----------
    game
        A batch of games, of which the first is shown.
    """
    tree = game.tree
    named = tree.outcomes != tuple(str(k + 1) for k in range(len(tree.outcomes)))
    rows = [
        [
            " / ".join(tree.history(int(node))) or START,
            tree.outcomes[tree.outcome[k]] if named else "",
            *map(float, game.payoffs[0, :, k]),
        ]
        for k, node in enumerate(tree.terminals[:ENDS])
    ]
    more = len(tree.terminals) - len(rows)
    return filled(
        game.title or f"A tree of {len(game.players)} players",
        ["play", "outcome", *(f"payoff of {player}" for player in game.players)],
        rows,
        notes=[
            f"the first {ENDS:,} of {len(tree.terminals):,} ends" if more else "",
            f"the first of {len(game):,} games" if len(game) > 1 else "",
            _size(game),
            basis_of(game.comment),
        ],
    )


def _size(game: ExtensiveGame) -> str:
    tree = game.tree
    sets = np.bincount(tree.player, minlength=len(tree.players))
    who = ", ".join(f"{player} {count:,}" for player, count in zip(tree.players, sets, strict=True))
    knows = "everybody always knows where play stands" if tree.is_perfect_information else "some do not know all moves"
    many = "s" * (len(tree.chances) != 1)
    return (
        f"{len(tree):,} nodes, {len(tree.terminals):,} ends, {len(tree.chances):,} move{many} of chance; "
        f"places where each decides: {who}; {knows}"
    )
