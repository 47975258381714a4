"""Fictitious play: everyone replies best to how often the others have played each strategy so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from negsim.concepts.base import Concept
from negsim.concepts.nash import nash
from negsim.games.base import Array
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.kernels.strategic.learning import fictitious_play
from negsim.kernels.strategic.start_profile import start_profile
from negsim.solvers._dynamics import WITHIN, check_dynamics, followed, rounds, scaled
from negsim.solvers._forms import require_form
from negsim.solvers.base import Solution, Solver, solvers


@solvers("fictitious_play")
@dataclass(frozen=True, kw_only=True)
class FictitiousPlay(Solver[StrategicGame, Profiles]):
    """Approach one equilibrium by repeated best replies to the frequencies of past play.

    In every round each player replies best to the product of the others' frequencies, in equal shares where several
    strategies tie; the row holds the frequencies. They approach equilibrium in zero-sum, potential and 2 x n games,
    slowly (regret falls like 1 / sqrt(rounds) or worse), and may cycle for ever in others: then the status says so and
    the residual how far off they are. A round costs one pass over the payoffs. Use `LogitTrace` or `MixedNash` when
    every answer must be an equilibrium.

    Attributes
    ----------
    tolerance
        Regret at which play has settled, as a share of the range of the payoffs.
    seed
        None for even beliefs at the start, which count as one round; a number for beliefs drawn at random.
    points
        Rows a game: 1 for the end alone, more for at most so many along the way; column ``step`` tells the round.
    max_steps
        Most rounds of play.
    """

    reference: ClassVar[str] = "Brown (1951)"

    tolerance: float = 1e-3
    seed: int | None = None
    points: int = 1
    max_steps: int = 100_000

    def __post_init__(self) -> None:
        check_dynamics(self.tolerance, self.points)

    @property
    def concept(self) -> Concept[StrategicGame, Profiles]:
        """Nash equilibrium, which the frequencies may approach."""
        return nash

    def solve(self, game: StrategicGame) -> Solution[StrategicGame, Profiles]:
        """Play every game of the batch."""
        require_form(self, game, StrategicGame)
        start = start_profile(game.shape, self.seed)
        marks = rounds(self.points, self.max_steps)

        def play(item: int) -> _Play:
            return _Play(game.payoffs[item], start, self, len(game))

        return followed(self, game, Profiles, play, marks, named=("weights", "step"))


class _Play:
    def __init__(self, payoffs: Array, start: Array, options: FictitiousPlay, games: int):
        self.payoffs, self.starts, _ = scaled(payoffs)
        self.counts, self.tolerance = start.copy(), WITHIN * options.tolerance
        self.clock, self.steps, self.settled = 0.0, 0, False
        self.effort = 4.0 * self.payoffs.size + 10 * len(start)
        self._work = games * self.effort * options.max_steps

    def advance(self, until: float, most_steps: int) -> None:
        rounds = min(int(until - self.clock), most_steps)
        play = fictitious_play.sized(self._work)
        done, self.settled = play(self.payoffs, self.starts, self.counts, rounds, self.tolerance)
        self.steps += done
        self.clock += done

    @property
    def row(self) -> Array:
        weights: Array = self.counts / (1.0 + self.clock)
        return weights
