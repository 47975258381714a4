"""What moves could cost their parties, shares through other lenses, and the picture of both."""

from __future__ import annotations

import numpy as np
import pytest

import negsim
from negsim.scenario.load import load_text
from negsim.solvers.conflict.stability import Stability
from negsim.solvers.strategic.all_nash import AllNash
from negsim.studies.robustness.lenses import named
from negsim.studies.robustness.robustness import robustness
from negsim.studies.robustness.viewpoint import Viewpoint
from negsim.views.plots.robustness_table import RobustnessTable
from negsim.views.tables.robustness import of_regrets, sections

CHOICE = """
negsim: 1
title: A safe and a risky move
question: Which is chosen?
actors: {row: {name: Row}, column: {name: Column}}
moves:
  own: {actor: row, levels: [safe, risky]}
  other: {actor: column, levels: [quiet, loud]}
parameters:
  gain: {value: 3, low: 0, high: 4, unit: points, assumption: illustrative}
payoffs:
  row: where(own.safe, 1, gain - 2*other.loud)
  column: '-other'
"""
TURNS = """
games:
  extensive: {turns: [{actor: row, moves: [own]}, {actor: column, moves: [other]}]}
"""


@pytest.fixture(scope="module")
def baseline():
    return robustness("baseline_impasse", parts=("lenses", "regret"), samples=200)


@pytest.mark.parametrize(("text", "form"), [(CHOICE, "strategic"), (CHOICE + TURNS, "extensive")])
def test_regret_is_what_the_best_move_would_earn_more(text, form):
    # the other stays quiet everywhere; safe pays 1 and risky pays gain, which is drawn evenly from 0 to 4: the regret
    # of safe is at most 3, and 9/8 on average; of risky at most 1, and 1/8 on average
    found = robustness(load_text(text), form, parts=("regret",), samples=2000)
    told = {regret.move: regret for regret in found.regrets if regret.party == "row"}
    assert (told["safe"].worst, told["risky"].worst) == (3.0, 1.0)
    assert told["safe"].mean == pytest.approx(9 / 8, abs=0.1) and told["risky"].mean == pytest.approx(1 / 8, abs=0.03)
    assert told["risky"].best == pytest.approx(0.75, abs=0.04)
    assert told["risky"].least and not told["safe"].least and (told["risky"].played, told["safe"].played) == (1, 0)
    assert (told["safe"].at["gain"], told["risky"].at["gain"]) == (4.0, 0.0)
    assert [regret.move for regret in found.regrets if regret.party == "row"] == ["risky", "safe"]


def test_regrets_agree_with_deviations_counted_by_hand(baseline):
    scenario = negsim.load("baseline_impasse")
    insist = next(regret for regret in baseline.regrets if regret.move == "insist")
    there = scenario.with_values(**insist.at)
    game = negsim.game(there, "strategic")
    worst = 0.0
    for row in AllNash().solve(game):
        reply = np.array([row["nato"].get(name, 0.0) for name in game.strategies[1]])
        earned = game.payoffs[0, 0] @ reply
        worst = max(worst, float(earned.max() - earned[0]))
    assert insist.worst == pytest.approx(worst)
    assert insist.points == 200 + 512  # the points drawn, and corners of the ranges


def test_regret_is_only_told_where_a_party_moves_by_itself():
    found = robustness("minsk_first_three", parts=("regret",), samples=20)
    assert found.regrets == () and "Use form=" in found.left_out["regret"]


def test_other_lenses_are_looked_at_in_a_quarter_of_the_points(baseline):
    names = [lens.lens for lens in baseline.lenses]
    assert names[0] == "Nash equilibrium" and "SEQ stability" in names and len(set(names)) == len(names)
    assert {lens.points for lens in baseline.lenses[1:]} == {50} and baseline.own.points == 200
    nash = next(lens for lens in baseline.lenses if lens.lens == "Nash stability")
    first = robustness("baseline_impasse", parts=(), samples=200)
    assert nash.outcomes[0].outcome == first.own.outcomes[0].outcome


def test_the_own_lens_is_named_as_compare_names_it():
    scenario = negsim.load("four_track_grand_game")
    view = Viewpoint(scenario=scenario, form="conflict", solver=Stability(concepts=("seq",)))
    assert named(view).name == "SEQ stability"


def test_the_same_seed_gives_the_same_answer(baseline):
    again = robustness("baseline_impasse", parts=("lenses", "regret"), samples=200)
    assert again.lenses == baseline.lenses and again.regrets == baseline.regrets
    other = robustness("baseline_impasse", parts=(), samples=200, seed=1)
    assert other.own.outcomes != baseline.own.outcomes


def test_tables_and_picture_show_the_shares(baseline):
    assert [len(each) > 0 for each in sections(baseline)] == [True] * len(sections(baseline))
    assert of_regrets(baseline).column("move")[0] == "insist"
    figure = RobustnessTable(most=3).draw(baseline)
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert f"{100 * baseline.own.holds:.0f}" in texts and "Nash equilibrium" in texts
    assert any("no probability" in text for text in texts) and any(
        "more outcomes are left out" in text for text in texts
    )
    assert negsim.show(baseline).axes
