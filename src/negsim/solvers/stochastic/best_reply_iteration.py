"""Pure plans that are best replies to each other: policy iteration, for one player and for players who take turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.markov_perfect import markov_perfect
from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.games.results import Profiles
from negsim.games.stochastic import StochasticGame
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, certified, one_by_one, solvers

TOLERANCE = 1e-9  # of the payoff range
GAIN = 1e-12  # of what is at stake: smaller gains are no reason to change a plan


@solvers("best_reply_iteration")
@dataclass(frozen=True, kw_only=True)
class BestReplyIteration(Solver[StochasticGame, Profiles]):
    """Change plans to better ones until nobody can: a Markov-perfect equilibrium in pure plans, if it comes to rest.

    For games without a horizon. In every round each player but the last changes to the best action wherever that is a
    gain, and the last one replies with its best plan (Howard's policy iteration). A game of one player is solved
    exactly, and so is a zero-sum game in which one player acts at a time (Hoffman and Karp's strategy iteration); five
    to ten rounds are usual, and a round solves a linear system of the number of states a few times. With other
    interests, or where several act at once, the rounds may go in a circle: then the status says `failed`; use
    `LogitHomotopy`, which finds mixed plans as well. A step is a change of plans.
    """

    reference: ClassVar[str] = "Howard (1960); Hoffman and Karp (1966)"

    max_steps: int = 10_000

    @property
    def concept(self) -> Concept[StochasticGame, Profiles]:
        """Markov-perfect equilibrium."""
        return markov_perfect

    def solve(self, game: StochasticGame) -> Solution[StochasticGame, Profiles]:
        """Find at most one equilibrium of every game of the batch.

        Raises
        ------
        NotApplicable
            If the game has a horizon.
        """
        if game.horizon is not None:
            raise NotApplicable("BestReplyIteration is for games without a horizon. Use FiniteHorizon().")
        nothing = Answer(rows={"weights": np.zeros((0, len(game.choices)))})

        def solve(item: int, watch: Watch) -> Answer:
            rounds = _Rounds(game.take(slice(item, item + 1)))
            while (status := rounds.turn(watch)) is None:
                pass
            rows = rounds.plan if status is Status.solved else nothing.rows["weights"]
            return Answer(rows={"weights": rows}, status=status, steps=rounds.steps)

        return certified(one_by_one(self, game, Profiles, solve, nothing=nothing), TOLERANCE * game.spread)


class _Rounds:
    """One game, and the plans it has come to: weights of shape (1, choice)."""

    def __init__(self, game: StochasticGame):
        self.game = game
        self.slices = game.choices.slices
        self.steps = 0
        self.seen: set[bytes] = set()
        sizes = np.array([part.stop - part.start for part in self.slices], np.intp)
        self.plan = self._best(np.repeat(1 / sizes, sizes)[None], range(len(game.players)), 0.0)

    def turn(self, watch: Watch) -> Status | None:
        """Let everybody change its plan once, the last until it is best; say how it ended, if it did."""
        before, last = self.plan.tobytes(), len(self.game.players) - 1
        if before in self.seen:
            return Status.failed
        self.seen.add(before)
        for player in range(last):
            self._change(player)
        while self._change(last):
            if (stopped := watch.stop(self.steps)) is not None:
                return stopped
        return Status.solved if self.plan.tobytes() == before else watch.stop(self.steps)

    def _change(self, player: int) -> bool:
        self.steps += 1
        found = self._best(self.plan, [player], GAIN)
        moved = found.tobytes() != self.plan.tobytes()
        self.plan = found
        return moved

    def _best(self, plan: Array, players: range | list[int], gain: float) -> Array:
        """The plan with some players' best actions wherever those earn more than is planned."""
        earned = self.game.deviation_payoffs(Profiles(item=np.zeros(1, np.intp), weights=plan))[0]
        found = plan.copy()
        least = gain * max(1e-300, float(np.abs(earned).max(initial=0)))
        for part, owner in zip(self.slices, self.game.choices.owner, strict=True):
            best = int(earned[part].argmax())
            if owner in players and (gain == 0 or earned[part][best] > plan[0, part] @ earned[part] + least):
                found[0, part] = np.arange(part.stop - part.start) == best
        return found
