"""From what tokens tell of the nodes of a .efg file to a tree, payoffs and probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negsim.formats._efg_reader import (
    AT,
    HIGHEST,
    LABEL,
    LIST,
    LIST_END,
    OUTCOME,
    OUTCOME_NAME,
    PAYOFFS,
    PAYOFFS_END,
    PLAYER,
    SET,
    SET_NAME,
    File,
)
from negsim.formats._gambit import distinct, unquoted
from negsim.games.base import Array, IntArray
from negsim.games.extensive import NEAR, ExtensiveGame
from negsim.games.trees.tree import CHANCE, TERMINAL, Tree
from negsim.kernels.trees.efg_nodes import CHANCE as DRAW
from negsim.kernels.trees.efg_nodes import END, PERSON, STEPS, linked

SLACK = 1e-6  # of 1: probabilities of chance may miss it by this much in sum, and are scaled then
UNNAMED = "0"  # what terminal nodes without an outcome are said to lead to


def game_of(file: File, players: tuple[str, ...], title: str, comment: str) -> ExtensiveGame:
    """Return the game that a file describes.

    Parameters
    ----------
    file
        Its nodes.
    players, title, comment
        What stands before them.
    """
    persons, draws = _sets(file, PERSON, len(players)), _sets(file, DRAW, 0)
    parent, action = _links(file, persons, draws)
    place = np.full(len(parent), TERMINAL, np.int32)
    place[draws.rows] = CHANCE
    place[persons.rows] = persons.group
    number = file.whole(slice(None), OUTCOME, "outcomes are numbered", 0, HIGHEST)
    first = _first_alike(number)
    pays = _payoffs(file, number, first, len(players))
    outcome, outcomes = _outcomes(file, number, first)
    tree = Tree(
        parent=parent,
        action=action,
        place=place,
        player=persons.owner,
        players=players,
        actions=persons.actions,
        outcome=outcome,
        outcomes=outcomes,
        branches=tuple(map(draws.actions.__getitem__, draws.group.tolist())),
        places=_places(persons, players),
    )
    for layer in tree.layers[1:] if (place[pays.any(1)] != TERMINAL).any() else ():
        pays[layer] += pays[parent[layer]]
    payoffs = pays[tree.terminals].T[None]
    return ExtensiveGame(
        tree=tree, payoffs=payoffs, chance=_chance(file, draws, parent, action), title=title, comment=comment
    )


@dataclass(frozen=True)
class _Sets:
    """Information sets, of the players or of chance.

    Attributes
    ----------
    rows, group
        Shape (node of this kind,). The nodes, and the number of the information set of each.
    owner
        Shape (information set,). The player, from 0; -1 for chance.
    actions, sizes, names
        For every information set the labels of its actions, how many there are, and what the file calls it.
    numbers
        For every information set its number in the file.
    lists
        Shape (node of this kind,). The token with which the list of actions begins that counts for each node.
    """

    rows: IntArray
    group: IntArray
    owner: IntArray
    actions: tuple[tuple[str, ...], ...]
    sizes: NDArray[np.int32]
    names: list[str]
    numbers: IntArray
    lists: IntArray


def _sets(file: File, kind: int, players: int) -> _Sets:
    rows = np.flatnonzero(file.kind == kind)
    owner = np.zeros(len(rows), np.intp)
    if kind == PERSON:
        owner = file.whole(rows, PLAYER, "players are numbered", 1, players)
    number = file.whole(rows, SET, "information sets are numbered", 0, HIGHEST)
    first = _first_alike(owner * (number.max(initial=0) + 1) + number)
    opened = file.nodes[LIST, rows].astype(np.intp)
    unknown = np.flatnonzero(opened[first] < 0)
    if len(unknown):
        message = (
            f"information set {number[unknown[0]]} is not known yet; a list of what can be done there should follow"
        )
        raise file.fault(file.nodes[SET, rows[unknown[0]]], message)
    code, labels = _lists(file, opened, file.nodes[LIST_END, rows].astype(np.intp))
    for item in np.flatnonzero((opened >= 0) & (code != code[first])).tolist():
        leader = int(first[item])
        if labels[code[item]] != labels[code[leader]] or not _same_chances(file, rows[item], rows[leader]):
            message = f"information set {number[item]} has another list in line {file.line(opened[leader])}"
            raise file.fault(opened[item], message)
    group, leaders = _numbered(first)
    return _Sets(
        rows,
        group,
        owner[leaders] - 1,
        tuple(map(labels.__getitem__, code[leaders].tolist())),
        np.fromiter(map(len, labels), np.int32, len(labels))[code[leaders]],
        file.labels(file.nodes[SET_NAME, rows[leaders]]),
        number[leaders],
        np.where(opened < 0, opened[first], opened),
    )


def _lists(file: File, opened: IntArray, closed: IntArray) -> tuple[IntArray, list[tuple[str, ...]]]:
    """Number the different lists of labels, in braces, that nodes have: equal ones share one tuple."""
    told = np.flatnonzero(opened >= 0)
    leader = file.leaders(opened[told], closed[told])
    apart = np.flatnonzero(leader == np.arange(len(told)))
    words = file.words(opened[told[apart]], closed[told[apart]])
    kinds = {word: number for number, word in enumerate(dict.fromkeys(words))}
    labels = [distinct([unquoted(label.decode()) for label in LABEL.findall(word)]) for word in kinds]
    by_leader = np.zeros(len(told), np.intp)
    by_leader[apart] = np.fromiter(map(kinds.__getitem__, words), np.intp, len(words))
    code = np.full(len(opened), -1)
    code[told] = by_leader[leader]
    if () in labels:
        empty = told[int((code[told] == labels.index(())).argmax())]
        raise file.fault(opened[empty], "an information set needs at least one action")
    return code, labels


def _same_chances(file: File, one: int, other: int) -> bool:
    """Whether the lists of two nodes, of the same labels, give them the same probabilities, however written."""
    spans = [file.values[file.nodes[LIST, row] : file.nodes[LIST_END, row]] for row in (one, other)]
    return bool((np.abs(spans[0] - spans[1]) <= NEAR).all())


def _places(sets: _Sets, players: tuple[str, ...]) -> tuple[str, ...]:
    """Labels of the information sets; none if the file names none."""
    if not any(sets.names):
        return ()
    told = zip(sets.names, sets.owner.tolist(), sets.numbers.tolist(), strict=True)
    return distinct([name or f"{players[player]} {number}" for name, player, number in told])


def _links(file: File, persons: _Sets, draws: _Sets) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Parent and action of every node."""
    count = len(file.kind)
    fan, parent, action = (np.zeros(count, np.int32) for _ in range(3))
    for sets in (persons, draws):
        fan[sets.rows] = sets.sizes[sets.group]
    size = linked.sized(count * STEPS)(fan, parent, action)
    if size < count:
        raise file.fault(file.nodes[AT, size], "the tree is complete before this node: all actions have led somewhere")
    if size > count:
        raise file.fault(len(file.kinds), f"the file ends, and the tree needs {size - count} more nodes, or more")
    return parent, action


def _chance(file: File, draws: _Sets, parent: NDArray[np.int32], action: NDArray[np.int32]) -> Array:
    """Shape (1, node). Probability of the branch that leads to each node; 1 where chance does not decide."""
    found = np.ones((1, len(parent)))
    lists = np.zeros(len(parent), np.intp)
    lists[draws.rows] = draws.lists
    below = np.flatnonzero(file.kind[parent[1:]] == DRAW) + 1
    tokens = lists[parent[below]] + 2 + 2 * action[below]  # brace, label, number, label, number ...
    shares = file.values[tokens]
    wrong = np.flatnonzero(shares < 0)
    if len(wrong):
        raise file.fault(tokens[wrong[0]], f"a probability is from 0 to 1, and this one is {shares[wrong[0]]:g}")
    sums = np.bincount(parent[below], shares, minlength=len(parent))
    wrong = np.flatnonzero(np.abs(sums[draws.rows] - 1) > SLACK)
    if len(wrong):
        told = f"these probabilities sum to {sums[draws.rows[wrong[0]]]:.10g}, not to 1"
        raise file.fault(draws.lists[wrong[0]], f"{told}; write fractions such as 1/3, or more digits")
    total = sums[parent[below]]
    found[0, below] = np.where(np.abs(total - 1) > NEAR, shares / total, shares)
    return found


def _payoffs(file: File, number: IntArray, first: IntArray, players: int) -> Array:
    """Shape (node, player). What each node pays by itself."""
    opened, closed = file.nodes[PAYOFFS], file.nodes[PAYOFFS_END]
    has = opened >= 0
    wrong = np.flatnonzero(has & ((closed - opened - 1 != players) | (number == 0)))
    if len(wrong):
        row = wrong[0]
        told = f"an outcome needs {players} payoffs, and this one has {closed[row] - opened[row] - 1}"
        none = "outcome 0 pays nothing: number the outcomes that pay from 1 on"
        raise file.fault(opened[row], told if number[row] else none)
    unknown = np.flatnonzero((number > 0) & ~has[first])
    if len(unknown):
        message = f"outcome {number[unknown[0]]} is not known yet; its payoffs should follow, in braces"
        raise file.fault(file.nodes[OUTCOME, unknown[0]], message)
    pays = np.zeros((len(number), players))
    told_by = np.flatnonzero(number > 0)
    for player in range(players):
        pays[told_by, player] = file.values[opened[first[told_by]] + (player + 1)]
    again = np.flatnonzero(has & (first != np.arange(len(first))))
    differ = again[(file.values[opened[again, None] + np.arange(1, players + 1)] != pays[again]).any(1)]
    if len(differ):
        message = f"outcome {number[differ[0]]} has other payoffs in line {file.line(opened[first[differ[0]]])}"
        raise file.fault(opened[differ[0]], message)
    return pays


def _outcomes(file: File, number: IntArray, first: IntArray) -> tuple[IntArray, tuple[str, ...]]:
    """The outcome of every terminal node, and what the file calls the outcomes, or their numbers."""
    ends = np.flatnonzero(file.kind == END)
    outcome, leaders = _numbered(_first_alike(number[ends]))
    nodes = first[ends[leaders]]
    numbers = list(map(str, number[nodes].tolist()))
    names = file.labels(np.where(number[nodes] > 0, file.nodes[OUTCOME_NAME, nodes], -1))
    if not any(names):
        return outcome, tuple(numbers)
    return outcome, distinct([name or each for name, each in zip(names, numbers, strict=True)])


def _first_alike(keys: IntArray) -> IntArray:
    """Shape (item,). For every item the first one with the same key, a number that is not negative."""
    top = int(keys.max(initial=0)) + 1
    if top <= 8 * len(keys) + 1024:  # a table is many times faster than sorting
        first = np.zeros(top, np.intp)
        first[keys[::-1]] = np.arange(len(keys))[::-1]
        return first[keys]
    _, first, back = np.unique(keys, return_index=True, return_inverse=True)
    return np.asarray(first[back.reshape(-1)])


def _numbered(first: IntArray) -> tuple[IntArray, IntArray]:
    """Number groups in the order in which they appear: the group of every item, and the first item of every group."""
    leads = first == np.arange(len(first))
    return (np.cumsum(leads) - 1)[first], np.flatnonzero(leads)
