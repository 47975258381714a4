"""How far numbers go before a headline changes, alone and together: closed forms, and dense search."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

import negsim
from negsim.scenario.load import load_text
from negsim.solvers.strategic.all_nash import AllNash
from negsim.solvers.strategic.logit import LogitTrace
from negsim.studies.robustness._planes import nearest_by_largest, nearest_by_length
from negsim.studies.robustness.joint import joint
from negsim.studies.robustness.nearest import nearest
from negsim.studies.robustness.robustness import robustness
from negsim.studies.robustness.viewpoint import Viewpoint

ROAD = """
negsim: 1
title: Two on a road
question: Who gives way?
actors: {row: {name: Row}, column: {name: Column}}
moves:
  left: {actor: row, levels: [give_way, go_on]}
  right: {actor: column, levels: [give_way, go_on]}
parameters:
  crash: {value: 4, low: 0, high: 10, unit: points, assumption: illustrative}
  pride: {value: 1, low: 0, high: 2, unit: points, assumption: illustrative}
payoffs:
  row: pride*(left.go_on - right.go_on) - crash*left.go_on*right.go_on
  column: pride*(right.go_on - left.go_on) - crash*left.go_on*right.go_on
"""
CURVED = """
negsim: 1
title: A door
question: When is it opened?
actors: {row: {name: Row}, column: {name: Column}}
moves:
  door: {actor: row, levels: [closed, open]}
  other: {actor: column, levels: [stay]}
parameters:
  wind: {value: 1, low: 0, high: 4, unit: points, assumption: illustrative}
  rain: {value: 1, low: 0, high: 4, unit: points, assumption: illustrative}
payoffs:
  row: door.open*(wind*rain - 4)
  column: '0'
"""


@pytest.fixture(scope="module")
def baseline():
    return robustness("baseline_impasse", parts=("nearest", "joint"), samples=150)


def view_of(text: str) -> Viewpoint:
    return Viewpoint(scenario=load_text(text), form="strategic", solver=AllNash())


def test_edges_of_the_baseline_are_those_that_its_file_names(baseline):
    # scenarios/baseline_impasse.yaml, look_at: below 3.2; above one third; below 2.2; below .8; from .9; at 2 and above
    known = {
        ("audience_cost_R", "down"): "16/5", ("confidence_q", "up"): "1/3", ("aspiration_R", "down"): "11/5",
        ("publicity", "down"): "4/5", ("power_advantage_R", "up"): "9/10", ("spite_weight_R", "up"): "2",
    }  # fmt: skip
    found = {(edge.parameter, edge.direction): edge for edge in baseline.nearest}
    assert {key: str(found[key].exact) for key in known} == known
    assert baseline.nearest[0].parameter == "audience_cost_R" and baseline.nearest[0].share == pytest.approx(0.08)
    assert len(found) == 2 * sum(0 < share < 1 for share in _places()) + sum(share in (0, 1) for share in _places())


def _places() -> list[float]:
    return [
        (each.value - each.low) / (each.high - each.low)
        for each in negsim.load("baseline_impasse").parameters.values()
        if each.low < each.high
    ]


def test_both_sides_of_an_edge_were_solved(baseline):
    scenario = negsim.load("baseline_impasse")
    for edge in baseline.nearest[:6]:
        labels = []
        for value in (edge.inside, edge.outside):
            (answer,) = negsim.solve(scenario.with_values(**{edge.parameter: value}))
            labels.append(" / ".join(next(iter(answer[name])) for name in ("russia", "nato")))
        assert labels[0] == "insist / offer_menu" and (labels[1],) == edge.instead
        assert abs(edge.inside - edge.outside) <= 1e-8 * abs(edge.end - edge.default)


def test_the_joint_change_of_a_plane_is_its_nearest_place():
    # row's and column's mixed answer goes on with probability pride/crash; its likeliest outcome changes where
    # crash = 2*pride: in shares of the ranges 4 + 10x = 2 + 4y, whose nearest places are known
    found = joint(view := view_of(ROAD), nearest(view), {"crash": np.array([1.0]), "pride": np.array([1.5])}, 0)
    by = {flip.measure: flip for flip in found}
    assert by["euclid"].distance == pytest.approx(2 / np.sqrt(116), abs=1e-8)
    assert by["largest"].distance == pytest.approx(2 / 14, abs=1e-8)
    assert by["largest"].values == pytest.approx({"crash": 4 - 10 / 7, "pride": 1 + 2 / 7}, abs=1e-6)
    assert by["euclid"].settled and by["euclid"].inside < by["euclid"].outside
    assert all(flip.outside - flip.inside < 1e-8 and flip.checked for flip in found)


def test_the_joint_change_of_a_curve_is_found_too():
    # the door is opened where wind*rain > 4; from (1, 1) the nearest place of the hyperbola is (2, 2), for Euclid too
    found = robustness(load_text(CURVED), solver=AllNash(), parts=("nearest", "joint"), samples=200)
    (edge, *_) = found.nearest
    assert edge.value is None  # wind alone reaches 4 only at the end of its range, which is no change of the conclusion
    for flip in found.joint:
        assert flip.values == pytest.approx({"wind": 2.0, "rain": 2.0}, abs=1e-3)
        assert flip.distance == pytest.approx({"euclid": np.sqrt(2) / 4, "largest": 1 / 4}[flip.measure], abs=1e-6)


def test_where_a_point_takes_long_edges_are_found_less_finely():
    # a noisy choice is the likeliest one on the same side of wind*rain = 4
    found = robustness(load_text(CURVED), solver=LogitTrace(precision=1.0), parts=("joint",))
    assert found.own.points == 200
    low, high = found.own.interval
    assert low < (4 + 4 * np.log(4)) / 16 < high  # the area below the hyperbola
    for flip in found.joint:
        assert flip.distance == pytest.approx({"euclid": np.sqrt(2) / 4, "largest": 1 / 4}[flip.measure], abs=0.02)
        assert 0 < flip.outside - flip.inside < 2e-3


def test_no_denser_search_finds_a_smaller_change(baseline):
    scenario = negsim.load("baseline_impasse")
    flip = next(flip for flip in baseline.joint if flip.measure == "largest")
    view = Viewpoint(scenario=scenario, form="strategic", solver=AllNash())
    names = [name for name in view.varied if name in flip.change] + ["risk_R", "satisfaction_R"]
    about = scenario.parameters
    corners = np.array(list(product((-1, 1), repeat=len(names)))) * flip.distance * 0.999
    values = {
        name: np.clip(
            about[name].value + (about[name].high - about[name].low) * corners[:, k], about[name].low, about[name].high
        )
        for k, name in enumerate(names)
    }
    assert view.at(values).same({"insist / offer_menu"}).all()  # where payoffs are affine, the corners decide
    assert not view.at({name: np.array([value]) for name, value in flip.values.items()}).same(view.headline)[0]


@pytest.mark.parametrize("seed", range(5))
def test_nearest_places_of_planes_agree_with_scipy(seed):
    from scipy.optimize import linprog, minimize

    draw = np.random.default_rng(seed)
    normal, ends = draw.normal(size=4), np.stack([-draw.random(4), draw.random(4)])
    level = 0.5 * float(np.maximum(normal * ends[0], normal * ends[1]).sum())
    place = nearest_by_length(normal, level, ends)
    rule = {"type": "eq", "fun": lambda y: normal @ y - level}
    known = minimize(lambda y: y @ y, np.zeros(4), bounds=list(ends.T), constraints=[rule], tol=1e-12)
    assert normal @ place == pytest.approx(level) and place @ place == pytest.approx(known.fun, abs=1e-6)
    largest = nearest_by_largest(normal, level, ends)
    most = np.vstack([np.hstack([np.eye(4), -np.ones((4, 1))]), np.hstack([-np.eye(4), -np.ones((4, 1))])])
    bounds = [*map(tuple, ends.T), (0, None)]
    program = linprog([0] * 4 + [1], A_ub=most, b_ub=np.zeros(8), A_eq=[[*normal, 0]], b_eq=[level], bounds=bounds)
    assert normal @ largest == pytest.approx(level) and np.abs(largest).max() == pytest.approx(program.fun)


def test_whole_numbers_are_looked_at_one_by_one():
    known = load_text(CURVED.replace("wind*rain - 4", "wind*rain - 7")).with_values(rain=2)
    there = Viewpoint(scenario=known, form="strategic", solver=AllNash())
    there.__dict__["whole"] = ("wind",)
    edge = next(edge for edge in nearest(there) if (edge.parameter, edge.direction) == ("wind", "up"))
    assert (edge.value, edge.exact, edge.inside) == (4.0, Fraction(4), 3.0)


def test_a_default_on_an_edge_is_told_as_such():
    found = robustness(
        load_text(CURVED.replace("wind*rain - 4", "wind - 1")), solver=AllNash(), parts=("nearest", "joint"), samples=50
    )
    edge = found.nearest[0]
    assert (edge.parameter, edge.share, edge.value) == ("wind", 0.0, 1.0)
    assert {flip.distance for flip in found.joint} == {0.0}
