"""From a scenario to an agreement that has to be kept period after period: what keeping and violating it brings."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from negsim.errors import InvalidGame, NotApplicable, UnknownName
from negsim.games.base import Array, IntArray, Values
from negsim.scenario.bargaining import Repetition
from negsim.scenario.layout import called
from negsim.scenario.model import Scenario
from negsim.scenario.outcome_names import label_flaw, levels_named
from negsim.studies.enforcement.patience import check_terms
from negsim.studies.enforcement.record import Enforcement
from negsim.studies.solve import scenario_of


def enforcement(
    what: Scenario | str | Path, values: Values = {}, *, agreement: str = "", punishment: str = ""
) -> Enforcement:
    """Find out whether an agreement holds if nobody enforces it, each party alone being tempted to violate it.

    Each period is the scenario taken once. A party that violates the agreement chooses the best it can alone; whatever
    was noticed is punished, by all playing the punishment for some periods or for ever.

    Parameters
    ----------
    what
        A scenario, its name or its path, whose ``games.repeated`` describes the agreement.
    values
        Numbers for some parameters, or arrays of one number a game.
    agreement, punishment
        Labels of other outcomes than the file names, to try them.

    Returns
    -------
    Enforcement
        The least discount factor of each party, the one it has, and what follows.

    Raises
    ------
    NotApplicable
        If the scenario says nothing of repeated play, or a chance move decides.
    UnknownName
        If a label names no outcome.
    InvalidGame
        If a probability, lag, length or discount factor is outside its range.

    Examples
    --------
    >>> from negsim.studies.enforcement.stage import enforcement
    >>> found = enforcement("minsk_first_three")
    >>> found.parties, found.minimal.round(3).tolist(), found.holds.tolist()
    (('ukraine', 'russia'), [[0.5, 0.5]], [True])
    """
    scenario = scenario_of(what)
    block = scenario.games.get("repeated")
    if not isinstance(block, Repetition):
        raise NotApplicable(
            "the scenario does not say what is agreed and how a violation is punished. Write games.repeated"
        )
    _check_moves(scenario)
    kept, punished = (
        _outcome(scenario, label) for label in (agreement or block.agreement, punishment or block.punishment)
    )
    table = scenario.payoff_table(values)
    found, best = _best_alone(scenario, table, kept)
    relapse, _ = _best_alone(scenario, table, punished)
    told = _terms(scenario, block, values)
    count = max(len(table), *map(len, told.values()))

    def batch(array: Array) -> Array:
        return np.broadcast_to(array, (count, *array.shape[1:]))

    return Enforcement(
        parties=tuple(scenario.payoffs),
        agreement=scenario.outcome_label(kept),
        punishment=scenario.outcome_label(punished),
        kept=batch(table[:, :, kept]),
        punished=batch(table[:, :, punished]),
        violated=batch(np.where(best < 0, table[:, :, kept], found)),
        violation=np.broadcast_to(best, (count, best.shape[1])),
        outcomes=scenario.outcome_labels(),
        relapse=batch(np.maximum(relapse - table[:, :, punished], 0)),
        **{name: batch(array) for name, array in told.items()},
        names=called(scenario),
        title=scenario.title,
        basis=scenario.basis,
    )


def _terms(scenario: Scenario, block: Repetition, values: Values) -> dict[str, Array]:
    """Shape (batch or 1, party) of the discount factors, (batch or 1, 1) of the rest."""
    formulas = {"detection": block.detection, "lag": block.lag}
    if block.length is not None:
        formulas["length"] = block.length
    told = {name: found[:, None] for name, found in scenario.evaluate(formulas, values).items()}
    counted = scenario.evaluate(dict(block.discount), values)
    discount = np.stack(np.broadcast_arrays(*(counted[actor] for actor in scenario.payoffs)), axis=1)
    if not ((discount >= 0) & (discount <= 1)).all():
        raise InvalidGame("games.repeated.discount lies between 0 and 1")
    found = {"length": np.full((1, 1), np.inf), **told, "discount": discount}
    check_terms(found["detection"], found["lag"], found["length"])
    return found


def _best_alone(scenario: Scenario, table: Array, outcome: int) -> tuple[Array, IntArray]:
    """Shape (batch, party), twice: the most each gets by changing its own moves alone, and the outcome; -1 for none."""
    levels = scenario.outcomes()
    owners = [move.actor for move in scenario.moves.values()]
    payoff, best = np.full(table.shape[:2], -np.inf), np.full(table.shape[:2], -1, np.intp)
    for party, actor in enumerate(scenario.payoffs):
        others = [k for k, owner in enumerate(owners) if owner != actor]
        own = np.flatnonzero((levels[:, others] == levels[outcome, others]).all(1))
        own = own[own != outcome]
        if len(own):
            at = table[:, party, own].argmax(1)
            payoff[:, party] = np.take_along_axis(table[:, party, own], at[:, None], 1)[:, 0]
            best[:, party] = own[at]
    return payoff, best


def _outcome(scenario: Scenario, label: str) -> int:
    """The number of an outcome, from its label."""
    moves = {name: tuple(level.id for level in move.levels) for name, move in scenario.moves.items()}
    named = levels_named(label, moves)
    if named is None:
        raise UnknownName(f"games.repeated: {label_flaw(label, moves)}")
    wanted = [moves[name].index(level) for name, level in named.items()]
    found = np.flatnonzero((scenario.outcomes() == wanted).all(1))
    if not len(found):
        raise InvalidGame(f"games.repeated: the outcome '{label}' is forbidden. Use another")
    return int(found[0])


def _check_moves(scenario: Scenario) -> None:
    drawn = [move.id for move in scenario.moves.values() if move.chance]
    if drawn:
        raise NotApplicable(
            f"chance decides {' and '.join(drawn[:3])}, and nobody can agree on that. Use measures instead"
        )
