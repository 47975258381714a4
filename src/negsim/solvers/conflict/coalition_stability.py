"""Stability of every state of a conflict against parties that move together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, cast

import numpy as np

from negsim.concepts._by_relations import require_known
from negsim.concepts.base import Concept
from negsim.concepts.coalition_stability import AND, CONCEPTS, Members, coalition_stability, coalitions
from negsim.errors import NotApplicable
from negsim.games.base import BoolArray
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets
from negsim.kernels.graphs.coalition_states import judge_together
from negsim.kernels.graphs.four_relations import packed
from negsim.solvers._forms import require_form
from negsim.solvers._joint_moves import Bits, enumerated, followed, joined, listed, unpacked
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, one_by_one, solvers

MOST_BITS = 16_000_000_000  # of all coalitions together: 2 GB


@solvers("coalition_stability")
@dataclass(frozen=True, kw_only=True)
class CoalitionStability(Solver[ConflictGame, StateSets]):
    """Find the states that are stable for every coalition: CNash, CGMR, CSMR and CSEQ, for any number of players.

    A coalition can bring about what its members reach by moving in any order, nobody twice in succession; it improves
    if all members are better off at the end. Its answer comes from everybody else: by any moves, or, in CSEQ, by joint
    improvements of coalitions among them. Single players are coalitions of one, so that the equilibria are the states
    that are stable for everybody, alone or together; with ``smallest=2``, those stable for every group of two or more.

    There are 2**n - 1 coalitions of n players, each of which costs about states**3 / 64 operations: four seconds in all
    for 3 players and 4,096 states. Joint improvements of many others in turn add to that: two seconds for 10 players
    and 32 states. A step is a coalition. For single players alone `Stability` is much faster.

    Attributes
    ----------
    smallest, largest
        The fewest and the most members of a coalition; None for all players.
    """

    reference: ClassVar[str] = "Kilgour, Hipel, Fang and Peng (2001); Inohara and Hipel (2008)"

    smallest: int = 1
    largest: int | None = None

    @property
    def concept(self) -> Concept[ConflictGame, StateSets]:
        """Stability against parties that move together."""
        return coalition_stability

    def solve(self, game: ConflictGame) -> Solution[ConflictGame, StateSets]:
        """Solve every conflict of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, some player does not perceive all states, preferences are unknown, or no
            coalition is of this size.
        """
        require_form(self, game, ConflictGame)
        if game.perceived is not None:
            raise NotApplicable("CoalitionStability is for players who see every state, together. Use Stability()")
        require_known(game, "CoalitionStability")
        count = len(game.players)
        most = count if self.largest is None else self.largest
        parties = [members for members in coalitions(range(count), self.smallest) if len(members) <= most]
        if not parties or self.smallest < 1:
            raise NotApplicable(
                f"there are no coalitions of {self.smallest} to {most} members among {count} players. Use smaller "
                "numbers, from 1"
            )
        labels = tuple(AND.join(game.players[k] for k in members) for members in parties)
        nothing = Answer(rows={"stable": np.zeros((0, len(CONCEPTS), len(parties), len(game.states)), bool)})
        kind = partial(StateSets, concepts=CONCEPTS, parties=labels)
        shared: list[_Moves] = []  # the same for all conflicts of the batch

        def solve(item: int, watch: Watch) -> Answer:
            if 2.0 ** (count + 1) * len(game.states) ** 2 > MOST_BITS:
                return Answer(rows=nothing.rows, status=Status.memory_limit)
            try:
                if not shared:
                    shared.append(_Moves(game, watch))
                return Answer(rows={"stable": shared[0].stable(item, parties)}, steps=len(parties))
            except _Stopped as stopped:
                return Answer(rows=nothing.rows, status=stopped.args[0], steps=stopped.args[1])

        return one_by_one(self, game, cast("type[StateSets]", kind), solve, nothing=nothing)


class _Stopped(Exception):
    """A limit was reached; its arguments say which, and after how many steps."""


class _Moves:
    """What coalitions can bring about, by any moves."""

    def __init__(self, game: ConflictGame, watch: Watch):
        self.game, self.watch = game, watch
        self.players, self.states = range(len(game.players)), len(game.states)
        moves = listed(game.graph)
        self.reached = {members: followed(moves, members, self._look) for members in [(), *coalitions(self.players)]}

    def stable(self, item: int, parties: Sequence[Members]) -> BoolArray:
        """Shape (1, concept, coalition, state): the verdicts of one conflict."""
        better: dict[Members, Bits] = {}
        for player in self.players:
            better[player,] = packed(self.game.preference(item, player) > 0)
        for members in coalitions(self.players, 2):
            better[members] = better[members[:-1]] & better[members[-1:]]
        groups = coalitions(self.players)
        improving = joined([enumerated(unpacked(self.reached[group] & better[group])) for group in groups])
        out = np.zeros((1, len(CONCEPTS), len(parties), self.states), bool)
        for step, members in enumerate(parties):
            self._look(step)
            others = tuple(player for player in self.players if player not in members)
            among = [k for k, group in enumerate(groups) if set(group) <= set(others)]
            answers = np.stack([self.reached[others], followed(improving, among, self._look)])
            verdicts = np.zeros((len(CONCEPTS), self.states), bool)
            work = self.states**2 * (5 + answers.shape[2])
            judge_together.sized(work)(self.reached[members], better[members], answers, verdicts)
            out[0, :, step] = verdicts
        return out

    def _look(self, step: int = 0) -> None:
        stopped = self.watch.stop(step)
        if stopped:
            raise _Stopped(stopped, step)
