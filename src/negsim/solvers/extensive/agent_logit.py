"""Agent quantal response on trees, and the sequential equilibrium it selects as precision grows without bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from negsim.concepts.agent_quantal_response import agent_quantal_response
from negsim.concepts.base import Concept
from negsim.concepts.sequential import sequential
from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Assessments, Profiles
from negsim.games.trees.beliefs import bayes_beliefs
from negsim.kernels.trees.agent_form import AgentForm
from negsim.kernels.trees.agent_limit import Limit, limit_near
from negsim.kernels.trees.agent_path import AgentPath
from negsim.kernels.trees.agent_responses import AgentResponses
from negsim.solvers._forms import require_form
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, one_by_one, solvers

FIRST_LOOK, NEXT_LOOK = 1e4, 10.0  # precision, in units of 1 / payoff range, at which limits are sought
SURE_LOOK, LAST_LOOK = 1e8, 1e10  # a limit seen once is believed; payoffs 1e-9 of the range apart have come apart
BESIDE, AGREED = 0.02, 1e-5  # how far a limit may lie from the branch, and limits found at two precisions from another
LATE, PATIENCE = 1e3, 100  # from this precision on, refused steps so many tries apart raise the question of a stall
MOST_PAIRS = 20_000_000  # of nodes and those before them, half a gigabyte


@solvers("agent_logit")
@dataclass(frozen=True, kw_only=True)
class AgentLogit(Solver[ExtensiveGame, Assessments]):
    """Trace agent logit quantal responses of a tree from even play to a precision, or to a sequential equilibrium.

    For games of any number of players with chance and hidden information; one row a game, with beliefs. Each
    information set is an agent of its own. Without `precision` the row is the assessment to which the principal branch
    runs, polished by Newton's method: nearly every game has exactly one, so this also selects among equilibria.
    Subgames of perfect information are solved backwards, at next to no cost; elsewhere a step of the branch solves
    linear equations, one for each action less one a set, and thirty to fifty steps are usual, in games with many
    subgames hundreds. Use `BackwardInduction` for all subgame-perfect equilibria under perfect information,
    `SequenceForm` for a Nash equilibrium of a large tree of two players.

    Attributes
    ----------
    precision
        The weight of payoffs in the logistic response, in units of 1 / payoff; None for the limit.
    points
        Rows a game: 1 for the end alone, more for so many points along the branch, from precision 0 to the end; the
        column ``precision`` says where each stands, and the concept is then the quantal response at that precision.
    tolerance
        The largest residual, as a share of the range of the payoffs, of a limit that counts as solved.
    max_steps
        Most steps of the predictor and corrector on one game.
    """

    reference: ClassVar[str] = "McKelvey and Palfrey (1998), Turocy (2010)"

    precision: float | None = None
    points: int = 1
    tolerance: float = 1e-9
    max_steps: int = 10_000

    def __post_init__(self) -> None:
        if self.precision is not None and not self.precision >= 0:
            raise NotApplicable(f"precision is {self.precision}; use a number from 0 up, or None for the limit")
        if self.points < 1:
            raise NotApplicable(f"points is {self.points}; use 1 for the end of the branch, or more to see the way")

    @property
    def concept(self) -> Concept[ExtensiveGame, Assessments]:
        """Agent quantal response at the given precision; sequential equilibrium for the limit."""
        if self.points > 1:
            return agent_quantal_response()
        return sequential if self.goal == np.inf else agent_quantal_response(self.goal)

    @property
    def goal(self) -> float:
        """The precision at which to stop; infinite for the limit."""
        return np.inf if self.precision is None else float(self.precision)

    def solve(self, game: ExtensiveGame) -> Solution[ExtensiveGame, Assessments]:
        """Trace the branch of every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, or play can pass through one information set twice.
        """
        require_form(self, game, ExtensiveGame)
        tree = game.tree
        small = tree.is_perfect_information or int(tree.depth.sum()) <= MOST_PAIRS
        form = _form(game) if small else None
        if form and form.forgetful:
            raise NotApplicable("play can pass through one information set twice; split it by what was done before")

        def trace(item: int, watch: Watch) -> Answer:
            if form is None:
                return _answer([_even(game, item)], Status.memory_limit, 0)
            return _Trace(self, game, item, form).run(watch)

        rows = {"weights": np.zeros((0, len(game.choices))), "beliefs": np.zeros((0, len(tree)))}
        nothing = Answer(rows=rows, columns={"precision": np.zeros(0)})
        return one_by_one(self, game, Assessments, trace, nothing=nothing)


class _Trace:
    """The way of one game along its branch."""

    def __init__(self, solver: AgentLogit, game: ExtensiveGame, item: int, form: AgentForm):
        self.solver, self.game, self.item, self.form = solver, game, item, form
        self.range = float(game.spread[item])
        payoffs = np.zeros((len(game.players), len(game.tree)))
        ends = game.payoffs[item]
        payoffs[:, game.tree.terminals] = (ends - ends.min(axis=1, keepdims=True)) / self.range
        chance: Any = game.chance
        steps = chance[item if len(chance) > 1 else 0]
        self.system = AgentResponses(form, payoffs[:, form.node], steps[form.node])
        self.goal = solver.goal * self.range
        self.limit: Limit | None = None
        self.look = FIRST_LOOK

    def run(self, watch: Watch) -> Answer:
        """Follow the branch to its end, or as far as the limits allow."""
        if not len(self.form.choices):
            return self.backwards()
        with np.errstate(all="ignore"):  # far predictions overflow, and are then refused
            path = AgentPath(self.system)
            status = None if self.goal > 0 else Status.solved
            while status is None:
                onward = path.advance()
                status = (self.arrived(path) if onward else self.stalled(path)) or watch.stop(path.steps)
            if status not in (Status.solved, Status.inaccurate):
                self.limit = self.beside(path)
            found = self.limit if self.goal == np.inf else None
            points = path.sample(self.solver.points, closed=found is not None)
        rows = [self.row(point) for point in points] + ([self.last(found)] if found else [])
        return _answer(rows, status, path.steps)

    def arrived(self, path: AgentPath) -> Status | None:
        """Whether the goal is reached, or the limit found."""
        precision = path.points[1, -1]
        if self.goal < np.inf:
            return Status.solved if precision >= self.goal and path.back_to(self.goal) else None
        if precision < self.look:
            return None
        self.look = NEXT_LOOK * precision
        before, self.limit = self.limit, self.near(path.points[1])
        sure = self.limit and (precision >= SURE_LOOK or _agree(before, self.limit))
        if self.limit and sure and self.holds(self.limit):
            return Status.solved
        if precision < LAST_LOOK:
            return None
        self.limit = None
        return Status.inaccurate

    def stalled(self, path: AgentPath) -> Status | None:
        """Whether the branch leads no further, or so slowly that the equilibrium beside it is taken for its end."""
        if path.stuck:
            self.limit = self.beside(path)
            return Status.failed if self.limit is None else Status.solved
        if self.goal < np.inf or path.steps % PATIENCE or path.points[1, -1] < LATE:
            return None
        self.limit = self.beside(path)
        return None if self.limit is None else Status.solved

    def beside(self, path: AgentPath) -> Limit | None:
        """Return the equilibrium beside the place to which the path has come, if there is one."""
        found = self.near(path.points[1]) if self.goal == np.inf else None
        return found if found is not None and self.holds(found) else None

    def near(self, point: Array) -> Limit | None:
        """Return the limit beside a point of the branch, if it is found and lies near."""
        beyond, weights = 1.0 + point[-1], np.exp(point[:-1])
        for threshold in (beyond**-0.5, 10.0 / beyond, 0.03, 1e-12):
            found = limit_near(self.system, point, threshold)
            near = found is not None and float(np.abs(found.weights - weights).max()) <= BESIDE
            if found is not None and near and found.gain <= self.solver.tolerance:
                return found
        return None

    def holds(self, limit: Limit) -> bool:
        """Whether a limit is a sequential equilibrium by its definition."""
        weights, beliefs, _ = self.last(limit)
        row = Assessments(item=np.array([self.item]), weights=weights[None], beliefs=beliefs[None])
        return bool(sequential.residual(self.game, row)[0] <= self.solver.tolerance * self.range)

    def last(self, limit: Limit) -> tuple[Array, Array, float]:
        """Return the row at the limit."""
        return *self.spread(limit.weights, limit.belief, self.system.closed(np.inf)[2]), np.inf

    def row(self, point: Array) -> tuple[Array, Array, float]:
        """Return the row at a point of the branch."""
        value, rate, step = self.system.closed(point[-1])
        belief = self.system.read(point[:-1], (value, rate)).belief
        return *self.spread(np.exp(point[:-1]), belief, step), point[-1] / self.range

    def spread(self, open_weights: Array, belief: Array, step: Array) -> tuple[Array, Array]:
        """Write the probabilities of actions and nodes as the game numbers them."""
        form, tree = self.form, self.game.tree
        weights, beliefs = np.zeros(len(tree.choices)), np.zeros(len(tree))
        decided = form.choice >= 0
        weights[form.choice[decided]] = np.exp(step[decided])
        weights[form.choices] = open_weights
        starts = np.flatnonzero(np.diff(tree.choices.place, prepend=-1))
        if len(starts):
            weights /= np.add.reduceat(weights, starts)[tree.choices.place]
        beliefs[tree.place >= 0] = 1.0
        beliefs[form.node[form.kept[form.members]]] = belief
        return weights, beliefs

    def backwards(self) -> Answer:
        """Respond from the end of a game of perfect information."""
        most = self.goal if self.goal < np.inf else SURE_LOOK
        count = self.solver.points
        way = [*(np.expm1(np.linspace(0, np.log1p(most), max(count, 2)))[: count - 1]), self.goal]
        none = np.zeros(0)
        rows = [
            (*self.spread(none, none, self.system.closed(precision)[2]), precision / self.range) for precision in way
        ]
        return _answer(rows, Status.solved, 1)


def _form(game: ExtensiveGame) -> AgentForm:
    tree = game.tree
    return AgentForm(
        parent=tree.parent.astype(np.intp),
        action=tree.action.astype(np.intp),
        place=tree.place.astype(np.intp),
        choice=tree.choice.astype(np.intp),
        layers=tree.layers,
        player=tree.player,
        players=len(tree.players),
        recall=tree.is_perfect_information or game.has_perfect_recall,
    )


def _even(game: ExtensiveGame, item: int) -> tuple[Array, Array, float]:
    """Even play: the row of a game that is too large to follow."""
    sizes = np.bincount(game.choices.place)
    weights = 1.0 / sizes[game.choices.place]
    profile = Profiles(item=np.array([item]), weights=weights[None])
    return weights, bayes_beliefs(game, profile)[0], 0.0


def _agree(one: Limit | None, other: Limit) -> bool:
    if one is None:
        return False
    apart = np.abs(one.weights - other.weights).max(), np.abs(one.belief - other.belief).max()
    return bool(max(apart) <= AGREED)


def _answer(rows: list[tuple[Array, Array, float]], status: Status, steps: int) -> Answer:
    weights, beliefs, precision = (np.array(column) for column in zip(*rows, strict=True))
    return Answer(
        rows={"weights": weights, "beliefs": beliefs}, columns={"precision": precision}, status=status, steps=steps
    )
