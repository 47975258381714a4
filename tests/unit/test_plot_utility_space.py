"""The picture of what could be agreed: it shows the zone and the solutions, and its words can be read."""

from __future__ import annotations

import numpy as np
import pytest

import negsim
from negsim.errors import NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.testing.bargains import bargaining_samples
from negsim.views.drawing.utility_map import beyond, hull
from negsim.views.plots.utility_space import UtilitySpace
from negsim.views.show import suited
from tests.figures import check_legible, words

PAYOFFS = np.random.default_rng(5).normal(size=(1, 2, 3000))
CROWD = BargainingGame(payoffs=PAYOFFS, disagreement=[[0, 0]], agreements=tuple(f"option {k}" for k in range(3000)))
CASES = {
    "scenario": lambda: negsim.show(negsim.load("moratorium_length")),
    "several moves": lambda: negsim.show(negsim.bargain("unbundled_vs_package")),
    "divided issues": lambda: negsim.show(bargaining_samples()["divided issues"]),
    "lotteries": lambda: negsim.show(bargaining_samples()["lotteries of two parties"]),
    "crowd": lambda: negsim.show(CROWD),
    "one solution": lambda: negsim.show(negsim.solve(CROWD, solver="nash_bargaining")[0]),
    "no zone": lambda: negsim.show(bargaining_samples()["nothing acceptable"]),
    "one point": lambda: negsim.show(bargaining_samples()["one agreement"]),
    "three parties": lambda: negsim.show(bargaining_samples()["list of three parties"]),
    "four parties": lambda: negsim.show(bargaining_samples()["four parties"]),
}


@pytest.fixture(scope="module")
def figures():
    return {name: make() for name, make in CASES.items()}


@pytest.mark.parametrize("name", CASES)
def test_words_can_be_read(name, figures):
    check_legible(figures[name])


def test_scenario_shows_the_zone_and_its_solutions(figures):
    told = " ".join(text for text, _ in words(figures["scenario"]))
    for part in ("payoff of Russia", "payoff of NATO", "Nash", "years_25 (2.17, 2.44)", "zone of agreement", "never"):
        assert part in told
    assert "illustrative payoff (assumption), not an estimate" in told


def test_without_a_zone_the_picture_says_why(figures):
    told = " ".join(text for text, _ in words(figures["no zone"])).replace("\n", " ")
    assert "No agreement, because" in told and "frontier" not in told


def test_of_three_parties_shares_of_gain_are_drawn(figures):
    told = [text for text, _ in words(figures["three parties"])]
    assert "share of the most that each could gain" in told


def test_of_three_parties_too_the_picture_says_why_nothing_can_be_agreed():
    figure = negsim.show(negsim.bargain("elmira"))
    check_legible(figure)
    told = " ".join(str(word) for word in words(figure))
    assert "No agreement, because Uniroyal would lose" in told.replace("\\n", " ")
    assert figure.axes[0].get_ylim() == (-0.05, 1.05)


def test_bargaining_is_shown_so_unless_another_plot_is_named():
    assert suited(CROWD) == suited(negsim.load("moratorium_length")) == suited(negsim.bargain(CROWD)) == "utility_space"
    with pytest.raises(NotApplicable, match="use a scenario, a bargaining game or a solution of one"):
        UtilitySpace().draw(negsim.solve("prisoners_dilemma"))
    with pytest.raises(NotApplicable, match="game 3 of a batch of 1"):
        UtilitySpace(game=3).draw(CROWD)


def test_hull_and_part_beyond_a_floor():
    square = np.array([[0, 0], [2, 0], [2, 2], [0, 2], [1, 1], [1, 0]], float)
    corners = hull(square)
    assert sorted(map(tuple, corners)) == [(0, 0), (0, 2), (2, 0), (2, 2)]
    assert sorted(map(tuple, beyond(corners, np.array([1.0, 1.5])))) == [(1, 1.5), (1, 2), (2, 1.5), (2, 2)]
    assert not len(beyond(corners, np.array([3.0, 0.0])))


def test_long_names_and_signs_of_mathematics_stay_legible():
    draw = np.random.default_rng(8)
    long = BargainingGame(
        payoffs=draw.normal(size=(1, 2, 9)), disagreement=[[-1, -1]], lotteries=True,
        players=("the_united_states_and_all_of_its_allies_on_this_side_of_the_ocean", "$y_1$ & <b>"),
        agreements=tuple(f"${k}^2$ a promise of {k} years without any new member at all" for k in range(9)),
        title="A title that is so long that it has to be broken into lines, with $5 or $6 in it, for the test",
    )  # fmt: skip
    figure = negsim.show(long)
    check_legible(figure)
    many = BargainingGame(
        payoffs=draw.normal(size=(1, 7, 30)), disagreement=[[-2.5] * 7],
        players=tuple(f"party_number_{k}_with_a_long_name" for k in range(7)),
    )  # fmt: skip
    check_legible(negsim.show(many))
