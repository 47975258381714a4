"""One conflict of a batch, ready to be moved about in: who can move where, and whether that improves its position."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import BoolArray, IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.legal import MOST_EDGES, Legal
from negsim.games.graphs.sequences import Sequences


@dataclass(frozen=True, kw_only=True)
class Move:
    """One unilateral move.

    Attributes
    ----------
    player, source, target
        Who moves, from which state to which.
    improves
        Whether whoever moves is better off by this move.
    final
        Whether it cannot be taken back by a single move of the same player.
    """

    player: int
    source: int
    target: int
    improves: bool
    final: bool


class Board:
    """One conflict of a batch.

    Parameters
    ----------
    game, item
        A batch of conflicts, and which of them.

    Raises
    ------
    NotApplicable
        If there are too many moves to be written out; as soon as they are asked for.
    """

    def __init__(self, game: ConflictGame, item: int = 0):
        self.game, self.item = game, item

    @property
    def most(self) -> int:
        """The most moves that there can be, of all players together, without looking at each."""
        return sum(map(self.game.graph.most, range(len(self.game.players))))

    @property
    def small(self) -> bool:
        """Whether there are few enough moves to be followed one by one."""
        return self.most * len(self.game.players) <= MOST_EDGES

    @cached_property
    def arcs(self) -> list[tuple[IntArray, IntArray]]:
        """For each player, sources and targets of its moves, sorted by source, then by target."""
        if not self.small:
            raise NotApplicable(
                f"{len(self.game.states):,} states have up to {self.most:,} moves: too many to follow one by one. "
                "Use Stability() for the verdicts alone, or a conflict of fewer options"
            )
        return [self.game.graph.arcs(player) for player in range(len(self.game.players))]

    def better(self, player: int, source: int | IntArray, target: IntArray) -> BoolArray:
        """Return whether a player prefers each target to the source.

        Parameters
        ----------
        player, source, target
            Who compares which states.
        """
        if self.game.degrees is None:
            rank = self.game.ranks[self.item, player]
            return np.asarray(rank[target] > rank[source])
        degrees = self.game.degrees[self.item if len(self.game.degrees) > 1 else 0, player]
        return np.asarray(degrees[source, target] > 0)

    def move(self, player: int, source: int, target: int) -> Move:
        """Return a move with what it means to whoever makes it.

        Parameters
        ----------
        player, source, target
            Who moves, from which state to which.
        """
        return Move(
            player=player,
            source=source,
            target=target,
            improves=bool(self.better(player, source, np.array([target]))[0]),
            final=source not in self.game.graph.targets(player, target),
        )

    def kept(self, player: int, *, improving: bool, seen: BoolArray | None = None) -> tuple[IntArray, IntArray]:
        """Return some moves of a player: sources and targets.

        Parameters
        ----------
        player
            Whose.
        improving
            Whether only those that improve its position.
        seen
            Shape (state,). Only moves between these states; all of them if left out.
        """
        source, target = self.arcs[player]
        fine = self.better(player, source, target) if improving else np.ones(len(source), bool)
        if seen is not None:
            fine = fine & seen[source] & seen[target]
        return source[fine], target[fine]

    def legal(
        self,
        movers: Iterable[int],
        *,
        improving: bool,
        seen: BoolArray | None = None,
        sequences: Sequences = "legal",
    ) -> Legal:
        """Return the moves of some players, ready to be followed.

        Parameters
        ----------
        movers
            Who takes part.
        improving, seen
            As in `kept`.
        sequences
            Who may move after whom.
        """
        arcs = {mover: self.kept(mover, improving=improving, seen=seen) for mover in movers}
        return Legal(len(self.game.states), arcs, sequences)
