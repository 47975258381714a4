"""Which parameters open or close the zone of agreement: by hand, by formulas, and by trying many values."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from negsim import game, solve, tipping
from negsim.scenario.load import load, load_text
from negsim.studies.thresholds.openings import openings
from negsim.studies.zone import zone

PIE = """
negsim: 1
title: A price between two limits
basis: textbook payoffs
actors: {seller: {}, buyer: {}}
parameters:
  least: {value: 2, low: 0, high: 9, unit: coins, assumption: made up}
  most: {value: 5, low: 0, high: 9, unit: coins, assumption: made up}
  weather: {value: 1, low: 0, high: 9, unit: points, assumption: made up; changes nothing}
moves:
  price: {actor: seller, levels: {low: 3, high: 5}}
payoffs: {seller: price, buyer: -price}
games:
  bargaining:
    disagreement: {seller: least, buyer: -most}
"""


def found(text=PIE, **values):
    told = openings(load_text(text, values=values))
    return told, [(point.parameter, point.way, point.exact) for point in told.points]


def test_a_price_by_hand():
    told, ways = found()
    assert ways == [("most", "falls below", 3), ("least", "rises above", 5)]
    assert (told.closed, told.change, told.still, told.skipped) == (False, "closes", ("weather",), {})
    assert [(point.actor, point.deviation) for point in told.points] == [("buyer", "low"), ("seller", "high")]


def test_an_empty_zone_is_told_what_opens_it():
    told, ways = found(least=7)
    assert (told.closed, told.change) == (True, "opens")
    assert ways == [("least", "falls to", 5)]
    assert "most" in told.still, "no listed price is as high as 7, whatever the buyer can bear"


def test_both_sides_of_a_single_place():
    text = PIE.replace("{low: 3, high: 5}", "{none: 0, only: 4}").replace(
        "seller: least, buyer: -most", "seller: most, buyer: -most"
    )
    assert found(text, most=4)[1] == [("most", "falls below", 4), ("most", "rises above", 4)]
    assert found(text, most=1)[1] == [("most", "rises to", 4)]
    assert found(text, most=7)[1] == [("most", "falls to", 4)]


def test_a_default_on_the_edge_still_has_a_zone():
    told, ways = found(least=5)
    assert not told.closed
    assert ways[0] == ("least", "rises above", 5)
    (point,) = tipping(load_text(PIE, values={"least": 5}), "least", outcome="zone of agreement")
    assert point.sentence.startswith("the zone of agreement closes when least rises above 5: then, seller would lose")


def test_power_that_shifts_by_its_formula():
    told = openings(load("shifting_power"))
    places = {point.parameter: (point.way, point.value) for point in told.points}
    assert told.closed
    assert places["strength_now"] == ("rises to", pytest.approx(0.9 * 0.8 - 0.1**2 * 0.5))
    assert places["strength_later"] == ("falls to", pytest.approx((0.3 + 0.1**2 * 0.5) / 0.9))
    assert "cost_declining" in told.still, "a cost of 42 would do, and the range ends at 5"


@pytest.mark.parametrize("name", ["moratorium_length", "shifting_power", "baseline_impasse", "minsk_first_three"])
def test_places_by_trying(name):
    scenario = load(name)
    told = openings(scenario)
    nearest = {point.parameter: [] for point in told.points}
    for point in told.points:
        nearest[point.parameter].append(point.value)
    for parameter, about in scenario.parameters.items():
        values = np.linspace(float(about.low), float(about.high), 23)
        games = game(scenario, "bargaining", {parameter: values})
        empty = [zone(games, item if len(games) > 1 else 0).empty for item in range(len(values))]
        below = max([place for place in nearest.get(parameter, []) if place < about.value], default=-np.inf)
        above = min([place for place in nearest.get(parameter, []) if place > about.value], default=np.inf)
        inside = [e for e, v in zip(empty, values, strict=True) if below < v < above]
        assert set(inside) == {told.closed}, parameter
        for place in (below, above):
            if np.isfinite(place):
                beside = np.array([place - 1e-6, place + 1e-6])
                both = game(scenario, "bargaining", {parameter: beside})
                assert {zone(both, 0).empty, zone(both, 1).empty} == {True, False}, parameter


def test_nearest_first_as_shares_of_the_range():
    scenario = load("moratorium_length")
    told = openings(scenario)
    spans = {name: float(about.high) - float(about.low) for name, about in scenario.parameters.items()}
    far = [abs(point.value - point.default) / spans[point.parameter] for point in told.points]
    assert far == sorted(far)
    assert len(told.points) == 7
    assert len(told.still) == 14


def test_a_range_in_which_the_file_is_wrong_is_skipped_and_told():
    told = openings(load("crisis_bargaining"))
    assert list(told.skipped) == ["least_cost_responder"]
    assert "resolve" in told.skipped["least_cost_responder"]
    assert [(point.parameter, point.way, point.value) for point in told.points] == [
        ("held", "falls below", pytest.approx(0.4))
    ]


def test_nothing_is_looked_at_where_it_would_take_long():
    three = load("moratorium_length", overrides=["ukraine_consents"], values={"games.bargaining.lotteries": True})
    assert openings(three) is None
    assert openings(load("elmira")) is None, "no parameters"
    text = PIE.replace("{seller: least, buyer: -most}", "{equilibrium: strategic}")
    assert openings(load_text(text)) is None


def test_a_point_tells_how_its_parameter_gets_there():
    (point,) = tipping("moratorium_length", "face_cost_W", outcome="zone of agreement")
    assert (point.ends, point.way) == (True, "rises above")
    assert Fraction(point.value) > point.default


def test_where_some_can_bind_others_the_core_is_what_is_agreed_unless_another_solver_is_named():
    alone = load_text(PIE, values={"games.bargaining.rule": {"quota": 2, "votes": {"seller": 2}}})
    assert [list(row.agreement) for row in solve(alone)] == [["high"]]
    assert type(solve(alone).solver).__name__ == "Core"
    assert type(solve(load_text(PIE)).solver).__name__ == "NashBargaining"
    assert [(point.outcome, point.exact) for point in tipping(alone, "least")] == [("zone of agreement", 5)]
    assert not tipping(alone, "most"), "nobody asks the buyer"
