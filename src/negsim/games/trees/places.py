"""Words for information sets: what has surely happened by then, as far as every node of the set agrees on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import reduce

import numpy as np

from negsim.games.trees.growth import Growth
from negsim.games.trees.plan import Plan
from negsim.scenario.model import Move

MOST_SETS = 5_000  # beyond, nobody reads them one by one, and making them takes time and memory
MOST_NODES = 20_000


def labels(moves: Sequence[Move], found: Plan, tree: Growth) -> tuple[str, ...]:
    """Return a label for every information set, such as ``after deploy / none``; none where there are very many.

    Parameters
    ----------
    moves
        Of the scenario.
    found, tree
        The plan of the tree, and its arrays.
    """
    if len(tree.player) > MOST_SETS or len(tree.parent) > MOST_NODES:
        return ()
    levels = Counter(level.id for move in moves for level in move.levels)
    plain = max(levels.values()) == 1  # else a level's id does not say which move it belongs to
    chance = {int(node): names for part in tree.chances for node, names in zip(part[1], part[2], strict=True)}
    histories: list[dict[int, str]] = [{}]
    for node in range(1, len(tree.parent)):
        before, layer = int(tree.parent[node]), int(tree.layer[node])
        turn = found.turns[found.layers[layer].turn]
        names = chance.get(before) or tree.actions[tree.place[before]]
        told = names[tree.action[node]]
        step = told if plain or len(turn.moves) > 1 else f"{turn.moves[0]}: {told}"
        histories.append({**histories[before], layer: step})
    members: list[list[int]] = [[] for _ in tree.player]
    for decided in np.flatnonzero(tree.place >= 0):
        members[tree.place[decided]].append(int(decided))
    return _distinct([_words([histories[node] for node in nodes]) for nodes in members], tree.player)


def _words(histories: list[dict[int, str]]) -> str:
    common = reduce(lambda one, other: {k: v for k, v in one.items() if other.get(k) == v}, histories)
    if common:
        return f"after {' / '.join(common[layer] for layer in sorted(common))}"
    return "start" if not histories[0] else "seeing nothing"


def _distinct(words: list[str], players: list[int]) -> tuple[str, ...]:
    """Number the labels that one player has twice, which happens where sets differ in what did not happen."""
    total, seen, found = Counter(zip(players, words, strict=True)), Counter[tuple[int, str]](), []
    for player, text in zip(players, words, strict=True):
        seen[player, text] += 1
        found.append(f"{text} ({seen[player, text]})" if total[player, text] > 1 else text)
    return tuple(found)
