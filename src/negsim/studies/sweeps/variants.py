"""Variants: the scenario of a sweep as it stands, and under each of some overrides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from negsim.errors import NotApplicable
from negsim.scenario.dump import dump
from negsim.scenario.load import load, load_text
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solver
from negsim.studies.solve import named_solver, scenario_of, solver_of

Overrides: TypeAlias = Sequence[str] | Mapping[str, Scenario]


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One of the scenarios that a sweep goes through.

    Attributes
    ----------
    override
        Name of the override applied to it; several joined by ``"+"``; empty for none.
    scenario
        With it.
    solver
        What solves it.
    """

    override: str
    scenario: Scenario
    solver: Solver[Any, Any]


def variants(
    what: Scenario | str | Path, form: str, solver: str | Solver[Any, Any] | None, overrides: Overrides = ()
) -> tuple[Variant, ...]:
    """Return the scenarios that a sweep goes through, each with what solves it.

    Parameters
    ----------
    what
        The scenario, its name or its path.
    form, solver
        Seen how, solved by what; None for the solver that each of them names.
    overrides
        Names of overrides, ``"a+b"`` for two of them together, the empty text for none; or such a name -> the scenario
        with it. When there are none, the scenario stands alone.

    Raises
    ------
    ScenarioError
        If there is no such override.
    NotApplicable
        If one is asked for twice.
    """
    names = list(overrides) or [""]
    if len(set(names)) < len(names):
        raise NotApplicable(f"an override is swept over once, and these are {', '.join(names)}")
    found = overrides if isinstance(overrides, Mapping) else {name: _under(what, name) for name in names}
    return tuple(
        Variant(override=name, scenario=each, solver=solver_of(solver or named_solver(each, form)))
        for name, each in (found or {"": scenario_of(what)}).items()
    )


def _under(what: Scenario | str | Path, name: str) -> Scenario:
    """The scenario with an override; one that was read already is changed as what it has resolved to."""
    if not name:
        return scenario_of(what)
    wanted = name.split("+")
    if isinstance(what, str | Path):
        return load(what, overrides=wanted)
    return load_text(dump(what), name=what.id or "<scenario>", overrides=wanted)
