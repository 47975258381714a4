"""Which parameters open or close the zone of agreement, each by itself, and at which value the nearest does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.scenario.bargaining import Equilibrium
from negsim.scenario.model import ILLUSTRATIVE, Scenario
from negsim.studies.regimes.agreements import binding
from negsim.studies.solve import game
from negsim.studies.thresholds.point import TippingPoint
from negsim.studies.thresholds.zone import ZoneLine
from negsim.studies.zone import zone

NUMBERS = 2**23  # payoffs made for a first look at all parameters together
FIRST = 3  # places that a short description names
FEWEST = 2**5  # places tried of a parameter, at the least
MOST = 2**25  # payoffs beyond which nothing is looked at: that would take more than a few seconds


@dataclass(frozen=True, kw_only=True)
class Openings:
    """Where single parameters open or close the zone of agreement, all others as they are.

    Attributes
    ----------
    closed
        Whether the zone is empty as things are.
    points
        Where it opens, if it is empty, or closes: at most one place to either side of the value that a parameter has,
        the nearest ones first, as shares of the parameter's range.
    still
        The parameters that do neither, anywhere in their range.
    skipped
        Parameter -> why it was not looked at.
    basis
        What the payoffs are: the scenario's label.
    """

    closed: bool
    points: tuple[TippingPoint, ...]
    still: tuple[str, ...] = ()
    skipped: Mapping[str, str] = field(default_factory=dict)
    basis: str = ILLUSTRATIVE

    def __repr__(self) -> str:
        told = "; ".join(f"{point.parameter} {point.way} {point.value:.4g}" for point in self.points[:FIRST])
        more = f"; {len(self.points) - FIRST} more" * (len(self.points) > FIRST)
        return f"<Openings: the zone of agreement {self.change} when {told}{more}>" if told else "<Openings: none>"

    @property
    def change(self) -> str:
        """What the zone does at these places: ``"opens"`` or ``"closes"``."""
        return "opens" if self.closed else "closes"


def openings(scenario: Scenario) -> Openings | None:
    """Find, for every parameter of a scenario, the nearest values that open or close the zone of agreement.

    Each parameter is followed over its own range while the others stay as they are. A stretch shorter than the distance
    between two places of the first look, at most a thousand and fewer for large games, may be missed;
    `negsim.tipping` looks more closely at one parameter.

    Parameters
    ----------
    scenario
        What could be agreed, and the parameters with their ranges.

    Returns
    -------
    Openings or None
        None where that would take long: disagreement is an equilibrium, three parties and more have to agree on
        lotteries, or the games are very large.

    Examples
    --------
    >>> from negsim.scenario.load import load
    >>> found = openings(load("baseline_impasse"))
    >>> [(point.parameter, point.way, str(point.exact)) for point in found.points[:2]]
    [('audience_cost_R', 'falls to', '16/5'), ('confidence_q', 'rises to', '1/3')]
    """
    ranges = {name: (float(about.low), float(about.high)) for name, about in scenario.parameters.items()}
    finite = {name: ends for name, ends in ranges.items() if np.isfinite(ends).all() and ends[0] < ends[1]}
    if not finite or isinstance(scenario.agenda().block.disagreement, Equilibrium):
        return None
    now: BargainingGame = game(scenario, "bargaining")
    if _is_slow(now) or now.payoffs.size * FEWEST * len(finite) > MOST:
        return None
    closed = zone(now).empty
    points: list[TippingPoint] = []
    skipped: dict[str, str] = {name: "its range has not two ends" for name in ranges if name not in finite}
    for name, ends in finite.items():
        try:
            turns = ZoneLine(scenario, name, _exact(ends), NUMBERS // len(finite)).turns()
        except (InvalidGame, NotApplicable) as reason:
            skipped[name] = str(reason)
            continue
        points += _nearest([point for point in turns if point.ends != closed])
    told = {point.parameter for point in points} | set(skipped)
    span = {name: high - low for name, (low, high) in finite.items()}
    points.sort(key=lambda point: abs(point.value - point.default) / span[point.parameter])
    return Openings(
        closed=closed,
        points=tuple(points),
        still=tuple(name for name in ranges if name not in told),
        skipped=skipped,
        basis=scenario.basis,
    )


def _is_slow(game: BargainingGame) -> bool:
    """Whether it takes a linear program to say how much room there is."""
    return game.lotteries and bool((binding(game).sum(1) > 2).any())


def _nearest(points: list[TippingPoint]) -> Iterator[TippingPoint]:
    """The nearest place above and below the value that the parameter has."""
    for falls in (True, False):
        side = [point for point in points if point.way.startswith("falls") == falls]
        if side:
            yield min(side, key=lambda point: abs(point.value - point.default))


def _exact(ends: tuple[float, float]) -> tuple[Fraction, Fraction]:
    return Fraction(repr(ends[0])), Fraction(repr(ends[1]))
