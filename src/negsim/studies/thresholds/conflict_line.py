"""Where a state of a conflict starts or ceases to be an equilibrium as one parameter of its scenario changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.conflict import ConflictGame
from negsim.scenario.model import Scenario
from negsim.solvers.base import solvers
from negsim.studies.rankings.conditions import LASTING, answers_of, known
from negsim.studies.thresholds.crossings import Crossing, Function

Ends = tuple[Fraction, Fraction]
POINTS, LEAST_POINTS = 512, 64  # intervals of the first look at the range
NUMBERS = 2**19  # most payoffs of that look; larger conflicts are looked at in fewer places
ROUNDING = 1e-12  # of the payoffs compared: differences this small count as none
SAME = 1e-10  # of the range: places this near are one
BATCH = 2**22  # payoffs looked at together
CHUNK = 2000  # pairs of payoffs looked at together


@dataclass(frozen=True)
class Place:
    """A value of the parameter at which two compared payoffs are equal.

    Attributes
    ----------
    value
        The value.
    pair
        Which pair of payoffs is equal there.
    found
        What more is known of it; None if nothing has been asked yet.
    """

    value: float
    pair: int
    found: Crossing | None = None


def compared(game: ConflictGame, state: int, concept: str) -> list[tuple[int, int, int]]:
    """Return (player, state, state) for all payoffs that have to be compared to judge a state.

    Parameters
    ----------
    game, state, concept
        What is asked of which state of a conflict.
    """
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


class ConflictLine:
    """The conflicts of a scenario along one parameter, of which one state is judged under one concept.

    Whether the state is an equilibrium changes only where two payoffs that a party compares become equal.

    Parameters
    ----------
    scenario, parameter
        What the file says, and which parameter changes.
    game
        The conflict that it describes.
    state, concept
        What is asked of which state.
    pairs
        What `compared` returned for them.
    ends
        From where to where the parameter is looked at; its own range if left out.
    """

    def __init__(
        self,
        scenario: Scenario,
        parameter: str,
        game: ConflictGame,
        state: int,
        concept: str,
        pairs: list[tuple[int, int, int]],
        ends: Ends | None = None,
    ):
        self.scenario, self.game, self.state, self.concept = scenario, game, state, concept
        about = scenario.parameters[parameter]
        self.parameter, self.default = parameter, Fraction(repr(float(about.value)))
        self.low, self.high = ends or (Fraction(repr(float(about.low))), Fraction(repr(float(about.high))))
        count = int(np.clip(NUMBERS // game.payoffs[0].size, LEAST_POINTS, POINTS))
        self.points = [self.low + (self.high - self.low) * k / count for k in range(count + 1)]
        self.pairs = np.array(pairs, np.intp).reshape(-1, 3)
        self.plain = len(scenario.outcomes()) == len(game.states)  # no outcomes were joined

    def _payoffs(self, values: Array) -> Array:
        """Shape (value, player, state)."""
        if self.plain:
            return self.scenario.payoff_table({self.parameter: values})
        return ConflictGame.from_scenario(self.scenario, {self.parameter: values}).payoffs

    def holds(self, values: Array) -> BoolArray:
        """Return whether the state is an equilibrium, of shape (value,).

        Parameters
        ----------
        values
            Shape (value,). Of the parameter.
        """
        kind: Any = solvers["stability"]
        solver = kind(concepts=(self.concept,))
        step = max(1, BATCH // self.game.payoffs[0].size)
        parts = []
        for at in range(0, len(values), step):
            games = ConflictGame.from_scenario(self.scenario, {self.parameter: values[at : at + step]})
            parts.append(solver.solve(games).result.equilibria[:, 0, self.state])
        return np.concatenate(parts)

    def places(self) -> list[Crossing]:
        """Return where two compared payoffs are equal, rising, those that coincide made one.

        They are exact where payoffs are linear in the parameter. Where they are not, two that lie within a 512th of the
        range may be missed, in large conflicts within a 64th.
        """
        return [self.refined(place) for place in self.rough_places()]

    def rough_places(self) -> list[Place]:
        """Return the same places, without the fractions that it takes long to find."""
        table = self._payoffs(np.array([float(point) for point in self.points]))
        least = ROUNDING * np.maximum(np.abs(table).max(0), 1e-300)
        straight = np.abs(np.diff(table, 2, axis=0)).max(0) <= 4 * least  # (player, state)
        player, first, second = self.pairs.T
        simple = straight[player, first] & straight[player, second]
        found = self._on_lines(np.flatnonzero(simple), table[[0, -1]], least)
        bent = np.flatnonzero(~simple)
        for start in range(0, len(bent), CHUNK):
            found += self._on_curves(bent[start : start + CHUNK], table, least)
        return list(self._joined(sorted(found, key=lambda place: place.value)))

    def refined(self, place: Place) -> Crossing:
        """Return a place with its fraction, if it has one.

        Parameters
        ----------
        place
            One of `rough_places`.
        """
        if place.found is not None:
            return place.found
        share = (place.value - float(self.low)) / float(self.high - self.low)
        near = max(0, int(share * (len(self.points) - 1)) - 1)
        points = self.points[near : near + 4]
        player, first, second = self.pairs[place.pair]
        rows = self._payoffs(np.array([float(point) for point in points]))[:, player]
        tolerance = ROUNDING * max(float(np.abs(rows[:, [first, second]]).max()), 1e-300)
        function = self._function(place.pair, rows[:, first] - rows[:, second], tolerance, points)
        found = list(function.crossings(np.ones(len(points), bool)))
        return found[0] if found else Crossing(value=place.value)

    def _on_lines(self, pairs: IntArray, ends: Array, least: Array) -> list[Place]:
        """Where the differences of straight payoffs are zero, from their values at both ends."""
        player, first, second = self.pairs[pairs].T
        low, high = ends[:, player, first] - ends[:, player, second]
        moves = np.abs(high - low) > np.maximum(least[player, first], least[player, second])
        crosses = np.flatnonzero(moves & (low * high <= 0))
        share = low[crosses] / (low[crosses] - high[crosses])
        _, kept = np.unique(np.round(share / SAME), return_index=True)
        width = float(self.high - self.low)
        return [Place(float(self.low) + float(share[k]) * width, int(pairs[crosses[k]])) for k in kept]

    def _on_curves(self, pairs: IntArray, table: Array, least: Array) -> list[Place]:
        """Where the differences of other payoffs are zero."""
        player, first, second = self.pairs[pairs].T
        rows = (table[:, player, first] - table[:, player, second]).T
        small = np.maximum(least[player, first], least[player, second])
        moves = np.ptp(rows, axis=1) > small
        return [
            Place(crossing.value, int(pairs[k]), crossing)
            for k in _unlike(rows, np.flatnonzero(moves))
            for crossing in self._function(int(pairs[k]), rows[k], float(small[k]), self.points).crossings(
                np.ones(len(self.points), bool)
            )
        ]

    def _joined(self, found: list[Place]) -> Iterator[Place]:
        """The places, those made one that coincide."""
        same = SAME * float(self.high - self.low)
        for _, group in groupby(_chained(found, same), key=lambda pair: pair[0]):
            places = [place for _, place in group]
            yield next((place for place in places if place.found and place.found.exact is not None), places[0])

    def _function(self, pair: int, samples: Array, tolerance: float, points: list[Fraction]) -> Function:
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

        return Function(at=at, exact=exact, points=points, samples=samples, tolerance=tolerance)


def exactly(place: Crossing) -> Fraction:
    """Return a place as a fraction: the place itself where that is known, else the number that stands for it."""
    return Fraction(place.value) if place.exact is None else place.exact


def _chained(found: list[Place], same: float) -> Iterator[tuple[int, Place]]:
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
