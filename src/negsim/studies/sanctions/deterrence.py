"""What meets each improvement of a player: the sequence of moves that deters it, or the proof that none does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from negsim.games.base import IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.legal import Found, Legal
from negsim.games.graphs.sequences import Sequences
from negsim.studies.sanctions.board import Board, Move

CREDIBLE = ("seq", "sseq")  # answers must improve the position of whoever gives them
LASTING = ("smr", "sseq")  # the player may respond once more
DETERRED = ("gmr", "smr", "seq", "sseq")
CLASSIC = ("nash", *DETERRED)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the others can do about one improvement, under one concept.

    Attributes
    ----------
    holds
        Whether it deters the player.
    moves
        A shortest sequence that leaves the player no better off than before; if none of these lasts, one that the
        player can escape; empty if there is none.
    reached
        How many states the others can bring about.
    sanctions
        Those of them that leave the player no better off than before, the nearest first.
    escapes
        The moves with which the player can respond to the sequence, where the concept lets it respond: if the answer
        holds, all it has, none of which leaves it better off than before; else one that does.
    escaped
        If the answer does not hold: for each sanction a state to which the player can go from it and be better off.
    """

    holds: bool
    moves: tuple[Move, ...]
    reached: int
    sanctions: tuple[int, ...]
    escapes: tuple[Move, ...] = ()
    escaped: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Improvement:
    """A move that leaves a player better off, and what the others can do about it.

    Attributes
    ----------
    move
        The move.
    answers
        Concept -> what the others can do about it.
    """

    move: Move
    answers: Mapping[str, Answer]


class Deterrence:
    """One conflict, ready to say what meets each improvement from one state.

    Parameters
    ----------
    game, item
        A batch of conflicts, and which of them.
    state
        Where everybody stands.
    sequences
        By which sequences of moves the others can answer.
    """

    def __init__(self, game: ConflictGame, item: int, state: int, sequences: Sequences = "legal"):
        self.game, self.item, self.state, self.sequences = game, item, state, sequences
        self.board = Board(game, item)

    def sees(self, player: int) -> bool:
        """Return whether a player knows that the state exists in which everybody stands."""
        return self.game.perceived is None or bool(self.game.perceived[player, self.state])

    def targets(self, player: int, state: int, *, judge: int) -> IntArray:
        """Return where a player can move, as far as another sees it.

        Parameters
        ----------
        player, state
            Who moves, and from where.
        judge
            The player whose view is taken.
        """
        found = self.game.graph.targets(player, state)
        return found if self.game.perceived is None else found[self.game.perceived[judge, found]]

    def improvements(self, player: int, concepts: tuple[str, ...] = DETERRED) -> tuple[Improvement, ...]:
        """Return every improvement of a player with what the others can do about it, the best for the player first.

        Parameters
        ----------
        player
            Whose.
        concepts
            Under which concepts.
        """
        if not self.sees(player):
            return ()
        ends = self.targets(player, self.state, judge=player)
        ends = ends[self.board.better(player, self.state, ends)]
        ends = ends[np.argsort(-self.game.payoffs[self.item, player, ends], kind="stable")]
        ways = {} if not len(ends) else {kind: self._legal(player, kind) for kind in {c in CREDIBLE for c in concepts}}
        found = []
        for end in map(int, ends):
            followed = {kind: legal.search(end) for kind, legal in ways.items()}
            answers = {concept: self._answer(player, followed[concept in CREDIBLE], concept) for concept in concepts}
            found.append(Improvement(move=self.board.move(player, self.state, end), answers=answers))
        return tuple(found)

    def _legal(self, player: int, credible: bool) -> Legal:
        """The moves of the others, as the player sees them; their improvements alone where answers must be credible."""
        others = [other for other in range(len(self.game.players)) if other != player]
        seen = None if self.game.perceived is None else self.game.perceived[player]
        return self.board.legal(others, improving=credible, seen=seen, sequences=self.sequences)

    def _answer(self, player: int, found: Found, concept: str) -> Answer:
        reached = np.flatnonzero(found.distance > 0)
        sanctions = reached[~self.board.better(player, self.state, reached)]
        worth = self.game.payoffs[self.item, player, sanctions]
        changed = self._changed(found.start, sanctions)
        sanctions = sanctions[np.lexsort((sanctions, worth, changed, found.distance[sanctions]))]
        told = Answer(
            holds=bool(len(sanctions)) and concept not in LASTING,
            moves=self._path(found, sanctions[:1]),
            reached=len(reached),
            sanctions=tuple(map(int, sanctions)),
        )
        return self._lasting(player, found, told) if concept in LASTING else told

    def _lasting(self, player: int, found: Found, told: Answer) -> Answer:
        """The same where the player may respond once more: the first sanction from which it cannot escape."""
        escaped: dict[int, int] = {}
        for end in told.sanctions:
            ends = self.targets(player, end, judge=player)
            free = ends[self.board.better(player, self.state, ends)]
            if not len(free):
                moves = self._path(found, np.array([end]))
                escapes = tuple(self.board.move(player, end, int(target)) for target in ends)
                return replace(told, holds=True, moves=moves, escapes=escapes)
            escaped[end] = int(free[np.argmax(self.game.payoffs[self.item, player, free])])
        escapes = tuple(self.board.move(player, end, escaped[end]) for end in told.sanctions[:1])
        return replace(told, escapes=escapes, escaped=escaped)

    def _changed(self, state: int, others: IntArray) -> IntArray:
        """Shape (other,). In how many options states differ from one; the fewer, the easier to tell."""
        if self.game.sheet is None:
            return np.zeros(len(others), np.intp)
        levels = self.game.sheet.levels
        return np.asarray((levels[others] != levels[state]).sum(1))

    def _path(self, found: Found, ends: IntArray) -> tuple[Move, ...]:
        return tuple(self.board.move(*step) for end in ends for step in found.path(int(end)))
