"""The smallest change of a single parameter of a scenario that makes a state an equilibrium."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise

import numpy as np

from negsim.errors import InvalidGame, NotApplicable, ScenarioError
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.conflict import ConflictGame
from negsim.scenario.model import Scenario
from negsim.studies.crossings import Crossing, Function
from negsim.studies.inverse_conditions import LASTING, answers_of, known, stable_in

POINTS = 512  # intervals of the first look at the range
ROUNDING = 1e-12  # of the payoffs compared: differences this small count as none
SAME = 1e-10  # of the range: places this near are one
BATCH = 2**22  # payoffs looked at together


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
    neighbours, is judged once. What holds for less than a 512th of the range, where payoffs are not linear, may be
    missed.

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
    pairs = _compared(game, state, concept)
    found = []
    for name, about in scenario.parameters.items():
        if not (np.isfinite([about.low, about.high]).all() and about.low < about.high):
            continue
        try:
            line = _Line(scenario, name, game, state, concept, pairs)
            change = line.nearest()
        except (InvalidGame, ScenarioError):
            continue  # some payoff does not exist there
        if change is not None:
            found.append((abs(change.value - about.value) / (about.high - about.low), change))
    return tuple(change for _, change in sorted(found, key=lambda pair: (pair[0], pair[1].parameter)))


def _compared(game: ConflictGame, state: int, concept: str) -> list[tuple[int, int, int]]:
    """Return (player, state, state) for all payoffs that have to be compared for the verdict."""
    pairs: set[tuple[int, int, int]] = set()
    for player in range(len(game.players)):
        seen = known(game, player)
        answers = answers_of(game, player, state) if concept != "nash" else set()
        ends = {to for _, _, to in answers}
        flights = {int(q) for end in ends for q in game.graph.targets(player, end)} if concept in LASTING else set()
        away = set(map(int, game.graph.targets(player, state))) if seen[state] else set()
        pairs |= {(player, state, q) for q in (ends | flights | away) - {state}}
        pairs |= answers if concept in ("seq", "sseq") else set()
    return sorted(pairs)


class _Line:
    """The conflicts of a scenario along one parameter."""

    def __init__(
        self,
        scenario: Scenario,
        parameter: str,
        game: ConflictGame,
        state: int,
        concept: str,
        pairs: list[tuple[int, int, int]],
    ):
        self.scenario, self.game, self.state, self.concept = scenario, game, state, concept
        about = scenario.parameters[parameter]
        self.parameter, self.default = parameter, Fraction(repr(float(about.value)))
        self.low, self.high = Fraction(repr(float(about.low))), Fraction(repr(float(about.high)))
        self.points = [self.low + (self.high - self.low) * k / POINTS for k in range(POINTS + 1)]
        self.pairs = np.array(pairs, np.intp).reshape(-1, 3)
        self.plain = scenario.outcome_labels() == game.states  # no outcomes were joined

    def nearest(self) -> ParameterChange | None:
        """Return the nearest value at which the state is an equilibrium; None if there is none in the range."""
        places = self._places()
        ends = [self.low, *map(_exactly, places), self.high]
        spots = [_Spot(at=_exactly(place), near=_exactly(place), place=place) for place in places]
        for k, (first, last) in enumerate(pairwise(ends)):
            near = min(max(self.default, first), last)
            bound = {first: places[k - 1] if k else None, last: places[k] if k < len(places) else None}.get(near)
            if bound is not None or not first < self.default < last:
                spots.append(_Spot(at=(first + last) / 2, near=near, place=bound))
        if not spots:
            return None
        holds = self._holds(np.array([float(spot.at) for spot in spots]))
        good = [spot for spot, held in zip(spots, holds, strict=True) if held]
        if not good:
            return None
        best = min(good, key=lambda spot: (abs(spot.near - self.default), spot.at != spot.near))
        return ParameterChange(
            parameter=self.parameter,
            default=float(self.default),
            value=float(best.near),
            exact=best.place.exact if best.place is not None else None,
            rises=best.at > self.default,
            reached=best.at == best.near,
        )

    def _payoffs(self, values: Array) -> Array:
        """Shape (value, player, state)."""
        if self.plain:
            return self.scenario.payoff_table({self.parameter: values})
        return ConflictGame.from_scenario(self.scenario, {self.parameter: values}).payoffs

    def _holds(self, values: Array) -> BoolArray:
        """Shape (value,). Whether the state is an equilibrium."""
        step = max(1, BATCH // self.game.payoffs[0].size)
        parts = []
        for at in range(0, len(values), step):
            games = ConflictGame.from_scenario(self.scenario, {self.parameter: values[at : at + step]})
            found = np.ones(len(games), bool)
            for player in range(len(games.players)):
                found &= stable_in(games, player, self.state, self.concept)
            parts.append(found)
        return np.concatenate(parts)

    def _places(self) -> list[Crossing]:
        """Where two compared payoffs are equal, rising, those that coincide made one."""
        table = self._payoffs(np.array([float(point) for point in self.points]))
        player, first, second = self.pairs.T
        rows = (table[:, player, first] - table[:, player, second]).T
        sizes = np.maximum(np.abs(table[:, player, first]).max(0), np.abs(table[:, player, second]).max(0))
        least = ROUNDING * np.maximum(sizes, 1e-300)
        straight = np.abs(np.diff(rows, 2)).max(1) <= 8 * least
        apart = (rows > least[:, None]).all(1) | (rows < -least[:, None]).all(1)
        found = [
            place
            for k in _unlike(rows, np.flatnonzero(~(apart & straight) & (np.ptp(rows, axis=1) > least)))
            for place in self._function(k, rows[k], float(least[k])).crossings(np.ones(len(self.points), bool))
        ]
        return list(self._joined(sorted(found, key=lambda place: place.value)))

    def _joined(self, found: list[Crossing]) -> Iterator[Crossing]:
        """The places, those made one that coincide."""
        same = SAME * float(self.high - self.low)
        for _, group in groupby(_chained(found, same), key=lambda pair: pair[0]):
            places = [place for _, place in group]
            yield next((place for place in places if place.exact is not None), places[0])

    def _function(self, pair: int, samples: Array, tolerance: float) -> Function:
        player, first, second = map(int, self.pairs[pair])

        def at(value: float) -> float:
            row = self._payoffs(np.array([value]))[0, player]
            return float(row[first] - row[second])

        def exact(value: Fraction) -> Fraction | None:
            if not self.plain:
                return None
            try:
                one, other = (
                    self.scenario.exact_payoff(self.game.players[player], state, {self.parameter: value})
                    for state in (first, second)
                )
            except NotApplicable:
                return None  # not a rational number
            return one - other

        return Function(at=at, exact=exact, points=self.points, samples=samples, tolerance=tolerance)


def _exactly(place: Crossing) -> Fraction:
    return Fraction(place.value) if place.exact is None else place.exact


def _chained(found: list[Crossing], same: float) -> Iterator[tuple[int, Crossing]]:
    """Number places in rising order; neighbours nearer than `same` have one number."""
    number = 0
    for k, place in enumerate(found):
        number += k > 0 and place.value - found[k - 1].value > same
        yield number, place


def _unlike(rows: Array, which: IntArray) -> list[int]:
    """Of these rows, one of each kind; rows are of one kind if they are equal, or equal but for the sign."""
    sign = np.where(rows[which, -1] != 0, np.sign(rows[which, -1]), np.sign(rows[which, 0]))
    scale = np.abs(rows).max(initial=1e-300)
    alike = np.round(rows[which] * np.where(sign == 0, 1.0, sign)[:, None] / scale, 12)
    return [int(k) for k in which[np.unique(alike, axis=0, return_index=True)[1]]]


@dataclass(frozen=True, kw_only=True)
class _Spot:
    """A value to be judged, a place or the middle between two; and the value nearest to the default it stands for."""

    at: Fraction
    near: Fraction
    place: Crossing | None
