"""Pure plans that are best replies to each other: policy iteration, for one player and for players who take turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.markov_perfect import markov_perfect
from negsim.errors import NotApplicable
from negsim.games.base import Array, IntArray
from negsim.games.results import Profiles
from negsim.games.stages import markov
from negsim.games.stochastic import StochasticGame
from negsim.solvers._forms import require_form
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
            If the game is of another form, or has a horizon.
        """
        require_form(self, game, StochasticGame)
        if game.horizon is not None:
            raise NotApplicable("BestReplyIteration is for games without a horizon. Use FiniteHorizon().")
        nothing = Answer(rows={"weights": np.zeros((0, len(game.choices)))})

        def solve(item: int, watch: Watch) -> Answer:
            rounds = _Rounds(game.take(slice(item, item + 1)))
            while (status := rounds.turn(watch)) is None:
                pass
            rows = rounds.weights if status is Status.solved else nothing.rows["weights"]
            return Answer(rows={"weights": rows}, status=status, steps=rounds.steps)

        return certified(one_by_one(self, game, Profiles, solve, nothing=nothing), TOLERANCE * game.spread)


class _Rounds:
    """One game, and the pure plans it has come to: for each player the action in every state."""

    def __init__(self, game: StochasticGame):
        self.game, self.steps = game, 0
        self.states = np.arange(game.shape[0])
        self.payoffs = game.payoffs.reshape(len(game.players), -1)
        self.matrix = _matrix(game)
        self.seen: set[bytes] = set()
        self.plans = self._begin()

    @property
    def weights(self) -> Array:
        """The plans as weights of one profile, shape (1, choice)."""
        sizes = self.game.shape[1:]
        tables = (np.eye(size)[plan][None, None] for size, plan in zip(sizes, self.plans, strict=True))
        return markov.weights(self.game, tuple(tables))

    def turn(self, watch: Watch) -> Status | None:
        """Let everybody change its plan once, the last until it is best; say how it ended, if it did."""
        before, last = self._told(), len(self.plans) - 1
        if before in self.seen:
            return Status.failed
        self.seen.add(before)
        for player in range(last):
            self._change(player)
        while self._change(last):
            if (stopped := watch.stop(self.steps)) is not None:
                return stopped
        return Status.solved if self._told() == before else watch.stop(self.steps)

    def _told(self) -> bytes:
        return b"".join(plan.tobytes() for plan in self.plans)

    def _begin(self) -> list[IntArray]:
        """Reply to everybody acting evenly, now and later; who has no choice takes the only action there is."""
        game = self.game
        sizes = np.array([part.stop - part.start for part in game.choices.slices], np.intp)
        even = Profiles(item=np.zeros(1, np.intp), weights=np.repeat(1 / sizes, sizes)[None])
        earned = np.append(game.deviation_payoffs(even)[0], 0.0)
        return [
            np.where(part, earned[choice], -np.inf).argmax(1)
            for part, choice in zip(game.available, game.choice, strict=True)
        ]

    def _change(self, player: int) -> bool:
        """Value the plans, and change the player's wherever another action earns more; say whether any did."""
        self.steps += 1
        discount = float(self.game.discount[0, player])
        here = np.ravel_multi_index((self.states, *self.plans), self.game.shape)
        follows, flow = self.matrix[here], self.payoffs[player, here]
        values = _values(follows, discount, flow)
        own = np.arange(self.game.shape[1 + player])
        others = [plan[:, None] for plan in self.plans]
        others[player] = own[None]
        spots = np.ravel_multi_index(np.broadcast_arrays(self.states[:, None], *others), self.game.shape)
        worth = self.payoffs[player][spots] + discount * (self.matrix @ values)[spots]
        worth = np.where(self.game.available[player], worth, -np.inf)
        best, least = worth.argmax(1), GAIN * np.abs(values).max(initial=1e-300)
        better = worth[self.states, best] > worth[self.states, self.plans[player]] + least
        self.plans[player] = np.where(better, best, self.plans[player])
        return bool(better.any())


def _matrix(game: StochasticGame) -> Any:
    """Probabilities of what follows, shape (state and joint action, next state): sparse unless most are positive."""
    from scipy.sparse import csr_matrix

    chances, shape = game.transitions, (len(game.transitions), game.shape[0])
    crowded = len(chances.state) > markov.CROWDED * shape[0] * shape[1] and shape[1] <= markov.LARGE
    if shape[1] < markov.SPARSE or crowded:
        return chances.dense(shape[1])[0]
    return csr_matrix((chances.probability[0], chances.state, chances.start), shape=shape)


def _values(follows: Any, discount: float, flow: Array) -> Array:
    """Solve value = flow + discount * expected value."""
    if isinstance(follows, np.ndarray):
        return np.asarray(np.linalg.solve(np.eye(len(flow)) - discount * follows, flow))
    from scipy.sparse import identity
    from scipy.sparse.linalg import splu

    found: Array = splu((identity(len(flow), format="csc") - discount * follows.tocsc()).tocsc()).solve(flow)
    return found
