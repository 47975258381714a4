"""From the checked blocks under ``games:`` to records of turns and of change."""

from __future__ import annotations

from collections.abc import Mapping

from negsim.scenario.build_bargaining import bargaining, repetition
from negsim.scenario.build_conflict import conflict
from negsim.scenario.dynamics import Drift, Dynamics, Hazard, Screening, StateVariable, Turn, TurnOrder
from negsim.scenario.expression import Expression
from negsim.scenario.model import Move
from negsim.scenario.record import Frozen, frozen
from negsim.scenario.schema_bargaining import BargainingFile, RepeatedFile
from negsim.scenario.schema_conflict import ConflictFile
from negsim.scenario.schema_dynamics import DriftFile, GamesFile, HazardFile, StochasticFile, VariableFile
from negsim.scenario.schema_fields import ALL
from negsim.scenario.schema_turns import ExtensiveFile, ScreeningFile, TurnFile


def build_games(file: GamesFile, actors: tuple[str, ...], moves: Mapping[str, Move]) -> Frozen[object]:
    """Make the records of all blocks, in the order of the file; blocks of other forms stay as they are.

    Parameters
    ----------
    file
        The blocks, free of faults.
    actors, moves
        Of the scenario.
    """
    found: dict[str, object] = {}
    for name, block in file.blocks.items():
        match block:
            case ExtensiveFile():
                found[name] = turn_order(block)
            case StochasticFile():
                found[name] = dynamics(block, actors, moves)
            case ScreeningFile():
                found[name] = screening(block)
            case ConflictFile():
                found[name] = conflict(block)
            case BargainingFile():
                found[name] = bargaining(block, actors, moves)
            case RepeatedFile():
                found[name] = repetition(block, actors)
            case _:
                found[name] = frozen(block)
    return Frozen(found)


def turn_order(file: ExtensiveFile) -> TurnOrder:
    """Make the record of ``games.extensive``.

    Parameters
    ----------
    file
        The block.
    """
    rounds = Expression(file.rounds)
    return TurnOrder(
        turns=tuple(map(_turn, file.turns)),
        rounds=rounds if rounds.names else int(rounds({})),
        ends_if=_optional(file.ends_if),
        discount=_optional(file.discount),
        solver=frozen(file.solver),
    )


def dynamics(file: StochasticFile, actors: tuple[str, ...], moves: Mapping[str, Move]) -> Dynamics:
    """Make the record of ``games.stochastic``, with every default spelled out.

    Parameters
    ----------
    file
        The block.
    actors, moves
        Of the scenario.
    """
    owned = [move.id for move in moves.values() if move.actor]
    moving = {move.actor for move in moves.values()}
    standing = file.standing if file.standing is not None else [] if file.state else owned
    discount = file.discount or {ALL: "1"}
    return Dynamics(
        discount=Frozen({actor: Expression(discount.get(actor) or discount[ALL]) for actor in actors}),
        turns=file.turns,
        order=tuple(file.order) or tuple(actor for actor in actors if actor in moving),
        shares=_formulas(file.shares),
        standing=tuple(standing),
        step=file.step,
        variables=Frozen({key: _variable(key, entry) for key, entry in file.state.items()}),
        allowed=_formulas(file.allowed),
        hazards=Frozen({key: _hazard(key, entry) for key, entry in file.hazards.items()}),
        flow=_formulas(file.payoffs),
        deadline=file.deadline,
        at_deadline=_formulas(file.at_deadline),
        escalation=_optional(file.escalation),
        plans=Frozen({key: _formulas(moves) for key, moves in file.plans.items()}),
        solver=frozen(file.solver),
    )


def screening(file: ScreeningFile) -> Screening:
    """Make the record of ``games.screening``.

    Parameters
    ----------
    file
        The block.
    """
    return Screening(
        proposer=file.proposer,
        responder=file.responder,
        rounds=Expression(file.rounds),
        discount=Expression(file.discount),
        stake=Expression(file.stake),
        shape=Expression(file.shape),
        solver=frozen(file.solver),
    )


def _turn(file: TurnFile) -> Turn:
    if file.chance:
        return Turn(actor="", moves=tuple(file.chance))
    return Turn(actor=file.actor, moves=tuple(file.moves), sees=None if file.sees is None else tuple(file.sees))


def _variable(key: str, file: VariableFile) -> StateVariable:
    return StateVariable(
        id=key,
        name=file.name or key,
        levels=tuple(file.levels),
        initial=str(file.initial) if file.initial != "" else file.levels[0],
        drifts=tuple(map(_drift, file.next)),
    )


def _drift(file: DriftFile) -> Drift:
    return Drift(to=Expression(file.to), probability=_optional(file.probability))


def _hazard(key: str, file: HazardFile) -> Hazard:
    return Hazard(
        id=key,
        name=file.name or key,
        rate=Expression(file.rate),
        reads=file.reads,
        payoffs=_formulas(file.payoffs),
        note=file.note,
    )


def _formulas(texts: Mapping[str, str]) -> Frozen[Expression]:
    return Frozen({key: Expression(text) for key, text in texts.items()})


def _optional(text: str) -> Expression | None:
    return Expression(text) if text else None
