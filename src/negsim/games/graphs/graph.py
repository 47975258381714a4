"""Who can move from which state to which: arcs written out one by one, or options that a party can change at will."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import BoolArray, IntArray

if TYPE_CHECKING:
    from typing import Self

MOST_ARCS = 200_000_000  # of one player, written out: 1.6 GB
BLOCK = 4_000_000  # pairs looked at together


class Graph(ABC):
    """The unilateral moves of every player: from one state to another, by that player alone."""

    @property
    @abstractmethod
    def players(self) -> int:
        """How many players there are."""

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of states."""

    @abstractmethod
    def targets(self, player: int, state: int) -> IntArray:
        """Return the states that a player can move to from a state, in increasing order."""

    @abstractmethod
    def count(self, player: int) -> int:
        """Return how many moves a player has, over all states."""

    def most(self, player: int) -> int:
        """Return the most moves that a player can have, over all states, without looking at each."""
        return self.count(player)

    @abstractmethod
    def arcs(self, player: int) -> tuple[IntArray, IntArray]:
        """Return all moves of a player: sources and targets, sorted by source, then by target.

        Raises
        ------
        NotApplicable
            If there are too many to be written out.
        """

    @abstractmethod
    def keep(self, states: IntArray) -> Self:
        """Return the graph of these states alone, numbered anew in the order given."""

    def written_out(self) -> ArcGraph:
        """Return the same graph with every arc written out."""
        return ArcGraph(len(self), [self.arcs(player) for player in range(self.players)])


class ArcGraph(Graph):
    """Moves written out one by one.

    Parameters
    ----------
    states
        How many there are.
    arcs
        Sources and targets of each player's moves, of equal length; twins count once.

    Attributes
    ----------
    start, target
        The targets from state ``s`` of player ``p`` are ``target[p][start[p][s] : start[p][s + 1]]``, increasing.

    Raises
    ------
    InvalidGame
        If a move leads from a state to itself, or to or from a state that does not exist.
    """

    def __init__(self, states: int, arcs: Sequence[tuple[Any, Any]]):
        self._states = states
        self.start: list[IntArray] = []
        self.target: list[NDArray[np.int32]] = []
        for player, (source, target) in enumerate(arcs):
            source, target = np.asarray(source, np.intp).reshape(-1), np.asarray(target, np.intp).reshape(-1)
            if len(source) and not (0 <= min(source.min(), target.min()) <= max(source.max(), target.max()) < states):
                raise InvalidGame(f"player {player} has a move to or from a state that is not among the {states}")
            if (source == target).any():
                raise InvalidGame(f"player {player} has a move that stays where it is; leave it out")
            code = np.unique(source * states + target)
            self.start.append(np.searchsorted(code, np.arange(states + 1) * states))
            self.target.append((code % states).astype(np.int32))

    @property
    def players(self) -> int:
        """How many players there are."""
        return len(self.target)

    def __len__(self) -> int:
        return self._states

    def targets(self, player: int, state: int) -> IntArray:
        """Return the states that a player can move to from a state, in increasing order."""
        span = slice(self.start[player][state], self.start[player][state + 1])
        return self.target[player][span].astype(np.intp)

    def count(self, player: int) -> int:
        """Return how many moves a player has, over all states."""
        return len(self.target[player])

    def arcs(self, player: int) -> tuple[IntArray, IntArray]:
        """Return all moves of a player: sources and targets, sorted by source, then by target."""
        source = np.repeat(np.arange(self._states), np.diff(self.start[player]))
        return source, self.target[player].astype(np.intp)

    def keep(self, states: IntArray) -> ArcGraph:
        """Return the graph of these states alone, numbered anew in the order given."""
        number = np.full(self._states, -1)
        number[states] = np.arange(len(states))
        parts = []
        for player in range(self.players):
            source, target = (number[end] for end in self.arcs(player))
            stays = (source >= 0) & (target >= 0)
            parts.append((source[stays], target[stays]))
        return ArcGraph(len(states), parts)


@dataclass(frozen=True, kw_only=True, eq=False)
class OptionGraph(Graph):
    """Every player sets the levels of its own options, in any combination that is a state; arcs are never stored.

    Attributes
    ----------
    levels
        Shape (state, option), small integers. The level of every option in every state; no two states are alike.
    owner
        Shape (option,). The player who sets each option.
    change
        Shape (option, level, level). Whether an option can go from the first level to the second; always true on the
        diagonal. An option that cannot be taken back has no true entry from its later levels to its earlier ones.
    parties
        How many players there are.
    """

    levels: NDArray[np.int16]
    owner: IntArray
    change: BoolArray
    parties: int

    @property
    def players(self) -> int:
        """How many players there are."""
        return self.parties

    def __len__(self) -> int:
        return len(self.levels)

    @cached_property
    def free(self) -> BoolArray:
        """Shape (player,). Whether the player can set all its options at will, so that its moves run both ways."""
        found = np.ones(self.parties, bool)
        found[self.owner[self.held]] = False
        return found

    @cached_property
    def held(self) -> BoolArray:
        """Shape (option,). Whether the option cannot go from each of its levels to each other."""
        return np.asarray(~self.change.all((1, 2)))

    @cached_property
    def blocks(self) -> tuple[tuple[IntArray, IntArray, IntArray], ...]:
        """For each player, the states among which it alone makes the difference.

        Each is (block, member, start): the states of block ``b`` are ``member[start[b] : start[b + 1]]``, increasing;
        ``block`` says for each state which it belongs to. If the player is free, it can move from every member to every
        other; else `can_change` says which.
        """
        return tuple(self._blocks(player) for player in range(self.parties))

    def can_change(self, player: int, source: IntArray, target: IntArray) -> BoolArray:
        """Return which moves between members of one block the player can really make, of shape (pair,)."""
        found = np.asarray(source != target)
        for option in np.flatnonzero(self.held & (self.owner == player)):
            found &= self.change[option, self.levels[source, option], self.levels[target, option]]
        return found

    def targets(self, player: int, state: int) -> IntArray:
        """Return the states that a player can move to from a state, in increasing order."""
        block, member, start = self.blocks[player]
        found = member[start[block[state]] : start[block[state] + 1]]
        if self.free[player]:
            return np.asarray(found[found != state])
        return found[self.can_change(player, np.full(len(found), state), found)]

    def count(self, player: int) -> int:
        """Return how many moves a player has, over all states."""
        return self.most(player) if self.free[player] else len(self.arcs(player)[0])

    def most(self, player: int) -> int:
        """Return how many moves a player would have if it could set all its options at will."""
        size = np.diff(self.blocks[player][2])
        return int((size * (size - 1)).sum())

    def arcs(self, player: int) -> tuple[IntArray, IntArray]:
        """Return all moves of a player: sources and targets, sorted by source, then by target."""
        _, member, start = self.blocks[player]
        size = np.diff(start)
        if self.most(player) > MOST_ARCS:
            raise NotApplicable(
                f"the moves of player {player} are more than {MOST_ARCS:,}: too many to be written out one by one. "
                "Use Stability(), which needs no list of them"
            )
        parts = []
        for width in np.unique(size[size > 1]):
            first = start[:-1][size == width]
            step = max(1, BLOCK // int(width) ** 2)
            for at in range(0, len(first), step):
                rows = member[first[at : at + step, None] + np.arange(width)]
                source = np.repeat(rows, width, axis=1).reshape(-1)
                target = np.tile(rows, (1, width)).reshape(-1)
                possible = self.can_change(player, source, target)
                parts.append((source[possible], target[possible]))
        if not parts:
            return np.zeros(0, np.intp), np.zeros(0, np.intp)
        source, target = (np.concatenate([part[end] for part in parts]) for end in (0, 1))
        order = np.lexsort((target, source))
        return source[order], target[order]

    def keep(self, states: IntArray) -> OptionGraph:
        """Return the graph of these states alone, numbered anew in the order given."""
        return OptionGraph(levels=self.levels[states], owner=self.owner, change=self.change, parties=self.parties)

    def _blocks(self, player: int) -> tuple[IntArray, IntArray, IntArray]:
        others = self.levels[:, self.owner != player].astype(np.int64)
        code = np.zeros(len(self), np.int64)
        for column in others.T:
            code = code * (int(column.max(initial=0)) + 1) + column
            if len(code) and int(code.max()) > 2**40:  # keep codes small
                code = np.unique(code, return_inverse=True)[1]
        block = np.unique(code, return_inverse=True)[1].astype(np.intp)
        member = np.argsort(block, kind="stable")
        start = np.concatenate([[0], np.cumsum(np.bincount(block))]).astype(np.intp)
        return block, member, start
