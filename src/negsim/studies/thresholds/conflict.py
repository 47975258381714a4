"""Tipping points of a conflict: where each of its states starts or ceases to be an equilibrium, and who would leave."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets
from negsim.scenario.model import Scenario
from negsim.solvers.base import solvers
from negsim.studies.sanctions.deterrence import CLASSIC
from negsim.studies.thresholds.conflict_line import ConflictLine, Ends, compared, exactly
from negsim.studies.why import why

POINTS = 128  # intervals of the look for states that hold somewhere
NUMBERS = 2**24  # most payoffs of that look; larger conflicts are looked at in fewer places


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A value of a parameter on one side of which a state is an equilibrium, and on the other not.

    Attributes
    ----------
    state
        Its label.
    value, exact
        The value, and as a fraction where that is known.
    direction
        ``"starts"`` or ``"ceases"`` as the parameter rises through the value.
    actor, target
        Who has an improvement on the other side that nothing deters, and the state that it leads to.
    """

    state: str
    value: float
    exact: Fraction | None
    direction: str
    actor: str
    target: str


def turns(scenario: Scenario, parameter: str, ends: Ends, concept: str, state: str | None = None) -> list[Turn]:
    """Return where states start and cease to be equilibria.

    Parameters
    ----------
    scenario, parameter, ends
        What the file says, which parameter changes, and from where to where.
    concept
        Under which concept.
    state
        Only this state. When left out, all that are equilibria at some of the places looked at, and not at all.

    Raises
    ------
    UnknownName
        If there is no such state or concept.
    """
    if concept not in CLASSIC:
        raise unknown("concept", concept, CLASSIC)
    game = ConflictGame.from_scenario(scenario)
    states = _changing(scenario, parameter, ends, concept) if state is None else [game.number_of(state)]
    found: list[Turn] = []
    for number in states:
        line = ConflictLine(
            scenario, parameter, game, number, concept, compared(game, number, concept), ends
        )  # pairs differ from state to state
        found += _of_state(line)
    return found


def concept_of(scenario: Scenario, concept: str | None) -> str:
    """Return the concept that is meant: the one asked for, or else the first of the solver that a scenario names.

    Parameters
    ----------
    scenario, concept
        What the file says, and what was asked for.

    Raises
    ------
    NotApplicable
        If the scenario's solver is for other concepts.
    """
    if concept is not None:
        return concept
    block = scenario.games.get("conflict")
    told = getattr(block, "solver", None) or {}
    first = next(iter(told.get("concepts", CLASSIC)))
    if told.get("name", "stability") != "stability" or first not in CLASSIC:
        raise NotApplicable(
            f"tipping points of a conflict are about {', '.join(CLASSIC)}, and the scenario names the solver "
            f"{told.get('name')}. Choose a concept"
        )
    return str(first)


def _changing(scenario: Scenario, parameter: str, ends: Ends, concept: str) -> list[int]:
    """The states that are equilibria at some of the values looked at, and not at all of them."""
    low, high = map(float, ends)
    one = ConflictGame.from_scenario(scenario).payoffs.size
    count = max(3, min(POINTS + 1, NUMBERS // one))
    games = ConflictGame.from_scenario(scenario, {parameter: np.linspace(low, high, count)})
    kind: Any = solvers["stability"]
    result: StateSets = kind(concepts=(concept,)).solve(games).result
    held = result.equilibria[:, 0]
    return np.flatnonzero(held.any(0) & ~held.all(0)).tolist()


def _of_state(line: ConflictLine) -> list[Turn]:
    """Judge one state between and at the places where two payoffs that are compared are equal."""
    places = [place for place in line.places() if line.low < exactly(place) < line.high]
    if not places:
        return []
    ends = [line.low, *map(exactly, places), line.high]
    middles = [(a + b) / 2 for a, b in pairwise(ends)]
    judged = line.holds(np.array([float(value) for value in (*middles, *map(exactly, places))]))
    between, at = judged[: len(middles)], judged[len(middles) :]
    found = []
    for k, place in enumerate(places):
        before, after = bool(between[k]), bool(between[k + 1])
        alone = bool(at[k]) and not before and not after
        for direction, changes, side in (
            ("starts", (after and not before) or alone, middles[k]),
            ("ceases", (before and not after) or alone, middles[k + 1]),
        ):
            if changes:
                actor, target = _leaving(line, side)
                state = line.game.states[line.state]
                found.append(
                    Turn(
                        state=state, value=place.value, exact=place.exact, direction=direction, actor=actor,
                        target=target,
                    )
                )  # fmt: skip
    return found


def _leaving(line: ConflictLine, value: Fraction) -> tuple[str, str]:
    """Who has an improvement that nothing deters where the state does not hold, and where it leads."""
    told = why(line.scenario, line.state, concepts=(line.concept,), values={line.parameter: float(value)})
    for player, found in zip(told.game.players, told.improvements, strict=True):
        for one in found:
            if line.concept == "nash" or not one.answers[line.concept].holds:
                return player, told.game.states[one.move.target]
    return "", ""
