"""What is asked of a sweep, judged before the work begins: its measures, and whether its solver takes such games."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from negsim.errors import Fault, InvalidGame, ScenarioError, suggestion
from negsim.scenario.model import Scenario
from negsim.scenario.quantities import ACTOR, FORM, is_ending, names_in, parse_quantity, terms
from negsim.scenario.scope import Scope
from negsim.studies.claims.answers import Answers
from negsim.studies.claims.quantity import read
from negsim.studies.sweeps.variants import Variant


def check_measures(scenario: Scenario, measures: Sequence[str]) -> None:
    """Check the names that measures use.

    Parameters
    ----------
    scenario
        What they are measures of.
    measures
        Quantities as in claims: ``"probability(reply.refuse)"``.

    Raises
    ------
    ScenarioError
        With every fault, its column in the measure, and what was meant.
    """
    faults = [fault for text in measures for fault in _faults(scenario, text)]
    if faults:
        raise ScenarioError(faults)


def check_work(variant: Variant, form: str, measures: Sequence[str]) -> None:
    """Solve a scenario at its defaults and read the measures there, so that a wrong question costs no long wait.

    Parameters
    ----------
    variant, form
        What is asked.
    measures
        Quantities as in claims.

    Raises
    ------
    NotApplicable
        If the solver does not take such games, or a measure cannot be read from what it finds.
    UnknownName
        If a measure names what is not there.
    """
    answers = Answers(scenario=variant.scenario, form=form, solver=variant.solver, values={})
    try:
        _ = answers.game
    except InvalidGame:
        return  # the defaults alone make none
    _ = answers.found
    for text in measures:
        read(answers, terms(text))


def _faults(scenario: Scenario, text: str) -> Iterator[Fault]:
    found, flaws = parse_quantity(text)
    yield from (_fault(text, flaw.offset, flaw.message) for flaw in flaws)
    hazards, words = _block(scenario, "stochastic", "hazards"), _words(scenario)
    scope = _scope(scenario)
    wide = replace(scope, variables={k: v.levels for k, v in _block(scenario, "stochastic", "variables").items()})
    for term in found:
        seen = wide if term.name == "total" else scope
        for name in () if is_ending(term, hazards) else names_in(term):
            flaw = seen.flaw(name.text)
            if flaw:
                yield _fault(text, name.offset, flaw)
        for part in term.parts:
            if part.kind in words and part.text not in words[part.kind]:
                told = f"there is no {part.kind} '{part.text}'{suggestion(part.text, words[part.kind])}"
                yield _fault(text, part.offset, told)


def _fault(text: str, offset: int, message: str) -> Fault:
    return Fault(message=message, file=f"measure {text}", column=offset + 1, source=text)


def _scope(scenario: Scenario) -> Scope:
    moves = {name: tuple(level.id for level in move.levels) for name, move in scenario.moves.items()}
    return Scope(tuple(scenario.parameters), tuple(scenario.measures), moves)


def _words(scenario: Scenario) -> dict[str, Sequence[str]]:
    promises = getattr(scenario.games.get("bargaining"), "promises", None)
    return {ACTOR: tuple(scenario.actors), FORM: tuple(getattr(promises, "forms", ()))}


def _block(scenario: Scenario, form: str, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = getattr(scenario.games.get(form), name, {})
    return found
