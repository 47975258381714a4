"""Everything there is to find about a scenario, found once: answers, what they rest on, and what tips them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from negsim.errors import InvalidGame, NegsimError, NotApplicable, UnknownName, unknown
from negsim.games.base import games
from negsim.scenario.load import load
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solution, Solver, solvers
from negsim.studies.assumptions.grid import AnswerGrid, answer_grid
from negsim.studies.assumptions.presets import Preset, Reload, presets
from negsim.studies.assumptions.whole_numbers import spaced, takes_whole
from negsim.studies.bargain import Bargain, bargain
from negsim.studies.claims.evaluate import tried
from negsim.studies.claims.record import Finding
from negsim.studies.compare.compare import compare
from negsim.studies.compare.comparison import Comparison
from negsim.studies.paths import WITH_STAGES, Paths, paths
from negsim.studies.robustness.record import Reach, Robustness
from negsim.studies.robustness.robustness import robustness
from negsim.studies.solve import default_form, named_solver, scenario_of, solve, solver_of
from negsim.studies.status_quo import Ways, ways
from negsim.studies.thresholds.point import TippingPoint
from negsim.studies.tipping import tipping

TRACED = ("agent_logit", "logit", "logit_homotopy")  # solvers that follow a branch: a game takes them long
SLIDERS = 4  # at most
STATES = 64  # of play over time: in larger games it takes long to hold a plan against every value of a parameter


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How many games are solved.

    Attributes
    ----------
    alone, together
        Values of each parameter alone, and points drawn from all ranges at once.
    sliders, steps
        How many parameters have a slider, and how many values each.
    """

    alone: int
    together: int
    sliders: int
    steps: int


USUAL = Effort(alone=41, together=400, sliders=3, steps=11)
LIGHT = Effort(alone=5, together=20, sliders=2, steps=7)


@dataclass(frozen=True, kw_only=True, eq=False)
class Overview:
    """What was found about a scenario.

    Attributes
    ----------
    scenario
        With the numbers at which it was solved.
    form
        The form in which the headline is told: the first that the scenario describes.
    solutions
        Form -> what the solver found that the scenario names for it, or that suits it.
    left_out
        Form -> why it does not apply.
    robustness, grid, presets
        How the headline depends on the numbers assumed; None where the form has no headline.
    tipping
        Form -> where its answers tip, parameter by parameter.
    untold
        Form -> why there are no tipping points of it.
    paths
        Form -> where play goes, stage by stage.
    ways
        Of a conflict, the ways from the status quo.
    bargain
        What could be agreed.
    comparison
        Every lens that applies, beside the others; None where that breaks down.
    claims, untried
        What was found of its claims; and claim -> why it could not be tried.
    notes
        Why something above is missing.
    """

    scenario: Scenario
    form: str
    solutions: Mapping[str, Solution[Any, Any]]
    left_out: Mapping[str, str]
    robustness: Robustness | None
    grid: AnswerGrid | None
    presets: tuple[Preset, ...]
    tipping: Mapping[str, tuple[TippingPoint, ...]]
    untold: Mapping[str, str]
    paths: Mapping[str, Paths]
    ways: Ways | None
    bargain: Bargain | None
    comparison: Comparison | None
    claims: tuple[Finding, ...]
    untried: Mapping[str, str]
    notes: tuple[str, ...] = field(default=())

    @property
    def traced(self) -> bool:
        """Whether the answers of its own form are found by following a branch, which takes long for each game."""
        return self.form in self.solutions and _name(self.solutions[self.form].solver) in TRACED


def overview(what: Scenario | str | Path, sliders: Sequence[str] = (), reload: Reload | None = None) -> Overview:
    """Find everything there is to find about a scenario.

    Parameters
    ----------
    what
        A scenario, its path or its name.
    sliders
        Parameters to have a slider, at most four; when left out, those on which the headline depends most.
    reload
        Reads a scenario again with an override, by name; not needed for a path or a name.

    Raises
    ------
    UnknownName
        If a slider is no parameter.
    NotApplicable
        If there are too many sliders.
    """
    scenario = scenario_of(what)
    if reload is None and not isinstance(what, Scenario):
        reload = _reading(what)
    _check(scenario, sliders)
    solutions, left_out = _solved(scenario)
    form = default_form(scenario)
    tips, untold = _tips(scenario, solutions)
    found: dict[str, Any] = {"robustness": None, "grid": None, "presets": ()}
    notes: tuple[str, ...] = ()
    findings, untried = _claims(scenario)
    if form in solutions:
        try:
            found = _swept(scenario, form, solutions[form], sliders)
            found["presets"] = presets(scenario, reload)
        except (InvalidGame, NotApplicable) as fault:
            notes = (str(fault),)
    return Overview(
        scenario=scenario,
        form=form,
        solutions=solutions,
        left_out=left_out,
        tipping=tips,
        untold=untold,
        paths={name: paths(each) for name, each in solutions.items() if name in WITH_STAGES and len(each)},
        ways=ways(solutions["conflict"]) if "conflict" in solutions else None,
        bargain=bargain(scenario) if "bargaining" in solutions else None,
        comparison=_compared(scenario),
        claims=findings,
        untried=untried,
        notes=notes,
        **found,
    )


def _reading(place: str | Path) -> Reload:
    return lambda name: load(place, overrides=[name])


def _check(scenario: Scenario, sliders: Sequence[str]) -> None:
    if len(sliders) > SLIDERS:
        raise NotApplicable(f"{len(sliders)} sliders; a report takes at most {SLIDERS}")
    for name in sliders:
        if name not in scenario.parameters:
            raise unknown("parameter", name, scenario.parameters)


def _solved(scenario: Scenario) -> tuple[dict[str, Solution[Any, Any]], dict[str, str]]:
    """The answers of every form that the scenario describes, and of the strategic form."""
    solutions, left_out = {}, {}
    for form in dict.fromkeys([*(form for form in scenario.games if form in games), "strategic"]):
        try:
            solutions[form] = solve(scenario, form)
        except (InvalidGame, NotApplicable) as fault:
            left_out[form] = str(fault)
    return solutions, left_out


def _tips(
    scenario: Scenario, solutions: Mapping[str, Solution[Any, Any]]
) -> tuple[dict[str, tuple[TippingPoint, ...]], dict[str, str]]:
    told, untold = {}, {}
    for form in solutions:
        if form == "strategic" and form not in scenario.games and scenario.games:
            continue
        if len(getattr(solutions[form].game, "states", ())) > STATES and form == "stochastic":
            untold[form] = f"more than {STATES} states; 'negsim tipping' follows one parameter at a time"
            continue
        try:
            varied = [name for name, each in scenario.parameters.items() if each.low < each.high]
            told[form] = tuple(point for name in varied for point in tipping(scenario, name, form=form))
        except (InvalidGame, NotApplicable) as fault:
            untold[form] = str(fault)
    return told, untold


def _claims(scenario: Scenario) -> tuple[tuple[Finding, ...], dict[str, str]]:
    """What was found of each claim, and which could not be tried."""
    findings, untried = [], {}
    shared: dict[Any, Any] = {}
    for claim in scenario.claims:
        try:
            findings.append(tried(scenario, claim, shared))
        except NegsimError as fault:
            untried[claim.id] = str(fault)
    return tuple(findings), untried


def _compared(scenario: Scenario) -> Comparison | None:
    try:
        return compare(scenario)
    except NegsimError:
        return None


def _swept(scenario: Scenario, form: str, solution: Solution[Any, Any], sliders: Sequence[str]) -> dict[str, Any]:
    """How the headline depends on the numbers, and answers at every position of the sliders."""
    solver = named_solver(scenario, form) or solver_of(None)
    effort = LIGHT if _name(solution.solver) in TRACED else USUAL
    rests = robustness(scenario, form, solver, parts=("alone",), values=effort.alone, samples=effort.together)
    chosen = list(sliders) or most_telling(scenario, rests, form)[: effort.sliders]
    steps = max(2, min(effort.steps, int(3_000 ** (1 / max(1, len(chosen)))) - 1))
    levels = {
        name: [float(value) for value in spaced(scenario, name, steps, takes_whole(scenario, form, name))]
        for name in chosen
    }
    return {
        "robustness": rests,
        "grid": answer_grid(scenario, form, solver, levels) if levels else None,
    }


def most_telling(scenario: Scenario, rests: Robustness, form: str) -> list[str]:
    """Return the parameters in the order in which they tell most: those that change the headline before the others.

    Of these, those that claims vary in this form come first, then those that change it in most of their range.

    Parameters
    ----------
    scenario, rests, form
        What was solved, how its headline depends on the numbers, and the form.
    """
    claimed = {name for claim in scenario.claims if claim.form == form for name in claim.vary}

    def rank(reach: Reach) -> tuple[bool, bool, float]:
        return (reach.share == 1, reach.parameter not in claimed, reach.share)

    return [reach.parameter for reach in sorted(rests.alone, key=rank)]


def _name(solver: Solver[Any, Any]) -> str:
    try:
        return solvers.name_of(solver)
    except UnknownName:
        return type(solver).__name__
