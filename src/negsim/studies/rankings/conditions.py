"""What a party's preferences must be for it to stay in a state: which states it must find no better than that one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import BoolArray, IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.sequences import Reach, reach

Clause: TypeAlias = tuple[frozenset[int], ...]  # at least one of these sets must lie no better than the wanted state
SANCTIONED = ("seq", "sseq")  # the concepts under which the others' preferences count
LASTING = ("smr", "sseq")  # those under which a sanction must not be escaped
MOST_STATES = 5000
MOST_COMPARISONS = 500  # clauses of pairwise comparisons; conditions that need more are told by sets


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What one player's preferences must be for a state to be stable for it, the others' preferences being given.

    Whether a state is stable for a player depends on one thing only: which states the player finds no better than
    it. And the more there are, the more stable the state is.

    Attributes
    ----------
    player, state
        Whose condition, and for which state.
    clauses
        One for each move away that matters. All states of at least one of its sets must be no better for the player
        than the state itself: the one the move leads to, or those with which the others answer it (and to which the
        player could escape). Minimal: no set contains another of its clause, and no clause follows from another.
    """

    player: int
    state: int
    clauses: tuple[Clause, ...]

    @property
    def states(self) -> IntArray:
        """The states that the player has to compare with the state, in increasing order."""
        return np.array(sorted({q for clause in self.clauses for part in clause for q in part}), np.intp)

    def holds(self, below: BoolArray) -> BoolArray:
        """Return where the condition is met.

        Parameters
        ----------
        below
            Shape (..., state). Whether the player finds each state no better than the state in question.

        Returns
        -------
        BoolArray
            Shape (...).
        """
        found = np.ones(below.shape[:-1], bool)
        for clause in self.clauses:
            met = np.zeros(below.shape[:-1], bool)
            for part in clause:
                met |= below[..., sorted(part)].all(-1)
            found &= met
        return found

    def comparisons(self, most: int = MOST_COMPARISONS) -> tuple[frozenset[int], ...] | None:
        """Return the same condition in conjunctive normal form over pairwise comparisons.

        Parameters
        ----------
        most
            How many clauses there may be on the way.

        Returns
        -------
        tuple of frozenset, or None
            Of each set at least one state must be no better than the state in question; no set contains another. None
            if there would be too many of them.
        """
        found: list[frozenset[int]] = []
        for clause in self.clauses:
            grown: list[frozenset[int]] = [frozenset()]
            for part in clause:
                if len(grown) * len(part) > most:
                    return None
                grown = smallest(old | {q} for old in grown for q in part)
            found += grown
            if len(found) > most:
                return None
        return tuple(sorted(smallest(found), key=sorted))


def condition(game: ConflictGame, item: int, player: int, state: int, concept: str) -> Condition:
    """Return when a state is stable for a player.

    The others' preferences count under sequential stability only, and are those of the game. A state that the player
    does not know to exist is stable for it by convention.

    Parameters
    ----------
    game, item
        A batch of conflicts, and which of them.
    player, state
        Whose stability, and where.
    concept
        ``"nash"``, ``"gmr"``, ``"smr"``, ``"seq"`` or ``"sseq"``.

    Raises
    ------
    NotApplicable
        If preferences are graded, fuzzy or unknown, or the conflict is too large.
    """
    check(game)
    seen = known(game, player)
    if not seen[state]:
        return Condition(player=player, state=state, clauses=())
    found = [_clause(game, item, player, state, int(s1), concept, seen) for s1 in _targets(game, seen, player, state)]
    return Condition(player=player, state=state, clauses=_needed(found))


def stable_in(game: ConflictGame, player: int, state: int, concept: str) -> BoolArray:
    """Return in which conflicts of a batch a state is stable for a player, of shape (item,).

    Parameters
    ----------
    game
        A batch of conflicts.
    player, state, concept
        As for `condition`.
    """
    ranks = game.ranks
    below = ranks[:, player] <= ranks[:, player, state, None]
    if concept not in SANCTIONED:
        return condition(game, 0, player, state, concept).holds(below)
    answers = np.array(sorted(answers_of(game, player, state)), np.intp).reshape(-1, 3)
    pays = ranks[:, answers[:, 0], answers[:, 2]] > ranks[:, answers[:, 0], answers[:, 1]]
    _, first, kind = np.unique(np.packbits(pays, axis=1), axis=0, return_index=True, return_inverse=True)
    found = np.zeros(len(game), bool)
    for number, item in enumerate(first):  # where the same answers pay, the condition is the same
        rows = np.flatnonzero(kind.reshape(-1) == number)
        found[rows] = condition(game, int(item), player, state, concept).holds(below[rows])
    return found


def check(game: ConflictGame) -> None:
    """Raise if conditions on rankings say nothing about a game.

    Parameters
    ----------
    game
        Any conflict.

    Raises
    ------
    NotApplicable
        Which says why.
    """
    if game.degrees is not None:
        raise NotApplicable("conditions are about rankings, and these preferences are degrees. Use payoffs alone.")
    if len(game.states) > MOST_STATES:
        raise NotApplicable(
            f"conditions are for at most {MOST_STATES:,} states, and there are {len(game.states):,}. Forbid outcomes, "
            "or leave out moves that do not matter here."
        )


def sequences(game: ConflictGame, item: int, player: int, start: int, concept: str, seen: BoolArray) -> Reach:
    """Follow the legal sequences with which the others can answer a move.

    Parameters
    ----------
    game, item, player
        As for `condition`.
    start
        Where the move leads.
    concept
        Under sequential stability every step of the others must improve their own position.
    seen
        Shape (state,). The states that the player knows to exist.
    """
    others = [other for other in range(len(game.players)) if other != player]
    ranks = game.ranks[item]

    def credible(mover: int, where: int) -> IntArray:
        found = _targets(game, seen, mover, where)
        return np.asarray(found[ranks[mover, found] > ranks[mover, where]])

    def possible(mover: int, where: int) -> IntArray:
        return _targets(game, seen, mover, where)

    return reach(game.graph, others, start, credible if concept in SANCTIONED else possible)


def answers_of(game: ConflictGame, player: int, state: int) -> set[tuple[int, int, int]]:
    """Return the others' moves (mover, from, to) that may answer the player's leaving a state.

    Parameters
    ----------
    game, player, state
        A conflict, who leaves, and which state.
    """
    seen = known(game, player)
    found: set[tuple[int, int, int]] = set()
    for s1 in _targets(game, seen, player, state) if seen[state] else ():
        for where, last in sequences(game, 0, player, int(s1), "gmr", seen).before:
            for mover in range(len(game.players)):
                if mover not in (player, last):
                    found |= {(mover, where, int(to)) for to in _targets(game, seen, mover, where)}
    return found


def known(game: ConflictGame, player: int) -> BoolArray:
    """Return the states that a player knows to exist, of shape (state,).

    Parameters
    ----------
    game, player
        A conflict, and one of its players.
    """
    return np.ones(len(game.states), bool) if game.perceived is None else game.perceived[player]


def smallest(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """Return the sets that contain no other, each once.

    Parameters
    ----------
    sets
        In any order.
    """
    found: list[frozenset[int]] = []
    for each in sorted(set(sets), key=len):
        if not any(other <= each for other in found):
            found.append(each)
    return found


def _targets(game: ConflictGame, seen: BoolArray, player: int, state: int) -> IntArray:
    found = game.graph.targets(player, state)
    return found[seen[found]]


def _clause(game: ConflictGame, item: int, player: int, state: int, s1: int, concept: str, seen: BoolArray) -> Clause:
    """The sets of states of which one must be no better than the state, so that the move to `s1` is deterred."""
    parts = [frozenset({s1})]
    if concept != "nash":
        for s2 in sequences(game, item, player, s1, concept, seen).states:
            flights = _targets(game, seen, player, s2) if concept in LASTING else ()
            parts.append(frozenset({s2, *map(int, flights)} - {state}))
    return tuple(sorted(smallest(parts), key=lambda part: (len(part), sorted(part))))


def _needed(clauses: list[Clause]) -> tuple[Clause, ...]:
    """Leave out the clauses that always hold, and those that follow from another."""
    left = [clause for clause in dict.fromkeys(clauses) if frozenset() not in clause]
    kept = [clause for clause in left if not any(other != clause and _implies(other, clause) for other in left)]
    return tuple(sorted(kept, key=lambda clause: [sorted(part) for part in clause]))


def _implies(one: Clause, other: Clause) -> bool:
    """Whether whatever meets one clause meets the other: each set of the one contains a set of the other."""
    return all(any(mine <= part for mine in other) for part in one)
