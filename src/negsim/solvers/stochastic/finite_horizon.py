"""Play up to a deadline: backward induction over stages, with a strategic game in every state of every stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.markov_perfect import markov_perfect
from negsim.concepts.markov_quantal_response import markov_quantal_response
from negsim.errors import NotApplicable
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.results import Profiles
from negsim.games.stages import markov
from negsim.games.stochastic import StochasticGame
from negsim.solvers._forms import require_form
from negsim.solvers._stage_games import StageGames
from negsim.solvers.base import Solution, Solver, Status, Watch, certified, solvers

TOLERANCE = 1e-8  # of the payoff range, or of a probability


@solvers("finite_horizon")
@dataclass(frozen=True, kw_only=True)
class FiniteHorizon(Solver[StochasticGame, Profiles]):
    """Find a Markov-perfect equilibrium of a stochastic game with a deadline, from the last stage back to the first.

    For any number of players and any interests. Where at most one player has a choice in a state it takes its best
    action; elsewhere the stage is a strategic game, whose payoffs include what follows, and a strategic solver finds an
    equilibrium of it. One row a game, a plan for every stage and state. The fact ``unique`` is True where no choice
    between several equilibria, or between equally good actions, had to be made; where one had to, the limit of logit
    response decides between equilibria, and the first in order between actions. The cost is that of the stage games,
    stages x states x games of the batch: microseconds to milliseconds each. A step is a stage. Use `LogitHomotopy` for
    plans that do not look at the clock.

    Attributes
    ----------
    stages
        Solve the game as if it stopped after so many stages; None for the horizon that it has.
    stage
        Name of the strategic solver for stages at which several players choose; its first row counts. ``"auto"`` takes
        the only equilibrium where there is one, and else the limit of logit response.
    precision
        Weight of payoffs in a logit response at every stage, in units of 1 / payoff, in place of best replies.
    """

    reference: ClassVar[str] = "Bellman (1957); Fudenberg and Tirole (1991), section 13.1"

    stages: int | None = None
    stage: str = "auto"
    precision: float | None = None

    def __post_init__(self) -> None:
        if self.stages is not None and self.stages < 1:
            raise NotApplicable(f"stages is {self.stages}; use 1 or more, or None for the horizon of the game")
        if self.precision is not None and not self.precision >= 0:
            raise NotApplicable(f"precision is {self.precision}; use a number from 0 up, or None for best replies")
        if self.precision is not None and self.stage != "auto":
            raise NotApplicable(f"a logit response takes no stage solver '{self.stage}'; use precision=None with it")

    @property
    def concept(self) -> Concept[StochasticGame, Profiles]:
        """Markov-perfect equilibrium; Markov logit equilibrium at a given precision."""
        return markov_perfect if self.precision is None else markov_quantal_response(self.precision)

    def solve(self, game: StochasticGame) -> Solution[StochasticGame, Profiles]:
        """Solve every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, there is no horizon, or the stage solver does not handle the stage games.
        """
        require_form(self, game, StochasticGame)
        asked = game if self.stages is None else game.until(self.stages)
        if asked.horizon is None:
            raise NotApplicable(
                "FiniteHorizon is for games that stop after some stages, and this one goes on. Use "
                "FiniteHorizon(stages=20), or LogitHomotopy()."
            )
        backwards = _Backwards(self, asked, Watch(self))
        stopped = backwards.run()
        status = backwards.status if stopped is None else np.full(len(game), stopped.code, np.intp)
        kept = np.flatnonzero(status == Status.solved.code)
        result = Profiles(item=kept, weights=markov.weights(asked, backwards.tables)[kept])
        steps = np.full(len(game), backwards.steps, np.intp)
        solution = Solution(asked, self, result, status, steps, {"unique": backwards.unique & (stopped is None)})
        return certified(solution, TOLERANCE * (asked.spread if self.precision is None else np.ones(len(game))))


class _Backwards:
    """A batch of games, and the plans for the stages that are solved; each table is (game, stage, state, action)."""

    def __init__(self, solver: FiniteHorizon, game: StochasticGame, watch: Watch):
        self.solver, self.game, self.watch, self.steps = solver, game, watch, 0
        self.tables = tuple(np.zeros((len(game), game.stages, *part.shape)) for part in game.available)
        self.status: IntArray = np.full(len(game), Status.solved.code, np.intp)
        self.unique: BoolArray = np.ones(len(game), bool)
        self.groups = tuple(_groups(game))

    def run(self) -> Status | None:
        """Solve stage after stage, the last first; return the limit that was reached, if one was."""
        game = self.game
        everyone = Profiles(item=np.arange(len(game)), weights=np.zeros((len(game), 0)))
        after: Array = np.broadcast_to(np.asarray(game.final), (len(game), len(game.players), game.shape[0]))
        for stage in reversed(range(game.stages)):
            if self.steps and (stopped := self.watch.stop(self.steps)) is not None:
                return stopped
            cells = markov.outlook(game, everyone, after)
            for states in self.groups:
                self._solve(stage, states, cells[:, :, states])
            now = markov.joint(tuple(table[:, stage] for table in self.tables))
            after = (cells * now[:, None]).sum(-1)
            self.steps += 1
        return None

    def _solve(self, stage: int, states: IntArray, cells: Array) -> None:
        """Fill in the play of states in which everybody has as many actions; cells are (game, player, state, joint)."""
        game = self.game
        there = [np.stack([np.flatnonzero(part[state]) for state in states]) for part in game.available]
        sizes = tuple(part.shape[1] for part in there)
        who = [player for player, size in enumerate(sizes) if size > 1] or [0]
        spots = np.ravel_multi_index(_open(there), game.shape[1:])
        stakes = np.take_along_axis(cells, spots.reshape(1, 1, len(states), -1), axis=3)[:, who]
        games = StageGames(
            payoffs=np.moveaxis(stakes, 2, 1).reshape(-1, len(who), *(sizes[player] for player in who)),
            solver=self.solver.stage,
            precision=self.solver.precision,
            seconds=self.watch.left,
        )
        mixtures = games.solve()
        for player, table in enumerate(self.tables):
            shares = mixtures[who.index(player)] if player in who else np.ones((len(games.payoffs), 1))
            table[:, stage, states[:, None], there[player]] = shares.reshape(len(game), len(states), shares.shape[-1])
        self.status = np.maximum(self.status, games.status.reshape(len(game), len(states)).max(1))
        self.unique &= ~games.several.reshape(len(game), len(states)).any(1)


def _groups(game: StochasticGame) -> Iterator[IntArray]:
    """The states, those together in which every player has as many actions."""
    sizes = np.stack([part.sum(1) for part in game.available], axis=1)
    for kind in np.unique(sizes, axis=0):
        yield np.flatnonzero((sizes == kind).all(1))


def _open(there: list[IntArray]) -> tuple[IntArray, ...]:
    """For each player its action numbers, shaped to broadcast to (state, action of player 0, ...)."""
    count = len(there)
    return tuple(
        part.reshape(len(part), *(part.shape[1] if axis == player else 1 for axis in range(count)))
        for player, part in enumerate(there)
    )
