"""The picture of claims: the measured values, the jumps, and where a claim does not hold."""

from __future__ import annotations

import numpy as np
import pytest

import negsim
from negsim.errors import NotApplicable
from negsim.scenario.load import load_text
from negsim.views.plots.claim_course import AGAINST, ClaimCourse

TEXT = """
title: One party
actors: {a: {name: A}}
parameters: {x: {value: 0, low: 0, high: 8, unit: points, assumption: made up for a test}}
moves: {m: {actor: a}}
payoffs: {a: m*(x - 2)}
claims:
  - {id: T01, says: it moves, vary: {x: [0, 8]}, quantity: probability(m), sign: increasing}
  - {id: T02, says: 'it turns, and costs $', vary: {x: [8, 0]}, quantity: measure(x*(6 - x)), sign: increasing}
  - {id: T03, says: nothing moves, vary: {x: [3, 8]}, quantity: probability(m), sign: increasing}
"""


@pytest.fixture(scope="module")
def found():
    return negsim.claims(load_text(TEXT, name="one"))


def points(axes):
    return sorted({(x, y) for line in axes.lines if line.get_marker() == "." for x, y in line.get_xydata().tolist()})


def grey(axes):
    return [(p.get_x(), p.get_x() + p.get_width()) for p in axes.patches if p.get_facecolor()[:3] == rgb(AGAINST)]


def rgb(colour):
    return tuple(int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))


def test_what_was_measured_is_drawn_broken_at_jumps(found):
    figure = negsim.show(found[0])
    (axes,) = figure.axes
    told = zip(found[0].values["x"].tolist(), found[0].lowest.tolist(), strict=True)
    assert points(axes) == [(x, y) for x, y in told if x != 2]  # there both are equilibria
    dotted = [line for line in axes.lines if line.get_linestyle() == ":"]
    assert [line.get_xdata()[0] for line in dotted] == [2.0]
    assert all(np.ptp(line.get_ydata()) == 0 or max(line.get_xdata()) <= 2 for line in axes.lines if line not in dotted)
    assert axes.get_title("left").startswith("T01 holds: it moves") and grey(axes) == []


def test_where_a_claim_does_not_hold_is_grey(found):
    turned, flat = ClaimCourse().draw(found).axes[1:3]
    assert grey(turned) == [pytest.approx((0, 3))] and turned.get_xlim() == (0, 8)
    assert grey(flat) == [(3, 8)] and r"\$" in turned.get_title("left")


def test_a_scenario_is_drawn_by_its_claims_and_the_rest_is_counted():
    scenario = load_text(TEXT, name="one")
    assert len(ClaimCourse(claim="T02").draw(scenario).axes) == 1
    figure = ClaimCourse(most=1).draw(scenario)
    assert "2 more claims are left out" in figure.get_supxlabel()


def test_what_are_no_claims_is_refused():
    with pytest.raises(NotApplicable, match="for what negsim"):
        ClaimCourse().draw(negsim.solve("prisoners_dilemma"))
    with pytest.raises(NotApplicable, match="at least 1"):
        ClaimCourse(most=0)
