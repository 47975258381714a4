"""From which value of a parameter on the party that demands a package would rather take it apart, issue by issue."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.scenario.expression import Expression
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solver
from negsim.studies.linkage.compare import APART, PACKAGE, Linkage, Outcome, linkage
from negsim.studies.thresholds.agreed import plain
from negsim.studies.thresholds.crossings import Crossing, Function
from negsim.studies.thresholds.exact_gains import ExactGains
from negsim.studies.thresholds.point import TippingPoint

ROUNDING = 1e-12  # of the payoffs compared: differences this small count as none
SAME = 1e-10  # of the range: places this near are one
CLOSE_BY = 1e-8  # of the range: how far a jump may be off, as solvers take payoffs as equal that nearly are


def turns_of_the_package(
    scenario: Scenario, parameter: str, points: Sequence[Fraction], solver: Solver[Any, Any]
) -> list[TippingPoint]:
    """Return where taking the package apart starts or ceases to be worth as much to the unbundler as insisting on it.

    Parameters
    ----------
    scenario, parameter
        What the file says, with an unbundler; and which parameter changes.
    points
        Rising values of it, looked at first.
    solver
        Says what is agreed at each table.
    """
    line = _Margin(scenario, parameter, solver)
    if line.nothing:
        return []
    samples = line.at(np.array([float(point) for point in points]))
    tolerance = ROUNDING * max(float(np.abs(samples).max()), 1e-300)
    function = Function(
        at=lambda value: float(line.at(np.array([value]))[0]),
        exact=line.exact,
        points=points,
        samples=samples,
        tolerance=tolerance,
    )
    low, high = points[0], points[-1]
    width = float(high - low)
    found: list[TippingPoint] = []
    places = [place for place in function.crossings(np.ones(len(points), bool)) if low < _exactly(place) < high]
    for place in sorted(places, key=lambda place: place.value):
        if found and place.value - found[-1].value <= SAME * width:
            continue
        step = Fraction(SAME * width)
        sides = [function.sign(_exactly(place) + way * step) >= 0 for way in (-1, 1)]
        if sides[0] != sides[1]:
            if place.exact is None:
                place = Crossing(value=plain(place.value, CLOSE_BY * width))
            found.append(line.point(place, "starts" if sides[1] else "ceases"))
    return found


class _Margin:
    """What the unbundler gains by taking the package apart over insisting on it, along one parameter."""

    def __init__(self, scenario: Scenario, parameter: str, solver: Solver[Any, Any]):
        self.scenario, self.parameter, self.solver = scenario, parameter, solver
        told: Any = scenario.agenda().block.linkage
        self.unbundler: str = told.unbundler
        self.formula = told.apart.get(self.unbundler, Expression("0"))
        one = self._linked(np.array([scenario.parameters[parameter].value]))
        self.nothing = not any(each.way.name == APART for each in one.outcomes)
        self.player = one.game.players.index(self.unbundler)
        self.gains = ExactGains(scenario, parameter, one.game)
        self.names = dict(one.game.names)

    def at(self, values: Array) -> Array:
        """Shape (value,)."""
        found = self._linked(values).gain(APART, PACKAGE)[:, self.player]
        return np.asarray(np.broadcast_to(found, values.shape))

    def exact(self, value: Fraction) -> Fraction | None:
        """The same without rounding, for what is agreed there; None if that is not a rational number."""
        if not self.gains.possible:
            return None
        found = self._linked(np.array([float(value)]))
        try:
            return self._worth(found, APART, value) - self._worth(found, PACKAGE, value)
        except NotApplicable:
            return None

    def point(self, place: Crossing, direction: str) -> TippingPoint:
        """Say what changes at a place."""
        return TippingPoint(
            parameter=self.parameter,
            value=place.value,
            exact=place.exact,
            outcome=APART,
            direction=direction,
            actor=self.unbundler,
            deviation=PACKAGE,
            default=self.scenario.parameters[self.parameter].value,
            concept="linkage",
            names=self.names,
            kind="package",
        )

    def _linked(self, values: Array) -> Linkage:
        return linkage(self.scenario, self.solver, values={self.parameter: values}, groupings=(), orders=())

    def _worth(self, found: Linkage, name: str, value: Fraction) -> Fraction:
        each: Outcome = found.outcome(name)
        label = each.agreement[0]
        number = found.game.agreements.index(label) if label in found.game.agreements else None
        besides = self.gains.formula(self.formula, value) if each.is_apart[0] else Fraction(0)
        return self.gains.payoff(self.unbundler, number, value) + besides


def _exactly(place: Crossing) -> Fraction:
    return Fraction(place.value) if place.exact is None else place.exact
