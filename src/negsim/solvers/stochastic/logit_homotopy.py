"""Markov logit equilibria of stochastic games, and the Markov-perfect equilibrium they select as precision grows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.markov_perfect import markov_perfect
from negsim.concepts.markov_quantal_response import markov_quantal_response
from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.games.results import Profiles
from negsim.games.stochastic import StochasticGame
from negsim.kernels.stages.markov_branch import MarkovBranch, response_near
from negsim.kernels.stages.markov_elimination import eliminated
from negsim.kernels.stages.markov_limit import FINE, equilibrium_near
from negsim.kernels.stages.markov_system import Layout, MarkovSystem, layout, prepared
from negsim.solvers._forms import require_form
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, certified, one_by_one, solvers

USUAL_STEPS = 40
SAME = 1e-6  # plans that differ by less than this everywhere are one equilibrium
TINY = 1e-25
DETOURS = (1e-3, 0.03, 0.3)  # shares of drawn plans in the start, where the principal branch cannot be followed
INWARD = 0.02  # share of even mixtures in a drawn start
MOST_UNITS = 8.0  # ranges of payoffs that a unit may be: what is fine in units must be fine in ranges
LARGEST_SYSTEM = 12_000  # unknown values in a dense system: beyond, it takes gigabytes


@solvers("logit_homotopy")
@dataclass(frozen=True, kw_only=True)
class LogitHomotopy(Solver[StochasticGame, Profiles]):
    """Trace the principal branch of Markov logit equilibria, from uniform play to a precision or to its limit.

    For stochastic games without a horizon, of any number of players; one row a game, or more from several `starts`.
    Without `precision` the row is the Markov-perfect equilibrium to which the branch runs, polished by Newton's method:
    nearly every game has exactly one such limit, so this also selects among equilibria. Where branches cross, as they
    do in many symmetric games, it goes straight on, or along the branch of a start close by. A step of the predictor
    and corrector factors one system with as many unknowns as there are states times players, whatever the number of
    actions, and sparse if the transitions are; some tens to hundreds of steps are usual. 20 states, 2 players and 3
    actions take some 0.02 s, 200 states some seconds; a given precision takes a fraction of that. Several threads of
    linear algebra make it slower: set OMP_NUM_THREADS=1 before numpy is imported, as the command line does. Use
    `ShapleyIteration` for zero-sum games, `FiniteHorizon` for games with a horizon.

    Attributes
    ----------
    precision
        The weight of what actions earn in the logistic response, in units of 1 / payoff; None for the limit.
    tolerance
        How far from the definition a row may be, as a share of the range of a stage's payoffs; at a given precision, a
        probability.
    starts
        Branches followed in each game: the principal one, and others from plans drawn at random. Rows that are the same
        equilibrium are merged; nothing tells how many equilibria there are.
    seed
        Of the drawn plans.
    warm
        Whether to start each game of a batch at the solution of the one before, and to follow the branch only where
        that fails. Faster along a sweep; but a row may then lie on the branch of the neighbour, not on the principal
        one, and the answer depends on the order of the games.
    max_steps
        Most steps of the predictor and corrector on one game, all starts together.
    """

    reference: ClassVar[str] = "Eibelshaeuser and Poensgen (2019); Turocy (2005)"

    precision: float | None = None
    tolerance: float = 1e-10
    starts: int = 1
    seed: int = 0
    warm: bool = False
    max_steps: int = 20_000

    def __post_init__(self) -> None:
        if self.precision is not None and not 0 <= self.precision < np.inf:
            raise NotApplicable(f"precision is {self.precision}; use a number from 0 up, or None for the limit")
        if self.starts < 1 or self.seed < 0:
            raise NotApplicable(f"starts is {self.starts} and seed {self.seed}; use at least 1, and a seed from 0 up")

    @property
    def concept(self) -> Concept[StochasticGame, Profiles]:
        """Markov logit equilibrium at the given precision; Markov-perfect equilibrium for the limit."""
        return markov_perfect if self.precision is None else markov_quantal_response(self.precision)

    def solve(self, game: StochasticGame) -> Solution[StochasticGame, Profiles]:
        """Trace the branch, or branches, of every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, or has a horizon.
        """
        require_form(self, game, StochasticGame)
        if game.horizon is not None:
            raise NotApplicable(
                f"LogitHomotopy is for games without a horizon, and this one has {game.horizon} stages. "
                "Use FiniteHorizon()."
            )
        numbered = layout(game.available)
        players, goal = len(game.players), np.inf if self.precision is None else float(self.precision)
        effort = 12.0 * len(numbered.cells) * players**3 + 12.0 * float(numbered.blocks[-1])
        machine = eliminated.sized(effort * USUAL_STEPS * len(game) * self.starts) is not eliminated.function
        nothing = Answer(rows={"weights": np.zeros((0, len(game.choices)))}, columns={"precision": np.zeros(0)})
        before: list[Plans] = []

        def trace(item: int, watch: Watch) -> Answer:
            chances = _chances(game, item, numbered)
            if isinstance(chances, np.ndarray) and players * game.shape[0] > LARGEST_SYSTEM:
                return Answer(rows=nothing.rows, columns=nothing.columns, status=Status.memory_limit)
            payoffs, unit = _in_units(game, item, numbered)
            discount = game.discount[item if len(game.discount) > 1 else 0]
            system = MarkovSystem(numbered, payoffs, chances, discount, machine=machine)
            search = Search(self, system, goal * unit, watch)
            plans = search.plans(before[0] if self.warm and before else None)
            before[:] = plans[:1]
            weights = [_in_game(game, numbered, found.weights) for found in plans]
            return Answer(
                rows={"weights": np.array(weights).reshape(len(plans), len(game.choices))},
                columns={"precision": np.array([found.precision for found in plans]) / unit},
                status=search.status,
                steps=search.steps,
            )

        solution = one_by_one(self, game, Profiles, trace, nothing=nothing)
        return certified(solution, self.tolerance * (game.spread if self.precision is None else np.ones(len(game))))


class Plans(NamedTuple):
    """Plans found, what they are worth in the unit of the system, and their precision in 1 / that unit."""

    weights: Array
    values: Array
    precision: float


class Search:
    """Follows branches of one game from one start after the other.

    Parameters
    ----------
    solver
        Its options.
    system
        The equations of the game.
    goal
        The precision at which to stop, in the unit of the system.
    watch
        Says when to stop.

    Attributes
    ----------
    steps
        Steps tried so far, on all branches.
    status
        How the search ended.
    """

    def __init__(self, solver: LogitHomotopy, system: MarkovSystem, goal: float, watch: Watch):
        self.solver, self.system, self.goal, self.watch = solver, system, goal, watch
        self.steps = 0
        self.status = Status.solved

    def plans(self, before: Plans | None) -> list[Plans]:
        """Return what the principal branch runs to, and then whatever else other branches run to.

        Parameters
        ----------
        before
            Plans to start Newton's method from, instead of the principal branch, if that works.
        """
        beside = self._beside(before) if before is not None else None
        found = [beside or self._principal()]
        for attempt in range(1, self.solver.starts):
            if self.status in (Status.step_limit, Status.time_limit):
                break
            other = self._other(attempt)
            if other is not None and all(np.abs(other.weights - old.weights).max() > SAME for old in found):
                found.append(other)
        return found

    def _principal(self) -> Plans:
        branch = self._followed(self.system)
        if branch.end in ("stuck", "far"):
            for attempt, share in enumerate(DETOURS):
                other = self._other(-1 - attempt, share)
                if other is not None:
                    return other
            if self.status is Status.solved:
                self.status = Status.failed if branch.end == "stuck" else Status.inaccurate
        precision = np.inf if branch.end == "limit" else float(branch.point[-1])
        return Plans(branch.weights, self._worth(branch), precision)

    def _followed(self, system: MarkovSystem) -> MarkovBranch:
        branch = MarkovBranch(system, goal=self.goal)
        while branch.end is None:
            stopped = self.watch.stop(self.steps)
            if stopped is not None:
                self.status = stopped
                break
            branch.advance()
            self.steps += 1
        return branch

    def _other(self, attempt: int, share: float = 1.0) -> Plans | None:
        """Follow the branch from plans drawn at random, in part; at a given precision, then let their part fade."""
        even = self.system.prior
        system = self.system.starting_at(even + share * (self._drawn(attempt) - even))
        branch = self._followed(system)
        if branch.end == "limit":
            return Plans(branch.weights, self._worth(branch), np.inf)
        point: Array | None = branch.point if branch.end == "goal" else None
        for left in (0.75, 0.5, 0.25, 0.0):
            if point is not None:
                faded = self.system.starting_at(even + left * (system.prior - even))
                with np.errstate(all="ignore"):
                    point = response_near(faded, point, self.goal)
        if point is None:
            return None
        choices = self.system.choices
        return Plans(np.exp(point[:choices]), point[choices:-1], self.goal)

    def _drawn(self, attempt: int) -> Array:
        draw = np.random.default_rng([abs(attempt), self.solver.seed, int(attempt < 0)])
        exponential, starts = draw.exponential(size=self.system.choices), self.system.layout.places[:-1]
        sizes = np.diff(self.system.layout.places)
        drawn = exponential / np.repeat(np.add.reduceat(exponential, starts), sizes)
        return np.asarray(np.log((1 - INWARD) * drawn + INWARD / np.repeat(sizes, sizes)))

    def _beside(self, before: Plans) -> Plans | None:
        """What Newton's method finds from the plans of another game, if it is of the kind asked for."""
        with np.errstate(all="ignore"):
            if self.goal < np.inf:
                guess = np.concatenate([np.log(np.maximum(before.weights, TINY)), before.values, [self.goal]])
                point = response_near(self.system, guess, self.goal)
                if point is None:
                    return None
                choices = self.system.choices
                return Plans(np.exp(point[:choices]), point[choices:-1], self.goal)
            near = equilibrium_near(self.system, before.weights, before.values, before.weights > 0)
        if near is None or not near.gain <= FINE:
            return None
        return Plans(near.weights, near.values, np.inf)

    def _worth(self, branch: MarkovBranch) -> Array:
        return self.system.worth_of(branch.weights) if branch.end == "limit" else branch.point[self.system.choices : -1]


def _chances(game: StochasticGame, item: int, numbered: Layout) -> Any:
    moves = game.transitions
    chance = moves.probability[item if len(moves.probability) > 1 else 0]
    return prepared(moves.start, moves.state, chance, numbered.joint, game.shape[0], len(game.players))


def _in_units(game: StochasticGame, item: int, numbered: Layout) -> tuple[Array, float]:
    """Payoffs of shape (row, player) of size 1 or so, and their unit.

    Where play may end it matters what all payoffs have in common, and the unit is their size if that is more than their
    range, within limits. Where it goes on for ever it does not, and is left out, lest rounding of it drown the rest.
    """
    payoffs = game.payoffs[item].reshape(len(game.players), -1)[:, numbered.joint].T
    unit = float(game.spread[item])
    if game.transitions.goes_on[numbered.joint].all():
        payoffs = payoffs - (payoffs.max(0) + payoffs.min(0)) / 2
    else:
        unit = min(max(unit, float(np.abs(payoffs).max())), MOST_UNITS * unit)
    return np.ascontiguousarray(payoffs / unit), unit


def _in_game(game: StochasticGame, numbered: Layout, weights: Array) -> Array:
    """Shape (choice of the game,): the probabilities where there is a choice."""
    found = np.zeros(len(game.choices))
    for own, ours in zip(game.choice, numbered.choice, strict=True):
        found[own[own >= 0]] = weights[ours[own >= 0]]
    return found
