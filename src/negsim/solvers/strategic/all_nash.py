"""Every extreme Nash equilibrium of two-player games, degenerate ones included."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.nash import nash
from negsim.errors import NotApplicable
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.kernels.strategic import exact_bimatrix, large_bimatrix, small_bimatrix
from negsim.solvers._forms import require_form
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, one_by_one, require_two_players, solvers

CHUNK = 20_000  # games between two looks at the clock, or a thread's share at least


@solvers("all_nash")
@dataclass(frozen=True, kw_only=True)
class AllNash(Solver[StrategicGame, Profiles]):
    """Find every extreme equilibrium of two-player games: the corners of the set of all equilibria.

    Every equilibrium of a two-player game is a mixture of these; in a game without ties they are all there are, and
    otherwise `negsim.concepts.nash_components` says which of them span a continuum. Payoffs within 1e-13 of the payoff
    range count as tied; where an answer hangs on a tie that is not proven, because payoffs like 0.1 + 0.2 are rounded,
    the fact ``complete`` is False: then ask for ``exact=True``, which takes every payoff as precisely the number it is,
    or give the payoffs in a unit in which they are whole.

    A step is one vertex (of a small game: one basis) of either player's best-reply polytope; their number grows
    exponentially with the strategies, to some 100,000 for 15 x 15. Use `LemkeHowson` for one equilibrium of a large
    game, and `MixedNash` or `LogitTrace` for more players.

    Attributes
    ----------
    exact
        Whether to prove the answer in rational arithmetic, and to round the weights of it correctly. Any tie counts
        just as it stands in the payoffs, so a payoff that comes from a formula may need rounding first.
    threads
        How much to do at the same time: parts of a large batch of small games, or the two players' sides of a large
        one.
    """

    reference: ClassVar[str] = "Mangasarian (1964); von Stengel (2002), sections 2.6 and 2.7"

    exact: bool = False
    threads: int = 1

    def __post_init__(self) -> None:
        if self.threads < 1:
            raise NotApplicable(f"threads is {self.threads}; use 1, or as many as the machine has processors")

    @property
    def concept(self) -> Concept[StrategicGame, Profiles]:
        """Nash equilibrium."""
        return nash

    def solve(self, game: StrategicGame) -> Solution[StrategicGame, Profiles]:
        """Find all extreme equilibria of every game of the batch."""
        require_form(self, game, StrategicGame)
        require_two_players(self, game, "PureNash")
        if small_bimatrix.fits(*game.shape):
            return self._solve_small(game)
        if len(game.choices) > large_bimatrix.MOST_LABELS:
            raise NotApplicable(
                f"AllNash is for up to {large_bimatrix.MOST_LABELS} strategies of both players together, and this game "
                f"has {len(game.choices)}. Use LemkeHowson()."
            )
        nothing = Answer(
            rows={"weights": np.zeros((0, len(game.choices)))}, facts={"complete": False, "degenerate": False}
        )
        return one_by_one(
            self, game, Profiles, lambda item, watch: self._solve_large(game, item, watch), nothing=nothing
        )

    def _solve_small(self, game: StrategicGame) -> Solution[StrategicGame, Profiles]:
        steps = small_bimatrix.steps(*game.shape)
        few = steps > self.max_steps
        found = self._parts(game.payoffs[:0] if few else game.payoffs)
        weights, item, degenerate, doubtful = (_joined([part[k] for part in found]) for k in range(4))
        done = len(degenerate)
        status = np.full(len(game), Status.solved.code)
        complete, tied = np.zeros(len(game), bool), np.zeros(len(game), bool)
        np.logical_not(doubtful, out=complete[:done])
        tied[:done] = degenerate
        if doubtful.any():
            status[:done][np.bincount(item, minlength=done) == 0] = Status.inaccurate.code
        status[done:] = (Status.step_limit if few else Status.time_limit).code
        taken = np.full(len(game), steps)
        taken[done:] = 0
        result = Profiles(item=item, weights=weights)
        return Solution(game, self, result, status, taken, {"complete": complete, "degenerate": tied})

    def _parts(self, payoffs: Any) -> list[Any]:
        """Solve slices of the batch, as many as the deadline leaves time for, possibly in threads."""
        watch = Watch(self)
        size = max(CHUNK, -(-len(payoffs) // self.threads)) if self.deadline is None else CHUNK
        starts = range(0, max(len(payoffs), 1), size)

        def solve(start: int) -> Any:
            if start and watch.left <= 0:
                return None
            part = payoffs[start : start + size]
            return self._exactly(part, start, watch) if self.exact else small_bimatrix.equilibria(part, start)

        if self.threads == 1 or self.exact or len(starts) == 1:
            found = [solve(start) for start in starts]
        else:
            small_bimatrix.prepare(payoffs)
            with ThreadPoolExecutor(self.threads) as pool:
                found = list(pool.map(solve, starts))
        return found[: next((k for k, part in enumerate(found) if part is None), len(found))]

    def _exactly(self, payoffs: Any, start: int, watch: Watch) -> Any:
        weights, item, degenerate = exact_bimatrix.small_equilibria(payoffs, lambda: watch.left > 0)
        return weights, item + start, degenerate, np.zeros(len(degenerate), bool)

    def _solve_large(self, game: StrategicGame, item: int, watch: Watch) -> Answer:
        solve = exact_bimatrix.large_equilibria if self.exact else large_bimatrix.extreme_equilibria
        found = solve(game.payoffs[item], lambda steps: watch.stop(steps) is None, self.threads)
        limit = None if found.finished else watch.stop(found.steps) or Status.memory_limit
        empty = Status.inaccurate if not len(found.weights) else Status.solved
        return Answer(
            rows={"weights": found.weights},
            status=limit or empty,
            steps=found.steps,
            facts={"complete": found.finished and not found.doubtful, "degenerate": found.degenerate},
        )


def _joined(parts: list[Any]) -> Any:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
