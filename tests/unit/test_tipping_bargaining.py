"""Where the zone of agreement opens and closes, and where what is agreed changes: against formulas and by trying."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from negsim import game, load, solve, sweep, tipping
from negsim.errors import InvalidGame, UnknownName
from negsim.scenario.load import load_text
from negsim.studies.thresholds.agreed import _joined
from negsim.views.tables.tipping import of_points

PIE = """
negsim: 1
title: A pie in three parts
basis: textbook payoffs
actors: {a: {name: A}, b: {name: B}}
parameters:
  cost: {value: 0.1, low: 0, high: 1, unit: pies, assumption: made up}
  strength: {value: 0.5, low: 0, high: 1, unit: pies, assumption: made up}
moves:
  share: {actor: a, levels: {none: 0, third: 0.3, half: 0.5, most: 0.9}}
payoffs:
  a: share
  b: (1 - share)*(1 - share.none)
games:
  bargaining:
    disagreement: {a: 1.5*strength - cost, b: 1 - strength - 2*cost}
"""


def zone_points(*arguments, **options):
    return [point for point in tipping(*arguments, form="bargaining", **options) if point.kind == "zone"]


def falling_due(years):
    """Share of the worth of an admission that a promise of so many years avoids, at the scenario's defaults."""
    return 0.4 * (1 - math.exp(-0.1 * years))


@pytest.mark.parametrize(
    ("parameter", "place", "actor", "agreement"),
    [
        ("audience_cost_never", 10 * falling_due(69) - 1, "russia", "years_69"),
        ("face_cost_W", 4 - 0.005 / 0.065 * (1 - math.exp(-0.065 * 5)) - 0.02 * 5, "nato", "years_5"),
    ],
)
def test_the_zone_of_the_moratorium_closes_where_the_last_length_is_worth_nothing(parameter, place, actor, agreement):
    (point,) = zone_points("moratorium_length", parameter)
    assert point.value == pytest.approx(place, abs=1e-12)
    assert (point.direction, point.actor, point.deviation) == ("ceases", actor, agreement)
    assert point.sentence.startswith(f"the zone of agreement closes when {parameter} rises above {place:.6g}")


def test_published_values_to_the_grid_on_which_they_were_found():
    (audience,), (face,) = (
        zone_points("moratorium_length", "audience_cost_never"),
        zone_points("moratorium_length", "face_cost_W"),
    )
    assert math.ceil(audience.value / 0.05) * 0.05 == pytest.approx(3.0)
    assert math.ceil(face.value / 0.05) * 0.05 == pytest.approx(3.9)


def test_a_phantom_threat_is_not_worth_paying_for():
    (point,) = zone_points("moratorium_length", "admission_rate_R")
    assert point.direction == "starts"
    assert 0.01 < point.value < 0.02
    assert point.sentence.startswith("the zone of agreement closes when admission_rate_R falls below 0.01")


def test_places_are_fractions_where_payoffs_are():
    scenario = load_text(PIE)
    (point,) = zone_points(scenario, "cost")
    assert point.exact == Fraction(1, 5)  # of most, a gains .15 + c and b .1 - .5 + 2c; half needs c >= .25
    assert (point.direction, point.actor, point.deviation) == ("starts", "b", "most")
    # a gains s - 1.5t + .1 by a share s, and b .2 - s + t: a third does from .1 to .8/3, half from .3 to .4
    places = [(place.exact, place.direction, place.actor) for place in zone_points(scenario, "strength")]
    assert places == [
        (Fraction(1, 10), "starts", "b"),
        (Fraction(4, 15), "ceases", "a"),
        (Fraction(3, 10), "starts", "b"),
        (Fraction(2, 5), "ceases", "a"),
    ]


def test_the_zone_is_open_exactly_between_its_ends():
    scenario = load_text(PIE)
    ends = [0.0, *(point.value for point in zone_points(scenario, "strength")), 1.0]
    for low, high in itertools.pairwise(ends):
        middle = (low + high) / 2
        shares = np.array([0.3, 0.5, 0.9])
        gains = [shares - (1.5 * middle - 0.1), 1 - shares - (1 - middle - 0.2)]
        found = solve(scenario, "bargaining", "nash_bargaining", values={"strength": middle})
        assert bool(len(found.result)) == bool((np.min(gains, axis=0) >= 0).any())
    assert len(ends) > 3


def test_what_is_agreed_changes_where_two_products_of_gains_are_equal():
    points = [p for p in tipping("moratorium_length", "face_cost_W", form="bargaining") if p.kind == "agreement"]
    first = next(point for point in points if point.outcome == "years_25")
    assert first.deviation == "years_20"

    def product(years, face):
        forgone = 0.005 / 0.065 * (1 - math.exp(-0.065 * years))
        return (10 * falling_due(years) - 1.5) * (4 - forgone - face - 0.02 * years)

    assert product(25, first.value) == pytest.approx(product(20, first.value), rel=1e-9)
    assert product(25, first.value - 0.01) > product(20, first.value - 0.01)


def test_on_both_sides_of_each_change_the_solver_says_so():
    for solver in ("nash_bargaining", "egalitarian"):
        points = tipping("moratorium_length", "face_slope_W", form="bargaining", concept=solver)
        changes = [point for point in points if point.kind == "agreement"]
        assert changes
        for point in changes:
            sides = [
                solve("moratorium_length", "bargaining", solver, values={"face_slope_W": point.value + step})[0]
                for step in (-1e-7, 1e-7)
            ]
            told = [next(iter(side.agreement)) for side in sides]
            assert told == [point.outcome, point.deviation]


def test_only_one_agreement_may_be_asked_for():
    points = tipping("moratorium_length", "face_cost_W", form="bargaining", outcome="years_10")
    found = [(point.outcome, point.deviation) for point in points]
    assert found == [("years_20", "years_10"), ("years_10", "years_5")]
    assert (
        points[0].sentence == f"'years_20' gives way to 'years_10' when face_cost_W rises above {points[0].value:.6g}"
    )


def test_with_lotteries_only_the_zone_is_judged():
    scenario = load("moratorium_length", values={"games.bargaining.lotteries": "true"})
    points = tipping(scenario, "face_cost_W", form="bargaining")
    assert {point.kind for point in points} == {"zone"}
    (closed,) = points
    (listed,) = zone_points("moratorium_length", "face_cost_W")
    assert closed.value >= listed.value  # a lottery over lengths can only help


def test_faults_are_told():
    with pytest.raises(UnknownName, match="nash_bargaining"):
        tipping("moratorium_length", "face_cost_W", form="bargaining", concept="nash_bargainin")
    scenario = load_text(PIE.replace("1.5*strength - cost", "1/(strength + 0.5)"))
    with pytest.raises(InvalidGame, match="Choose low and high"):
        tipping(scenario, "strength", form="bargaining", low=-0.5)


def test_sentences_stand_under_the_table():
    points = tipping("moratorium_length", "audience_cost_never", form="bargaining")
    table = of_points(points)
    assert "the zone of agreement closes when audience_cost_never rises above 2.99597" in "\n".join(table.notes)
    assert any("'years_25' gives way to 'years_49'" in note for note in table.notes)


def test_sentences_are_seen_from_the_default():
    (last,) = [p for p in tipping("moratorium_length", "face_cost_W_never", form="bargaining") if p.kind == "agreement"]
    assert (last.outcome, last.deviation) == ("never", "years_25")
    assert last.sentence.startswith("'years_25' gives way to 'never' when face_cost_W_never falls below 2.15")


def test_changes_that_only_rounding_holds_apart_are_one():
    told = iter([(0.1, "b"), (0.5, "x"), (0.5 + 1e-12, "c"), (0.7, "y"), (0.7 + 1e-12, "c"), (0.9, "d")])
    assert list(_joined(told, "a", 1e-9)) == [(0.1, "a", "b"), (0.5, "b", "c"), (0.9, "c", "d")]
    assert list(_joined(iter([]), "a", 1e-9)) == []


def test_to_agree_on_what_follows_without_agreement_opens_no_zone():
    names = "{disagreement: 'third', agenda: [share]}"
    scenario = load_text(PIE[: PIE.index("games:")] + f"games: {{bargaining: {names}}}\n")
    asked = game(scenario, "bargaining")
    assert (asked.status_quo, asked.fallback) == (0, 1)
    assert zone_points(scenario, "cost") == []
    assert solve(scenario, "bargaining", "nash_bargaining").game.disagreement.tolist() == [[0.3, 0.7]]
    found = sweep(scenario, "bargaining", "nash_bargaining", vary={"cost": (0, 1, 3)})
    assert found.zone.tolist() == [0, 0, 0]  # a larger share for one is a smaller one for the other
    assert found.labels == ("no agreement",)
    assert (found.room < 0).all()


def test_what_is_agreed_may_end_while_the_zone_stays_open():
    """An agreement that changes nothing for anybody is in the zone, but nobody has a reason to agree to it."""
    (point,) = tipping("three_demands", "cost_pledge_W", form="bargaining")
    assert point.value == pytest.approx(2.75, abs=1e-6) and point.direction == "ceases"
    assert point.sentence.endswith("gives way to 'no agreement' when cost_pledge_W rises above 2.75")


@pytest.mark.parametrize("parameter", ["cost_law_W", "cost_pledge_W"])
def test_where_something_jumps_is_told_in_plain_numbers(parameter):
    """At no cost at all NATO would agree to the law, or to the pledge, by itself; Russia would then not insist."""
    (point,) = (
        each for each in tipping("unbundled_vs_package", parameter, form="bargaining") if each.kind == "package"
    )
    assert point.value == 0
