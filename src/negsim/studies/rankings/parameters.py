"""The smallest change of a single parameter of a scenario that makes a state an equilibrium."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from negsim.errors import InvalidGame, ScenarioError
from negsim.games.conflict import ConflictGame
from negsim.scenario.model import Scenario
from negsim.studies.thresholds.conflict_line import ConflictLine, Place, compared
from negsim.studies.thresholds.crossings import Crossing


@dataclass(frozen=True, kw_only=True)
class ParameterChange:
    """The value of one parameter, nearest to its own, at which a state becomes an equilibrium.

    Attributes
    ----------
    parameter, default
        Which, and its value in the scenario.
    value
        The value nearest to it at which, or beyond which, the state is an equilibrium.
    exact
        The value as a fraction, where it is known exactly.
    rises
        Whether the parameter has to rise to get there, or to fall.
    reached
        Whether the state is an equilibrium at the value itself, and not only beyond it.
    """

    parameter: str
    default: float
    value: float
    exact: Fraction | None
    rises: bool
    reached: bool

    @property
    def way(self) -> str:
        """Which way it has to go, and how far."""
        way = "rises" if self.rises else "falls"
        way += " to" if self.reached else " above" if self.rises else " below"
        short = f"{self.value:.6g}"
        if self.exact is None or Fraction(short) == self.exact or self.exact.denominator > 1000:
            return f"{way} {short}"
        return f"{way} {self.exact} (about {self.value:.4g})"

    @property
    def sentence(self) -> str:
        """The change in words."""
        return f"{self.parameter} {self.way} (now {self.default:.6g})"


def parameter_changes(scenario: Scenario, game: ConflictGame, state: int, concept: str) -> tuple[ParameterChange, ...]:
    """Return, for every parameter that can do it alone, the smallest change that makes a state an equilibrium.

    Whether a state is an equilibrium changes only where two payoffs that a party compares become equal. All such places
    in a parameter's range are found, exactly where payoffs are linear in it; and each, and each interval between two
    neighbours, is judged once. What holds for less than a 512th of the range (in large conflicts a 64th) may be missed
    where payoffs are not linear.

    Parameters
    ----------
    scenario
        What the file says.
    game
        The conflict that it describes.
    state, concept
        What is asked of which state; it is no equilibrium as things are.

    Returns
    -------
    tuple of ParameterChange
        By the size of the change, as a share of the parameter's range. Parameters for which some payoff does not exist
        in the range are left out.
    """
    pairs = compared(game, state, concept)
    found = []
    for name, about in scenario.parameters.items():
        if not (np.isfinite([about.low, about.high]).all() and about.low < about.high):
            continue
        try:
            line = ConflictLine(scenario, name, game, state, concept, pairs)
            change = _nearest(line)
        except (InvalidGame, ScenarioError):
            continue  # some payoff does not exist there
        if change is not None:
            found.append((abs(change.value - about.value) / (about.high - about.low), change))
    return tuple(change for _, change in sorted(found, key=lambda pair: (pair[0], pair[1].parameter)))


def _nearest(line: ConflictLine) -> ParameterChange | None:
    """Return the nearest value at which the state is an equilibrium; None if there is none in the range."""
    places = line.rough_places()
    ends = [line.low, *(Fraction(place.value) for place in places), line.high]
    spots = [_Spot(at=Fraction(place.value), near=Fraction(place.value), place=place) for place in places]
    for k, (first, last) in enumerate(pairwise(ends)):
        near = min(max(line.default, first), last)
        bound = {first: places[k - 1] if k else None, last: places[k] if k < len(places) else None}.get(near)
        if bound is not None or not first < line.default < last:
            spots.append(_Spot(at=(first + last) / 2, near=near, place=bound))
    if not spots:
        return None
    holds = line.holds(np.array([float(spot.at) for spot in spots]))
    good = [spot for spot, held in zip(spots, holds, strict=True) if held]
    if not good:
        return None
    best = min(good, key=lambda spot: (abs(spot.near - line.default), spot.at != spot.near))
    found = line.refined(best.place) if best.place is not None else Crossing(value=float(best.near))
    return ParameterChange(
        parameter=line.parameter,
        default=float(line.default),
        value=found.value,
        exact=found.exact,
        rises=best.at > line.default,
        reached=best.at == best.near,
    )


@dataclass(frozen=True, kw_only=True)
class _Spot:
    """A value to be judged, a place or the middle between two; and the value nearest to the default it stands for."""

    at: Fraction
    near: Fraction
    place: Place | None
