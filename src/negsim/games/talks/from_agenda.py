"""From the moves on a scenario's agenda to the agreements of a bargaining game."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array, Values
from negsim.games.sheet import NOBODY, Sheet
from negsim.games.talks.pace import Pace
from negsim.games.talks.rule import Rule
from negsim.scenario.agenda import Agenda
from negsim.scenario.bargaining import STATUS_QUO, Bargaining, Decision, Equilibrium, Talks
from negsim.scenario.expression import Expression
from negsim.scenario.layout import called

if TYPE_CHECKING:
    from negsim.scenario.model import Scenario


def fields(scenario: Scenario, values: Values, disagreement: Array | None = None) -> dict[str, Any]:
    """Return the fields of the bargaining games that a scenario describes, by name.

    Parameters
    ----------
    scenario
        What the file says.
    values
        Numbers for some parameters, or arrays of one number a game.
    disagreement
        Shape (batch or 1, party), where disagreement is an equilibrium that has been found.

    Raises
    ------
    NotApplicable
        If chance decides some of the moves, or disagreement is an equilibrium that has to be found first.
    InvalidGame
        If no outcome is left to agree on, or the status quo is forbidden.
    """
    agenda = scenario.agenda()
    block, wide = agenda.block, agenda.scenario
    parties = [tuple(wide.payoffs).index(actor) for actor in block.parties]
    table = wide.payoff_table(values)[:, parties]
    if disagreement is None:
        disagreement = _disagreement(agenda, table, values)
    return {
        "payoffs": table[:, :, agenda.outcomes],
        "disagreement": disagreement,
        "players": block.parties,
        "agreements": agenda.labels,
        "lotteries": block.lotteries,
        "power": _numbers(
            wide, block, {actor: block.power.get(actor, Expression("1")) for actor in block.parties}, values
        ),
        "rule": _rule(block.decision, block.parties),
        "pace": None if block.talks is None else _pace(wide, block, block.talks, disagreement, values),
        "resolve": _resolve(wide, block, disagreement, values),
        "sheet": _sheet(agenda),
        "status_quo": agenda.status_quo,
        "fallback": agenda.fallback,
        "title": scenario.title,
        "comment": scenario.basis,
        "names": called(scenario),
    }


def _disagreement(agenda: Agenda, table: Array, values: Values) -> Array:
    """Shape (batch or 1, party)."""
    told = agenda.block.disagreement
    if isinstance(told, Equilibrium):
        raise NotApplicable(
            f"disagreement is an equilibrium of the {told.form} game, which has to be found first. Use negsim.game(...)"
        )
    if isinstance(told, Mapping):
        return _numbers(agenda.scenario, agenda.block, told, values)
    wanted = agenda.standing if told == STATUS_QUO else agenda.named(told)
    found = np.flatnonzero((agenda.scenario.outcomes() == wanted).all(1))
    if not len(found):
        raise InvalidGame(
            "the outcome without agreement is forbidden. Write games.bargaining.disagreement: another outcome, or "
            "{actor: formula}"
        )
    return table[:, :, found[0]]


def _numbers(scenario: Scenario, block: Bargaining, formulas: Mapping[str, Expression], values: Values) -> Array:
    """Shape (batch or 1, party). What a formula gives for each party; 0 for those left out."""
    told = {actor: formulas.get(actor, Expression("0")) for actor in block.parties}
    return np.stack(np.broadcast_arrays(*scenario.evaluate(told, values).values()), axis=1)


def _rule(decision: Decision, parties: tuple[str, ...]) -> Rule:
    votes = tuple(float(decision.votes.get(actor, 1.0)) for actor in parties)
    quota = sum(votes) if decision.quota is None else decision.quota
    return Rule(votes=votes, quota=quota, veto=tuple(parties.index(actor) for actor in decision.veto))


def _pace(scenario: Scenario, block: Bargaining, talks: Talks, disagreement: Array, values: Values) -> Pace:
    """Parties of whom nothing is said get no more by leaving than from disagreement, so that they never leave."""
    can_leave = np.array([actor in talks.outside for actor in block.parties])
    leaving = np.where(can_leave, _numbers(scenario, block, talks.outside, values), disagreement)
    return Pace(
        discount=_numbers(scenario, block, talks.discount, values),
        breakdown=scenario.evaluate({"breakdown": talks.breakdown}, values)["breakdown"],
        outside=leaving if can_leave.any() else None,
        rounds=talks.rounds,
        first=block.parties.index(talks.first),
    )


def _resolve(scenario: Scenario, block: Bargaining, disagreement: Array, values: Values) -> Array | None:
    """Shape (batch, party, 2). Parties of whom nothing is said have no secrets."""
    if not block.resolve:
        return None
    ends = [
        _numbers(scenario, block, {actor: pair[k] for actor, pair in block.resolve.items()}, values) for k in (0, 1)
    ]
    count = max(map(len, (*ends, disagreement)))
    known = np.broadcast_to(disagreement, (count, len(block.parties)))
    secret = np.array([actor in block.resolve for actor in block.parties])
    return np.stack([np.where(secret, end, known) for end in ends], axis=2)


def _sheet(agenda: Agenda) -> Sheet:
    moves = [agenda.scenario.moves[name] for name in agenda.block.agenda]
    parties = agenda.block.parties
    return Sheet(
        options=agenda.block.agenda,
        owner=np.array([parties.index(move.actor) if move.actor in parties else NOBODY for move in moves], np.intp),
        labels=tuple(tuple(level.id for level in move.levels) for move in moves),
        said=tuple((move.name, tuple(level.name for level in move.levels)) for move in moves),
        levels=agenda.levels,
        numbers=tuple(tuple(float(level.value) for level in move.levels) for move in moves),
    )
