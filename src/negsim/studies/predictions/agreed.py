"""What solutions of bargaining and of conflicts predict: what is agreed, or stands without that; and stable states."""

from __future__ import annotations

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array, IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.results import Agreements, Proposals, Result, StateSets
from negsim.scenario.agenda import Agenda
from negsim.scenario.bargaining import STATUS_QUO
from negsim.scenario.conflicts import Conflict
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solution, Status
from negsim.studies.predictions.over_time import NO_AGREEMENT
from negsim.studies.predictions.record import Predicted, one_each
from negsim.studies.regimes.agreements import is_new


def of_talks(
    scenario: Scenario, solution: Solution[BargainingGame, Agreements], without: Predicted | None = None
) -> Predicted:
    """Return the chances of outcomes under what is agreed; as things stand where nothing is.

    Parameters
    ----------
    scenario
        What was solved.
    solution
        Agreements, or offers.
    without
        What happens without agreement, where that is an equilibrium: its first row for each game counts. If None, the
        outcome that the scenario names stands, or else moves stand as they do before anybody moves.

    Raises
    ------
    NotApplicable
        If the rows are no agreements.
    """
    game, result = solution.game, solution.result
    if not isinstance(result, Agreements):
        raise NotApplicable(f"{type(result).__name__} say nothing of what is agreed. Use nash_bargaining")
    agenda = scenario.agenda()
    wide = agenda.scenario if agenda.block.continuous else scenario
    agreed = result.agreed if isinstance(result, Proposals) else np.ones(len(result))
    new = is_new(game)[result.item[:, None], result.agreement]
    nothing = 1 - agreed + agreed * (result.weights * ~new).sum(1)
    none = np.setdiff1d(np.flatnonzero(solution.status == Status.none_found.code), result.item)
    item = np.concatenate([result.item, none])
    taken = np.repeat(np.arange(len(result)), result.agreement.shape[1])
    share = (agreed[:, None] * result.weights).reshape(-1)
    standing = _standing(scenario, agenda, item, without)
    left = np.concatenate([1 - agreed, np.ones(len(none))])
    return _in_order(
        wide,
        item,
        np.concatenate([taken, standing.row]),
        np.concatenate([agenda.outcomes[result.agreement].reshape(-1), standing.outcome]),
        np.concatenate([share, standing.weight * left[standing.row]]),
        np.concatenate([nothing, np.ones(len(none))]),
    )


def of_states(scenario: Scenario, game: ConflictGame, result: Result) -> Predicted:
    """Return a row for each equilibrium state, under the first of the concepts.

    Outcomes that count as one state share its probability.

    Parameters
    ----------
    scenario
        What was solved.
    game, result
        As a conflict, and the rows found.

    Raises
    ------
    NotApplicable
        If the rows are no stable states.
    """
    if not isinstance(result, StateSets):
        raise NotApplicable(f"{type(result).__name__} are no stable states. Use stability")
    first, state = np.nonzero(result.equilibria[:, 0])
    item = result.item[first]
    if len(game.states) == len(scenario.outcomes()):
        return one_each(scenario, item, state)
    number = state_of_outcome(scenario, game)
    order, counts = np.argsort(number, kind="stable"), np.bincount(number, minlength=len(game.states))
    starts = np.cumsum(counts) - counts
    row = np.repeat(np.arange(len(state)), counts[state])
    within = np.arange(len(row)) - np.repeat(np.cumsum(counts[state]) - counts[state], counts[state])
    outcome = order[np.repeat(starts[state], counts[state]) + within]
    return Predicted(scenario=scenario, item=item, row=row, outcome=outcome, weight=1 / counts[state][row])


def state_of_outcome(scenario: Scenario, game: ConflictGame) -> IntArray:
    """Return which state of a conflict each outcome belongs to, shape (outcome,).

    Parameters
    ----------
    scenario, game
        The scenario, and what it is as a conflict.
    """
    labels = scenario.outcome_labels()
    numbers = {label: number for number, label in enumerate(game.states)}
    block = scenario.games.get("conflict")
    joined = block.coalesce if isinstance(block, Conflict) else {}
    found = np.array([numbers.get(label, -1) for label in labels])
    if joined:
        meets = scenario.over_outcomes(tuple(joined.values()))[0] != 0
        for label, members in zip(joined, meets, strict=True):
            found[members] = numbers[label]
    return found


def _standing(scenario: Scenario, agenda: Agenda, item: IntArray, without: Predicted | None) -> Predicted:
    """What each row comes to where nothing is agreed."""
    if without is None:
        told = agenda.block.disagreement
        levels = agenda.named(told) if isinstance(told, str) and told != STATUS_QUO else agenda.standing
        found = np.flatnonzero((agenda.scenario.outcomes() == levels).all(1))
        if not len(found):
            raise NotApplicable("what stands without agreement is a forbidden outcome. Name another as 'disagreement'")
        return one_each(scenario, item, np.full(len(item), found[0]))
    first = np.searchsorted(without.item, np.zeros(len(item)) if without.item[-1] == 0 else item)
    parts = [np.flatnonzero(without.row == row) for row in first]
    every = np.concatenate([*parts, np.zeros(0, np.intp)])
    levels = scenario.outcomes()[without.outcome[every]]
    sizes = [len(move.levels) for move in agenda.scenario.moves.values()]
    keys = np.ravel_multi_index(tuple(agenda.scenario.outcomes().T), sizes)  # rising: outcomes are in this order
    return Predicted(
        scenario=scenario,
        item=item,
        row=np.repeat(np.arange(len(item)), [len(part) for part in parts]),
        outcome=np.searchsorted(keys, np.ravel_multi_index(tuple(levels.T), sizes)),
        weight=without.weight[every],
    )


def _in_order(
    scenario: Scenario, item: IntArray, row: IntArray, outcome: IntArray, weight: Array, nothing: Array
) -> Predicted:
    """Sort rows by their games, and parts by their rows; leave out parts of probability 0."""
    order = np.argsort(item, kind="stable")
    place = np.argsort(order, kind="stable")[row]
    kept = np.flatnonzero(weight > 0)
    by_row = kept[np.argsort(place[kept], kind="stable")]
    return Predicted(
        scenario=scenario,
        item=item[order],
        row=place[by_row],
        outcome=outcome[by_row],
        weight=weight[by_row],
        endings={NO_AGREEMENT: nothing[order]},
    )
