"""Pictures of play over time: trees, escalation graphs, fans, shares and times; legible, and of the right numbers."""

from __future__ import annotations

import functools
import io

import numpy as np
import pytest

from negsim.concepts.nash import nash
from negsim.errors import NotApplicable
from negsim.games.results import Profiles
from negsim.scenario.load import load
from negsim.solvers.base import Solution, solvers
from negsim.solvers.strategic.all_nash import AllNash
from negsim.studies.paths import paths
from negsim.testing.trees import Decision, Draw, demand_and_answer, hidden_card, signals, written
from negsim.views.drawing.state_map import state_map
from negsim.views.drawing.tree_layout import tree_layout
from negsim.views.endings import REST, apart, endings
from negsim.views.plots.escalation_graph import EscalationGraph
from negsim.views.plots.fan_chart import FanChart
from negsim.views.plots.game_tree import GameTree
from negsim.views.plots.hitting_times import HittingTimes
from negsim.views.plots.outcome_shares import OutcomeShares
from negsim.views.show import show, suited
from tests.figures import check_legible, words
from tests.ladder import LABEL, climbing


class Given(AllNash):
    """Stands for whatever found a plan."""

    concept = nash


def solved(game, weights):
    none = np.zeros(1, np.intp)
    return Solution(game, Given(), Profiles(item=none, weights=np.array([weights], float)), none, none)


def played(share, horizon=None):
    game, plan = climbing(share, horizon)
    return solved(game, plan.weights[0])


def bush(depth):
    """A tree of two players with 2 to the power of depth ends; the first action is always taken."""

    def node(left):
        if not left:
            return (0.0, 1.0)
        return Decision(
            "one" if left % 2 else "two", f"place {left}", {"a long word to stay": node(left - 1), "go": node(left - 1)}
        )

    game = written(["one", "two"], node(depth), "A bush")
    return solved(game, [1.0, 0.0] * (len(game.choices) // 2))


def long_names():
    deal = Draw(
        {
            "a long name of what chance may bring about": (0.125, (1234.5678, -0.00001)),
            "short": (0.875, Decision("united_states_and_its_allies", "here", {"x" * 60: (1, 2), "y": (0, 0)})),
        }
    )
    game = written(["united_states_and_its_allies", "the_other_party_$"], deal)
    return solved(game, [0.3, 0.7])


CASES = {
    "tree, perfect information": lambda: GameTree().draw(demand_and_answer()),
    "tree, hidden card": lambda: GameTree().draw(solved(hidden_card(), [1, 0, 1 / 3, 2 / 3, 2 / 3, 1 / 3])),
    "tree, three players": lambda: GameTree().draw(solved(signals(), [0.5] * 16)),
    "tree, likely part": lambda: GameTree().draw(bush(8)),
    "tree, above a half": lambda: GameTree(likely=0.5).draw(solved(signals(), [0.8, 0.2] * 8)),
    "tree, full page": lambda: GameTree().draw(bush(6)),
    "tree, long names": lambda: GameTree().draw(long_names()),
    "tree of another scenario": lambda: GameTree().draw(load("deadline_ultimatum")),
    "tree of a scenario": lambda: GameTree().draw(load("missile_nondeployment")),
    "graph": lambda: EscalationGraph().draw(played(0.25)),
    "graph, deadline": lambda: EscalationGraph().draw(played(0.25, 6)),
    "graph, from elsewhere": lambda: EscalationGraph(start="exits / tense").draw(played(0.5)),
    "graph, few boxes": lambda: EscalationGraph(most=2).draw(played(0.5)),
    "graph, nobody climbs": lambda: EscalationGraph().draw(played(0.0)),
    "fan": lambda: FanChart().draw(played(0.25)),
    "fan, deadline": lambda: FanChart().draw(played(0.75, 6)),
    "shares": lambda: OutcomeShares().draw(played(0.25)),
    "shares, deadline": lambda: OutcomeShares().draw(played(0.25, 6)),
    "shares of a tree": lambda: OutcomeShares().draw(solved(signals(), [0.5] * 16)),
    "times": lambda: HittingTimes().draw(played(0.25)),
    "times of a tree": lambda: HittingTimes().draw(solved(hidden_card(), [0.5] * 6)),
    "times, deadline": lambda: HittingTimes(start="talks / calm").draw(played(0.25, 6)),
}


@functools.cache
def figure(name):
    return CASES[name]()


@pytest.mark.parametrize("name", CASES)
def test_figures_can_be_read_and_say_what_the_payoffs_are(name):
    check_legible(figure(name))
    assert any(LABEL in text for text, _ in words(figure(name)))


@pytest.mark.parametrize("name", ["tree, hidden card", "graph", "fan", "shares", "times"])
def test_figures_save(name):
    out = io.BytesIO()
    figure(name).savefig(out, format="svg")
    assert len(out.getvalue()) > 5000


def texts(name):
    return [text for text, _ in words(figure(name))]


def test_a_tree_shows_shares_chances_and_what_ends_pay():
    told = texts("tree, hidden card")
    assert {"red 0.5", "raise 0.333", "call 0.667", "holder", "caller", "chance"} <= {*told}
    assert told.count("-2") == 2
    assert told.count("0.333") == 2  # red / raise / call, and black / show


def test_thick_lines_lead_where_play_goes():
    axes = figure("tree, perfect information").axes[0]
    wide = [line for line in axes.lines if len(line.get_xdata()) == 3 and line.get_linewidth() > 4]
    assert len(wide) == 2  # high, then accept
    by_place = {text.get_text(): text for text in axes.texts}
    assert by_place["high"].get_fontweight() == "bold"
    assert by_place["low"].get_fontweight() == "normal"


def test_dashes_join_what_a_player_cannot_tell_apart():
    axes = figure("tree, three players").axes[0]
    dashed = [line for line in axes.lines if line.is_dashed() and line.get_linewidth() > 1]
    spans = [(*line.get_xdata(), *line.get_ydata()) for line in dashed]
    assert len(spans) == 6  # two messages heard, and four pairs of a message and an answer
    assert len(set(spans)) == 6
    lanes = [(line.get_xdata()[0], *sorted(line.get_ydata())) for line in dashed]
    for k, (x, top, bottom) in enumerate(lanes):
        assert not any(x == other and top < high and low < bottom for other, low, high in lanes[:k])


def test_a_large_tree_is_drawn_as_far_as_the_plan_goes_and_one_step_beside_it():
    assert texts("tree, likely part").count("play goes on") == 7  # the last step beside the path ends play
    assert "hollow: what follows is not drawn" in " ".join(texts("tree, likely part"))
    with pytest.raises(NotApplicable, match=r"128 ends, and a page holds 80. Draw what is likely"):
        GameTree(likely=0.0).draw(bush(7))


def test_siblings_are_even_and_every_end_has_its_row():
    tree = hidden_card().tree
    layout = tree_layout(tree, np.zeros(len(tree), bool))
    ends = layout.row[tree.terminals]
    assert sorted(ends) == list(range(len(tree.terminals)))
    for node in np.flatnonzero(tree.place != -1):
        below = layout.row[tree.children[tree.child_start[node] : tree.child_start[node + 1]]]
        assert layout.row[node] == (below[0] + below[-1]) / 2
        assert (np.diff(below) > 0).all()


def test_a_graph_holds_the_probabilities_of_the_steps():
    found = state_map(paths(played(0.25)), 30, 0.0)
    at = {label: k for k, label in enumerate(found.labels)}
    here, climbs = at["pressure / calm"], 1 - 0.75**2
    assert found.start == here
    # climbing to exits risks 0.05 * 2; both holding leads to talks, where 0.2 of what goes on agrees
    assert found.arrows[here, at["exits / tense"]] == pytest.approx(climbs * 0.9 * 0.4)
    assert found.arrows[here, at["talks / calm"]] == pytest.approx((1 - climbs) * 0.8 * 0.6)
    shares = {end.label: found.exits[here, k] for k, end in enumerate(found.ends)}
    assert shares == {"collision": pytest.approx(climbs * 0.1), "agreement": pytest.approx((1 - climbs) * 0.2)}
    np.testing.assert_allclose(found.arrows.sum(1) + found.exits.sum(1), 1)
    assert found.moves[here] == (("east", "hold", pytest.approx(0.75)), ("west", "hold", pytest.approx(0.75)))
    assert found.rungs[found.height].tolist() == [0, 0, 1, 1, 2, 2]


def test_stages_before_a_deadline_share_boxes():
    found = state_map(paths(played(0.25, 6)), 30, 0.0)
    assert sorted(found.labels) == sorted(set(found.labels))
    np.testing.assert_allclose(found.arrows.sum(1) + found.exits.sum(1), 1)


def test_a_fan_has_the_quantiles_of_what_goes_on():
    axes, below = figure("fan").axes
    median = next(line for line in axes.lines if line.get_label() == "median")
    route = paths(played(0.25))
    shares = route.on_rungs / route.on_rungs.sum(1, keepdims=True)
    for stage in (0, 1, 5):
        rung = median.get_ydata()[stage]
        assert shares[stage, route.rungs <= rung].sum() >= 0.5 - 1e-12
        assert shares[stage, route.rungs < rung].sum() < 0.5
    assert "while play goes on" in axes.get_ylabel()
    assert below.get_ylabel() == "play\ngoes on"


def test_shares_stack_up_to_what_has_ended():
    route = paths(played(0.25))
    found = endings(route, 7)
    assert [end.label for end in found] == ["agreement", "collision"]
    np.testing.assert_allclose(sum(end.share for end in found), 1 - route.shares[:, -1])
    assert any(text.startswith("agreement 0.") for text in texts("shares"))


def test_many_ends_are_drawn_together_and_none_is_lost():
    route = paths(solved(signals(), [0.5] * 16))
    found = endings(route, 7)
    assert [end.label for end in found][-1] == REST
    assert len(found) == 7
    assert sum(float(end.share[-1]) for end in found) == pytest.approx(1)
    timed = endings(paths(played(0.25, 6)), 4)
    assert "deadline" in [end.label for end in timed]


def test_times_are_marked_at_their_quantiles():
    axes = figure("times").axes[0]
    route = paths(played(0.25))
    names = list(route.chain.outcomes)
    wanted = {tuple(map(float, route.endings.quantiles[names.index(name)])) for name in ("agreement", "collision")}
    marks = [line.get_xdata()[0] for line in axes.lines if line.get_marker() in "v^o" and len(line.get_xdata()) == 1]
    assert {tuple(map(float, marks[:3])), tuple(map(float, marks[3:]))} == wanted


def test_words_beside_a_figure_stand_apart_and_in_order():
    placed = apart([0.5, 0.5, 0.1, 0.97], 0.1, 0.0, 1.0)
    assert placed == pytest.approx([0.5, 0.6, 0.1, 0.97])
    assert apart([0.95, 0.97, 1.0], 0.1, 0.0, 1.0) == pytest.approx([0.8, 0.9, 1.0])
    assert apart([], 0.1, 0, 1) == []


@pytest.mark.parametrize(
    ("draw", "advice"),
    [
        (lambda: GameTree().draw(played(0.5)), "escalation_graph"),
        (lambda: GameTree(row=3).draw(demand_and_answer()), "answer 3 of a solution with 1"),
        (lambda: GameTree(likely=2), "it is a probability"),
        (lambda: EscalationGraph().draw(demand_and_answer()), "game_tree"),
        (lambda: EscalationGraph(most=0), "1 to 60"),
        (lambda: EscalationGraph(least=1.0), "below 1"),
        (lambda: FanChart().draw(demand_and_answer()), "outcome_shares"),
        (lambda: FanChart().draw(3), "a int"),
        (lambda: OutcomeShares().draw(load("baseline_impasse")), "games.stochastic"),
        (lambda: HittingTimes(horizon=0).draw(played(0.25)), "Raise horizon"),
    ],
)
def test_refusals_give_advice(draw, advice):
    with pytest.raises(NotApplicable, match=advice):
        draw()


def test_show_chooses_a_picture_for_each_form():
    tree = solvers["backward_induction"]().solve(demand_and_answer())
    assert {suited(tree), suited(tree[0]), suited(demand_and_answer())} == {"game_tree"}
    assert {suited(played(0.5)), suited(played(0.5).game)} == {"escalation_graph"}
    assert suited(paths(played(0.5))) == "fan_chart"
    assert suited(paths(tree)) == "outcome_shares"
    assert suited(load("missile_nondeployment")) in {"game_tree", "escalation_graph"}
    assert show(paths(played(0.5))) is not None
