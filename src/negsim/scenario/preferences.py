"""Payoffs given as an order: preference statements, weights of conditions, or a ranking of outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from negsim.scenario.conditions import Condition
from negsim.scenario.expression import Array, Expression

MAX_STATEMENTS = 29  # a state's payoff is below 2**29, so that the last statement still counts as a difference


@dataclass(frozen=True, kw_only=True)
class Statements:
    """What an actor wants, most important first: a statement counts for more than all that follow it together.

    Attributes
    ----------
    statements
        Conditions on outcomes. Of k statements the j-th is worth ``2**(k - j)`` where it holds; an outcome is worth
        their sum.
    """

    statements: tuple[Condition, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that its statements need."""
        return _names(self.statements)

    @property
    def text(self) -> str:
        """The statements on one line."""
        return "; ".join(f"{number}. {each}" for number, each in enumerate(self.statements, 1))

    def __call__(self, env: Mapping[str, Any]) -> Array:
        """Return the payoff, in the shape that the arrays broadcast to."""
        total: Array = np.zeros(1)
        for statement in self.statements:
            total = 2 * total + statement(env)
        return total

    def exact(self, env: Mapping[str, Fraction]) -> Fraction:
        """Return the payoff for fractions, without rounding."""
        total = Fraction(0)
        for statement in self.statements:
            total = 2 * total + statement.exact(env)
        return total

    def latex(self) -> str:
        """Return the statements as LaTeX, a line each."""
        return _lines(rf"{number}.\ & {each.latex()}" for number, each in enumerate(self.statements, 1))

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What each thing that an actor likes or dislikes is worth to it; an outcome is worth their sum.

    Attributes
    ----------
    conditions, weights
        The conditions, and what each counts where it holds: a formula on parameters.
    """

    conditions: tuple[Condition, ...]
    weights: tuple[Expression, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that conditions and weights need."""
        return _names((*self.conditions, *self.weights))

    @property
    def text(self) -> str:
        """The weights on one line."""
        return "; ".join(f"{condition}: {weight}" for condition, weight in self._pairs)

    def __call__(self, env: Mapping[str, Any]) -> Array:
        """Return the payoff, in the shape that the arrays broadcast to."""
        total: Array = np.zeros(1)
        for condition, weight in self._pairs:
            total = total + np.where(condition(env) != 0, weight(env), 0.0)
        return total

    def exact(self, env: Mapping[str, Fraction]) -> Fraction:
        """Return the payoff for fractions, without rounding."""
        return sum((weight.exact(env) for condition, weight in self._pairs if condition.exact(env)), Fraction(0))

    def latex(self) -> str:
        """Return the weights as LaTeX, a line each."""
        return _lines(rf"{condition.latex()}:\ & {weight.latex()}" for condition, weight in self._pairs)

    def __str__(self) -> str:
        return self.text

    @property
    def _pairs(self) -> list[tuple[Condition, Expression]]:
        return list(zip(self.conditions, self.weights, strict=True))


@dataclass(frozen=True, kw_only=True)
class Place:
    """One entry of a ranking.

    Attributes
    ----------
    text
        What the file says: the label of an outcome, or a condition.
    condition
        Where it holds.
    """

    text: str
    condition: Condition


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """Outcomes from the best to the worst; of k places the first is worth k, the last 1.

    Attributes
    ----------
    places
        Best first. An outcome has the first place of which an entry holds; the entries of one place are a tie.
    """

    places: tuple[tuple[Place, ...], ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that its entries need."""
        return _names([entry.condition for place in self.places for entry in place])

    @property
    def text(self) -> str:
        """The ranking on one line."""
        return " > ".join(" ~ ".join(entry.text for entry in place) for place in self.places)

    def __call__(self, env: Mapping[str, Any]) -> Array:
        """Return the payoff, in the shape that the arrays broadcast to; nan where no entry holds."""
        found: Array = np.full(1, np.nan)
        for worth, place in enumerate(reversed(self.places), 1):
            for entry in place:
                found = np.where(entry.condition(env) != 0, float(worth), found)
        return found

    def exact(self, env: Mapping[str, Fraction]) -> Fraction:
        """Return the payoff for fractions; 0 where no entry holds."""
        worth = len(self.places)
        held = (k for k, place in enumerate(self.places) if any(entry.condition.exact(env) for entry in place))
        return Fraction(worth - next(held, worth))

    def latex(self) -> str:
        """Return the ranking as LaTeX, a line a place."""
        return _lines(rf"& {', '.join(entry.condition.latex() for entry in place)}" for place in self.places)

    def __str__(self) -> str:
        return self.text


Preference: TypeAlias = Statements | Weights | Ranking


def steps_of(preference: Preference) -> int:
    """Return how many operations one evaluation takes, about.

    Parameters
    ----------
    preference
        Payoffs of one actor.
    """
    match preference:
        case Statements(statements=statements):
            return sum(len(each.steps) + 2 for each in statements)
        case Weights(conditions=conditions):
            return sum(len(each.steps) + 2 for each in conditions)
        case Ranking(places=places):
            return sum(len(entry.condition.steps) + 2 for place in places for entry in place)


def _names(formulas: Sequence[Condition | Expression]) -> frozenset[str]:
    return frozenset().union(*(formula.names for formula in formulas))


def _lines(lines: Any) -> str:
    body = r" \\ ".join(lines)
    return rf"\begin{{aligned}} {body} \end{{aligned}}"
