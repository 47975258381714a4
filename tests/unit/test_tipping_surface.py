"""The tipping surface of three parameters: where the conclusion changes, as formulas have it."""

from __future__ import annotations

import numpy as np
import pytest

import negsim
from negsim.errors import NotApplicable, ScenarioError, UnknownName
from negsim.scenario.load import load_text
from negsim.solvers.base import solvers
from negsim.studies.sensitivity.split import split_of
from negsim.studies.sensitivity.surface import surface
from negsim.views.plots.tipping_surface import TippingSurface
from negsim.views.show import suited
from tests.figures import words

TEXT = """
title: Now and again
actors: {a: {name: A}}
parameters:
  x: {value: 1, low: 0, high: 4, unit: points, assumption: made up for a test}
  y: {value: 1, low: 0, high: 4, unit: points, assumption: made up for a test}
  z: {value: 1, low: 0, high: 4, unit: points, assumption: made up for a test}
  w: {value: 1, low: 0, high: 4, unit: points, assumption: made up for a test}
moves: {act: {actor: a}}
payoffs: {a: act*(z - x)*(z - 3)}
"""
SPANS = {"audience_cost_R": (0.0, 10.0), "confidence_q": (0.0, 1.0), "aspiration_R": (0.0, 6.0)}


@pytest.fixture(scope="module")
def found():
    scenario = negsim.load("baseline_impasse")
    split = split_of("probability(partial_deal)")
    return surface(scenario, "strategic", solvers["all_nash"](), split, SPANS, count=11)


@pytest.fixture(scope="module")
def turning():
    scenario = load_text(TEXT, name="one")
    spans = {"x": (0.0, 4.0), "y": (0.0, 4.0), "z": (0.0, 3.9)}
    return surface(scenario, "strategic", solvers["pure_nash"](), split_of("probability(act)"), spans, count=9)


def test_the_partial_deal_of_the_impasse_tips_where_its_payoff_is_zero(found):
    # taking the menu pays Russia 5 - aspiration + 6 confidence - audience cost, insisting pays nothing
    cost, trust = np.meshgrid(found.across, found.up)
    zero = 5 + 6 * trust - cost
    inside = (zero > 1e-9) & (zero < 6 - 1e-9)
    assert np.abs(found.at - zero)[inside].max() < 1e-6
    assert np.isnan(found.at[(zero < -1e-9) | (zero > 6 + 1e-9)]).all()
    assert found.ends[zero > 1e-9].all() and not found.ends[zero < -1e-9].any()
    assert found.turns.max() == 1 and found.unsolved == 0
    assert found.tips == pytest.approx((found.turns > 0).sum() / 121)


def test_the_least_of_several_tipping_points_is_told_and_the_others_counted(turning):
    # act pays where z lies beyond both x and 3, or before both
    x = np.broadcast_to(turning.across, turning.at.shape)
    both = (x > 0.5) & (x < 2.5)
    assert (turning.turns[both] == 2).all()
    assert np.abs(turning.at - x)[both].max() < 1e-5
    assert np.abs(turning.at - 3)[x > 3.5].max() < 1e-5
    assert "changes more than once" in TippingSurface().draw(turning).get_supxlabel()


def test_points_without_a_number_are_counted():
    scenario = load_text(TEXT.replace("(z - x)*(z - 3)", "(sqrt(z) - 1)"), name="one")
    spans = {"x": (0.0, 4.0), "y": (0.0, 4.0), "z": (-1.0, 4.0)}
    found = surface(scenario, "strategic", solvers["pure_nash"](), split_of("probability(act)"), spans, count=6)
    assert found.unsolved == 36  # z = -1, at each of 36 places
    assert np.abs(found.at - 1).max() < 1e-5
    assert "36 of the points tried have no number" in TippingSurface().draw(found).get_supxlabel()


def test_a_solver_that_does_not_take_such_games_is_told():
    spans = {"x": (0.0, 4.0), "y": (0.0, 4.0), "z": (0.0, 4.0)}
    scenario = load_text(TEXT, name="one")
    with pytest.raises(NotApplicable, match="no point has a number"):
        surface(scenario, "strategic", solvers["all_nash"](), split_of("probability(act)"), spans, count=3)
    with pytest.raises(ScenarioError, match="did you mean 'act'"):
        surface(scenario, "strategic", solvers["pure_nash"](), split_of("probability(atc)"), spans, count=3)


def test_both_pictures_name_axes_units_and_what_changes(found):
    figure = TippingSurface().draw(found)
    assert suited(found) == "tipping_surface"
    told = " | ".join(text for text, _ in words(figure))
    for part in ("Audience cost (Russia)", "confidence_q", "Aspiration (Russia)", "holds along the whole range"):
        assert part in told
    assert "probability(partial_deal) > 0.5" in told
    assert found.scenario.basis in figure.get_supxlabel()
    flat = figure.axes[1]
    shades = np.ma.filled(flat.collections[0].get_array().astype(float), np.nan).reshape(found.at.shape)
    assert np.array_equal(np.isnan(shades), np.isnan(found.at)) and np.nanmax(np.abs(shades - found.at)) == 0


def test_where_nothing_changes_it_says_so():
    scenario = load_text(TEXT, name="one")
    figure = TippingSurface(x="w", y="y", z="x", z_range=(0, 0.5), count=3).draw(scenario)
    assert "it changes nowhere" in " ".join(text for text, _ in words(figure))


def test_a_default_beyond_what_is_shown_is_told():
    scenario = load_text(TEXT, name="one").with_values(z=3.9)
    figure = TippingSurface(x="x", y="y", z="z", x_range=(0.5, 1), z_range=(0, 2), measure="probability(act)").draw(
        scenario
    )
    assert "the default of z, 3.9, lies above all values that are shown" in figure.get_supxlabel()


def test_without_names_the_first_three_that_vary_are_taken_and_the_headline_watched():
    drawn = TippingSurface(count=4).draw(load_text(TEXT, name="one"))
    assert drawn.axes[1].get_xlabel() == "x" and drawn.axes[1].get_ylabel() == "y"
    assert "probability(act" in drawn.get_suptitle()


def test_what_is_no_surface_is_refused():
    scenario = load_text(TEXT, name="one")
    with pytest.raises(NotApplicable, match="three different parameters"):
        TippingSurface(x="x", y="x", z="z", measure="probability(act)").draw(scenario)
    with pytest.raises(UnknownName, match="unknown parameter 'q'"):
        TippingSurface(x="q", measure="probability(act)").draw(scenario)
    with pytest.raises(NotApplicable, match=r"payoff\(a\) > 0"):
        TippingSurface(measure="payoff(a)").draw(scenario)
    with pytest.raises(NotApplicable, match="3 to 101"):
        TippingSurface(count=2)
    with pytest.raises(NotApplicable, match="the smaller one first"):
        TippingSurface(z_range=(3, 1))
    with pytest.raises(NotApplicable, match="use one of middle"):
        TippingSurface(of="best")
    with pytest.raises(NotApplicable, match="fewer that vary"):
        TippingSurface(measure="payoff(cooperator) > 0").draw(
            load_text(TEXT.split("  z:")[0] + "moves: {act: {actor: a}}\npayoffs: {a: act*(x - y)}\n", name="two")
        )
