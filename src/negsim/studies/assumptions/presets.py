"""Whose assumptions: what the headline becomes under each named set of changes to a scenario."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from negsim.errors import InvalidGame, NotApplicable, ScenarioError
from negsim.scenario.dump import dump
from negsim.scenario.load import load_text
from negsim.scenario.model import Override, Scenario
from negsim.studies.assumptions.answers import answers
from negsim.studies.solve import default_form, named_solver, solver_of

Reload: TypeAlias = Callable[[str], Scenario]


@dataclass(frozen=True, kw_only=True)
class Preset:
    """What a named set of changes leads to.

    Attributes
    ----------
    name, override
        Its name, and what it changes.
    headline
        The likeliest outcome of every answer, each once; empty where there is none.
    payoffs
        Actor -> (lowest, highest) of what it expects over the answers.
    missing
        Why there is no answer; else empty.
    """

    name: str
    override: Override
    headline: tuple[str, ...]
    payoffs: dict[str, tuple[float, float]]
    missing: str = ""


def presets(scenario: Scenario, reload: Reload | None = None) -> tuple[Preset, ...]:
    """Solve a scenario under each of its overrides.

    Parameters
    ----------
    scenario
        What to solve, in its own form and by its own solver.
    reload
        Reads it again with an override, by name; when left out, what the scenario has resolved to is changed, which
        cannot be done by overrides that add parties or moves.
    """
    again = reload or _of_dump(scenario)
    return tuple(_preset(again, name, override) for name, override in scenario.overrides.items())


def _of_dump(scenario: Scenario) -> Reload:
    text = dump(scenario) if scenario.overrides else ""
    return lambda name: load_text(text, overrides=[name])


def _preset(reload: Reload, name: str, override: Override) -> Preset:
    try:
        changed = reload(name)
        form = default_form(changed)
        found = answers(changed, form, named_solver(changed, form) or solver_of(None), _defaults(changed))
    except (InvalidGame, NotApplicable, ScenarioError) as fault:
        return Preset(name=name, override=override, headline=(), payoffs={}, missing=str(fault))
    low, high = found.range_of(found.payoff, 0)
    payoffs = {player: (float(a), float(b)) for player, a, b in zip(found.players, low, high, strict=True)}
    return Preset(
        name=name,
        override=override,
        headline=found.headlines[0],
        payoffs=payoffs if found.headlines[0] else {},
        missing=found.missing.get(0, ""),
    )


def _defaults(scenario: Scenario) -> dict[str, Any]:
    return {name: np.array([parameter.value]) for name, parameter in scenario.parameters.items()}
