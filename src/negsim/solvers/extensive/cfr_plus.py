"""Counterfactual regret minimisation: learning to play a zero-sum tree too large for a linear program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.nash import nash
from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Profiles
from negsim.games.trees.pieces import Pieces, uncut
from negsim.games.trees.replies import require_perfect_recall
from negsim.kernels.trees.plans import TREMBLE, plan_of, write_behaviour
from negsim.kernels.trees.regrets import counterfactual_rounds, earned, table_rows
from negsim.solvers._forms import require_form
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, one_by_one, require_two_players, solvers

WITHIN = 1 - 1e-6  # play has settled a hair inside the tolerance, so that rounding in the residual does not undo it
PORTION = 3e7  # elementary steps between two looks at the clock, some hundredths of a second
OFTEN = 0.05  # gains are looked up every so many rounds, as a share of the rounds so far


@solvers("cfr_plus")
@dataclass(frozen=True, kw_only=True)
class CFRPlus(Solver[ExtensiveGame, Profiles]):
    """Approach an equilibrium of a two-player zero-sum tree by play that regrets, round after round.

    In every round first one player and then the other plays each action as often as it regrets not having played it
    more; the row holds the average of all rounds, the later ones counting more. It comes within a share of the payoff
    range that falls at least like 1 / sqrt(rounds), and usually like 1 / rounds. A round takes some 3 to 6 ns a node:
    Leduc poker is within one part in a million of its range after some 5,000 rounds, in 0.2 s. A step is a round. Use
    `SequenceForm` for an answer to full precision, and for trees of fewer than 100,000 nodes or with small subgames.

    Attributes
    ----------
    tolerance
        The most that either player could still gain, as a share of the range of the payoffs, when play has settled.
    averaging
        Round t counts in proportion to t to this power: 1 is that of CFR+, 0 counts all alike.
    predictive
        Whether to act as if the last gains came once more: predictive CFR+ (Farina, Kroer and Sandholm 2021), for which
        an averaging of 2 or more is usual. It is faster where little is hidden, and slower in poker.
    max_steps
        Most rounds.
    """

    reference: ClassVar[str] = "Zinkevich, Johanson, Bowling and Piccione (2007); Tammelin (2014)"

    tolerance: float = 1e-6
    averaging: float = 1.0
    predictive: bool = False
    max_steps: int = 100_000

    def __post_init__(self) -> None:
        if not (self.tolerance >= 0 and self.averaging >= 0):
            raise NotApplicable(
                f"tolerance is {self.tolerance} and averaging {self.averaging}; use a share of the payoff range, such "
                "as 1e-6, and a power such as 1"
            )

    @property
    def concept(self) -> Concept[Any, Profiles]:
        """Nash equilibrium, which the average approaches."""
        return nash

    def solve(self, game: ExtensiveGame) -> Solution[ExtensiveGame, Profiles]:
        """Play every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, there are more or fewer than two players, one forgets what it knew or did,
            or payoffs do not sum to a constant.
        """
        require_form(self, game, ExtensiveGame)
        require_two_players(self, game, "AgentLogit")
        require_perfect_recall(game.tree, "CFRPlus is for players who forget nothing", "AgentLogit")
        _require_constant_sum(game)
        whole = uncut(game.tree)

        def solve(item: int, watch: Watch) -> Answer:
            play = _Play(game, item, whole, self)
            status: Status | None = None
            while status is None:
                play.go_on(self.max_steps - play.rounds)
                settled = play.gain <= WITHIN * self.tolerance
                status = Status.solved if settled else watch.stop(play.rounds)
            return Answer(rows={"weights": play.weights(game)[None]}, status=status, steps=play.rounds)

        return one_by_one(
            self, game, Profiles, solve, nothing=Answer(rows={"weights": np.zeros((0, len(game.choices)))})
        )


class _Play:
    """The play of one game so far."""

    def __init__(self, game: ExtensiveGame, item: int, whole: Pieces, options: CFRPlus):
        chance, tree = np.asarray(game.chance), game.tree
        odds = whole.odds(tree, chance[item if len(chance) > 1 else 0])
        pay = game.payoffs[item, 0][np.searchsorted(tree.terminals, whole.leaf)] / game.spread[item]
        values = odds * (pay - (pay.max() + pay.min()) / 2)
        self.sides, self.options, self.rounds, self.gain = whole.sides, options, 0, np.inf
        self.before = tuple(side.before for side in whole.sides)
        self.start = tuple(1 + np.concatenate([[0], np.cumsum(side.size)]) for side in whole.sides)
        sizes = [int(start[-1]) for start in self.start]
        at = [side.at for side in whole.sides]
        self.tables: tuple[Any, ...] = tuple(
            tuple(table_rows(at[k], at[1 - k], values if k == 0 else -values, (sizes[k], sizes[1 - k]))) for k in (0, 1)
        )
        self.effort = 4.0 * (len(values) + 4 * sum(sizes))
        self.share = tuple(np.concatenate([[1.0], np.repeat(1 / side.size, side.size)]) for side in self.sides)
        self.plan = tuple(self._plan(k, self.share[k]) for k in (0, 1))
        self.regret = tuple(np.zeros(size) for size in sizes)
        self.average = tuple(plan.copy() for plan in self.plan)

    def _plan(self, player: int, share: Array) -> Array:
        """The plan of shares that stand sequence by sequence."""
        plan = plan_of.sized(self.effort)
        return plan(share, self.before[player], self.start[player], self.start[player][:-1])

    def go_on(self, most: int) -> None:
        """Play until it is time to look at the clock, or at what either player could gain, as a share of the range."""
        rounds = int(max(1, min(most, PORTION / self.effort, OFTEN * self.rounds + 5)))
        self.gain = counterfactual_rounds.sized(self.effort * rounds)(
            self.tables,
            self.before,
            self.start,
            self.share,
            self.regret,
            self.plan,
            self.average,
            self.rounds,
            rounds,
            self.options.averaging,
            float(self.options.predictive),
        )
        self.rounds += rounds

    def weights(self, game: ExtensiveGame) -> Array:
        """Shape (choice,). The averages as behaviour; where they do not come, a best reply to the other's tremble."""
        found = np.zeros(len(game.choices))
        for player, side in enumerate(self.sides):
            even = np.concatenate([[1.0], np.repeat(1 / self.sides[1 - player].size, self.sides[1 - player].size)])
            other = self.average[1 - player] + TREMBLE * self._plan(1 - player, even)
            worth = earned.sized(self.effort)(self.tables[player], other)
            write = write_behaviour.sized(self.effort)
            write(found, self.average[player], worth, self.before[player], self.start[player], side.choice)
        return found


def _require_constant_sum(game: ExtensiveGame) -> None:
    """Raise unless every game's payoffs sum to a constant, but for rounding."""
    if not game.is_constant_sum.all():
        item = int(game.is_constant_sum.argmin())
        sums = game.payoffs[item].sum(0)
        raise NotApplicable(
            f"CFRPlus is for games in which payoffs sum to a constant, and in game {item} they sum to between "
            f"{sums.min():g} and {sums.max():g}. Use SequenceForm()."
        )
