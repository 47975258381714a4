"""Tipping points: the values of a parameter at which an outcome starts or ceases to be an equilibrium, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np

from negsim.errors import InvalidGame, NotApplicable, unknown
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array, BoolArray, games
from negsim.games.conflict import ConflictGame
from negsim.games.extensive import ExtensiveGame
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import StrategicGame
from negsim.scenario.model import Scenario
from negsim.studies.holding import Plan
from negsim.studies.solve import default_form, named_solver, scenario_of, solver_of
from negsim.studies.thresholds.conflict import concept_of, turns
from negsim.studies.thresholds.crossings import Crossing, Function
from negsim.studies.thresholds.point import TippingPoint
from negsim.studies.thresholds.zone import turns_of_bargaining

POINTS = 1024  # intervals of the first look at the range
NUMBERS = 2**24  # most payoffs of that look; larger games are looked at in fewer places
ROUNDING = 1e-12  # of the payoffs compared: differences this small count as none
SAME = 1e-10  # of the range: floating-point places this near are one


def tipping(
    scenario: Scenario | str | Path,
    parameter: str,
    *,
    outcome: str | None = None,
    form: str | None = None,
    concept: str | None = None,
    low: float | None = None,
    high: float | None = None,
) -> tuple[TippingPoint, ...]:
    """Find where outcomes, or a plan, start or cease to be equilibria, or agreed, as one parameter changes.

    An outcome is an equilibrium while no player gains by switching alone. Each gain is a function of the parameter; its
    zeros are found exactly where it is piecewise linear, or zero at a simple fraction, else to machine precision.
    Between neighbouring zeros nothing changes, so each interval, and each zero, is judged once.

    In games that are played over time the plans that the scenario states (``games.stochastic.plans``), or else those
    that its solver finds, are held fixed, and judged at 512 values of the range and, by bisection, between those where
    they start or cease to hold.

    Of bargaining, it is found where the zone of agreement opens or closes: where the most that all parties can gain at
    once is zero; and, unless lotteries or grids of numbers let it drift, where what is agreed changes, to machine
    precision.

    Parameters
    ----------
    scenario
        A scenario, its name or its path.
    parameter
        The name of one of its parameters.
    outcome
        Only this outcome, such as ``"insist / offer_menu"``, or only the plan that begins or ends so, or the agreements
        that it gives way to or takes the place of; all of them when left out.
    form
        The default of `solve` when left out. ``"strategic"`` judges outcomes, ``"extensive"`` and ``"stochastic"`` a
        plan, ``"conflict"`` states, ``"bargaining"`` agreements.
    concept
        Of a conflict: ``"nash"``, ``"gmr"``, ``"smr"``, ``"seq"`` or ``"sseq"``; when left out, the first of the solver
        that the scenario names, or ``"nash"``. Of bargaining: a solver; when left out, the one that the scenario names,
        or ``"nash_bargaining"``.
    low, high
        The range looked at; that of the parameter when left out.

    Returns
    -------
    tuple of TippingPoint
        By value, then in the order of the outcomes.

    Raises
    ------
    UnknownName
        If there is no such parameter or outcome.
    NotApplicable
        If the form has no pure outcomes, or the range is empty.
    InvalidGame
        If a payoff does not exist somewhere in the range.

    Examples
    --------
    >>> from negsim import tipping
    >>> [(point.value, point.direction) for point in tipping("baseline_impasse", "audience_cost_R", low=0, high=6)]
    [(3.2, 'starts'), (3.2, 'ceases')]
    """
    asked = scenario_of(scenario)
    if parameter not in asked.parameters:
        raise unknown("parameter", parameter, asked.parameters)
    form = form or default_form(asked)
    if games[form] is ConflictGame:
        ends = _range(asked, parameter, low, high)
        return _of_states(asked, parameter, outcome, concept_of(asked, concept), ends)
    if games[form] is BargainingGame:
        points = turns_of_bargaining(asked, parameter, _range(asked, parameter, low, high), concept)
        return tuple(point for point in points if outcome in (None, point.outcome, point.deviation))
    if concept is not None:
        raise NotApplicable(f"concepts are for conflicts, and this is the form '{form}'. Use form='conflict'")
    if games[form] in (ExtensiveGame, StochasticGame):
        return _of_plans(asked, parameter, form, outcome, _range(asked, parameter, low, high))
    line = _Line(asked, parameter, form, _range(asked, parameter, low, high))
    cells = [line.cell(outcome)] if outcome is not None else list(np.ndindex(*line.shape))
    found = [point for cell in cells for point in _points(line, cell)]
    return tuple(sorted(found, key=lambda point: point.value))


def _range(scenario: Scenario, parameter: str, low: float | None, high: float | None) -> tuple[Fraction, Fraction]:
    """The ends of the range asked for, checked."""
    about = scenario.parameters[parameter]
    ends = [float(about.low if low is None else low), float(about.high if high is None else high)]
    if not np.isfinite(ends).all():
        raise NotApplicable(f"the range of {parameter} needs two finite ends, not {ends[0]} to {ends[1]}")
    first, last = (Fraction(repr(end)) for end in ends)
    if not first < last:
        raise NotApplicable(f"the range of {parameter} is empty: {float(first)} to {float(last)}")
    return first, last


def _of_states(
    scenario: Scenario, parameter: str, outcome: str | None, concept: str, ends: tuple[Fraction, Fraction]
) -> tuple[TippingPoint, ...]:
    """Say where each state of a conflict starts and ceases to be an equilibrium."""
    game = ConflictGame.from_scenario(scenario)
    found = [
        TippingPoint(
            parameter=parameter,
            value=turn.value,
            exact=turn.exact,
            outcome=turn.state,
            direction=turn.direction,
            actor=turn.actor,
            deviation=turn.target,
            default=scenario.parameters[parameter].value,
            concept=concept,
            names={player: game.names.get(player, player) for player in game.players},
        )
        for turn in turns(scenario, parameter, ends, concept, outcome)
    ]
    return tuple(sorted(found, key=lambda point: point.value))


def _of_plans(
    scenario: Scenario, parameter: str, form: str, outcome: str | None, ends: tuple[Fraction, Fraction]
) -> tuple[TippingPoint, ...]:
    """Hold each plan found in the scenario as it stands, and say where it starts and ceases to be an equilibrium."""
    solver = named_solver(scenario, form) or solver_of(None)
    plans = Plan.all_found(scenario, form, parameter, solver)
    labels = dict.fromkeys(plan.label for plan in plans)
    if outcome is not None and outcome not in labels:
        raise unknown("plan", outcome, labels)
    found = [
        TippingPoint(
            parameter=parameter,
            value=change.value,
            exact=None,
            outcome=plan.label,
            direction="starts" if change.holds_above else "ceases",
            actor=change.actor,
            deviation=change.action,
            default=scenario.parameters[parameter].value,
            place=change.place,
            names=plan.names,
        )
        for plan in plans
        if outcome in (None, plan.label)
        for change in plan.changes(float(ends[0]), float(ends[1]))
    ]
    return tuple(sorted(found, key=lambda point: point.value))


class _Line:
    """The games of a scenario along one parameter."""

    def __init__(self, scenario: Scenario, parameter: str, form: str, ends: tuple[Fraction, Fraction]):
        if games[form] is not StrategicGame:
            raise NotApplicable(f"tipping judges outcomes and plans, and the form '{form}' has neither")
        self.scenario, self.parameter = scenario, parameter
        self.default = scenario.parameters[parameter].value
        self.low, self.high = ends
        self.layout = scenario.strategy_layout()
        self.shape = self.layout.outcome.shape
        size = len(self.shape) * self.layout.outcome.size
        count = int(np.clip(NUMBERS // size, 32, POINTS))
        self.points = [self.low + (self.high - self.low) * k / count for k in range(count + 1)]
        self._known: dict[tuple[int, tuple[int, ...], Fraction], Fraction | None] = {}
        self.table = self._payoffs(np.array([float(point) for point in self.points]))

    def _payoffs(self, values: Array) -> Array:
        try:
            return StrategicGame.from_scenario(self.scenario, {self.parameter: values}).payoffs
        except InvalidGame as fault:
            first, last = values[0], values[-1]
            raise InvalidGame(
                f"for {self.parameter} from {first:g} to {last:g}, {fault}. Choose low and high."
            ) from None

    def cell(self, outcome: str) -> tuple[int, ...]:
        """Return the strategies of an outcome that is named by its label."""
        cells = {self.label(cell): cell for cell in np.ndindex(*self.shape)}
        if outcome not in cells:
            raise unknown("outcome", outcome, cells)
        return cells[outcome]

    def label(self, cell: tuple[int, ...]) -> str:
        """Return the strategies of an outcome, joined."""
        return " / ".join(labels[k] for labels, k in zip(self.layout.strategies, cell, strict=True))

    def gain(self, cell: tuple[int, ...], player: int, strategy: int) -> Function:
        """Return what a player gains by switching alone from an outcome to another of its strategies."""
        there = (*cell[:player], strategy, *cell[player + 1 :])

        def at(value: float) -> float:
            payoffs = self._payoffs(np.array([value]))[0, player]
            return float(payoffs[there] - payoffs[cell])

        def exact(value: Fraction) -> Fraction | None:
            new, old = self._exact(player, there, value), self._exact(player, cell, value)
            return None if new is None or old is None else new - old

        own = np.moveaxis(self.table[:, player], 0, -1)
        tolerance = ROUNDING * max(float(np.abs(own[there]).max()), float(np.abs(own[cell]).max()), 1e-300)
        return Function(at=at, exact=exact, points=self.points, samples=own[there] - own[cell], tolerance=tolerance)

    def _exact(self, player: int, cell: tuple[int, ...], value: Fraction) -> Fraction | None:
        key = (player, cell, value)
        if key not in self._known:
            try:
                found = self.scenario.exact_payoff(
                    self.layout.players[player], int(self.layout.outcome[cell]), {self.parameter: value}
                )
            except NotApplicable:
                found = None  # not a rational number
            self._known[key] = found
        return self._known[key]


@dataclass
class _Place:
    """A crossing of one gain or several."""

    crossing: Crossing
    gains: set[int]

    @property
    def exactly(self) -> Fraction:
        return Fraction(self.crossing.value) if self.crossing.exact is None else self.crossing.exact


def _points(line: _Line, cell: tuple[int, ...]) -> Iterator[TippingPoint]:
    """Judge one outcome between and at the places where some gain from leaving it is zero."""
    deviations = [(p, k) for p, size in enumerate(line.shape) for k in range(size) if k != cell[p]]
    gains = [line.gain(cell, *deviation) for deviation in deviations]
    if not gains:
        return
    most = np.max([gain.samples for gain in gains], axis=0)
    slack = np.abs(np.diff(most)).max() + max(gain.tolerance for gain in gains)
    near = most <= slack  # elsewhere some gain stays positive between samples
    places = _places(line, gains, near)
    ends = [line.low, *(place.exactly for place in places), line.high]
    middles = [(a + b) / 2 for a, b in pairwise(ends)]
    holds = [all(gain.sign(middle) <= 0 for gain in gains) for middle in middles]

    def point(place: _Place, direction: str, side: Fraction) -> TippingPoint:
        actor, strategy = deviations[_binding(gains, place, side)]
        return TippingPoint(
            parameter=line.parameter,
            value=place.crossing.value,
            exact=place.crossing.exact,
            outcome=line.label(cell),
            direction=direction,
            actor=line.layout.players[actor],
            deviation=line.layout.strategies[actor][strategy],
            default=line.default,
            names=line.layout.names,
        )

    for k, place in enumerate(places):
        before, after = holds[k], holds[k + 1]
        alone = not before and not after and place.crossing.exact is not None
        here = alone and all(gain.sign(place.exactly) <= 0 for gain in gains)
        if (after and not before) or here:
            yield point(place, "starts", middles[k])
        if (before and not after) or here:
            yield point(place, "ceases", middles[k + 1])


def _places(line: _Line, gains: list[Function], near: BoolArray) -> list[_Place]:
    """Return the zeros of all gains inside the range, rising, those that coincide made one."""
    found = [(crossing, j) for j, gain in enumerate(gains) for crossing in gain.crossings(near)]
    same = SAME * float(line.high - line.low)
    places: list[_Place] = []
    for crossing, j in sorted(found, key=lambda pair: pair[0].value):
        if not line.low + Fraction(same) < Fraction(crossing.value) < line.high - Fraction(same):
            continue
        last = places[-1] if places else None
        if last is None or crossing.value - last.crossing.value > same:
            places.append(_Place(crossing, {j}))
            continue
        last.gains.add(j)
        if last.crossing.exact is None:
            last.crossing = crossing
    return places


def _binding(gains: list[Function], place: _Place, side: Fraction) -> int:
    """Return the deviation that pays on that side: the best of those whose gain is zero at the place."""
    values = {j: gains[j].at(float(side)) for j in range(len(gains))}
    rivals = [j for j in place.gains if values[j] > 0] or list(values)
    return max(rivals, key=lambda j: values[j])
