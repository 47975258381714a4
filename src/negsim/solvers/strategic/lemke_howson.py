"""One equilibrium of a large two-player game, by the Lemke-Howson path."""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from math import gcd
from typing import Any, ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.nash import nash
from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.solvers._forms import require_form
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, one_by_one, require_two_players, solvers

TOLERANCE = 1e-8  # of the payoff range
FIRST_CAP = 16  # pivots allowed to each path of the first lap
LAP = 16  # paths in a lap; the next lap allows twice the pivots to other paths
ENDS = 4  # paths followed to their ends before the nearest of those is returned as inaccurate

log = logging.getLogger("negsim")


@solvers("lemke_howson")
@dataclass(frozen=True, kw_only=True)
class LemkeHowson(Solver[StrategicGame, Profiles]):
    """Find one equilibrium of a two-player game by complementary pivoting, degenerate games included.

    A path starts at each strategy's label; most are short and some are enormously long, so paths are raced: 16 of them
    for 16 pivots each, then 16 others for 32, and so on. Pivots are those of QuantEcon's `lemke_howson`, whose
    compilation takes some seconds when it is not cached; after that 200 x 200 takes some 0.02 s and 500 x 500 from 0.1
    to 3 s. A step is a pivot. Which equilibrium is found depends on the race; its residual certifies it. Use `AllNash`
    for all equilibria of small games.

    Attributes
    ----------
    init
        Label to follow to its end instead of racing: a number of a strategy, the second player's counted after the
        first player's. None for the race.
    """

    reference: ClassVar[str] = "Lemke and Howson (1964); Codenotti, De Rossi and Pagan (2008)"
    init: int | None = None

    @property
    def concept(self) -> Concept[StrategicGame, Profiles]:
        """Nash equilibrium."""
        return nash

    def solve(self, game: StrategicGame) -> Solution[StrategicGame, Profiles]:
        """Find one equilibrium of every game of the batch.

        Raises
        ------
        NotApplicable
            If there are more than two players, or no strategy has the number `init`.
        """
        require_form(self, game, StrategicGame)
        require_two_players(self, game, "LogitTrace")
        if self.init is not None and not 0 <= self.init < len(game.choices):
            raise NotApplicable(f"init {self.init} is no label of this game. Use 0 to {len(game.choices) - 1}.")
        nothing = Answer(rows={"weights": np.zeros((0, len(game.choices)))})
        return one_by_one(
            self, game, Profiles, lambda item, watch: self._race(game.take(np.array([item])), watch), nothing=nothing
        )

    def _race(self, game: StrategicGame, watch: Watch) -> Answer:
        """Follow paths, each a bounded number of pivots, until one ends at an equilibrium."""
        table = _table(game)
        best, nearest, ends, steps, pace = np.zeros((0, len(game.choices))), np.inf, 0, 0, 0.0
        for label, cap in _laps(len(game.choices), self.init):
            if stop := watch.stop(steps):
                return Answer(rows={"weights": best}, status=Status.inaccurate if len(best) else stop, steps=steps)
            affordable = watch.left / pace if pace else FIRST_CAP
            allowed = int(max(1, min(cap, self.max_steps - steps, affordable)))
            started = time.monotonic()
            weights, ended, pivots = _path(table, label, allowed)
            pace = (time.monotonic() - started) / max(1, pivots)
            steps += pivots
            if ended:
                found = Profiles(item=np.zeros(1, np.intp), weights=weights[None])
                regret = float(nash.residual(game, found)[0])
                ends += 1
                if regret < nearest or not len(best):
                    best, nearest = weights[None], regret
                if nearest <= TOLERANCE * game.spread[0]:
                    return Answer(rows={"weights": best}, steps=steps)
                if ends == ENDS or self.init is not None:
                    break
        return Answer(rows={"weights": best}, status=Status.inaccurate, steps=steps)


def _laps(labels: int, only: int | None) -> Iterator[tuple[int, int]]:
    """Yield a label and the most pivots on its path, without end; neighbouring labels come far apart."""
    if only is not None:
        yield from ((only, FIRST_CAP << lap) for lap in count())
    stride = next(step for step in count(max(1, round(0.382 * labels))) if gcd(step, labels) == 1)
    yield from ((turn * stride % labels, FIRST_CAP << turn // LAP) for turn in count())


def _table(game: StrategicGame) -> Any:
    """The game as the library takes it, payoffs moved to between 0 and 1 by a power of two, so that ties stay ties."""
    library = _library()
    players = []
    for player in (0, 1):
        cells: Array = game.own_table(player)[0] - game.payoffs[0, player].min()
        players.append(library.Player(cells / 2.0 ** np.ceil(np.log2(cells.max() or 1.0))))
    return library.NormalFormGame(players)


def _path(table: Any, label: int, pivots: int) -> tuple[Array, bool, int]:
    """Follow one path; return the weights at its end, whether it was reached, and the pivots made."""
    mixtures, told = _library().lemke_howson(table, init_pivot=label, max_iter=pivots, full_output=True)
    ended = bool(told.converged) and all(np.isfinite(mixture).all() for mixture in mixtures)
    shares = [np.maximum(mixture, 0.0) for mixture in mixtures]  # rounding leaves entries such as -2e-16
    return (
        np.concatenate([share / share.sum() for share in shares]) if ended else np.zeros(0),
        ended,
        int(told.num_iter),
    )


@functools.cache
def _library() -> Any:
    log.info("loading and compiling QuantEcon's Lemke-Howson pivots ...")
    import quantecon.game_theory

    return quantecon.game_theory
