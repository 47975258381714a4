"""A solver is a value: a frozen dataclass whose fields are its options, with one method."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.errors import NotApplicable, SolveError, unknown
from negsim.games.base import Array, Game, IntArray
from negsim.games.results import Result
from negsim.registry import Registry
from negsim.solvers import _named

G = TypeVar("G", bound=Game)
R = TypeVar("R", bound=Result)


class Status(Enum):
    """How the work on one game ended; the value is advice to the user, the code stands in `Solution.status`."""

    solved = "Solved."
    step_limit = "The step limit was reached. Raise max_steps, or choose a solver meant for larger games."
    time_limit = "The deadline passed. Raise deadline, or choose a solver meant for larger games."
    none_found = "This concept has no answer in this game; a mixed or a weaker concept may have one."
    inaccurate = (
        "The answer is further from the definition than the tolerance. Try another solver, or exact arithmetic."
    )
    failed = "The method broke down on this game. Try another solver."
    memory_limit = "The method would need more memory than it may take. Choose a solver meant for larger games."

    @classmethod
    def _missing_(cls, code: object) -> Status | None:
        members = list(cls)
        return members[int(code)] if isinstance(code, (int, np.integer)) and 0 <= code < len(members) else None

    @cached_property
    def code(self) -> int:
        """The number that stands for it in `Solution.status`."""
        return list(Status).index(self)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much work a solver may do: the options that every solver has.

    Attributes
    ----------
    max_steps
        Most steps on one game; what a step is, the solver's docstring says.
    deadline
        Most seconds on the whole batch; None for no limit. What was found by then is returned, with its status.
    """

    max_steps: int = 1_000_000
    deadline: float | None = None


@dataclass(frozen=True, kw_only=True)
class Solver(Limits, ABC, Generic[G, R]):
    """Takes a batch of games to a solution; `solve` never hangs and says how it ended as data."""

    reference: ClassVar[str]

    @property
    @abstractmethod
    def concept(self) -> Concept[G, R]:
        """What the rows of the solution are; it judges them."""

    @abstractmethod
    def solve(self, game: G) -> Solution[G, R]:
        """Solve every game of the batch.

        Raises
        ------
        NotApplicable
            If this solver does not handle games like this one.
        """


@dataclass(frozen=True)
class Solution(Generic[G, R]):
    """What a solver found in a batch of games, able to certify itself.

    Attributes
    ----------
    game, solver, result
        What was solved, by what, and the rows found.
    status, steps
        Shape (batch,). How the work on each game ended (a `Status` code), and how many steps it took.
    facts
        What else is known of each game, by name, each of shape (batch,): ``complete`` where the rows are all there
        are, ``degenerate`` where the game is.

    Examples
    --------
    >>> import negsim
    >>> eq = negsim.solve("prisoners_dilemma")
    >>> eq[0]["row"]
    {'defect': 1.0}
    """

    game: G
    solver: Solver[G, R]
    result: R
    status: IntArray
    steps: IntArray
    facts: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def residual(self) -> Array:
        """Shape (row,). How far each row is from the definition of the solver's concept; 0 where it holds."""
        return self.solver.concept.residual(self.game, self.result)

    @property
    def ok(self) -> bool:
        """Whether every game was solved."""
        return bool((self.status == Status.solved.code).all())

    def strict(self) -> Solution[G, R]:
        """Return this solution, or raise if any game was not solved.

        Raises
        ------
        SolveError
            With the advice of the first game that was not solved.
        """
        if not self.ok:
            worst = int(np.flatnonzero(self.status != Status.solved.code)[0])
            raise SolveError(f"{type(self.solver).__name__} on game {worst}: {Status(self.status[worst]).value}")
        return self

    def of(self, item: int) -> IntArray:
        """Return the numbers of the rows that solve one game of the batch."""
        return np.flatnonzero(self.result.item == item)

    def __len__(self) -> int:
        return len(self.result)

    def __getitem__(self, row: int) -> Row:
        if not -len(self) <= row < len(self):
            raise IndexError(f"row {row} of a solution with {len(self)} rows")
        return Row(self, row % len(self))

    def __iter__(self) -> Iterator[Row]:
        return (Row(self, row) for row in range(len(self)))

    def __repr__(self) -> str:
        found = f"{len(self)} row{'s' * (len(self) != 1)} for {len(self.game)} game{'s' * (len(self.game) != 1)}"
        worst = f", residual at most {self.residual.max():.1e}" if len(self) else ""
        return f"<Solution of {self.solver!r}: {found}{worst}; see negsim.table(...)>"


@dataclass(frozen=True)
class Row:
    """One row of a solution, read by name.

    Attributes
    ----------
    solution, row
        The solution, and the number of the row in it.
    """

    solution: Solution[Any, Any]
    row: int

    @property
    def item(self) -> int:
        """Which game of the batch the row solves."""
        return int(self.solution.result.item[self.row])

    @property
    def residual(self) -> float:
        """How far the row is from the definition."""
        return float(self.solution.residual[self.row])

    @property
    def payoffs(self) -> dict[str, float]:
        """What each player expects, by name."""
        return _named.payoffs(self.solution.game, self.solution.result, self.row)

    @property
    def profile(self) -> dict[str, dict[str, Any]]:
        """What is played, by name.

        Player -> strategy in use -> probability (marginals, for a joint distribution); in games in which players choose
        at several places, player -> place -> action in use -> probability.
        """
        return _named.profile(self.solution.game, self.solution.result, self.row)

    @property
    def stable(self) -> dict[str, dict[str, list[str]]]:
        """Of a conflict: concept -> party -> the states that are stable for it."""
        return _named.stable_states(self.solution.game, self.solution.result, self.row)

    @property
    def equilibria(self) -> dict[str, list[str]]:
        """Of a conflict: concept -> the states that are stable for every party."""
        return _named.equilibria(self.solution.game, self.solution.result, self.row)

    @property
    def agreement(self) -> dict[str, float]:
        """Of bargaining: what is agreed -> its probability, which is 1 where there is no lottery."""
        return _named.agreement(self.solution.game, self.solution.result, self.row)

    def __getitem__(self, name: str) -> dict[str, Any]:
        """Return what a player plays, by its name.

        Of a conflict: the states that are stable for each party under a concept; of bargaining: the levels at which a
        move on the agenda stands, with their probabilities.
        """
        what, found = _named.parts(self.solution.game, self.solution.result, self.row)
        if name not in found:
            raise unknown(what, str(name), found)
        picked: dict[str, Any] = found[name]
        return picked

    def __repr__(self) -> str:
        return f"<{_named.shortly(self.solution.game, self.solution.result, self.row)}>"


class Watch:
    """Counts steps and seconds, and says which limit was reached first.

    Parameters
    ----------
    limits
        A solver, or any other limits.
    """

    def __init__(self, limits: Limits):
        self.limits = limits
        self.started = time.monotonic()

    @property
    def left(self) -> float:
        """Seconds left; infinite without a deadline."""
        if self.limits.deadline is None:
            return np.inf
        return self.limits.deadline - (time.monotonic() - self.started)

    def stop(self, steps: int) -> Status | None:
        """Return the limit that was reached, or None while work may go on."""
        if steps >= self.limits.max_steps:
            return Status.step_limit
        return Status.time_limit if self.left <= 0 else None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was found in one game by a solver that takes games one by one.

    Attributes
    ----------
    rows
        Whatever the result holds, each with a leading row axis, by field name: ``{"weights": (row, choice)}``.
    status, steps
        How it ended, and after how many steps.
    columns, facts
        What else is known of each row, and of the game.
    """

    rows: Mapping[str, Any]
    status: Status = Status.solved
    steps: int = 0
    columns: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


def one_by_one(
    solver: Solver[G, R], game: G, kind: type[R], solve: Callable[[int, Watch], Answer], *, nothing: Answer
) -> Solution[G, R]:
    """Solve the games of a batch one after the other, for methods that gain nothing from batches.

    Parameters
    ----------
    solver, game
        As in `Solver.solve`.
    kind
        The kind of result to make.
    solve
        Takes the number of a game and the watch; returns what was found in it.
    nothing
        An answer without rows, for the games that the deadline leaves untouched; it names every column and fact.
    """
    watch = Watch(solver)
    answers = []
    for item in range(len(game)):
        late = item > 0 and watch.left <= 0
        answers.append(
            Answer(rows=nothing.rows, columns=nothing.columns, facts=nothing.facts, status=Status.time_limit)
            if late
            else solve(item, watch)
        )
    counts = [len(next(iter(answer.rows.values()))) for answer in answers]

    def joined(part: str, name: str) -> Any:
        return np.concatenate([np.asarray(getattr(answer, part)[name]) for answer in (nothing, *answers)])

    result = kind(
        item=np.repeat(np.arange(len(game)), counts),
        **{name: joined("rows", name) for name in nothing.rows},
        columns={name: joined("columns", name) for name in nothing.columns},
    )
    return Solution(
        game,
        solver,
        result,
        np.array([answer.status.code for answer in answers], np.intp),
        np.array([answer.steps for answer in answers], np.intp),
        {name: np.array([answer.facts[name] for answer in answers]) for name in nothing.facts},
    )


def certified(solution: Solution[G, R], allowed: Array) -> Solution[G, R]:
    """Mark as inaccurate the games that were reported as solved and have a row too far from the definition.

    Parameters
    ----------
    solution
        What a solver found.
    allowed
        Shape (batch,). The largest residual that counts as solved, in the unit of the payoffs.
    """
    solved = solution.status == Status.solved.code
    judged = solution.result.item[solved[solution.result.item]]
    if not len(judged):
        return solution
    if solved.all():
        residual = solution.residual  # kept for whoever asks next
    else:
        rows = np.flatnonzero(solved[solution.result.item])
        residual = solution.solver.concept.residual(solution.game, solution.result.take(rows))
    wrong = np.unique(judged[residual > allowed[judged]])
    if not len(wrong):
        return solution
    status = solution.status.copy()
    status[wrong] = Status.inaccurate.code
    return replace(solution, status=status)


def options(solver: type[Solver[Any, Any]]) -> dict[str, Any]:
    """Return the options of a solver and their defaults, by name."""
    return {f.name: f.default for f in fields(solver)}


def form_of(kind: type[Solver[Any, Any]]) -> str:
    """Return the form of games that a solver is for: the folder its file lies in; empty for those above the folders.

    Parameters
    ----------
    kind
        Its class.
    """
    parts = kind.__module__.split(".")
    return parts[2] if parts[:2] == ["negsim", "solvers"] and len(parts) > 3 else ""


def require_two_players(solver: Solver[Any, Any], game: Any, instead: str) -> None:
    """Raise unless the game has two players.

    Parameters
    ----------
    solver, game
        For the message.
    instead
        The name of a solver that handles more players.

    Raises
    ------
    NotApplicable
        Naming that solver.
    """
    if len(game.players) != 2:
        raise NotApplicable(
            f"{type(solver).__name__} is for 2 players, and this game has {len(game.players)}. Use {instead}()."
        )


solvers: Registry[type[Solver[Any, Any]]] = Registry("solver", "negsim.solvers")
