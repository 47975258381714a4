"""What a claim watches: each kind of quantity, read from the answers to a batch of games."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array, IntArray
from negsim.games.results import StateSets
from negsim.scenario.conditions import Condition
from negsim.scenario.expression import Expression
from negsim.scenario.outcomes import needed
from negsim.scenario.quantities import Term
from negsim.studies.claims.answers import Answers
from negsim.studies.claims.beliefs import belief
from negsim.studies.claims.totals import total
from negsim.studies.linkage.compare import APART
from negsim.studies.predictions.agreed import state_of_outcome
from negsim.studies.promises.record import CLOSE
from negsim.studies.regimes import agreements

Read: TypeAlias = "Reading | Array"


@dataclass(frozen=True, eq=False)
class Reading:
    """A number for each row of a prediction: `item` and `value` each of shape (row,)."""

    item: IntArray
    value: Array


def read(answers: Answers, terms: tuple[Term, ...]) -> tuple[Array, Array]:
    """Return the least and the greatest value of a quantity over all answers to each game.

    Parameters
    ----------
    answers
        To a batch of games.
    terms
        Of the quantity, which are added up; within one answer, where several are read from it.

    Returns
    -------
    tuple of Array
        Each of shape (game,); not a number where there is no answer.
    """
    parts = [(term.sign, TERMS[term.name](answers, term)) for term in terms]
    rows = next((part.item for _, part in parts if isinstance(part, Reading)), np.arange(answers.size))
    total = np.zeros(len(rows))
    for sign, part in parts:
        total += sign * (part.value if isinstance(part, Reading) else np.broadcast_to(part, answers.size)[rows])
    lowest, highest = np.full(answers.size, np.nan), np.full(answers.size, np.nan)
    np.fmin.at(lowest, rows, total)
    np.fmax.at(highest, rows, total)
    return lowest, highest


def _probability(answers: Answers, term: Term) -> Read:
    rows = answers.predicted
    ending = term.texts[0].replace("no_agreement", "no agreement")
    if ending == "agreement" and ending not in rows.endings and "no agreement" in rows.endings:
        return Reading(rows.item, 1 - rows.endings["no agreement"])
    if ending in rows.endings:
        return Reading(rows.item, rows.endings[ending])
    if ending in ("agreement", "no agreement"):
        raise _of_talks(answers, term)
    return _mean(answers, Condition(term.texts[0]), term)


def _measure(answers: Answers, term: Term) -> Read:
    formula = Expression(term.texts[0])
    names = needed(answers.scenario, (formula,))
    moves = answers.scenario.moves
    if term.given is None and not any(name.partition(".")[0] in moves for name in names):
        return answers.scenario.over_outcomes((formula,), answers.values)[:, 0, 0]
    return _mean(answers, formula, term)


def _total(answers: Answers, term: Term) -> Read:
    found = total(answers.scenario, answers.solution, Expression(term.texts[0]), answers.values)
    return Reading(answers.solution.result.item, found)


def _mean(answers: Answers, formula: Condition | Expression, term: Term) -> Reading:
    """What a formula over outcomes comes to on average, perhaps given a condition; nothing where that never holds."""
    rows = answers.predicted
    table = rows.scenario.over_outcomes((formula,), answers.values)[:, 0]
    if term.given is None:
        return Reading(rows.item, rows.mean(table))
    given = rows.scenario.over_outcomes((Condition(term.given.text),), answers.values)[:, 0]
    both, chance = rows.mean(table * given), rows.mean(given)
    with np.errstate(divide="ignore", invalid="ignore"):
        return Reading(rows.item, np.where(chance > 0, both / chance, np.nan))


def _payoff(answers: Answers, term: Term) -> Read:
    return Reading(answers.predicted.item, answers.payoff(term.texts[0]))


def _stable(answers: Answers, term: Term) -> Read:
    result = answers.solution.result
    if not isinstance(result, StateSets):
        raise NotApplicable(f"stable(...) is for the form 'conflict', and this is '{answers.form}'")
    concept, condition = term.texts
    if concept not in result.concepts:
        raise unknown("concept", concept, result.concepts)
    meets = answers.scenario.over_outcomes((Condition(condition),), answers.values)[:, 0] != 0
    state = state_of_outcome(answers.scenario, answers.game)
    wanted = np.zeros((len(meets), len(answers.game.states)), bool)
    item, outcome = np.nonzero(meets)
    wanted[item, state[outcome]] = True
    held = result.equilibria[:, result.concepts.index(concept)]
    found = np.full(answers.size, np.nan)
    found[result.item] = (held & (wanted[result.item] if len(wanted) > 1 else wanted)).any(1)
    return found


def _agreed(answers: Answers, term: Term) -> Read:
    rows = answers.predicted
    if "no agreement" not in rows.endings:
        raise _of_talks(answers, term)
    return Reading(rows.item, 1 - rows.endings["no agreement"])


def _room(answers: Answers, term: Term) -> Read:
    return agreements.room(_bargaining(answers, term))


def _zone(answers: Answers, term: Term) -> Read:
    return np.asarray(agreements.in_zone(_bargaining(answers, term)).sum(1), np.float64)


def _settled(answers: Answers, term: Term) -> Read:
    return np.asarray(answers.linked(term.texts[0]).settled.sum(1), np.float64)


def _unbundled(answers: Answers, term: Term) -> Read:
    return np.asarray(answers.linkage.unbundles(APART), np.float64)


def _least_discount(answers: Answers, term: Term) -> Read:
    found = answers.enforcement
    if term.texts[0] not in found.parties:
        raise unknown("party", term.texts[0], found.parties)
    return np.asarray(found.minimal[:, found.parties.index(term.texts[0])])


def _adopted(answers: Answers, term: Term) -> Read:
    return answers.promises.adopted[:, answers.promises.number_of(term.texts[0])]


def _worth(answers: Answers, term: Term) -> Read:
    found = answers.promises
    actor = term.texts[1] if len(term.texts) > 1 else found.chooser
    if actor not in found.actors:
        raise unknown("actor", actor, found.actors)
    return found.worth[:, found.number_of(term.texts[0]), found.actors.index(actor)]


def _best_form(answers: Answers, term: Term) -> Read:
    worth = answers.promises.worth[:, :, 0]
    own = worth[:, answers.promises.number_of(term.texts[0])]
    best = worth.max(1)
    return np.asarray(own >= best - CLOSE * np.maximum(np.abs(own), np.abs(best)), np.float64)


def _belief(answers: Answers, term: Term) -> Read:
    return Reading(answers.solution.result.item, belief(answers.solution, *term.texts))


def _bargaining(answers: Answers, term: Term) -> BargainingGame:
    if not isinstance(answers.game, BargainingGame):
        raise NotApplicable(f"{term.name}() is for the form 'bargaining', and this is '{answers.form}'. Use that form")
    return answers.game


def _of_talks(answers: Answers, term: Term) -> NotApplicable:
    told = f"{term.name}({', '.join(term.texts)})"
    return NotApplicable(
        f"{told} is for the forms 'bargaining' and 'screening', and this is '{answers.form}'. Use another quantity"
    )


TERMS: dict[str, Callable[[Answers, Term], Any]] = {
    "probability": _probability,
    "measure": _measure,
    "total": _total,
    "payoff": _payoff,
    "stable": _stable,
    "belief": _belief,
    "agreed": _agreed,
    "room": _room,
    "zone": _zone,
    "settled": _settled,
    "unbundled": _unbundled,
    "least_discount": _least_discount,
    "adopted": _adopted,
    "worth": _worth,
    "best_form": _best_form,
}
