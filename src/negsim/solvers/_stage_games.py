"""Play of one stage: many strategic games of one size, whose payoffs include what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array, BoolArray
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import Solution, Status, form_of, solvers

TIED = 1e-12  # of what is at stake: actions that earn this much less than the best count as equally good
SMALL = 6  # actions of either of two players, up to which all equilibria are listed


@dataclass(kw_only=True)
class StageGames:
    """Finds play in games of one size, and remembers what there was to choose.

    Attributes
    ----------
    payoffs
        Shape (game, player, action of player 0, ...).
    solver
        Name of a strategic solver; ``"auto"`` for all equilibria, and the limit of logit response where there are
        several or they are too many to list.
    precision
        Of a logit response in place of an equilibrium; None for none.
    seconds
        Time that is left; infinite for no limit.
    """

    payoffs: Array
    solver: str = "auto"
    precision: float | None = None
    seconds: float = np.inf

    def __post_init__(self) -> None:
        self.status = np.full(len(self.payoffs), Status.solved.code, np.intp)
        self.several: BoolArray = np.zeros(len(self.payoffs), bool)

    def solve(self) -> list[Array]:
        """Return the mixture of every player, each of shape (game, action); fill in `status` and `several`."""
        if self.payoffs.shape[1] == 1:
            return [self._alone(self.payoffs[:, 0])]
        asked = StrategicGame(payoffs=self.payoffs)
        few = len(asked.players) == 2 and max(asked.shape) <= SMALL
        if self.precision is not None:
            weights = self._first(self._by("logit", asked, self.precision), proves=False)
        elif self.solver != "auto":
            weights = self._first(self._by(self.solver, asked))
        elif few:
            every = self._by("all_nash", asked)
            weights = self._first(every)
            self._trace(asked, np.bincount(every.result.item, minlength=len(asked)) > 1, weights)
        else:
            weights = self._first(self._by("mixed_nash", asked), proves=False)
            self._trace(asked, np.ones(len(asked), bool), weights)
        return [weights[:, part] for part in asked.choices.slices]

    def _alone(self, earned: Array) -> Array:
        """Choose for a single player; earned is (game, action)."""
        best = earned.max(1, keepdims=True)
        if self.precision is not None:
            shares = np.exp(self.precision * (earned - best))
            return np.asarray(shares / shares.sum(1, keepdims=True))
        good = earned >= best - TIED * np.abs(earned).max(1, keepdims=True)
        self.several = good.sum(1) > 1
        return np.asarray(np.arange(earned.shape[1]) == good.argmax(1)[:, None], np.float64)

    def _by(self, name: str, asked: StrategicGame, precision: float | None = None) -> Solution[Any, Any]:
        kind = solvers[name]
        if form_of(kind) not in ("", "strategic"):
            raise NotApplicable(f"the stage solver '{name}' is for {form_of(kind)} games. Use 'all_nash' or 'logit'.")
        options: dict[str, Any] = {} if precision is None else {"precision": precision}
        deadline = None if self.seconds == np.inf else max(self.seconds, 0.0)
        found: Solution[Any, Any] = kind(deadline=deadline, **options).solve(asked)
        if not isinstance(found.result, Profiles):
            raise NotApplicable(f"the stage solver '{name}' finds no profiles. Use 'all_nash' or 'logit'.")
        return found

    def _first(self, found: Solution[Any, Any], *, proves: bool = True) -> Array:
        """The first row of each game, shape (game, choice); even mixtures where there is none."""
        count = np.bincount(found.result.item, minlength=len(found.game))
        complete = found.facts.get("complete", False) if proves else False
        self.several = (count != 1) | ~np.broadcast_to(complete, count.shape)
        silent = (count == 0) & (found.status == Status.solved.code)
        self.status = np.where(silent, Status.none_found.code, found.status)
        sizes = np.array(found.game.shape)
        weights = np.tile(np.repeat(1 / sizes, sizes), (len(found.game), 1))
        item, row = np.unique(found.result.item, return_index=True)
        weights[item] = found.result.weights[row]
        return weights

    def _trace(self, asked: StrategicGame, which: BoolArray, weights: Array) -> None:
        """Put the limit of logit response, where it is found, in place of other equilibria of some games."""
        games = np.flatnonzero(which)
        if len(games):
            traced = self._by("logit", asked.take(games))
            sure = traced.status[traced.result.item] == Status.solved.code
            weights[games[traced.result.item[sure]]] = traced.result.weights[sure]
