"""What a command is asked to vary: ``--vary NAME=...``, ``--correlate``, or the ``sweep:`` block of the file."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import click

from negsim.cli.options import stacked
from negsim.errors import NotApplicable
from negsim.scenario.model import Scenario
from negsim.scenario.plan import NO_OVERRIDE, SweepPlan, Tried, tried
from negsim.studies.design import design_of
from negsim.studies.designs.base import Design

OVERRIDE = "override"  # varied like a parameter, over names


@dataclass(frozen=True, kw_only=True)
class Varied:
    """What a command was asked to vary.

    Attributes
    ----------
    vary
        Parameter -> what to try; None for what the scenario says of it.
    overrides
        Names of overrides to go through, the empty text for the scenario as it is; empty where none are varied.
    correlated
        Two parameters and their rank correlation.
    """

    vary: Mapping[str, Tried] = field(default_factory=dict)
    overrides: tuple[str, ...] = ()
    correlated: tuple[tuple[str, str, float], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A design, and what else a sweep goes through.

    Attributes
    ----------
    design
        The points.
    overrides
        Names of overrides, the empty text for the scenario as it is; empty where none are varied.
    measures
        Quantities to read from the answers, where the file's own plan is followed.
    """

    design: Design
    overrides: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


def vary_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--vary`` and ``--correlate`` to a command, which receives them as `varied`."""

    @stacked(
        click.option(
            "--vary",
            "vary_texts",
            multiple=True,
            metavar="NAME[=RANGE]",
            help="A parameter, and low:high:count, low:high, 1,2,3 or a distribution; or override=none,NAME. Repeat.",
        ),
        click.option(
            "--correlate", "pairs", multiple=True, metavar="A,B=RANK", help="A rank correlation of two parameters."
        ),
    )
    @functools.wraps(function)
    def wrapper(*, vary_texts: tuple[str, ...], pairs: tuple[str, ...], **rest: Any) -> Any:
        return function(varied=varied_of(vary_texts, pairs), **rest)

    return wrapper


def varied_of(texts: tuple[str, ...], pairs: tuple[str, ...] = ()) -> Varied:
    """Read what was typed.

    Parameters
    ----------
    texts
        ``name``, ``name=low:high``, ``name=low:high:count``, ``name=1,2,3``, ``name=triangular(0,3,6)``, or
        ``override=none,name``.
    pairs
        ``a,b=0.6``.
    """
    vary: dict[str, Tried] = {}
    overrides: tuple[str, ...] = ()
    for text in texts:
        name, _, told = (part.strip() for part in text.partition("="))
        if name == OVERRIDE:
            overrides += _names(told)
        elif name in vary:
            raise click.BadParameter(f"{name} is there twice", param_hint="'--vary'")
        else:
            try:
                vary[name] = tried(told)
            except NotApplicable as fault:
                raise click.BadParameter(f"{name}: {fault}", param_hint="'--vary'") from None
    return Varied(vary=vary, overrides=overrides, correlated=tuple(map(_pair, pairs)))


def asked(
    scenario: Scenario, varied: Varied, design: str | None, n: int | None, seed: int | None, form: str | None = None
) -> Asked:
    """Return the points that a command asks for: its own, or else those of the scenario's ``sweep:`` block.

    Parameters
    ----------
    scenario, form
        What is solved, seen how.
    varied
        What was typed; where it names no parameter, the block counts, changed by all else that is given.
    design, n, seed
        As typed; None where they were not.

    Raises
    ------
    NotApplicable
        If nothing is typed and the file has no such block.
    """
    plan = SweepPlan() if varied.vary else scenario.sweep
    if plan is None and varied.overrides:
        raise NotApplicable(
            "a sweep goes through the values of a parameter under each override. Use --vary NAME=low:high:count as "
            "well, or negsim solve --override NAME for one point"
        )
    if plan is None:
        raise NotApplicable(
            "what should vary? Use --vary NAME=low:high:count, once for each parameter, or write a sweep: block in the "
            "file"
        )
    names = varied.overrides or tuple("" if name == NO_OVERRIDE else name for name in plan.overrides)
    vary = varied.vary or {name: tried(text) for name, text in plan.vary.items()}
    points = design_of(
        scenario,
        vary,
        design or plan.design,
        plan.n if n is None else n,
        plan.seed if seed is None else seed,
        varied.correlated or plan.correlated,
        form=form,
    )
    return Asked(design=points, overrides=names, measures=plan.measures)


def _names(text: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in text.split(",") if part.strip())
    if not names:
        raise click.BadParameter("name the overrides: override=none,NAME", param_hint="'--vary'")
    return tuple("" if name == NO_OVERRIDE else name for name in names)


def _pair(text: str) -> tuple[str, str, float]:
    names, _, rank = text.partition("=")
    pair = [name.strip() for name in names.split(",")]
    try:
        if len(pair) != 2 or not all(pair):
            raise ValueError
        return pair[0], pair[1], float(rank)
    except ValueError:
        raise click.BadParameter(
            f"{text!r}: write two parameters and their rank correlation, such as a,b=0.6", param_hint="'--correlate'"
        ) from None
