"""Tables of what a scenario says of its forms: turns, stages, demands, a conflict as a graph, what is on the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from negsim.scenario.bargaining import Bargaining, Repetition
from negsim.scenario.conflicts import Conflict
from negsim.scenario.dynamics import Dynamics, Screening, TurnOrder
from negsim.scenario.model import Scenario
from negsim.views.tables.base import Cell, Table, filled
from negsim.views.tables.formulas import by_actor
from negsim.views.tables.negotiation import negotiation, repetition


def dynamics(scenario: Scenario) -> tuple[Table, ...]:
    """Return the tables of every form that a scenario describes.

    Parameters
    ----------
    scenario
        What the file says.
    """
    kinds: dict[type[Any], Callable[[Scenario, Any], tuple[Table, ...]]] = {
        TurnOrder: _turns,
        Dynamics: _stages,
        Screening: _demands,
        Conflict: _graph,
        Bargaining: negotiation,
        Repetition: repetition,
    }
    blocks = [block for block in scenario.games.values() if type(block) in kinds]
    return tuple(part for block in blocks for part in kinds[type(block)](scenario, block))


def _turns(scenario: Scenario, order: TurnOrder) -> tuple[Table, ...]:
    rows: list[list[Cell]] = [
        [k + 1, turn.actor or "chance", ", ".join(turn.moves), _seen(turn)] for k, turn in enumerate(order.turns)
    ]
    notes = [
        f"rounds: {order.rounds}" if order.rounds != 1 else "",
        f"play stops after the first turn at which {order.ends_if}" if order.ends_if is not None else "",
        f"worth of a payoff one round later: {order.discount}" if order.discount is not None else "",
    ]
    drawn = [[move, level, str(chance)] for move, level, chance in _chances(scenario)]
    tables = (
        filled("Turns (extensive form)", ["turn", "who decides", "moves", "knows"], rows, notes=notes),
        filled("Moves of chance", ["move", "level", "probability"], drawn),
    )
    return tuple(part for part in tables if part.rows)


def _seen(turn: Any) -> str:
    if not turn.actor:
        return ""
    return "all moves so far" if turn.sees is None else ", ".join(("its own moves", *turn.sees))


def _chances(scenario: Scenario) -> list[tuple[str, str, Any]]:
    return [(move.id, level, chance) for move in scenario.moves.values() for level, chance in move.chance.items()]


def _stages(scenario: Scenario, block: Dynamics) -> tuple[Table, ...]:
    order = block.order or tuple(scenario.actors)
    who = {
        "simultaneous": "all at once",
        "alternating": f"in turn: {', '.join(order)}",
        "random": "one drawn by chance",
    }
    shares = ", ".join(f"{actor} {share}" for actor, share in block.shares.items())
    rules: list[list[Cell]] = [
        ["who moves", who[block.turns] + f" ({shares})" * bool(shares)],
        ["worth of the next stage today", by_actor(block.discount)],
        ["moves that stay until changed", ", ".join(block.standing)],
        ["levels a move may change by in a stage", str(block.step) if block.step is not None else ""],
        ["play stops after", f"{block.deadline} stages" if block.deadline is not None else ""],
        ["payoffs then", by_actor(block.at_deadline)],
        ["payoffs at every stage", by_actor(block.flow) or "the scenario's"],
        ["rung of escalation", str(block.escalation) if block.escalation is not None else ""],
    ]
    rules += [[f"{move} is open while", str(condition)] for move, condition in block.allowed.items()]
    return tuple(
        part
        for part in (
            filled("Stages (stochastic form)", ["what", "how"], [rule for rule in rules if rule[1]]),
            filled("State", ["variable", "levels", "at first", "next", "probability"], _variables(block)),
            filled("Hazards: what may end the play", _HAZARD, _hazards(block)),
        )
        if part.rows
    )


_HAZARD = ["hazard", "what it is", "probability in a stage", "of the situation", "payoffs, once", "note"]


def _variables(block: Dynamics) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for variable in block.variables.values():
        head: list[Cell] = [variable.id, ", ".join(variable.levels), variable.initial]
        drifts = [
            [str(drift.to), "" if drift.probability is None else str(drift.probability)] for drift in variable.drifts
        ] or [["stays", ""]]
        rows += [[*(head if k == 0 else ["", "", ""]), *drift] for k, drift in enumerate(drifts)]
    return rows


def _hazards(block: Dynamics) -> list[list[Cell]]:
    when = {"reached": "reached in the stage", "current": "before the stage"}
    return [
        [
            hazard.id,
            hazard.name if hazard.name != hazard.id else "",
            str(hazard.rate),
            when.get(hazard.reads, hazard.reads),
            by_actor(hazard.payoffs),
            hazard.note,
        ]
        for hazard in block.hazards.values()
    ]


def _demands(scenario: Scenario, block: Screening) -> tuple[Table, ...]:
    rows: list[list[Cell]] = [
        ["who demands", block.proposer],
        ["who answers", block.responder],
        ["rounds", str(block.rounds)],
        ["worth of a round later today", str(block.discount)],
        ["what is at stake", str(block.stake)],
        ["shape of the beliefs", str(block.shape)],
    ]
    return (filled("Demands against a deadline (screening form)", ["what", "how"], rows),)


def _graph(scenario: Scenario, block: Conflict) -> tuple[Table, ...]:
    fixed = [move.id for move in scenario.moves.values() if not move.reversible]
    initial = " / ".join(move.initial for move in scenario.moves.values())
    rows: list[list[Cell]] = [
        ["status quo", block.start or initial],
        ["not to be taken back", ", ".join(dict.fromkeys([*fixed, *block.irreversible]))],
    ]
    rows += [[f"one state, '{label}'", str(condition)] for label, condition in block.coalesce.items()]
    rows += [[f"not seen by {actor}", "; ".join(map(str, each))] for actor, each in block.unseen.items()]
    return (filled("A conflict as a graph (conflict form)", ["what", "how"], [row for row in rows if row[1]]),)
