"""The map of the zone of agreement: what it says, where it closes, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from negsim import load, sweep
from negsim.errors import NotApplicable, UnknownName
from negsim.views.plots.equilibrium_map import EquilibriumMap
from negsim.views.plots.zone_map import ZoneMap
from negsim.views.show import show
from tests.figures import check_legible
from tests.figures import words as written

LABEL = "illustrative payoff (assumption), not an estimate"
AXES = {"x": "face_cost_W", "y": "audience_cost_never"}


def words(figure) -> str:
    """Everything that is written on a figure."""
    return "\n".join(text for text, _ in written(figure))


@pytest.fixture(scope="module")
def figure():
    return ZoneMap(**AXES, count=41).draw(load("moratorium_length"))


def test_it_names_its_axes_its_key_and_where_nothing_can_be_agreed(figure):
    told = words(figure)
    for part in ("face_cost_W", "audience_cost_never", "agreements in the zone", "nothing can be agreed", LABEL):
        assert part in told
    assert "How long is long enough" in told
    check_legible(figure)


def test_it_marks_the_default_and_where_the_zone_closes(figure):
    told = words(figure)
    assert "default (1, 0.5)" in told
    assert "3.88" in told
    assert "where the zone opens or closes" in told


def test_its_colours_are_the_numbers_of_agreements(figure):
    mesh = next(each for each in figure.axes[0].collections if type(each).__name__ == "QuadMesh")
    shown = np.ma.filled(mesh.get_array().reshape(41, 41), np.nan)
    found = sweep("moratorium_length", "bargaining", vary={AXES["x"]: (0, 6, 41), AXES["y"]: (0, 5, 41)})
    zone = found.zone.reshape(41, 41).T
    np.testing.assert_array_equal(np.isnan(shown), zone == 0)
    np.testing.assert_array_equal(shown[zone > 0], zone[zone > 0])
    assert len(set(zone.ravel())) == 7


def test_a_sweep_is_drawn_as_it_is():
    found = sweep("moratorium_length", "bargaining", vary={AXES["x"]: (0, 3, 21), AXES["y"]: (0, 2, 21)})
    told = words(show(found, "zone_map"))
    assert "nothing can be agreed" not in told  # it can everywhere in this range
    assert "default (1, 0.5)" in told


def test_where_nothing_can_be_agreed_anywhere_the_map_says_so():
    figure = ZoneMap(**AXES, x_range=(5.0, 6.0), count=11).draw(load("moratorium_length"))
    assert "nothing can be agreed" in words(figure)
    check_legible(figure)


def test_with_lotteries_it_shows_the_room():
    options = {"x": "weight_infrastructure_R", "y": "disagreement_value_R", "count": 11}
    told = words(ZoneMap(**options).draw(load("cfe2_multi_issue")))
    assert "the most that everybody can gain at once, points" in told
    assert "agreements in the zone" in words(ZoneMap(**options, width="number").draw(load("cfe2_multi_issue")))
    told = words(ZoneMap(**AXES, width="room", count=11).draw(load("moratorium_length")))
    assert "the most that everybody can gain at once" in told


def test_the_map_of_what_is_agreed_has_its_borders_at_tipping_points():
    options = {"x": "face_cost_W", "y": "face_slope_W", "count": 81}
    told = words(EquilibriumMap(**options).draw(load("moratorium_length")))
    for part in ("years 20", "years 10", "no agreement", "2.47", "3.88", "0.0941"):
        assert part in told


@pytest.mark.parametrize(
    ("options", "error", "told"),
    [
        ({"count": 1}, NotApplicable, "count is 1"),
        ({"width": "wide"}, NotApplicable, "number or room"),
        ({"x_range": (2.0, 1.0)}, NotApplicable, "smaller one first"),
        ({"x": "face_cost"}, UnknownName, "face_cost_W"),
        ({"x": "face_cost_W", "y": "face_cost_W"}, NotApplicable, "two different parameters"),
    ],
)
def test_what_cannot_be_drawn_is_told(options, error, told):
    with pytest.raises(error, match=told):
        ZoneMap(**{"count": 5, **options}).draw(load("moratorium_length"))


def test_other_things_are_refused():
    with pytest.raises(NotApplicable, match="sweeps of bargaining"):
        ZoneMap().draw(sweep("baseline_impasse", "strategic", vary={"audience_cost_R": (0, 6, 3), "risk_R": (0, 6, 3)}))
    with pytest.raises(NotApplicable, match="grid of two parameters"):
        ZoneMap().draw(sweep("moratorium_length", "bargaining", vary={"face_cost_W": (0, 6, 3)}))
    with pytest.raises(NotApplicable, match="not a str"):
        ZoneMap().draw("moratorium_length")


@pytest.mark.parametrize(
    ("name", "asked", "axes"),
    [
        ("baseline_impasse", {}, ("audience_cost_R", "confidence_q")),
        ("baseline_impasse", {"x": "confidence_q"}, ("confidence_q", "audience_cost_R")),
        ("baseline_impasse", {"y": "audience_cost_R"}, ("confidence_q", "audience_cost_R")),
        ("cfe2_multi_issue", {}, ("disagreement_value_R", "weight_infrastructure_R")),
    ],
)
def test_axes_left_out_are_the_parameters_that_open_or_close_the_zone(name, asked, axes):
    drawn = ZoneMap(**asked, count=5).draw(load(name)).axes[0]
    assert (f"({axes[0]})" in drawn.get_xlabel(), f"({axes[1]})" in drawn.get_ylabel()) == (True, True)
