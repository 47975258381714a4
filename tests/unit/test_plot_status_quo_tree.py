"""The tree of ways from a status quo: its arrows are moves that can be made, and lead to every equilibrium they can."""

from __future__ import annotations

import functools

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from negsim.errors import NotApplicable, UnknownName
from negsim.games.conflict import ConflictGame
from negsim.solvers.base import solvers
from negsim.studies.solve import solve
from negsim.studies.status_quo import ways
from negsim.views.drawing.conflict_map import PLAYERS, TINT
from negsim.views.drawing.way_tree import way_tree
from negsim.views.show import show, suited
from tests.figures import check_legible, words


@functools.cache
def found(name):
    return ways(solve(name, "conflict"))


@pytest.mark.parametrize("name", ["baseline_impasse", "elmira", "four_track_grand_game"])
def test_the_tree_is_legible_and_suits_ways(name):
    assert suited(found(name)) == "status_quo_tree"
    check_legible(show(found(name)))


@pytest.mark.parametrize("name", ["baseline_impasse", "elmira", "four_track_grand_game"])
def test_every_twig_is_a_move_and_every_goal_is_there(name):
    tree, game = way_tree(found(name), 40, improving=False), found(name).game
    assert tree.twigs[0].state == game.start
    for twig in tree.twigs[1:]:
        before = tree.twigs[twig.parent]
        assert (before.state, before.depth + 1) == (twig.move.source, twig.depth)
        assert twig.state in game.graph.targets(twig.move.player, before.state)
        gain = game.payoffs[0, twig.move.player, twig.state] - game.payoffs[0, twig.move.player, before.state]
        assert twig.move.improves == (gain > 0)
        assert before.move is None or before.move.player != twig.move.player
    goals = list(found(name).goals)[:40]
    assert {twig.state for twig in tree.twigs} >= set(goals) - set(tree.unreached)
    assert tree.left_out == max(0, len(found(name).goals) - 40)


def test_rows_are_shared_by_no_two_tips():
    tree = way_tree(found("four_track_grand_game"), 12, improving=False)
    rows = [twig.row for twig in tree.twigs if twig.is_tip]
    assert sorted(rows) == list(range(len(rows)))


def test_arrows_have_the_colour_of_whoever_moves_and_are_broken_where_it_does_not_pay():
    tree = way_tree(found("elmira"), 12, improving=False)
    arrows = show(found("elmira")).findobj(FancyArrowPatch)
    told = sorted((to_hex(arrow.get_edgecolor()), arrow.get_linestyle() in ("-", "solid")) for arrow in arrows)
    expected = sorted(
        (to_hex(PLAYERS[twig.move.player]), twig.move.improves) for twig in tree.twigs if twig.move is not None
    )
    assert told == expected
    assert {pays for _, pays in told} == {True, False}


def test_boxes_of_equilibria_are_tinted_and_name_their_concepts():
    figure = show(found("elmira"), "status_quo_tree")
    boxes = [patch for patch in figure.findobj(FancyBboxPatch) if patch.get_linewidth() > 0]
    assert sum(to_hex(box.get_facecolor()) == TINT for box in boxes) == len(found("elmira").goals)
    told = " ".join(text for text, _ in words(figure))
    assert "answer: abandon" in told
    assert "Nash  GMR" in told
    assert "the move cannot be taken back" in told
    assert "textbook payoffs" in told


def test_ways_of_improvements_alone_say_what_they_do_not_reach():
    figure = show(solve("elmira", "conflict"), "status_quo_tree", {"improving": True})
    assert any(text == "no such way leads to 4, 8, 7" for text, _ in words(figure))


def test_one_concept_can_be_asked_for():
    figure = show(solve("elmira", "conflict"), "status_quo_tree", {"concept": "nash"})
    assert not any("modify / accept / silent" in text for text, _ in words(figure))
    with pytest.raises(UnknownName, match="concept"):
        show(solve("elmira", "conflict"), "status_quo_tree", {"concept": "nahs"})


def test_a_conflict_given_by_its_arcs_names_the_states():
    game = ConflictGame.from_graph(
        players=["a", "b"],
        states=["low", "middle", "high"],
        moves={"a": [(0, 1)], "b": [(1, 2)]},
        payoffs={"a": [0, 1, 2], "b": [0, 1, 2]},
    )
    solution = solvers["stability"]().solve(game)
    tree = way_tree(ways(solution), 5, improving=True)
    assert [(twig.state, twig.depth) for twig in tree.twigs] == [(0, 0), (1, 1), (2, 2)]
    check_legible(show(ways(solution)))


def test_what_cannot_be_drawn_says_why():
    with pytest.raises(NotApplicable, match="most is 0"):
        show(found("elmira"), "status_quo_tree", {"most": 0})
    with pytest.raises(NotApplicable):
        show(solve("prisoners_dilemma"), "status_quo_tree")
