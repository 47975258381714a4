"""The nodes of a tree as lines of a .efg file."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from negsim.formats._gambit import distinct, number_text, quoted
from negsim.games.extensive import ExtensiveGame
from negsim.games.trees.tree import CHANCE, Tree

LARGEST = 1000  # denominator of the fractions that probabilities are tried as first


def lines(game: ExtensiveGame) -> Iterator[str]:
    """Yield the line of every node, each node before the nodes that follow it.

    Parameters
    ----------
    game
        A batch of one.
    """
    tree = game.tree
    persons, draws, ends = _persons(tree), _draws(game), _ends(game)
    rank = np.array(tree.place, np.intp)  # of each node among the lines of its kind
    rank[tree.chances] = np.arange(len(tree.chances))
    rank[tree.terminals] = np.arange(len(tree.terminals))
    kinds = np.select([tree.place >= 0, tree.place == CHANCE], [0, 1], 2)
    start, children = tree.child_start.tolist(), tree.children.tolist()
    told, ranks, waiting = (persons, draws, ends), list(zip(kinds.tolist(), rank.tolist(), strict=True)), [0]
    while waiting:
        node = waiting.pop()
        kind, number = ranks[node]
        yield told[kind][number]
        waiting += children[start[node] : start[node + 1]][::-1]


def _persons(tree: Tree) -> list[str]:
    """A line for every information set."""
    number = tree.order - np.searchsorted(np.sort(tree.player), tree.player) + 1
    names = tree.places if len(set(tree.places)) == len(tree.places) else distinct(tree.places)
    shown = list(map(quoted, names)) or ['""'] * len(tree.player)
    lists = {labels: " ".join(map(quoted, labels)) for labels in set(tree.actions)}
    told = zip((tree.player + 1).tolist(), number.tolist(), shown, tree.actions, strict=True)
    return [f'p "" {player} {k} {name} {{ {lists[labels]} }} 0' for player, k, name, labels in told]


def _draws(game: ExtensiveGame) -> list[str]:
    """A line for every chance node."""
    tree, chance = game.tree, np.asarray(game.chance)[0]
    known: dict[tuple[float, ...], list[str]] = {}
    found = []
    for number, (node, labels) in enumerate(zip(tree.chances.tolist(), tree.branches, strict=True), 1):
        shares = tuple(chance[tree.children[tree.child_start[node] : tree.child_start[node + 1]]].tolist())
        if shares not in known:
            known[shares] = [str(share) for share in exact_shares(shares)]
        listed = " ".join(f"{quoted(label)} {share}" for label, share in zip(labels, known[shares], strict=True))
        found.append(f'c "" {number} "" {{ {listed} }} 0')
    return found


def _ends(game: ExtensiveGame) -> list[str]:
    """A line for every terminal node; an outcome that pays differently in several places becomes several."""
    tree, pays = game.tree, game.payoffs[0].T
    first = np.zeros(len(tree.outcomes), np.intp)
    first[tree.outcome[::-1]] = np.arange(len(tree.outcome))[::-1]
    numbers = (tree.outcome + 1).tolist()
    others: dict[tuple[int, bytes], int] = {}
    for end in np.flatnonzero((pays != pays[first[tree.outcome]]).any(1)).tolist():
        key = (numbers[end], pays[end].tobytes())
        numbers[end] = others.setdefault(key, len(tree.outcomes) + len(others) + 1)
    names = ['""' if label == str(k) else quoted(label) for k, label in enumerate(tree.outcomes, 1)]
    told = zip(numbers, tree.outcome.tolist(), pays.tolist(), strict=True)
    return [f't "" {k} {names[which]} {{ {", ".join(map(number_text, row))} }}' for k, which, row in told]


def exact_shares(shares: tuple[float, ...]) -> list[Fraction]:
    """Return fractions that sum to exactly 1, each of which reads back as the probability given, where there are such.

    Fractions of small numbers are tried first, then what the numbers are exactly, with what is left to 1 added to the
    largest; if that reads back as another number, all are scaled.

    Parameters
    ----------
    shares
        Probabilities that sum to 1 but for rounding.
    """
    small = [Fraction(share).limit_denominator(LARGEST) for share in shares]
    if sum(small) == 1 and all(map(_is_read_as, small, shares)):
        return small
    exact = [Fraction(share) for share in shares]
    largest = max(range(len(shares)), key=shares.__getitem__)
    rest = 1 - sum(exact) + exact[largest]
    if _is_read_as(rest, shares[largest]):
        return [*exact[:largest], rest, *exact[largest + 1 :]]
    return [share / sum(exact) for share in exact]


def _is_read_as(share: Fraction, value: float) -> bool:
    return bool(share.numerator / share.denominator == value)
