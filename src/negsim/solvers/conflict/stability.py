"""Stability of every state of a conflict, for every party, under the five classic concepts at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts._by_relations import require_known
from negsim.concepts.base import Concept
from negsim.concepts.conflict_stability import CONCEPTS, conflict_stability
from negsim.concepts.each_once_stability import each_once_stability
from negsim.concepts.single_step_stability import single_step_stability
from negsim.errors import NotApplicable, unknown
from negsim.games.base import BoolArray
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.relations import Relations
from negsim.games.graphs.sequences import Sequences
from negsim.games.results import StateSets
from negsim.solvers._forms import require_form
from negsim.solvers._relations import solve_by_relations
from negsim.solvers._simultaneous import stable_together
from negsim.solvers._stable_by_rank import stable_by_rank
from negsim.solvers.base import Solution, Solver, Status, Watch, solvers

SIM = "sim"
KINDS = {"legal": conflict_stability, "single_step": single_step_stability, "each_once": each_once_stability}


@solvers("stability")
@dataclass(frozen=True, kw_only=True)
class Stability(Solver[ConflictGame, StateSets]):
    """Find the states that are stable for each party: Nash, GMR, SMR, SEQ and SSEQ, for any number of parties.

    All improvements from all states are judged in one pass from the worst sanctions to the mildest, so that the cost
    grows with the number of states, not of ways between them: milliseconds for thousands of states, seconds for a
    million. Options are never written out as moves. Preferences that payoffs cannot express take longer, and memory
    for every pair of states; where they are graded, unknown or fuzzy, the solvers made for them say more.

    A state that a party does not know of is stable for it. A step is one conflict; with degrees, a round of moves.

    Attributes
    ----------
    concepts
        Which of ``nash``, ``gmr``, ``smr``, ``seq``, ``sseq``, and ``sim``: improvements that would fail because others
        improve their own position at the same time; for options only, and slow.
    sequences
        How the others can answer: ``"legal"``, as published, with any sequence of moves in which nobody moves twice in
        succession; ``"single_step"``, one move of one of them; ``"each_once"``, sequences in which nobody moves twice.
    """

    reference: ClassVar[str] = "Fang, Hipel and Kilgour (1993)"

    concepts: tuple[str, ...] = CONCEPTS
    sequences: Sequences = "legal"

    def __post_init__(self) -> None:
        if isinstance(self.concepts, str):
            raise NotApplicable(f"concepts is the word '{self.concepts}'. Use a list, such as ['{self.concepts}']")
        object.__setattr__(self, "concepts", tuple(self.concepts))
        for name in self.concepts:
            if name not in (*CONCEPTS, SIM):
                raise unknown("concept", name, (*CONCEPTS, SIM))
        if not self.concepts or len(set(self.concepts)) < len(self.concepts):
            raise NotApplicable(f"concepts are {list(self.concepts)}. Use at least one, and each of them once")
        if self.sequences not in KINDS:
            raise NotApplicable(f"sequences is '{self.sequences}'. Use one of {', '.join(map(repr, KINDS))}")

    @property
    def concept(self) -> Concept[ConflictGame, StateSets]:
        """Stability under sanctions that are foreseen."""
        return KINDS[self.sequences]

    def solve(self, game: ConflictGame) -> Solution[ConflictGame, StateSets]:
        """Solve every conflict of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, or its preferences or its graph do not go with the options of the solver.
        """
        require_form(self, game, ConflictGame)
        if game.degrees is not None:
            return self._by_relations(game)
        watch = Watch(self)
        found = stable_by_rank(game, self.concepts, self.sequences, watch)
        if SIM in self.concepts:
            found = _with_sim(game, found, watch)
        done = np.arange(len(found))
        columns = [(*CONCEPTS, SIM).index(name) for name in self.concepts]
        stable = found if columns == list(range(found.shape[1])) else found[:, columns]
        result = StateSets(item=done, stable=stable, concepts=self.concepts, parties=game.players)
        status = np.full(len(game), Status.time_limit.code, np.intp)
        status[done] = Status.solved.code
        return Solution(game, self, result, status, (status == Status.solved.code).astype(np.intp))

    def _by_relations(self, game: ConflictGame) -> Solution[ConflictGame, StateSets]:
        require_known(game, type(self).__name__)
        if SIM in self.concepts or self.sequences != "legal":
            raise NotApplicable("SIM and shorter sequences are for payoffs alone. Use Stability() for degrees")
        columns = [CONCEPTS.index(name) for name in self.concepts]
        return solve_by_relations(
            self, game, self.concepts, lambda item: [Relations.crisp(game, item)], lambda stable: stable[columns]
        )


def _with_sim(game: ConflictGame, found: BoolArray, watch: Watch) -> BoolArray:
    """Add SIM, for as many conflicts as time allows."""
    both = np.concatenate([found, np.empty_like(found[:, :1])], axis=1)
    for item in range(len(found)):
        if item and watch.left <= 0:
            return both[:item]
        both[item, -1] = stable_together(game, item)
    return both
