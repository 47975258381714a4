"""Plots: each draws what it says, legibly, with the label; and refuses the rest with advice."""

from __future__ import annotations

import io

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from negsim.errors import NotApplicable, UnknownName
from negsim.games.strategic import StrategicGame
from negsim.scenario.load import load, load_text
from negsim.solvers.base import solvers
from negsim.studies.sweep import sweep
from negsim.views.plots.base import plots
from negsim.views.plots.best_replies import BestReplies
from negsim.views.plots.equilibrium_map import EquilibriumMap
from negsim.views.plots.logit_branch import LogitBranch
from negsim.views.plots.payoff_matrix import PayoffMatrix
from negsim.views.show import show, suited
from tests.figures import check_legible, words

LABEL = "illustrative payoff (assumption), not an estimate"
STAG = StrategicGame.bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]], strategies=[["stag", "hare"], ["stag", "hare"]])
PENNIES = StrategicGame.bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
TIES = StrategicGame.bimatrix([[1, 1], [1, 0]], [[-1, -1], [1, -1]])
LARGE = StrategicGame.bimatrix(
    np.arange(60).reshape(6, 10) * 12.25,
    -np.arange(60).reshape(6, 10) * 1.5,
    players=["united_states_and_its_allies", "the_other_party"],
    strategies=[
        [f"a rather long strategy {k}" for k in range(6)],
        [f"response_number_{k}_and_more" for k in range(10)],
    ],
)
THREE = StrategicGame(payoffs=np.random.default_rng(0).normal(size=(1, 3, 2, 2, 2)))


def scenario():
    return load("baseline_impasse")


MANY = """
title: "A long title, with a sign that is read as mathematics elsewhere, $5 or $6, to see that it is broken into lines"
actors: {one: {name: One}, two: {name: Two}}
parameters:
  alpha: {value: 0.3, low: -2, high: 3, name: benefit of doing it, unit: $, assumption: for the test}
  beta: {value: 0.5, low: -1, high: 2, name: cost of doing it, unit: $, assumption: for the test}
moves:
  a: {actor: one, levels: [left, middle, right]}
  b: {actor: two, levels: [up, down]}
payoffs:
  one: a.left*(b.up*alpha - b.down*beta) + a.middle*0.5*beta + a.right*b.down*alpha*beta
  two: b.up*(a.left*beta + a.right*(1 - alpha)) + b.down*(a.middle*alpha - a.left*0.3 + a.right*beta*beta)
"""
CASES = {
    "matrix of the scenario": lambda: PayoffMatrix().draw(scenario()),
    "matrix of a solution": lambda: PayoffMatrix().draw(solvers["all_nash"]().solve(STAG)),
    "matrix with long labels": lambda: PayoffMatrix().draw(LARGE),
    "matrix, one cell": lambda: PayoffMatrix().draw(StrategicGame.bimatrix([[-1234.5678]], [[0.00001]])),
    "replies, coordination": lambda: BestReplies().draw(STAG),
    "replies, cycle": lambda: BestReplies().draw(PENNIES),
    "replies, ties": lambda: BestReplies().draw(TIES),
    "branch of the scenario": lambda: LogitBranch(points=40).draw(scenario()),
    "branch, three players": lambda: LogitBranch(points=40).draw(THREE),
    "map": lambda: EquilibriumMap(count=101).draw(scenario()),
    "map, three regions": lambda: EquilibriumMap(x="spite_weight_R", y="audience_cost_R", count=101).draw(scenario()),
    "map, one region": lambda: EquilibriumMap(x="risk_R", y="cost_core_W", x_range=(3, 4), count=21).draw(scenario()),
    "map, many regions": lambda: EquilibriumMap(count=201).draw(load_text(MANY)),
    "map, default outside": lambda: EquilibriumMap(x_range=(0, 2), count=51).draw(scenario()),
}


@pytest.fixture(scope="module")
def figures():
    return {name: make() for name, make in CASES.items()}


@pytest.mark.parametrize("name", CASES)
def test_every_figure_says_what_its_payoffs_are(name, figures):
    assert any(LABEL in text for text, _ in words(figures[name]))


@pytest.mark.parametrize("name", CASES)
def test_no_text_covers_another_or_leaves_the_page(name, figures):
    check_legible(figures[name])


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_figures_save(kind, figures):
    out = io.BytesIO()
    figures["map"].savefig(out, format=kind)
    assert len(out.getvalue()) > 5000


def test_the_map_marks_the_checked_tipping_points_and_the_default(figures):
    texts = [text for text, _ in words(figures["map"])]
    assert {"3.2", "1/3", "default (4, 0.2)", "take menu / offer menu", "insist / offer menu"} <= {*texts}
    assert "Audience cost (Russia), points\n(audience_cost_R)" in texts
    assert "Confidence (Russia), 0-1\n(confidence_q)" in texts


def test_the_map_colours_each_point_by_its_equilibria(figures):
    # insist / offer_menu holds where 2 + 6 q < cost: names must stand on their own side of the line
    axes = figures["map"].axes[0]
    for text in axes.texts:
        cost, q = text.get_position()
        if text.get_text() == "insist / offer menu":
            assert 2 + 6 * q < cost
        if text.get_text() == "take menu / offer menu":
            assert 2 + 6 * q > cost


def test_a_sweep_is_drawn_like_its_scenario():
    found = sweep(scenario(), vary={"audience_cost_R": (0, 6, 41), "confidence_q": (0, 1, 41)})
    assert suited(found) == "equilibrium_map"
    assert any(text == "3.2" for text, _ in words(show(found)))


def test_the_payoff_matrix_frames_the_equilibrium_alone(figures):
    axes = figures["matrix of the scenario"].axes[0]
    frames = [patch for patch in axes.patches if patch.get_linewidth() > 2]
    assert len(frames) == 1
    texts = {text.get_text(): text.get_position() for text in axes.texts}
    x, y = texts["offer the menu"][0], texts["insist on the package"][1]
    assert frames[0].get_x() < x < frames[0].get_x() + frames[0].get_width()
    assert frames[0].get_y() < y < frames[0].get_y() + frames[0].get_height()


def test_best_replies_cross_at_the_equilibria(figures):
    axes = figures["replies, coordination"].axes[0]
    points = next(line for line in axes.lines if line.get_marker() == "o").get_xydata()
    # stag with probability 2/3 makes the other indifferent: 4 q = 3 q + 2 (1 - q)
    assert np.allclose(sorted(map(tuple, points)), [(0, 0), (2 / 3, 2 / 3), (1, 1)])


def test_the_logit_branch_starts_at_random_and_ends_at_an_equilibrium(figures):
    for axes in figures["branch of the scenario"].axes:
        assert axes.get_xscale() == "log"
        start = [line.get_ydata()[0] for line in axes.lines if len(line.get_ydata()) > 1]
        end = sorted(line.get_ydata()[0] for line in axes.lines if len(line.get_ydata()) == 1)  # the dots
        assert np.allclose(start, 1 / 3, atol=0.02)
        assert np.allclose(end, [0, 0, 1], atol=1e-12)


@pytest.mark.parametrize(
    ("draw", "advice"),
    [
        (lambda: PayoffMatrix().draw(THREE), "table"),
        (lambda: BestReplies().draw(LARGE), "payoff_matrix"),
        (lambda: EquilibriumMap().draw(STAG), "scenario"),
        (lambda: EquilibriumMap(x="confidence_q", y="confidence_q").draw(scenario()), "two different"),
        (lambda: EquilibriumMap().draw(sweep(scenario(), vary={"risk_R": (0, 1, 3)})), "grid of two"),
        (lambda: EquilibriumMap(count=1), "2 to 2000"),
        (lambda: EquilibriumMap(x_range=(3, 3)), "pair of numbers"),
        (lambda: EquilibriumMap(y_range=(0, float("nan"))), "pair of numbers"),
        (lambda: LogitBranch(points=1), "at least 10"),
        (lambda: LogitBranch(precision=0.0), "above 0"),
        (lambda: PayoffMatrix(game=3).draw(STAG), "game 3"),
        (lambda: show(3), "a int"),
    ],
)
def test_refusals_give_advice(draw, advice):
    with pytest.raises(NotApplicable, match=advice):
        draw()


def test_unknown_names_suggest():
    with pytest.raises(UnknownName, match="did you mean 'audience_cost_R'"):
        EquilibriumMap(x="audience_cost").draw(scenario())
    with pytest.raises(UnknownName, match="did you mean 'payoff_matrix'"):
        show(STAG, "payoff_matrx")
    with pytest.raises(UnknownName, match="option of payoff_matrix"):
        show(STAG, "payoff_matrix", {"gaem": 1})


def test_show_chooses_a_plot_for_each_thing():
    assert {suited(STAG), suited(scenario()), suited(solvers["all_nash"]().solve(STAG)[0])} == {"payoff_matrix"}
    assert suited(THREE) == "logit_branch"


@pytest.mark.parametrize("name", sorted(plots))
def test_every_plot_says_what_it_draws(name):
    assert len((plots[name].__doc__ or "").split()) > 8
    assert plots[name]() == plots[name]()


def test_the_words_around_a_logit_branch_are_not_cut_and_do_not_meet():
    figure = LogitBranch().draw(load("neighbours_membership"))
    FigureCanvasAgg(figure).draw()
    whole = figure.bbox
    around = [axes.xaxis.label for axes in figure.axes if axes.get_xlabel()]
    for text in (*around, *(axes.get_legend() for axes in figure.axes)):
        box = text.get_window_extent()
        assert whole.x0 <= box.x0
        assert box.x1 <= whole.x1
    for axes in figure.axes:
        assert not [
            text for text in axes.texts if text.get_window_extent().overlaps(axes._left_title.get_window_extent())
        ]
