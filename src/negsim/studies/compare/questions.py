"""Which lenses to look through: the forms in which a scenario can be seen, and solvers that single something out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from negsim.errors import NegsimError, NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.games.base import games
from negsim.games.conflict import ConflictGame
from negsim.games.extensive import ExtensiveGame
from negsim.games.screening import ScreeningGame
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import StrategicGame
from negsim.reductions.to_strategic import ToStrategic
from negsim.scenario.model import Scenario
from negsim.solvers.auto import LONG
from negsim.solvers.base import Solver, solvers
from negsim.solvers.conflict.stability import Stability
from negsim.solvers.strategic.logit import LogitTrace
from negsim.solvers.strategic.pure_nash import PureNash
from negsim.solvers.strategic.risk_dominance import RiskDominance
from negsim.solvers.strategic.security_levels import SecurityLevels
from negsim.solvers.strategic.stackelberg import Stackelberg
from negsim.solvers.via import Via
from negsim.studies.bargain import COOPERATIVE
from negsim.studies.compare.ground import Ground
from negsim.studies.compare.stability import stable_name
from negsim.studies.sanctions.deterrence import CLASSIC
from negsim.studies.sentences.bargaining import solution_called
from negsim.studies.solve import game as game_of
from negsim.studies.solve import named_solver

FORMS = ("strategic", "extensive", "stochastic", "conflict", "bargaining", "screening")
NASH, LIMIT, SAFER = "Nash equilibrium", "the logit limit", "risk dominance"
TOGETHER = "cseq"  # the concept of stability against groups
NOISY, CAUTIOUS = "quantal response", "the worst case"
UNSIZED = "preferences here only order outcomes, and this form adds payoffs or weighs them by probabilities"
NOISE = 1.0  # precision of quantal response: one point more multiplies the odds of a choice by e
MOST_GROUPED = 4_096  # states times groups of players, in which joint moves are followed one by one
CELLS = 20_000  # of the strategic game of a tree


@dataclass(frozen=True, kw_only=True)
class Question:
    """A form, a solver, and what sentences call the two.

    Attributes
    ----------
    name
        Such as ``"Nash equilibrium"``.
    form
        Of the game.
    game
        The scenario in this form.
    solver
        What to solve it with; None for the one that suits it.
    concept
        Of stability, where the solver knows several; else empty.
    """

    name: str
    form: str
    game: Any
    solver: Solver[Any, Any] | None
    concept: str = ""


def questions(ground: Ground, left_out: list[tuple[str, str, str]]) -> Iterator[Question]:
    """Go through all lenses that may apply to a scenario.

    Parameters
    ----------
    ground
        The scenario.
    left_out
        Where to note forms that do not apply: form, no solver, and why.
    """
    for form in FORMS:
        if ground.ordinal and form not in ("strategic", "conflict"):
            left_out.append((form, "", UNSIZED))
            continue
        if len(ground.actors) == 1 and form in ("conflict", "bargaining"):
            left_out.append((form, "", f"{ground.actors[0]} decides alone: nobody else can answer, or agree"))
            continue
        try:
            game = game_of(ground.scenario, form)
        except NegsimError as reason:
            left_out.append((form, "", str(reason)))
            continue
        named = named_solver(ground.scenario, form) if form in ground.scenario.games else None
        yield from _of_form(form, game, named, ground)


def _of_form(form: str, game: Any, named: Solver[Any, Any] | None, ground: Ground) -> Iterator[Question]:
    if isinstance(game, StrategicGame):
        yield from _at_once(form, game, named, ground)
    elif isinstance(game, ExtensiveGame):
        yield from _in_turn(form, game, named)
    elif isinstance(game, StochasticGame):
        yield Question(name="play over time", form=form, game=game, solver=named)
    elif isinstance(game, ConflictGame):
        yield from _of_conflict(form, game, named)
    elif isinstance(game, BargainingGame):
        yield from _of_talks(form, game, named)
    elif isinstance(game, ScreeningGame):
        yield Question(name="demands before a deadline", form=form, game=game, solver=named)


def _at_once(form: str, game: StrategicGame, named: Solver[Any, Any] | None, ground: Ground) -> Iterator[Question]:
    def ask(name: str, solver: Solver[Any, Any] | None) -> Question:
        return Question(name=name, form=form, game=game, solver=solver)

    if ground.ordinal:
        yield ask(NASH, PureNash())
        return
    yield ask(NASH, named)
    yield ask(LIMIT, LogitTrace())
    if len(game.players) == 2:
        yield ask(SAFER, RiskDominance())
    yield ask(NOISY, LogitTrace(precision=NOISE))
    if len(game.players) == 2:
        for player, label in enumerate(game.players):
            if len(game.strategies[player]) > 1:
                yield ask(f"commitment by {ground.called[player]}", Stackelberg(leader=label, mixed=False))
    yield ask(CAUTIOUS, SecurityLevels(mixed=False))


def _in_turn(form: str, game: ExtensiveGame, named: Solver[Any, Any] | None) -> Iterator[Question]:
    ahead = named if isinstance(named, Via) else _plans(game)
    yield Question(name="play in turns", form=form, game=game, solver=None if isinstance(named, Via) else named)
    yield Question(name="plans made in advance", form=form, game=game, solver=ahead)


def _plans(game: ExtensiveGame) -> Via:
    """Nash equilibria of whole plans: every one where there are few plans, the pure ones else."""
    reduction = ToStrategic(most=CELLS)
    try:
        shape = reduction.reduce(game)[0].game.shape
    except NotApplicable:  # told when it is asked to solve
        shape = ()
    few = len(shape) == 2 and sum(shape) <= LONG
    return Via(reduction=reduction, solver="all_nash" if few else "pure_nash")


def _of_conflict(form: str, game: ConflictGame, named: Solver[Any, Any] | None) -> Iterator[Question]:
    base = named if isinstance(named, Stability) else Stability()
    every = replace(base, concepts=CLASSIC)
    for concept in CLASSIC:
        yield Question(name=stable_name(concept), form=form, game=game, solver=every, concept=concept)
    together = solvers["coalition_stability"]()
    yield Question(name="coalition stability", form=form, game=game, solver=together, concept=TOGETHER)


def _of_talks(form: str, game: BargainingGame, named: Solver[Any, Any] | None) -> Iterator[Question]:
    unanimous = game.rule is None or game.rule.is_unanimity
    names = COOPERATIVE if unanimous else ("core",)
    listed = [(name, solvers[name]()) for name in names]
    if game.pace is not None:
        listed.append(("rubinstein", solvers["rubinstein"]()))
    if game.resolve is not None:
        listed.append(("take_it_or_leave_it", solvers["take_it_or_leave_it"]()))
    if named is not None and all(type(named) is not type(solver) for _, solver in listed):
        listed.append((solvers.name_of(named), named))
    for name, solver in listed:
        chosen = named if type(named) is type(solver) else solver
        yield Question(name=_talk_name(name), form=form, game=game, solver=chosen)


TALKS = {
    "nash_bargaining": "the Nash bargaining solution",
    "kalai_smorodinsky": "the Kalai-Smorodinsky solution",
    "raiffa": "the Raiffa solution",
    "rubinstein": "offers in rounds",
    "core": "the core",
}


def _talk_name(solver: str) -> str:
    return TALKS.get(solver, f"the {solution_called(solver)} solution")


def check_groups(game: ConflictGame) -> None:
    """Raise where following what every group of players could do would take long.

    Parameters
    ----------
    game
        A conflict.

    Raises
    ------
    NotApplicable
        If there are too many states, or too many groups.
    """
    groups = 2 ** len(game.players) - 1
    if len(game.states) * groups > MOST_GROUPED:
        raise NotApplicable(
            f"following what {groups} groups of players could do from {len(game.states):,} states takes long. Use "
            "solve(..., 'conflict', 'coalition_stability')"
        )


def describes(scenario: Scenario) -> tuple[str, ...]:
    """Return the blocks of a file that say something of play, but are no form in which outcomes are predicted.

    Parameters
    ----------
    scenario
        What the file says.
    """
    return tuple(name for name in scenario.games if name not in games)
