"""Look at one scenario through every lens that applies, and say why lenses differ where they do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from negsim.errors import NegsimError, NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array, BoolArray
from negsim.games.conflict import ConflictGame
from negsim.games.extensive import ExtensiveGame
from negsim.games.graphs.sequences import Sequences
from negsim.games.results import StateSets
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import StrategicGame
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solution, Solver, Status, solvers
from negsim.solvers.via import Via
from negsim.studies.compare.at_once import Equilibria, Limit, Noisy, Safer
from negsim.studies.compare.commitment import Commitment
from negsim.studies.compare.comparison import Comparison
from negsim.studies.compare.facts import Reason
from negsim.studies.compare.ground import Ground
from negsim.studies.compare.in_turn import InTurn
from negsim.studies.compare.over_time import OverTime
from negsim.studies.compare.questions import (
    CAUTIOUS,
    LIMIT,
    NASH,
    NOISY,
    SAFER,
    TOGETHER,
    Question,
    check_groups,
    describes,
    questions,
)
from negsim.studies.compare.record import LeftOut, Lens
from negsim.studies.compare.stability import Proofs, Stable, StableTogether
from negsim.studies.compare.talks import Talks
from negsim.studies.compare.worst_case import Safest
from negsim.studies.predicted import Predicted, predicted
from negsim.studies.predictions.agreed import state_of_outcome
from negsim.studies.solve import scenario_of, solver_of

LEAST = 1e-9  # probability that is told
LIKELY = 0.1  # probability from which an outcome counts as predicted

AT_ONCE: Mapping[str, Callable[[Ground, Solution[Any, Any], Array], Any]] = {
    NASH: Equilibria,
    LIMIT: Limit,
    SAFER: Safer,
    NOISY: Noisy,
    CAUTIOUS: Safest,
}
ONE = "there is only one equilibrium to select from"


def compare(what: Scenario | str | Path, values: Mapping[str, float] = {}) -> Comparison:
    """Look at a scenario through every lens that applies.

    Parameters
    ----------
    what
        A scenario, its name or its path.
    values
        Numbers for some parameters.

    Returns
    -------
    Comparison
        What each lens predicts, and for every disagreement between lenses the reason.

    Raises
    ------
    NotApplicable
        If it is a game and no scenario.
    UnknownName
        If there is no such scenario or parameter.

    Examples
    --------
    >>> from negsim.studies.compare.compare import compare
    >>> found = compare("baseline_impasse")
    >>> found["Nash equilibrium"].predicts
    ('insist / offer_menu',)
    """
    scenario = scenario_of(what).with_values(**{name: float(value) for name, value in values.items()})
    ground = Ground(scenario)
    lenses, left_out = _through(ground)
    outcomes = _outcomes(ground, lenses)
    return Comparison(
        scenario=scenario,
        outcomes=outcomes,
        status_quo=ground.status_quo,
        lenses=lenses,
        left_out=left_out,
        payoffs={label: ground.payoffs[:, ground.numbers[label]] for label in outcomes if label in ground.numbers},
    )


class Listed:
    """Reasons by the labels of outcomes, also of those that a lens cannot know.

    Parameters
    ----------
    ground
        The scenario.
    reasons
        Reasons by the numbers of its outcomes.
    """

    def __init__(self, ground: Ground, reasons: Any):
        self.ground, self.reasons = ground, reasons

    def holds(self, outcome: str) -> Reason:
        """Return why the lens predicts an outcome."""
        found: Reason = self.reasons.holds(self.ground.numbers[outcome])
        return found

    def fails(self, outcome: str) -> Reason:
        """Return why the lens does not predict an outcome."""
        if outcome not in self.ground.numbers:
            return Reason(text="it knows only the levels that the file lists, and nothing between them")
        found: Reason = self.reasons.fails(self.ground.numbers[outcome])
        return found


def _through(ground: Ground) -> tuple[tuple[Lens, ...], tuple[LeftOut, ...]]:
    """Look through every lens, and note those that do not apply."""
    lenses: list[Lens] = []
    refused: list[tuple[str, str, str]] = []
    proofs: dict[int, Proofs] = {}
    solved: dict[tuple[int, Solver[Any, Any]], Solution[Any, Any]] = {}
    for question in questions(ground, refused):
        try:
            if question.name in (LIMIT, SAFER) and lenses and len(lenses[0].solution) == 1:
                raise NotApplicable(ONE)
            lenses.append(_lens(ground, question, _solved(question, solved), proofs))
        except NegsimError as reason:
            used = "auto" if question.solver is None else _called(question.solver)
            refused.append((question.form, used, str(reason)))
    refused += [
        (name, "", "this block asks a question of its own, and no outcome") for name in describes(ground.scenario)
    ]
    return _with_notes(lenses), tuple(LeftOut(form=form, solver=used, why=why) for form, used, why in refused)


def _solved(question: Question, solved: dict[tuple[int, Solver[Any, Any]], Solution[Any, Any]]) -> Solution[Any, Any]:
    """Solve a game; once for all lenses that ask the same solver."""
    if question.concept == TOGETHER:
        check_groups(question.game)
    key = id(question.game), solver_of(question.solver)
    if key not in solved:
        solved[key] = key[1].solve(question.game)
    return solved[key]


def _lens(ground: Ground, question: Question, solution: Solution[Any, Any], proofs: dict[int, Proofs]) -> Lens:
    one = _only(solution, question.concept) if isinstance(solution.result, StateSets) else solution
    found = predicted(ground.scenario, one)
    wide = ground if found.scenario is ground.scenario else Ground(found.scenario)
    reasons = _reasons(wide, question, solution, found, proofs)
    shares, label = found.shares, found.scenario.outcome_label
    return Lens(
        name=question.name,
        form=question.form,
        solver=_called(solution.solver),
        concept=question.concept or solution.solver.concept.name,
        predicts=tuple(label(int(k)) for k in np.flatnonzero(_likely(shares))),
        shares={label(int(k)): float(shares[:, k].max()) for k in np.flatnonzero((shares > LEAST).any(0))},
        endings={name: float(rows.max()) for name, rows in found.endings.items() if len(rows)},
        residual=float(solution.residual.max()) if len(solution) else float("nan"),
        status=Status(int(solution.status[0])).name,
        solution=solution,
        reasons=None if reasons is None else Listed(wide, reasons),
    )


def _only(solution: Solution[Any, Any], concept: str) -> Solution[Any, Any]:
    """The same with the states that are stable under one concept alone."""
    result = solution.result
    column = result.concepts.index(concept)
    return replace(solution, result=replace(result, stable=result.stable[:, [column]], concepts=(concept,)))


def _reasons(
    ground: Ground, question: Question, solution: Solution[Any, Any], found: Predicted, proofs: dict[int, Proofs]
) -> Any:
    """What can tell why; None for a form that says nothing of outcomes."""
    game, shares = question.game, found.shares
    if isinstance(game, StrategicGame):
        return AT_ONCE.get(question.name, Commitment)(ground, solution, shares)
    if isinstance(game, ExtensiveGame):
        return InTurn(ground, solution, shares)
    if isinstance(game, StochasticGame):
        return OverTime(ground, solution, shares)
    if isinstance(game, BargainingGame):
        return Talks(ground, solution, shares, _called(solution.solver))
    if not isinstance(game, ConflictGame):
        return None
    if id(game) not in proofs:
        kind: Sequences = getattr(solution.solver, "sequences", "legal")
        proofs[id(game)] = Proofs(ground, game, state_of_outcome(ground.scenario, game), kind)
    shared = proofs[id(game)]
    return StableTogether(shared) if question.concept == TOGETHER else Stable(shared, question.concept)


def _likely(shares: Array) -> BoolArray:
    """Shape (outcome,). Which outcomes count as predicted: likely in some row, or a row's likeliest."""
    best = shares.max(1, keepdims=True) if shares.size else shares
    return np.asarray(((shares >= LIKELY) | ((shares >= best) & (shares > 0))).any(0))


def _called(solver: Solver[Any, Any]) -> str:
    """The registered name of a solver, with what it goes through."""
    name = solvers.name_of(solver)
    if not isinstance(solver, Via):
        return name
    inner = solver.solver if isinstance(solver.solver, str) else solvers.name_of(solver.solver)
    return f"{name}({inner})"


def _with_notes(lenses: list[Lens]) -> tuple[Lens, ...]:
    """Note which lenses predict the same as an earlier one of the same solver, and which say nothing of outcomes."""
    found: list[Lens] = []
    for lens in lenses:
        alike = [each.name for each in found if (each.form, each.solver) == (lens.form, lens.solver)]
        same = [name for name in alike if _named(found, name).predicts == lens.predicts]
        note = f"the same as {same[0]}" if same and lens.predicts else ""
        if lens.form == "stochastic":
            note = "what play begins with, counting all that follows"
        if not lens.tells:
            note = "says how likely an agreement is, and nothing of outcomes"
        elif not lens.predicts:
            note = Status[lens.status].value if lens.status != "solved" else "no outcome meets this definition"
        found.append(replace(lens, note=note))
    return tuple(found)


def _named(lenses: list[Lens], name: str) -> Lens:
    return next(lens for lens in lenses if lens.name == name)


def _outcomes(ground: Ground, lenses: tuple[Lens, ...]) -> tuple[str, ...]:
    """The outcomes that some lens predicts, and the status quo, in the order of how many lenses predict them."""
    count = Counter(outcome for lens in lenses for outcome in lens.predicts)
    count[ground.status_quo] += 0
    order = {label: number for number, label in enumerate(ground.numbers)}
    listed = [label for label in count if label]
    return tuple(sorted(listed, key=lambda label: (-count[label], order.get(label, len(order)), label)))
