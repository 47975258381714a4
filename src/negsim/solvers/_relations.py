"""Stability of every state from what the parties make of going from one state to another: shared by its solvers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import cast

import numpy as np
from numpy.typing import NDArray

from negsim.games.base import BoolArray, IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.relations import Relations
from negsim.games.results import StateSets
from negsim.kernels.graphs.four_relations import CONCEPTS, follow, judge, packed
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, one_by_one

MOST_PAIRS = 400_000_000  # of states, for each player: about 4 GB

Moves = tuple[IntArray, NDArray[np.int32]]  # begin and target, as in the kernels
Bits = NDArray[np.uint64]


def solve_by_relations(
    solver: Solver[ConflictGame, StateSets],
    game: ConflictGame,
    concepts: Sequence[str],
    relations: Callable[[int], Sequence[Relations]],
    combine: Callable[..., BoolArray],
) -> Solution[ConflictGame, StateSets]:
    """Judge every state of every conflict of a batch; a step is one round over all moves.

    Parameters
    ----------
    solver, game
        As in `Solver.solve`.
    concepts
        Labels of what `combine` returns.
    relations
        Number of a conflict -> what its parties make of going from one state to another, in one sense or several.
    combine
        Takes, for each of them, the stable states of shape (5, player, state) under Nash, GMR, SMR, SEQ and SSEQ;
        returns those to report, of shape (concept, player, state).
    """
    rounds = Rounds(game)
    nothing = Answer(rows={"stable": np.zeros((0, len(concepts), len(game.players), len(game.states)), bool)})

    def solve(item: int, watch: Watch) -> Answer:
        if len(game.players) * len(game.states) ** 2 > MOST_PAIRS:
            return Answer(rows=nothing.rows, status=Status.memory_limit)
        rounds.restart()
        found = []
        for sense in relations(item):
            stable = rounds.stable(sense, watch)
            if isinstance(stable, Status):
                return Answer(rows=nothing.rows, status=stable, steps=rounds.steps)
            found.append(stable)
        return Answer(rows={"stable": combine(*found)[None]}, steps=rounds.steps)

    kind = partial(StateSets, concepts=tuple(concepts), parties=game.players)
    return one_by_one(solver, game, cast("type[StateSets]", kind), solve, nothing=nothing)


class Rounds:
    """Judges states with the compiled kernels, and remembers what conflicts of one graph have in common.

    Parameters
    ----------
    game
        A batch of conflicts.

    Attributes
    ----------
    steps
        Rounds over all moves since `restart`.
    """

    def __init__(self, game: ConflictGame):
        self.game = game
        self.steps = 0
        self._any: dict[
            int, tuple[Bits, int]
        ] = {}  # player -> what the others can bring about, found in so many rounds
        self._expected: tuple[BoolArray | None, dict[int, Bits]] = (None, {})

    def restart(self) -> None:
        """Count from 0, for the next conflict."""
        self.steps = 0
        self._expected = (None, {})

    def stable(self, relations: Relations, watch: Watch) -> BoolArray | Status:
        """Return the stable states of one conflict, of shape (5, player, state), or the limit that came first.

        Parameters
        ----------
        relations
            What its parties make of going from one state to another.
        watch
            Says when to stop.
        """
        if self._expected[0] is not relations.credible:
            self._expected = (relations.credible, {})
        out = np.ones((CONCEPTS, len(self.game.players), len(self.game.states)), bool)
        for player in range(len(self.game.players)):
            answers = self._answers(player, relations.credible, watch)
            if isinstance(answers, Status):
                return answers
            begin, target = self._moves(player)
            own = np.ascontiguousarray(begin[player])
            shape = out[:, player].shape
            work = len(target) * answers.shape[-1] * 4 + shape[1] ** 2
            verdicts = np.empty(shape, bool)
            improve, sanction, escape = (
                packed(part[player]) for part in (relations.improve, relations.sanction, relations.escape)
            )
            judge.sized(work)(own, target, improve, sanction, escape, answers, verdicts)
            out[:, player] = verdicts
        return out

    def _answers(self, player: int, credible: BoolArray, watch: Watch) -> Bits | Status:
        """Shape (2, state, word): what the others bring about from each state, by any moves and by expected ones."""
        moves = self._moves(player)
        if player in self._any:
            plain, rounds = self._any[player]
            self.steps += rounds
        else:
            before = self.steps
            followed = self._followed(player, moves, watch)
            if isinstance(followed, Status):
                return followed
            plain = followed
            self._any[player] = plain, self.steps - before
        if player not in self._expected[1]:
            followed = self._followed(player, self._thinned(moves, credible), watch)
            if isinstance(followed, Status):
                return followed
            self._expected[1][player] = followed
        return np.stack([plain, self._expected[1][player]])

    def _followed(self, player: int, moves: Moves, watch: Watch) -> Bits | Status:
        movers = np.delete(np.arange(len(self.game.players)), player)
        begin, target = moves
        states = len(self.game.states)
        found = np.zeros((len(movers), states, -(-states // 64)), np.uint64)
        backward, grew = True, True
        while grew and len(movers):
            stopped = watch.stop(self.steps)
            if stopped:
                return stopped
            work = len(target) * len(movers) * found.shape[-1] + states
            grew = follow.sized(work)(begin, target, movers, found, backward) and len(movers) > 1
            backward = not backward
            self.steps += 1
        return np.bitwise_or.reduce(found, axis=0) if len(movers) else np.zeros(found.shape[1:], np.uint64)

    def _moves(self, player: int) -> Moves:
        """All moves; without those that leave what the player knows of."""
        if self.game.perceived is None or self.game.perceived[player].all():
            return self._all
        seen = np.broadcast_to(self.game.perceived[player], (len(self.game.players), 1, len(self.game.states)))
        return self._thinned(self._all, seen & np.swapaxes(seen, 1, 2))

    def _thinned(self, moves: Moves, kept: BoolArray) -> Moves:
        """The moves that are kept, of shape (player, from, to)."""
        begin, target = moves
        mover, source = self._ends(begin)
        stays = kept[mover, source, target]
        passed = np.concatenate([[0], np.cumsum(stays)])
        return passed[begin].astype(np.intp), target[stays]

    def _ends(self, begin: IntArray) -> tuple[IntArray, IntArray]:
        counts = np.diff(begin, axis=1)
        mover, source = np.indices(counts.shape)
        return np.repeat(mover.ravel(), counts.ravel()), np.repeat(source.ravel(), counts.ravel())

    @cached_property
    def _all(self) -> Moves:
        states = len(self.game.states)
        begins, targets, passed = [], [], 0
        for player in range(len(self.game.players)):
            source, target = self.game.graph.arcs(player)
            begins.append(passed + np.searchsorted(source, np.arange(states + 1)))
            targets.append(target.astype(np.int32))
            passed += len(target)
        return np.stack(begins).astype(np.intp), np.concatenate(targets)
