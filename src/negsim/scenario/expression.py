"""Payoff formulas: one text, evaluated on whole arrays or exactly, and printed as LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from negsim.errors import Fault, NotApplicable, ScenarioError, unknown
from negsim.scenario import latex
from negsim.scenario.syntax import Apply, Name, Number, Step, parse

Array: TypeAlias = NDArray[np.float64]

MAX_BITS = 20_000  # of an exact value


@dataclass(frozen=True)
class Expression:
    """A formula over parameters, measures, moves and ``move.level``.

    Attributes
    ----------
    text
        What the file says, such as ``"2*moratorium.formal - audience_cost"``.

    Raises
    ------
    ScenarioError
        If the text is not a formula; every flaw is listed with its column.

    Examples
    --------
    >>> formula = Expression("2*a - b**2")
    >>> sorted(formula.names), float(formula({"a": 3.0, "b": 2.0}))
    (['a', 'b'], 2.0)
    """

    text: str

    def __post_init__(self) -> None:
        steps, flaws = parse(self.text)
        if flaws:
            raise ScenarioError([Fault(message=f.message, column=f.offset + 1, source=self.text) for f in flaws])
        object.__setattr__(self, "_steps", steps)

    def __reduce__(self) -> tuple[type[Expression], tuple[str]]:
        return Expression, (self.text,)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The program: constants, names and operations in postfix order."""
        found: tuple[Step, ...] = self.__dict__["_steps"]
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """The names it needs, a level as ``move.level``."""
        return frozenset(step.text for step in self.steps if isinstance(step, Name))

    def __call__(self, env: Mapping[str, Any]) -> Array:
        """Evaluate on arrays that broadcast against each other.

        Comparisons and logic give 1 or 0, and anything but 0 counts as true. Division by zero and the like give
        infinity or NaN, as in IEEE arithmetic.

        Parameters
        ----------
        env
            A number or an array for every name.

        Returns
        -------
        Array
            The shape that the arrays broadcast to.

        Raises
        ------
        UnknownName
            If a name has no value.
        """
        return on_arrays(self.steps, env)

    def exact(self, env: Mapping[str, Fraction]) -> Fraction:
        """Evaluate in rational arithmetic, without rounding.

        Parameters
        ----------
        env
            A fraction for every name.

        Raises
        ------
        NotApplicable
            If the value is not rational (`exp`, `log`, `sqrt`, a power with a fraction as exponent), does not exist
            (division by zero), or has too many digits.
        UnknownName
            If a name has no value.
        """
        return on_fractions(self.steps, env, self.text)

    def latex(self) -> str:
        """Return the formula as LaTeX, from the same text."""
        return latex.render(self.steps)

    def __str__(self) -> str:
        return self.text


def on_arrays(steps: Sequence[Step], env: Mapping[str, Any]) -> Array:
    """Run a program on arrays that broadcast against each other.

    Parameters
    ----------
    steps
        In postfix order.
    env
        A number or an array for every name.
    """
    stack: list[Any] = []
    with np.errstate(all="ignore"):
        for step in steps:
            match step:
                case Number(value=value):
                    stack.append(np.float64(value))
                case Name(text=name):
                    stack.append(np.asarray(_look_up(name, env), np.float64))
                case Apply(operation=operation, count=count):
                    arguments = stack[-count:]
                    del stack[-count:]
                    stack.append(_ON_ARRAYS[operation](*arguments))
    return np.asarray(stack[0], np.float64)


def on_fractions(steps: Sequence[Step], env: Mapping[str, Fraction], text: str) -> Fraction:
    """Run a program in rational arithmetic.

    Parameters
    ----------
    steps
        In postfix order.
    env
        A fraction for every name.
    text
        What the file says, for messages.

    Raises
    ------
    NotApplicable
        If the value is not rational, does not exist, or has too many digits.
    """
    stack: list[Fraction] = []
    for step in steps:
        match step:
            case Number(exact=value):
                stack.append(value)
            case Name(text=name):
                stack.append(Fraction(_look_up(name, env)))
            case Apply(operation=operation, count=count):
                arguments = stack[-count:]
                del stack[-count:]
                stack.append(_bounded(_exactly(operation, arguments, text)))
    return stack[0]


def _look_up(name: str, env: Mapping[str, Any]) -> Any:
    try:
        return env[name]
    except KeyError:
        raise unknown("name", name, env) from None


def _indicator(test: Callable[..., Any]) -> Callable[..., Any]:
    """Turn a test into one that answers 1.0 or 0.0."""
    return lambda *arguments: test(*arguments).astype(np.float64)


_ON_ARRAYS: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
    "neg": np.negative,
    "pos": np.positive,
    "<": _indicator(np.less),
    "<=": _indicator(np.less_equal),
    ">": _indicator(np.greater),
    ">=": _indicator(np.greater_equal),
    "==": _indicator(np.equal),
    "!=": _indicator(np.not_equal),
    "not": _indicator(np.logical_not),
    "and": lambda *parts: reduce(np.logical_and, parts).astype(np.float64),
    "or": lambda *parts: reduce(np.logical_or, parts).astype(np.float64),
    "min": lambda *parts: reduce(np.minimum, parts),
    "max": lambda *parts: reduce(np.maximum, parts),
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "where": np.where,
}


def _exact_power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1:
        raise ValueError("a power with a fraction as exponent")
    size = max(abs(base.numerator).bit_length(), base.denominator.bit_length())
    if abs(exponent) * size > MAX_BITS and base not in (-1, 0, 1):
        raise OverflowError
    return base ** int(exponent)


_ON_FRACTIONS: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": _exact_power,
    "neg": lambda a: -a,
    "pos": lambda a: a,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "not": lambda a: not a,
    "and": lambda *parts: all(parts),
    "or": lambda *parts: any(parts),
    "min": min,
    "max": max,
    "abs": abs,
    "where": lambda test, yes, no: yes if test else no,
}


def _exactly(operation: str, arguments: list[Fraction], text: str) -> Fraction:
    """Apply one operation to fractions, and explain in negsim's words what has no exact value."""
    try:
        return Fraction(_ON_FRACTIONS[operation](*arguments))
    except KeyError:
        reason = f"{operation}(...) has no exact rational value"
    except ZeroDivisionError:
        reason = "it divides by zero"
    except ValueError as fault:
        reason = f"{fault} has no exact rational value"
    except OverflowError:
        reason = "its exact value has too many digits"
    raise NotApplicable(f"'{text}' cannot be evaluated exactly: {reason}. Evaluate it on floats instead.")


def _bounded(value: Fraction) -> Fraction:
    if max(abs(value.numerator).bit_length(), value.denominator.bit_length()) > MAX_BITS:
        raise NotApplicable("a formula cannot be evaluated exactly: its value has too many digits")
    return value
