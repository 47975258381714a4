"""From the moves on a scenario's agenda to the agreements of a bargaining game."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array, IntArray, Values
from negsim.games.sheet import Sheet
from negsim.games.talks.pace import Pace
from negsim.games.talks.rule import Rule
from negsim.scenario.bargaining import STATUS_QUO, Bargaining, Decision, Equilibrium, Stretch, Talks
from negsim.scenario.expression import Expression
from negsim.scenario.layout import called
from negsim.scenario.outcome_names import levels_named
from negsim.scenario.parts import Level, Move
from negsim.scenario.record import Frozen
from negsim.scenario.table import PayoffTable

if TYPE_CHECKING:
    from negsim.scenario.model import Scenario

MOST_AGREEMENTS = 200_000
MOST_LEVELS = np.iinfo(np.int16).max  # of a move


def block_of(scenario: Scenario) -> Bargaining:
    """Return what a scenario says of bargaining; that everything is on the table, where it says nothing.

    Parameters
    ----------
    scenario
        What the file says.
    """
    block = scenario.games.get("bargaining")
    if isinstance(block, Bargaining):
        return block
    return Bargaining(
        parties=tuple(scenario.payoffs), agenda=tuple(move.id for move in scenario.moves.values() if move.actor)
    )


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
    block = block_of(scenario)
    drawn = [move.id for move in scenario.moves.values() if move.chance]
    if drawn:
        raise NotApplicable(f"chance decides {' and '.join(drawn[:3])}, and nobody can agree on that. Use another form")
    wide, standing, rows = on_the_table(scenario)
    parties = [tuple(wide.payoffs).index(actor) for actor in block.parties]
    table = wide.payoff_table(values)[:, parties]
    levels = wide.outcomes()
    columns = [tuple(wide.moves).index(move) for move in block.agenda]
    sheet = _sheet(wide, block, levels[rows][:, columns])
    unchanged = np.flatnonzero((levels[rows] == standing).all(1))
    if disagreement is None:
        disagreement = _disagreement(wide, block, table, standing, values)
    return {
        "payoffs": table[:, :, rows],
        "disagreement": disagreement,
        "players": block.parties,
        "agreements": _labels(sheet),
        "lotteries": block.lotteries,
        "power": _numbers(
            wide, block, {actor: block.power.get(actor, Expression("1")) for actor in block.parties}, values
        ),
        "rule": _rule(block.decision, block.parties),
        "pace": None if block.talks is None else _pace(wide, block, block.talks, disagreement, values),
        "resolve": _resolve(wide, block, disagreement, values),
        "sheet": sheet,
        "status_quo": int(unchanged[0]) if len(unchanged) else None,
        "fallback": _fallback(wide, block, levels[rows]),
        "title": scenario.title,
        "comment": scenario.basis,
        "names": called(scenario),
    }


def on_the_table(scenario: Scenario) -> tuple[Scenario, IntArray, IntArray]:
    """Return which outcomes can be agreed on, and what stands if nothing is.

    Parameters
    ----------
    scenario
        What the file says.

    Returns
    -------
    tuple
        The scenario, with a level for each number that can be agreed on; shape (move,), the level of each move if
        nothing is agreed and nobody does anything; and shape (agreement,), the number of the outcome of each agreement.

    Raises
    ------
    InvalidGame
        If there is no such outcome, or there are too many.
    """
    block = block_of(scenario)
    wide = _widened(scenario, block.continuous)
    columns = [tuple(wide.moves).index(move) for move in block.agenda]
    levels = wide.outcomes()
    standing = _standing(wide, block)
    others = [k for k in range(len(wide.moves)) if k not in columns]
    rows = np.flatnonzero((levels[:, others] == standing[others]).all(1))
    if not len(rows):
        raise InvalidGame("every outcome over the moves on the agenda is forbidden: there is nothing to agree on")
    if len(rows) > MOST_AGREEMENTS:
        raise InvalidGame(f"the agenda has {len(rows):,} agreements; at most {MOST_AGREEMENTS:,}")
    return wide, standing, rows


def _widened(scenario: Scenario, continuous: Mapping[str, Stretch]) -> Scenario:
    """The scenario with a level for each number that can be agreed on; numbers that are levels already stay these."""
    if not continuous:
        return scenario
    if any(isinstance(payoff, PayoffTable) for payoff in scenario.payoffs.values()):
        raise NotApplicable("payoffs in a table say nothing between the levels of a move. Write them as formulas")
    moves = {name: _stretched(move, continuous.get(name)) for name, move in scenario.moves.items()}
    return replace(scenario, moves=Frozen(moves))


def _stretched(move: Move, stretch: Stretch | None) -> Move:
    if stretch is None:
        return move
    count = int(np.floor((stretch.high - stretch.low) / stretch.step + 1e-9)) + 1
    if count + len(move.levels) > MOST_LEVELS:
        raise InvalidGame(
            f"{move.id} has {count:,} numbers from {stretch.low:g} to {stretch.high:g}; use a larger step"
        )
    numbers = np.round(stretch.low + stretch.step * np.arange(count), 12)
    taken = np.array([level.value for level in move.levels])
    new = [float(number) for number in numbers if np.abs(taken - number).min() > 1e-9 * stretch.step]
    more = (Level(id=f"{number:.12g}", name=f"{number:.12g}", value=number) for number in new)
    return replace(move, levels=(*move.levels, *more))


def _standing(scenario: Scenario, block: Bargaining) -> IntArray:
    """Shape (move,). The level of each move if nothing is agreed and nobody does anything."""
    wanted = {name: block.assuming.get(name, move.initial) for name, move in scenario.moves.items()}
    moves = scenario.moves.values()
    return np.array([[level.id for level in move.levels].index(wanted[move.id]) for move in moves], np.intp)


def _disagreement(scenario: Scenario, block: Bargaining, table: Array, standing: IntArray, values: Values) -> Array:
    """Shape (batch or 1, party)."""
    told = block.disagreement
    if isinstance(told, Equilibrium):
        raise NotApplicable(
            f"disagreement is an equilibrium of the {told.form} game, which has to be found first. Use negsim.game(...)"
        )
    if isinstance(told, Mapping):
        return _numbers(scenario, block, told, values)
    wanted = standing if told == STATUS_QUO else _named(scenario, told)
    found = np.flatnonzero((scenario.outcomes() == wanted).all(1))
    if not len(found):
        raise InvalidGame(
            "the outcome without agreement is forbidden. Write games.bargaining.disagreement: another outcome, or "
            "{actor: formula}"
        )
    return table[:, :, found[0]]


def _named(scenario: Scenario, label: str) -> IntArray:
    """Shape (move,). The levels of an outcome that is named by its label."""
    ids = {name: tuple(level.id for level in move.levels) for name, move in scenario.moves.items()}
    named = levels_named(label, ids)
    if named is None:
        raise InvalidGame(f"games.bargaining.disagreement: '{label}' is not the label of an outcome")
    return np.array([ids[name].index(level) for name, level in named.items()], np.intp)


def _fallback(scenario: Scenario, block: Bargaining, levels: IntArray) -> int | None:
    """Number of the agreement that is what follows without agreement, where the file names an outcome for that."""
    told = block.disagreement
    if not isinstance(told, str) or told == STATUS_QUO:
        return None
    found = np.flatnonzero((levels == _named(scenario, told)).all(1))
    return int(found[0]) if len(found) else None


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


def _sheet(scenario: Scenario, block: Bargaining, levels: IntArray) -> Sheet:
    moves = [scenario.moves[name] for name in block.agenda]
    actors = tuple(scenario.actors)
    return Sheet(
        options=block.agenda,
        owner=np.array([actors.index(move.actor) for move in moves], np.intp),
        labels=tuple(tuple(level.id for level in move.levels) for move in moves),
        said=tuple((move.name, tuple(level.name for level in move.levels)) for move in moves),
        levels=levels.astype(np.int16),
        numbers=tuple(tuple(float(level.value) for level in move.levels) for move in moves),
    )


def _labels(sheet: Sheet) -> tuple[str, ...]:
    columns = [np.array(names, object)[sheet.levels[:, k]] for k, names in enumerate(sheet.labels)]
    return tuple(" / ".join(row) for row in zip(*columns, strict=True))
