"""The scenario as data: parties, moves, parameters and payoff formulas, complete and frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from negsim.errors import InvalidGame, unknown
from negsim.scenario import agenda, layout, outcomes
from negsim.scenario.agenda import Agenda
from negsim.scenario.conditions import Condition
from negsim.scenario.expression import Array, Expression
from negsim.scenario.layout import StrategyLayout
from negsim.scenario.parts import Actor, Citation, Claim, Level, Move, Override, Parameter, Source
from negsim.scenario.plan import SweepPlan
from negsim.scenario.preferences import Preference
from negsim.scenario.record import LATER, Frozen, plain
from negsim.scenario.table import PayoffTable

IntArray: TypeAlias = NDArray[np.intp]
Values: TypeAlias = Mapping[str, float | Array]

__all__ = [
    "ILLUSTRATIVE",
    "TEXTBOOK",
    "Actor",
    "Citation",
    "Claim",
    "Level",
    "Move",
    "Override",
    "Parameter",
    "Scenario",
    "Source",
    "StrategyLayout",
    "basis_of",
]

ILLUSTRATIVE: Final = "illustrative payoff (assumption), not an estimate"
TEXTBOOK: Final = "textbook payoffs"


def basis_of(comment: str) -> str:
    """Return what payoffs are, from what a game's file says of them: a textbook's, or else an assumption.

    Parameters
    ----------
    comment
        Any text; only the label of textbook games stands for itself.
    """
    return TEXTBOOK if comment == TEXTBOOK else ILLUSTRATIVE


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What a scenario file says, fully resolved: a table of payoffs with everything that explains it.

    Attributes
    ----------
    id, title, question, note
        Its id (the name of the file), and what it is about.
    look_at, seminar
        What to look at in the answers, and how to use it in a seminar.
    absent
        Affected parties that are not at the table -> where they are.
    basis
        What the payoffs are: the fixed label of an assumption, or a textbook.
    unit
        The unit of the payoffs.
    actors, moves, parameters
        By id, in the order of the file.
    measures
        Named quantities, each after those it uses.
    payoffs
        One formula, table, or order of preference, for each actor.
    forbidden
        Conditions on moves; an outcome that meets one of them does not exist.
    games
        What a form needs besides: turns, types, dynamics, agenda.
    claims, overrides, sources
        What the sources assert; named sets of changes; the sources cited.
    sweep
        What its author suggests to vary together; None where the file says nothing.
    """

    title: str
    actors: Mapping[str, Actor]
    moves: Mapping[str, Move]
    payoffs: Mapping[str, Expression | PayoffTable | Preference]
    id: str = ""
    question: str = ""
    note: str = ""
    look_at: str = ""
    seminar: str = ""
    absent: Mapping[str, str] = field(default_factory=Frozen)
    basis: str = ILLUSTRATIVE
    unit: str = "points"
    parameters: Mapping[str, Parameter] = field(default_factory=Frozen)
    measures: Mapping[str, Expression] = field(default_factory=Frozen)
    forbidden: tuple[Expression, ...] = ()
    games: Mapping[str, object] = field(default_factory=Frozen)
    claims: tuple[Claim, ...] = ()
    overrides: Mapping[str, Override] = field(default_factory=Frozen)
    sources: Mapping[str, Source] = field(default_factory=Frozen)
    sweep: SweepPlan | None = field(default=None, metadata=LATER)

    def __repr__(self) -> str:
        counted = ((self.actors, "actor"), (self.moves, "move"), (self.parameters, "parameter"))
        parts = [f"{len(found)} {word}{'s' * (len(found) != 1)}" for found, word in counted]
        return f"<Scenario {self.id}: {self.title}; {', '.join(parts)}, {len(self._outcomes)} outcomes>"

    def outcomes(self) -> IntArray:
        """Return the level number of each move in each outcome that is not forbidden.

        Returns
        -------
        IntArray
            Shape (outcome, move). The last move varies fastest.
        """
        return self._outcomes

    def outcome_labels(self) -> tuple[str, ...]:
        """Return a name for each outcome: the levels' ids, joined by ``" / "`` in the order of the moves."""
        return tuple(map(self.outcome_label, range(len(self._outcomes))))

    def outcome_label(self, outcome: int) -> str:
        """Return the name of one outcome.

        Parameters
        ----------
        outcome
            Its number.
        """
        chosen = zip(self.moves.values(), self._outcomes[outcome], strict=True)
        return " / ".join(move.levels[level].id for move, level in chosen)

    def payoff_table(self, values: Values = {}) -> Array:
        """Return what each actor gets in each outcome.

        Parameters
        ----------
        values
            Parameter -> number, or array of one number a game; the others keep their default.

        Returns
        -------
        Array
            Shape (batch, actor, outcome), in the unit of the payoffs.

        Raises
        ------
        UnknownName
            If a name is not a parameter.
        InvalidGame
            If the arrays do not have one common length.
        """
        return outcomes.table(self, self._batch(values), tuple(self.payoffs.values()))

    def measure(self, name: str, values: Values = {}) -> Array:
        """Return a named quantity in each outcome.

        Parameters
        ----------
        name
            A measure.
        values
            As for `payoff_table`.

        Returns
        -------
        Array
            Shape (batch, outcome).

        Raises
        ------
        UnknownName
            If it is not a measure of this scenario.
        """
        if name not in self.measures:
            raise unknown("measure", name, self.measures)
        return outcomes.table(self, self._batch(values), (self.measures[name],))[:, 0]

    def over_outcomes(self, formulas: Sequence[Expression | Condition], values: Values = {}) -> Array:
        """Return what formulas over parameters, measures and moves give in each outcome.

        Parameters
        ----------
        formulas
            What to evaluate.
        values
            As for `payoff_table`.

        Returns
        -------
        Array
            Shape (batch, formula, outcome).
        """
        return outcomes.table(self, self._batch(values), formulas)

    def evaluate(self, formulas: Mapping[str, Expression], values: Values = {}) -> dict[str, Array]:
        """Return what formulas over parameters alone give, in each game of a batch.

        Parameters
        ----------
        formulas
            By name.
        values
            As for `payoff_table`.

        Returns
        -------
        dict
            Name -> shape (batch or 1,).
        """
        batch = self._batch(values)
        return {name: formula(batch).reshape(-1) for name, formula in formulas.items()}

    def exact_payoff(self, actor: str, outcome: int, values: Mapping[str, Fraction] = {}) -> Fraction:
        """Return one payoff without rounding; defaults are read as the decimal numbers the file shows.

        Parameters
        ----------
        actor
            Id of the actor.
        outcome
            Number of the outcome.
        values
            Parameter -> fraction.

        Raises
        ------
        NotApplicable
            If the payoff is not a rational number, or does not exist.
        UnknownName
            If a name is not a parameter, or not an actor.
        """
        if actor not in self.payoffs:
            raise unknown("actor", actor, self.actors)
        self._check_names(values)
        return outcomes.exact(self, self.payoffs[actor], outcome, values)

    def defaults(self) -> dict[str, float]:
        """Return the default of every parameter."""
        return {name: parameter.value for name, parameter in self.parameters.items()}

    def with_values(self, **values: float) -> Scenario:
        """Return the scenario with other defaults for some parameters.

        Parameters
        ----------
        values
            Parameter=number.

        Raises
        ------
        UnknownName
            If a name is not a parameter.
        InvalidGame
            If a value is not a finite number.
        """
        self._check_names(values)
        for name, value in values.items():
            if not np.isfinite(_numbers(name, value)):
                raise InvalidGame(f"the parameter {name} must be a finite number, not {value}")
        changed = {
            name: replace(parameter, value=float(values.get(name, parameter.value)))
            for name, parameter in self.parameters.items()
        }
        return replace(self, parameters=Frozen(changed))

    def strategy_layout(self) -> StrategyLayout:
        """Return how strategies combine to outcomes when every actor takes all its moves at once.

        Raises
        ------
        NotApplicable
            If the moves of several actors are forbidden together: a strategic game needs payoffs for that outcome.
        """
        return self._layout

    def agenda(self) -> Agenda:
        """Return which outcomes can be agreed on, and what stands if nothing is.

        Raises
        ------
        NotApplicable
            If chance decides some of the moves, or payoffs in a table say nothing between the levels of a move.
        InvalidGame
            If no outcome is left to agree on, or there are too many.
        """
        return self._agenda

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the resolved contents, in hexadecimal: the same contents have the same digest."""
        contents = json.dumps(plain(self), ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(contents.encode()).hexdigest()

    @cached_property
    def _outcomes(self) -> IntArray:
        return outcomes.allowed(self)

    @cached_property
    def _layout(self) -> StrategyLayout:
        return layout.lay_out(self)

    @cached_property
    def _agenda(self) -> Agenda:
        return agenda.draw_up(self)

    def _check_names(self, values: Mapping[str, Any]) -> None:
        for name in values:
            if name not in self.parameters:
                raise unknown("parameter", name, self.parameters)

    def _batch(self, values: Values) -> dict[str, Array]:
        """Shape (batch, 1) or (1, 1) for every parameter."""
        self._check_names(values)
        found: dict[str, Array] = {}
        for name, parameter in self.parameters.items():
            column = _numbers(name, values.get(name, parameter.value))
            if column.ndim > 1:
                raise InvalidGame(f"the parameter {name} has shape {column.shape}; it takes a number or one a game")
            found[name] = column.reshape(-1, 1)
        if len({len(column) for column in found.values()} - {1}) > 1:
            sizes = {name: len(column) for name, column in found.items() if len(column) > 1}
            raise InvalidGame(f"the parameters have different numbers of values: {sizes}")
        return found


def _numbers(name: str, given: Any) -> Array:
    try:
        return np.asarray(given, np.float64)
    except (TypeError, ValueError):
        raise InvalidGame(f"the parameter {name} must be a finite number, not {given!r}") from None
