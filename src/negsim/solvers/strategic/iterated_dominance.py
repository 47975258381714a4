"""Iterated elimination of dominated strategies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.dominance import By, Kind, others_left, undominated
from negsim.errors import NotApplicable
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.results import Survivors
from negsim.games.strategic import StrategicGame
from negsim.kernels.strategic.dominance import NOTICEABLE, mixed_dominator, pure_dominance
from negsim.solvers._forms import require_form
from negsim.solvers.base import Solution, Solver, Status, Watch, solvers

BLOCK = 2_000_000  # payoffs worked on at once


@solvers("iterated_dominance")
@dataclass(frozen=True, kw_only=True)
class IteratedDominance(Solver[StrategicGame, Survivors]):
    """Eliminate dominated strategies, round after round, until none is left; for any number of players.

    In every round all dominated strategies of all players leave together. For strict dominance the order would not
    matter; for weak dominance it can, and this order, which removes as much as possible at once, is one of several.
    The result also holds the round in which each strategy left and a strategy that dominated it. By pure strategies:
    exact comparisons, for whole batches. By mixtures, a linear program for each strategy that no pure one dominates;
    margins under 1e-9 of the payoff range do not count. A step is a round. Use it before other solvers to make games
    smaller, or `PureNash` when one strategy each does not remain.

    Attributes
    ----------
    kind
        ``strict``: dominated strategies do worse against everything the others still have. ``weak``: they never do
        better, and somewhere worse.
    by
        ``pure``: only pure strategies dominate. ``mixed``: mixtures do too.
    """

    reference: ClassVar[str] = "Luce and Raiffa (1957); Pearce (1984)"
    kind: Kind = "strict"
    by: By = "mixed"

    def __post_init__(self) -> None:
        for name, given, known in (("kind", self.kind, ("strict", "weak")), ("by", self.by, ("pure", "mixed"))):
            if given not in known:
                raise NotApplicable(f"{name} '{given}' is neither '{known[0]}' nor '{known[1]}'. Use one of those.")

    @property
    def concept(self) -> Concept[StrategicGame, Survivors]:
        """What iterated elimination of this kind leaves."""
        return undominated(self.kind, self.by)

    def solve(self, game: StrategicGame) -> Solution[StrategicGame, Survivors]:
        """Eliminate in every game of the batch."""
        require_form(self, game, StrategicGame)
        watch = Watch(self)
        count, width = len(game), len(game.choices)
        found = Survivors(
            item=np.arange(count),
            alive=np.ones((count, width), bool),
            round=np.zeros((count, width), np.intp),
            dominator=np.zeros((count, width, width)),
        )
        status, steps = np.zeros(count, np.intp), np.zeros(count, np.intp)
        size = max(1, BLOCK // max(1, game.payoffs[:1].size))
        for start in range(0, count, size):
            self._eliminate(game, found, status, steps, np.arange(start, min(start + size, count)), watch)
        return Solution(game, self, found, status, steps)

    def _eliminate(
        self, game: StrategicGame, found: Survivors, status: IntArray, steps: IntArray, rows: IntArray, watch: Watch
    ) -> None:
        """Eliminate in some games of the batch, and write what was found in its place."""
        turn = 0
        while len(rows):
            if stop := watch.stop(turn):
                status[rows] = stop.code
                return
            part = game.take(rows)
            leaves, dominator, ending = self._round(part, found.alive[rows], watch)
            status[rows] = ending
            moving = leaves.any(1) & (ending == Status.solved.code)
            rows, leaves, turn = rows[moving], leaves[moving], turn + 1
            found.alive[rows] &= ~leaves
            found.round[rows] = np.where(leaves, turn, found.round[rows])
            found.dominator[rows] += dominator[moving]
            steps[rows] = turn

    def _round(self, game: StrategicGame, alive: BoolArray, watch: Watch) -> tuple[BoolArray, Array, IntArray]:
        """Return which choices are dominated now, by what, and how the work ended; shapes (game, choice), ..."""
        width = len(game.choices)
        leaves = np.zeros(alive.shape, bool)
        dominator = np.zeros((*alive.shape, width))
        ending = np.full(len(game), Status.solved.code)
        for player, part in enumerate(game.choices.slices):
            table, own, others = game.own_table(player), alive[:, part], others_left(game, alive, player)
            pairs = pure_dominance(table, own, others, weak=self.kind == "weak")
            leaves[:, part] = pairs.any(2)
            lasting = pairs & ~leaves[:, None, part]  # dominance is transitive: some dominator is itself undominated
            item, worse = np.nonzero(leaves[:, part])
            better = lasting[item, worse].argmax(1)
            dominator[item, part.start + worse, part.start + better] = 1.0
            if self.by == "mixed":
                for row in np.flatnonzero(own.sum(1) > 2):
                    mixed = self._mixtures(table[row], own[row], others[row], ~leaves[row, part] & own[row], watch)
                    for strategy, (stop, weights) in mixed.items():
                        ending[row] = max(ending[row], stop.code)
                        leaves[row, part.start + strategy] = weights.any()
                        dominator[row, part.start + strategy, part] = weights
        return leaves, dominator, ending

    def _mixtures(
        self, table: Array, own: BoolArray, others: BoolArray, asked: BoolArray, watch: Watch
    ) -> dict[int, tuple[Status, Array]]:
        """Return, for strategies of one player of one game, how the search ended and a dominating mixture or zeros."""
        cells = table[:, others]
        unit = float(np.ptp(cells[own])) or 1.0
        out: dict[int, tuple[Status, Array]] = {}
        for strategy in map(int, np.flatnonzero(asked)):
            if watch.left <= 0:
                return out | {strategy: (Status.time_limit, np.zeros(len(own)))}
            rivals = own & (np.arange(len(own)) != strategy)
            gains = (cells[rivals] - cells[strategy]) / unit
            ending, mixture, margin = mixed_dominator(gains, weak=self.kind == "weak", seconds=watch.left)
            weights = np.zeros(len(own))
            if ending == "solved" and margin > NOTICEABLE:
                weights[rivals] = mixture
            out[strategy] = Status[ending], weights
        return out
