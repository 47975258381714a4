"""Which form, which solver and which options of it a command asks for."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import click
from click.shell_completion import CompletionItem

from negsim.cli.inputs import assignment
from negsim.cli.options import stacked
from negsim.errors import NegsimError, NotApplicable, unknown
from negsim.games.base import games
from negsim.registry import Registry
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solver, solvers
from negsim.studies.solve import named_solver


@dataclass(frozen=True, kw_only=True)
class Question:
    """A form and a solver.

    Attributes
    ----------
    form
        Name of the form; None for the default.
    solver
        The solver; None where none was named.
    options
        Options as typed, where no solver was named.
    """

    form: str | None = None
    solver: Solver[Any, Any] | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    def solver_for(self, thing: object) -> Solver[Any, Any] | None:
        """Return the solver that was asked for; None for the one that suits the thing.

        Options without a solver belong to the solver that the scenario names, and else to the one that chooses another.

        Parameters
        ----------
        thing
            A scenario or a game.
        """
        if self.solver is not None or not self.options:
            return self.solver
        named = named_solver(thing, self.form) if isinstance(thing, Scenario) else None
        if named is None:
            return chosen_solver(None, self.options)
        told = {each.name: getattr(named, each.name) for each in fields(named) if each.init}
        found: Solver[Any, Any] = with_options(
            type(named), self.options, f"option of {solvers.name_of(named)}", otherwise=told
        )
        return found


def question_options(*, seed: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add ``--form``, ``--solver`` and ``--option`` to a command, which receives them as `question`.

    Parameters
    ----------
    seed
        Whether to add ``--seed`` too, for solvers that draw at random.
    """
    options = [
        click.option("--form", metavar="NAME", shell_complete=names(games), help="See 'negsim list forms'."),
        click.option("--solver", metavar="NAME", shell_complete=names(solvers), help="See 'negsim list solvers'."),
        click.option(
            "-O", "--option", "texts", multiple=True, metavar="KEY=VALUE", help="An option of the solver; may repeat."
        ),
    ]
    if seed:
        options.append(
            click.option("--seed", "solver_seed", type=click.IntRange(min=0), help="For solvers that draw at random.")
        )

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @stacked(*options)
        @functools.wraps(function)
        def wrapper(
            *, form: str | None, solver: str | None, texts: tuple[str, ...], solver_seed: int | None = None, **rest: Any
        ) -> Any:
            asked = dict(assignment(text, "max_steps=1000") for text in texts)
            if solver_seed is not None:
                asked["seed"] = str(solver_seed)
            chosen = None if solver is None else chosen_solver(solver, asked)
            return function(question=Question(form=form, solver=chosen, options=asked), **rest)

        return wrapper

    return decorate


def chosen_solver(name: str | None, asked: Mapping[str, str]) -> Solver[Any, Any] | None:
    """Make the solver of a name with options as typed.

    Parameters
    ----------
    name
        Its name; None for the one that suits the game, which takes the options of all.
    asked
        Option -> value as typed.
    """
    if name is None and not asked:
        return None
    kind = solvers[name or "auto"]
    solver: Solver[Any, Any] = with_options(kind, asked, f"option of {name or 'auto (name another with --solver)'}")
    return solver


def with_options(kind: type[Any], asked: Mapping[str, str], what: str, otherwise: Mapping[str, Any] = {}) -> Any:
    """Make a value of a class whose fields are its options.

    Parameters
    ----------
    kind
        A dataclass.
    asked
        Field -> value as typed.
    what
        What a field is, for messages: ``"option of logit"``.
    otherwise
        Values for the fields that are not asked for.

    Raises
    ------
    UnknownName
        If there is no such field.
    NotApplicable
        If a value is not of the type of the field.
    """
    known = {each.name: each.default for each in fields(kind) if each.init}
    types = get_type_hints(kind)
    chosen = {}
    for name, text in asked.items():
        if name not in known:
            if name == "seed":
                raise NotApplicable(f"{kind.__name__} draws nothing at random; leave --seed out")
            raise unknown(what, name, known)
        chosen[name] = _like(types[name], known[name], read_value(text), f"{what}, {name}")
    try:
        return kind(**{**otherwise, **chosen})
    except (TypeError, ValueError) as fault:
        if isinstance(fault, NegsimError):
            raise
        raise NotApplicable(f"{what}: {fault}") from None


def read_value(text: str) -> Any:
    """Read a value as typed: a number, true, false, none, a list with commas, or else a word."""
    if text.lower() in ("none", "null"):
        return None
    if "," in text:
        return tuple(read_value(part.strip()) for part in text.strip("()[]").split(",") if part.strip())
    try:
        return json.loads(text.lower() if text.lower() in ("true", "false") else text)
    except ValueError:
        return text


WORDS: dict[Any, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a word",
    type(None): "none",
}


def _like(annotation: Any, default: Any, value: Any, what: str) -> Any:
    """Check a value against the type of its field; what is more than numbers and words, the class itself judges."""
    if get_origin(annotation) is tuple and get_args(annotation)[-1] is Ellipsis and not isinstance(value, tuple):
        return (value,)  # one of several that there may be
    alternatives = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    if not set(alternatives) <= WORDS.keys():
        return value
    if type(value) in alternatives:
        return value
    if type(value) is int and float in alternatives:  # whole numbers may stand for others
        return float(value)
    kinds = " or ".join(WORDS[kind] for kind in alternatives)
    raise NotApplicable(f"{what}: {value!r} is not {kinds}; the default is {default!r}")


def names(registry: Registry[Any]) -> Callable[..., list[CompletionItem]]:
    """Return a function that completes the names of a registry."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(name) for name in registry if name.startswith(incomplete)]

    return complete
