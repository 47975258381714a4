"""The picture of the least patience: its curves are the numbers of the study, and its words can be read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from negsim import load, show
from negsim.errors import NotApplicable, UnknownName
from negsim.scenario.expression import Expression
from negsim.scenario.record import Frozen
from negsim.views.plots.base import plots
from tests.figures import check_legible


@pytest.fixture(scope="module")
def minsk():
    return load("minsk_first_three")


def test_the_curves_are_the_closed_forms(minsk):
    (axes,) = show(minsk, "least_patience", {"x_range": (0.1, 0.9), "lengths": 1}).axes
    curves = {line.get_label(): line.get_xydata().T for line in axes.lines}
    assert axes.get_title(loc="left") == "Ukraine and Russia"
    noticed, least = curves["for ever"]
    assert least == pytest.approx(1 / (1 + 2 * noticed), abs=1e-9)
    noticed, least = curves["a period for a period"]
    assert np.isnan(least[noticed < 0.5 - 1e-9]).all() and not np.isnan(least[noticed > 0.5 + 1e-9]).any()
    assert np.nanmax(np.abs(least - 1 / (2 * noticed))) < 1e-9
    assert "for 1 period" in curves and "as the file says" not in curves


@pytest.mark.parametrize("options", [{}, {"x": "temptation"}, {"x": "discount_factor", "lengths": (1, 2, 6)}])
def test_every_word_can_be_read(minsk, options):
    check_legible(show(minsk, "least_patience", options))


def test_parties_of_whom_different_things_are_asked_have_a_panel_each(minsk):
    block = replace(
        minsk.games["repeated"],
        discount=Frozen({"ukraine": Expression("discount_factor"), "russia": Expression("0.5")}),
        length=Expression("4"),
    )
    figure = show(replace(minsk, games=Frozen({"repeated": block})), "least_patience")
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["Ukraine", "Russia"]
    assert "as the file says" in [line.get_label() for line in figure.axes[0].lines]
    check_legible(figure)


@pytest.mark.parametrize(
    ("thing", "options", "error", "told"),
    [
        ("baseline_impasse", {}, NotApplicable, r"Write games\.repeated"),
        ("minsk_first_three", {"x": "tempation"}, UnknownName, "did you mean 'temptation'"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_advice(thing, options, error, told):
    with pytest.raises(error, match=told):
        show(load(thing), "least_patience", options)


def test_other_things_are_refused(minsk):
    with pytest.raises(NotApplicable, match="is for a scenario, not a int"):
        plots["least_patience"]().draw(3)
    certain = replace(minsk.games["repeated"], detection=Expression("1"))
    with pytest.raises(NotApplicable, match="needs a parameter x"):
        show(replace(minsk, games=Frozen({"repeated": certain})), "least_patience")
    tame = minsk.with_values(temptation=0.2)
    with pytest.raises(NotApplicable, match="nobody gains by violating"):
        show(tame, "least_patience", {"x": "temptation", "x_range": (-2.0, -1.0)})
