"""Write turns and change as a scenario file holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from negsim.scenario.bargaining import Bargaining, Repetition
from negsim.scenario.conflicts import Conflict
from negsim.scenario.dump_bargaining import bargaining_contents
from negsim.scenario.dump_conflict import conflict_contents
from negsim.scenario.dynamics import Drift, Dynamics, Hazard, Screening, StateVariable, Turn, TurnOrder
from negsim.scenario.expression import Expression
from negsim.scenario.record import plain


def games_contents(games: Mapping[str, object]) -> dict[str, Any]:
    """Return the blocks under ``games:`` as plain data.

    Parameters
    ----------
    games
        Block by block.
    """
    return {name: _block(block) for name, block in games.items()}


def _block(block: object) -> Any:
    if isinstance(block, TurnOrder):
        return _given(
            turns=[_turn(turn) for turn in block.turns],
            rounds=_text(block.rounds),
            ends_if=_text(block.ends_if),
            discount=_text(block.discount),
            solver=plain(block.solver) or None,
        )
    if isinstance(block, Screening):
        given = {item.name: getattr(block, item.name) for item in fields(block) if item.name != "solver"}
        given = {name: _text(value) if isinstance(value, Expression) else value for name, value in given.items()}
        return given | _given(solver=plain(block.solver) or None)
    if isinstance(block, Dynamics):
        return _dynamics(block)
    if isinstance(block, Conflict):
        return conflict_contents(block)
    if isinstance(block, Bargaining | Repetition):
        return bargaining_contents(block)
    return plain(block)


def _turn(turn: Turn) -> dict[str, Any]:
    if not turn.actor:
        return {"chance": list(turn.moves)}
    return _given(actor=turn.actor, moves=list(turn.moves), sees=None if turn.sees is None else list(turn.sees))


def _dynamics(block: Dynamics) -> dict[str, Any]:
    found = _given(
        discount=_texts(block.discount),
        turns=block.turns,
        order=list(block.order) if block.turns != "simultaneous" else None,
        shares=_texts(block.shares) or None,
        standing=list(block.standing),
        step=block.step,
    )
    return found | _given(
        state={key: _variable(entry) for key, entry in block.variables.items()} or None,
        allowed=_texts(block.allowed) or None,
        hazards={key: _hazard(entry) for key, entry in block.hazards.items()} or None,
        payoffs=_texts(block.flow) or None,
        deadline=block.deadline,
        at_deadline=_texts(block.at_deadline) or None,
        escalation=_text(block.escalation),
        plans={key: _texts(moves) for key, moves in block.plans.items()} or None,
        solver=plain(block.solver) or None,
    )


def _variable(entry: StateVariable) -> dict[str, Any]:
    ways = [_drift(drift) for drift in entry.drifts]
    return _given(name=entry.name, levels=list(entry.levels), initial=entry.initial, next=ways or None)


def _drift(drift: Drift) -> dict[str, Any]:
    return _given(to=_text(drift.to), probability=_text(drift.probability))


def _hazard(entry: Hazard) -> dict[str, Any]:
    return _given(
        name=entry.name,
        rate=_text(entry.rate),
        reads=entry.reads,
        payoffs=_texts(entry.payoffs) or None,
        note=entry.note or None,
    )


def _given(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _text(formula: Expression | int | None) -> Any:
    return formula.text if isinstance(formula, Expression) else formula


def _texts(formulas: Mapping[str, Expression]) -> dict[str, str]:
    return {key: formula.text for key, formula in formulas.items()}
