"""Pictures of sensitivity: bars, screening maps, tornadoes and separations show the numbers that were found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import negsim
from negsim.cli.main import main
from negsim.errors import NotApplicable
from negsim.scenario.load import load_text
from negsim.studies.sensitivity.record import Asked, Budget, Interval, Morris, Sobol, Tornado
from negsim.studies.sensitivity.regional import regional
from negsim.studies.sensitivity.split import split_of
from negsim.views.drawing.canvas import PALETTE
from negsim.views.plots.base import plots
from negsim.views.plots.scatter_matrix import REST, ScatterMatrix
from negsim.views.show import show, suited
from tests.figures import check_legible, words

TEXT = """
title: A choice that costs $5
actors: {a: {name: A}}
parameters:
  gain: {name: What is gained, value: 1, low: 0, high: 4, unit: points, assumption: made up for a test}
  cost: {name: What it costs in the end, value: 2, low: 0, high: 8, unit: points, assumption: made up for a test}
  idle: {value: 2, low: 0, high: 8, unit: points, assumption: made up for a test}
moves: {act: {actor: a}}
payoffs: {a: act*(gain - cost)}
"""
NAMES = ("gain", "cost", "idle")


@pytest.fixture(scope="module")
def asked():
    scenario = load_text(TEXT, name="one")
    found = negsim.sweep(scenario, vary=NAMES, design="random", n=600, seed=2, measures=["probability(act)"])
    return Asked(
        scenario=scenario,
        form="strategic",
        solver=found.solver,
        measure="probability(act)",
        points=600,
        unsolved=4,
        sweep=found,
    )


@pytest.fixture(scope="module")
def sobol(asked):
    total, first = np.array([0.4, 0.8, 0.0]), np.array([0.2, 0.6, 0.0])
    return Sobol(
        parameters=NAMES,
        first=Interval(value=first, low=first - 0.05, high=first + 0.06),
        total=Interval(value=total, low=total - 0.1, high=total + 0.11),
        mean=0.2,
        variance=0.1,
        samples=64,
        used=60,
        seed=3,
        asked=asked,
    )


@pytest.fixture(scope="module")
def screened(asked):
    size = np.array([0.4, 0.9, 0.001])
    return Morris(
        parameters=NAMES,
        absolute=Interval(value=size, low=size * 0.8, high=size * 1.2),
        mean=size,
        deviation=np.array([0.5, 0.2, 0.0]),
        samples=20,
        used=20,
        asked=asked,
    )


@pytest.fixture(scope="module")
def swings(asked):
    return Tornado(
        parameters=NAMES,
        default=0.0,
        values=(np.array([0.0, 1, 4]), np.array([0.0, 2, 8]), np.array([0.0, 2, 8])),
        measured=(np.array([0.0, 0, 0.5]), np.array([1.0, 0, 0]), np.array([0.0, 0, 0])),
        asked=asked,
    )


@pytest.fixture(scope="module")
def separated(asked):
    spread = asked.sweep.measures["probability(act)"]
    return regional(spread.middle, asked.sweep.columns, split_of("probability(act)"), asked=asked)


def bars(axes):
    return [
        (round(float(patch.get_width()), 9), round(patch.get_y() + patch.get_height() / 2)) for patch in axes.patches
    ]


def said(figure):
    return " | ".join(text for text, _ in words(figure))


def test_each_kind_of_finding_has_its_picture(sobol, screened, swings, separated, asked):
    assert [suited(each) for each in (sobol, screened, swings, separated)] == [
        "sobol_bars",
        "morris",
        "tornado",
        "regional",
    ]
    assert suited(asked.sweep) == "scatter_matrix"
    for name in ("sobol_bars", "morris", "tornado", "regional", "scatter_matrix", "tipping_surface"):
        with pytest.raises(NotApplicable, match=f"{name} is for"):
            plots[name]().draw(negsim.solve("prisoners_dilemma"))


def test_every_picture_is_legible_and_carries_the_label(sobol, screened, swings, separated, asked):
    for thing in (sobol, screened, swings, separated, asked.sweep):
        figure = show(thing)
        check_legible(figure)
        assert asked.scenario.basis in figure.get_supxlabel()
        assert r"costs \$5" in said(figure)


def test_sobol_bars_show_both_indices_the_largest_total_on_top(sobol):
    (axes,) = show(sobol).axes
    assert bars(axes) == [(0.8, 0), (0.4, 1), (0.0, 2), (0.6, 0), (0.2, 1), (0.0, 2)]
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "What it costs in the end\ncost",
        "What is gained\ngain",
        "idle",
    ]
    total, first = axes.collections[:2]
    assert [segment[:, 0].round(9).tolist() for segment in total.get_segments()] == [
        [0.7, 0.91],
        [0.3, 0.51],
        [-0.1, 0.11],
    ]
    assert first.get_segments()[0][:, 0].round(9).tolist() == [0.55, 0.66]
    assert "60 base samples, seed 3" in axes.figure.get_supxlabel() and "4 of 600 points" in axes.figure.get_supxlabel()


def test_sobol_bars_leave_out_what_matters_least_and_say_so(sobol):
    figure = show(sobol, "sobol_bars", {"most": 1})
    assert (
        len(bars(figure.axes[0])) == 2 and "left out: 2 parameters with smaller total indices" in figure.get_supxlabel()
    )
    with pytest.raises(NotApplicable, match="at least 1"):
        show(sobol, "sobol_bars", {"most": 0})


def test_a_sample_that_is_too_small_is_told(sobol):
    budget = Budget(samples=64, widest=0.21, allowed=0.1, leading=("cost", "gain"), apart=True, needed=512)
    assert "too few for intervals this wide" in show(replace(sobol, budget=budget)).get_supxlabel()
    budget = replace(budget, widest=0.05, apart=False)
    assert "which of cost and gain matters more" in show(replace(sobol, budget=budget)).get_supxlabel()
    assert "too few" not in show(replace(sobol, budget=replace(budget, apart=True))).get_supxlabel()


def test_what_never_moves_is_said(sobol, screened, swings, asked):
    assert "the same at every point" in said(show(replace(sobol, variance=0.0)))
    none = Interval(value=np.zeros(3), low=np.zeros(3), high=np.zeros(3))
    assert "the same at every point" in said(show(replace(screened, absolute=none)))
    still = tuple(np.zeros(3) for _ in NAMES)
    assert "no parameter alone moves the measure" in said(show(replace(swings, measured=still)))
    everywhere = regional(np.ones(50), {"gain": np.linspace(0, 1, 50)}, split_of("probability(act)"))
    assert "holds at every point" in said(show(everywhere))


def test_screening_shows_size_across_and_spread_up(screened):
    figure = show(screened)
    points = next(line for line in figure.axes[0].lines if line.get_marker() == "o")
    assert points.get_xydata().tolist() == [[0.9, 0.2], [0.4, 0.5]]
    told = said(figure)
    assert "What it costs in the end" in told and "What is gained" in told and "idle" not in told
    assert "left out: 1 parameter with less than 2 % of the largest effect" in figure.get_supxlabel()


def test_a_tornado_shows_the_swing_and_both_ends(swings):
    figure = show(swings)
    (axes,) = figure.axes
    assert [(patch.get_x(), patch.get_width()) for patch in axes.patches] == [(0.0, 1.0), (0.0, 0.5)]
    least, greatest = (line for line in axes.lines if line.get_marker() == "o")
    assert least.get_xdata().tolist() == [1.0, 0.0] and greatest.get_xdata().tolist() == [0.0, 0.5]
    assert {"0", "8", "4"} <= {text.get_text() for text in axes.texts}
    assert "1 more parameter alone does not move it" in figure.get_supxlabel()


def test_both_ends_are_written_where_they_come_to_the_same(swings):
    turned = replace(swings, measured=(np.array([0.5, 0, 0.5]), *swings.measured[1:]))
    (axes,) = show(turned).axes
    assert "0 and 4" in {text.get_text() for text in axes.texts}


def test_separations_show_distance_direction_and_rule(separated):
    figure = show(separated)
    (axes,) = figure.axes
    assert separated.separating == ("cost", "gain") and separated.rules.terms
    widths = {round(patch.get_y() + patch.get_height() / 2): patch.get_width() for patch in axes.patches}
    assert [widths[row] for row in range(3)] == [separated.distance.value[k] for k in separated.order]
    rows = {handle.get_label(): container for container, handle in zip(axes.containers, axes.containers, strict=True)}
    assert len(rows["holds at lower values"]) == int(separated.lower.sum())
    assert any(np.allclose(line.get_xdata(), separated.critical) for line in axes.lines)
    told = figure.get_supxlabel().replace("\n", " ")
    assert f"it holds when {separated.rules}" in told


def test_a_scatter_matrix_shows_every_point_by_its_outcome(asked):
    figure = ScatterMatrix(names="gain cost").draw(asked.sweep)
    cloud = next(axes for axes in figure.axes if len(axes.lines) > 1)
    drawn = {line.get_color() for line in cloud.lines}
    assert sum(len(line.get_xdata()) for line in cloud.lines) == 600 and len(drawn) == 2
    acts = asked.sweep.columns["gain"] > asked.sweep.columns["cost"]
    by_colour = {
        colour: np.concatenate([line.get_xydata() for line in cloud.lines if line.get_color() == colour])
        for colour in drawn
    }
    counts = sorted(len(points) for points in by_colour.values())
    assert counts == sorted([int(acts.sum()), int((~acts).sum())])
    assert all(len(set((points[:, 0] > points[:, 1]).tolist())) == 1 for points in by_colour.values())


def test_a_scatter_matrix_chooses_the_parameters_that_tell_outcomes_apart(asked, sobol):
    figure = ScatterMatrix(most=2).draw(sobol)  # from the sweep that it was read from
    labels = {axes.get_xlabel() for axes in figure.axes} - {""}
    assert {label.split("\n")[-1] for label in labels} == {"gain", "cost"}


def test_a_scatter_matrix_of_a_scenario_is_drawn_from_its_ranges(asked):
    figure = ScatterMatrix(n=50, outcomes=1).draw(asked.scenario)
    assert len(figure.axes) == 9 and "another" in said(figure)


def test_of_very_many_points_some_are_drawn_without_a_pattern(asked, monkeypatch):
    monkeypatch.setattr("negsim.views.plots.scatter_matrix.SHOWN", 150)
    figure = ScatterMatrix(names="gain cost", outcomes=1).draw(asked.sweep)
    cloud = next(axes for axes in figure.axes if len(axes.lines) > 1)
    x = np.concatenate([line.get_xdata() for line in cloud.lines])
    places = np.flatnonzero(np.isin(asked.sweep.columns["gain"], x))
    assert len(x) == 150 == len(places) and len(set(np.diff(places).tolist())) > 3
    assert "150 of 600 points are drawn" in figure.get_supxlabel()
    assert {line.get_color() for line in cloud.lines} == {PALETTE[0], REST}


def test_a_scatter_matrix_refuses_what_it_cannot_show(asked):
    with pytest.raises(NotApplicable, match="2 to 8"):
        ScatterMatrix(most=1)
    with pytest.raises(NotApplicable, match="at most 7 colours"):
        ScatterMatrix(outcomes=9)
    with pytest.raises(NotApplicable, match="two parameters that vary"):
        ScatterMatrix(names=("gain",)).draw(asked.sweep)
    with pytest.raises(negsim.errors.UnknownName, match="did you mean 'gain'"):
        ScatterMatrix(names=("gian", "cost")).draw(asked.sweep)


def test_points_under_several_overrides_are_told(asked):
    scenario = load_text(TEXT + "overrides: {dear: {cost: 4}}\n", name="one")
    found = negsim.sweep(scenario, vary=["gain", "idle"], design="random", n=40, overrides=("", "dear"))
    figure = show(found)
    assert "under the scenario as it stands and dear together" in figure.get_supxlabel()


def test_a_sweep_in_a_folder_is_drawn(tmp_path, capsys):
    runs, picture = tmp_path / "runs", tmp_path / "scatter.png"
    vary = ["--vary", "audience_cost_R", "--vary", "confidence_q"]
    assert main(["sweep", "baseline_impasse", *vary, "--design", "random", "--n", "64", "--store", str(runs)]) == 0
    assert main(["plot", str(runs), "-o", str(picture)]) == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert main(["plot", str(runs), "--set", "audience_cost_R=2", "-o", str(picture)]) == 2
    assert "takes no --set" in capsys.readouterr().err
