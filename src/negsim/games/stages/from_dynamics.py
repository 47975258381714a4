"""From a scenario's dynamics to the arrays and labels of a stochastic game."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array, BoolArray, Values
from negsim.games.stages.formulas import Formulas
from negsim.games.stages.room import check_room
from negsim.games.stages.situations import Situations
from negsim.games.stages.stage import Stage
from negsim.scenario.dynamics import Dynamics
from negsim.scenario.expression import Expression
from negsim.scenario.layout import called

if TYPE_CHECKING:
    from negsim.scenario.model import Scenario


def fields(scenario: Scenario, values: Values) -> dict[str, Any]:
    """Return the fields of the stochastic games that a scenario describes, by name.

    A state is a level for every standing move and every state variable and, unless all act at once, whose turn it is;
    all combinations that no condition forbids are states, whether the start leads there or not. With random turns play
    begins with the turn of the first in order. What hazards lead to are states as well, last of all: there nobody
    chooses, everybody gets the payoffs of the hazard once, and play is over. They stand on the highest rung.

    Parameters
    ----------
    scenario
        What the file says.
    values
        Numbers for some parameters, or arrays of one number a game.

    Raises
    ------
    NotApplicable
        If the file says nothing about play over time, or the game would not fit memory.
    InvalidGame
        If probabilities are none, levels leave their range, or an actor has nothing that it may do.
    """
    dynamics = scenario.games.get("stochastic")
    if not isinstance(dynamics, Dynamics):
        others = ", ".join(scenario.games) or "strategic"
        raise NotApplicable(
            f"the scenario {scenario.id} does not say how play goes on over time. Use another form ({others}), or add "
            "'games: {stochastic: {discount: 0.9}}' to its file"
        )
    _check_moves(scenario)
    formulas = Formulas(scenario=scenario, dynamics=dynamics, values=values)
    situations = Situations(formulas=formulas)
    check_room(situations)
    stage = Stage(situations=situations)
    stage.check_together()
    transitions = stage.transitions()
    ends = _ends(formulas)
    return {
        "payoffs": _payoffs(stage, ends),
        "transitions": transitions,
        "discount": _by_actor(formulas, dynamics.discount, 1.0),
        "available": _available(stage),
        "players": tuple(scenario.actors),
        "states": _states(situations),
        "actions": situations.actions,
        "start": situations.start,
        "horizon": dynamics.deadline,
        "final": _final(situations, ends),
        "escalation": _escalation(situations),
        "title": scenario.title,
        "comment": scenario.basis,
        "names": called(scenario) | {key: hazard.name for key, hazard in dynamics.hazards.items() if hazard.name},
    }


def _check_moves(scenario: Scenario) -> None:
    for name, move in scenario.moves.items():
        if move.actor not in scenario.actors:
            raise NotApplicable(
                f"the move {name} is one of chance. Use a state variable under games.stochastic.state for what chance "
                "decides from stage to stage, or the form 'extensive'"
            )


def _by_actor(formulas: Formulas, told: Mapping[str, Expression], otherwise: float) -> Array:
    """Shape (batch or 1, actor): formulas of parameters alone."""
    found = formulas.alone(told)
    columns = [found.get(actor, np.full(1, otherwise)) for actor in formulas.scenario.actors]
    return np.stack(np.broadcast_arrays(*columns), axis=1)


def _ends(formulas: Formulas) -> Array:
    """Shape (batch or 1, actor, hazard): what each actor gets, once, when a hazard happens."""
    hazards = formulas.dynamics.hazards.values()
    columns = [_by_actor(formulas, hazard.payoffs, 0.0) for hazard in hazards]
    if not columns:
        return np.zeros((1, len(formulas.scenario.actors), 0))
    return np.stack(np.broadcast_arrays(*columns), axis=2)


def _payoffs(stage: Stage, ends: Array) -> Array:
    situations = stage.situations
    flow = stage.flow()
    count = len(situations) + ends.shape[2]
    out = np.zeros((len(flow), flow.shape[1], count * stage.joint))
    out[:, :, stage.row] = flow
    cells = out.reshape(*out.shape[:2], count, stage.joint)
    cells[:, :, len(situations) :] = ends[..., None]
    return cells.reshape(*out.shape[:2], count, *(len(rows) for rows in situations.choices))


def _available(stage: Stage) -> tuple[BoolArray, ...]:
    """Shape (state, action) for each actor; what ends the play leaves the first action alone."""
    over = np.zeros(len(stage.situations.dynamics.hazards), np.intp)[:, None]
    return tuple(np.concatenate([part, np.arange(part.shape[1]) == over], axis=0) for part in stage.available)


def _states(situations: Situations) -> tuple[str, ...]:
    labels = set(situations.labels)
    for name in situations.dynamics.hazards:
        if name in labels:
            raise InvalidGame(f"games.stochastic.hazards.{name} has the name of a state; give it another")
    return (*situations.labels, *situations.dynamics.hazards)


def _final(situations: Situations, ends: Array) -> Array:
    """Shape (batch or 1, actor, state): what the deadline brings; a hazard at the last stage still counts."""
    told = situations.formulas(situations.dynamics.at_deadline, situations.levels, situations.variables)
    zero = np.zeros((1, len(situations)))
    rows = np.stack(np.broadcast_arrays(*(told.get(actor, zero) for actor in situations.scenario.actors)), axis=1)
    games = max(len(rows), len(ends))
    parts = [np.broadcast_to(part, (games, *part.shape[1:])) for part in (rows, ends)]
    return np.concatenate(parts, axis=2)


def _escalation(situations: Situations) -> Array:
    """Shape (batch or 1, state). The rung of each state; what ends the play stands on the highest."""
    rung = situations.dynamics.escalation or situations.scenario.measures.get("escalation")
    if rung is None:
        found = np.zeros((1, len(situations)))
    else:
        found = situations.formulas({"": rung}, situations.levels, situations.variables)[""]
    top = np.repeat(found.max(1, keepdims=True), len(situations.dynamics.hazards), axis=1)
    return np.concatenate([found, top], axis=1)
