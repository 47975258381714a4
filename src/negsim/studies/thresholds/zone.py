"""Which value of a parameter opens or closes the zone of agreement, and where what is agreed changes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array
from negsim.kernels.talks.least_gain import least_gain
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solver
from negsim.studies.regimes.agreements import NO_AGREEMENT, binding, is_new
from negsim.studies.solve import game, named_solver, solver_of
from negsim.studies.thresholds.agreed import changes
from negsim.studies.thresholds.crossings import Crossing, Function
from negsim.studies.thresholds.exact_gains import ExactGains
from negsim.studies.thresholds.package import turns_of_the_package
from negsim.studies.thresholds.point import TippingPoint

Ends: TypeAlias = tuple[Fraction, Fraction]

POINTS = 1024  # intervals of the first look at the range
NUMBERS = 2**24  # most payoffs of that look; larger games are looked at in fewer places
CHUNK = 2**21  # payoffs made at once
ROUNDING = 1e-12  # of the payoffs compared: differences this small count as none
SAME = 1e-10  # of the range: places this near are one
CLOSE_BY = 1e-6  # of the range: solvers see the zone close this near to where it does
ZONE = "zone of agreement"


def turns_of_bargaining(
    scenario: Scenario, parameter: str, ends: Ends, solver: str | None = None
) -> tuple[TippingPoint, ...]:
    """Return where the zone of agreement opens and closes, where what is agreed changes, and where a package falls.

    Parameters
    ----------
    scenario, parameter, ends
        What the file says, which parameter changes, and from where to where.
    solver
        Name of the solver that says what is agreed; when left out, the one that the scenario names, or
        ``"nash_bargaining"``, or ``"core"`` where not all must agree.

    Raises
    ------
    InvalidGame
        If a payoff does not exist somewhere in the range.
    """
    line = ZoneLine(scenario, parameter, ends)
    chosen = solver_of(solver or named_solver(scenario, "bargaining") or line.usual)
    found = sorted(line.turns(), key=lambda point: point.value)
    block = scenario.agenda().block
    if not (block.lotteries or block.continuous):
        found += _of_agreements(line, chosen, [point.value for point in found])
    if block.linkage is not None and block.linkage.unbundler:
        found += turns_of_the_package(scenario, parameter, line.points, chosen)
    return tuple(sorted(found, key=lambda point: point.value))


class ZoneLine:
    """The bargaining games of a scenario along one parameter, and the room for agreement in each.

    Parameters
    ----------
    scenario, parameter, ends
        As for `turns_of_bargaining`.
    numbers
        Most payoffs of the first look at the range.
    """

    def __init__(self, scenario: Scenario, parameter: str, ends: Ends, numbers: int = NUMBERS):
        self.scenario, self.parameter = scenario, parameter
        self.low, self.high = ends
        one = self.games(np.array([float(self.low)]))
        count = int(np.clip(numbers // one.payoffs.size, 32, POINTS))
        self.points = [self.low + (self.high - self.low) * k / count for k in range(count + 1)]
        self.size = max(1, CHUNK // one.payoffs.size)
        self.exact = ExactGains(scenario, parameter, one)
        self.names = dict(one.names)
        self.usual = "nash_bargaining" if one.rule is None or one.rule.is_unanimity else "core"

    def games(self, values: Array) -> BargainingGame:
        """Return the games at these values of the parameter.

        Parameters
        ----------
        values
            Shape (value,).
        """
        try:
            found: BargainingGame = game(self.scenario, "bargaining", {self.parameter: values})
        except InvalidGame as fault:
            raise InvalidGame(
                f"for {self.parameter} from {values[0]:g} to {values[-1]:g}, {fault}. Choose low and high."
            ) from None
        if len(found) == len(values):
            return found
        return found.take(np.zeros(len(values), np.intp))  # the parameter plays no part

    def room(self, values: Array) -> Array:
        """Return the most that all can gain at once, of shape (value,), not rounded to zero where it is near.

        Parameters
        ----------
        values
            Shape (value,).
        """
        parts = []
        for at in range(0, len(values), self.size):
            here = self.games(values[at : at + self.size])
            gains = here.payoffs - here.disagreement[..., None]
            parts.append(least_gain(gains, is_new(here), here.lotteries, binding(here)))
        return np.maximum(np.concatenate(parts), -1e150)  # nothing to agree on is a loss for the formulas below

    def turns(self) -> list[TippingPoint]:
        """Return where the zone opens and closes, rising."""
        function = self._function()
        places = list(self._places(function))
        ends = [self.low, *map(_exactly, places), self.high]
        middles = [(a + b) / 2 for a, b in pairwise(ends)]
        open_there = [function.sign(middle) >= 0 for middle in middles]
        found = []
        for k, place in enumerate(places):
            before, after = open_there[k], open_there[k + 1]
            alone = not before and not after and place.exact is not None and function.sign(place.exact) >= 0
            if (after and not before) or alone:
                found.append(self._point(place, "starts", middles[k]))
            if (before and not after) or alone:
                found.append(self._point(place, "ceases", middles[k + 1]))
        return found

    def _function(self) -> Function:
        samples = self.room(np.array([float(point) for point in self.points]))
        scale = float(np.abs(samples[samples > -1e150]).max(initial=0.0))
        return Function(
            at=lambda value: float(self.room(np.array([value]))[0]),
            exact=self.exact.room,
            points=self.points,
            samples=samples,
            tolerance=ROUNDING * max(scale, 1e-300),
        )

    def _places(self, function: Function) -> Iterator[Crossing]:
        """The places inside the range where the room is zero, rising, those that coincide made one."""
        same = SAME * float(self.high - self.low)
        last = float(self.low)
        every = function.crossings(np.ones(len(self.points), bool))
        for place in sorted(every, key=lambda place: (place.value, place.exact is None)):
            if place.value - last > same and float(self.high) - place.value > same:
                last = place.value
                yield place

    def _point(self, place: Crossing, direction: str, side: Fraction) -> TippingPoint:
        """Say who would lose beside a place, even by the agreement that is the last or the first to be had."""
        party, agreement = self._refusal(_exactly(place), side)
        return TippingPoint(
            parameter=self.parameter,
            value=place.value,
            exact=place.exact,
            outcome=ZONE,
            direction=direction,
            actor=party,
            deviation=agreement,
            default=self.scenario.parameters[self.parameter].value,
            concept="zone",
            names=self.names,
            kind="zone",
        )

    def _refusal(self, place: Fraction, side: Fraction) -> tuple[str, str]:
        """The agreement by which all could do without loss at a place, and who loses most by it beside that place."""
        here, there = (self.games(np.array([float(value)])) for value in (place, side))
        gains = here.payoffs[0] - here.disagreement[0][:, None]
        new = is_new(here)[0]
        groups = binding(here)
        least = np.where(new, np.array([gains[group].min(0) for group in groups]), -np.inf)
        group, agreement = np.unravel_index(int(least.argmax()), least.shape)
        losses = np.where(groups[group], there.payoffs[0, :, agreement] - there.disagreement[0], np.inf)
        return here.players[int(losses.argmin())], here.agreements[agreement]


def _of_agreements(line: ZoneLine, solver: Solver[Any, Any], told: list[float]) -> list[TippingPoint]:
    """Where what is agreed changes, but for changes from or to none where the zone opens or closes, as was told."""
    near = CLOSE_BY * float(line.high - line.low)
    default = line.scenario.parameters[line.parameter].value
    concept = solver.concept.name
    return [
        TippingPoint(
            parameter=line.parameter,
            value=place,
            exact=None,
            outcome=below,
            direction="ceases",
            actor="",
            deviation=above,
            default=default,
            concept=concept,
            names=line.names,
            kind="agreement",
        )
        for place, below, above in changes(line.games, solver, line.points, line.size)
        if NO_AGREEMENT not in (below, above) or all(abs(place - zone) > near for zone in told)
    ]


def _exactly(place: Crossing) -> Fraction:
    return Fraction(place.value) if place.exact is None else place.exact
