"""The graph of a conflict: what it shows is what was found, and it can be read with nine states and with many."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.text import Text

from negsim.errors import NotApplicable
from negsim.games.conflict import ConflictGame
from negsim.scenario.load import load
from negsim.solvers.base import solvers
from negsim.studies.solve import solve
from negsim.views.drawing.conflict_map import PLAYERS
from negsim.views.drawing.state_grid import state_grid
from negsim.views.drawing.state_spread import state_spread
from negsim.views.plots.stability_graph import HELD
from negsim.views.show import show, suited
from tests.figures import check_legible, words

CYCLE = {"row": [(0, 2), (2, 0), (1, 3), (3, 1)], "column": [(0, 1), (1, 0), (2, 3), (3, 2)]}


def chicken():
    return ConflictGame.from_graph(
        players=["row", "column"],
        states=["CC", "CD", "DC", "DD"],
        moves=CYCLE,
        payoffs={"row": [3, 2, 4, 1], "column": [3, 4, 2, 1]},
    )


def scattered(size, seed=0):
    """A conflict of three parties with moves and payoffs at random."""
    draw = np.random.default_rng(seed)
    moves = {player: [(int(a), int(b)) for a, b in draw.integers(0, size, (size, 2)) if a != b] for player in "abc"}
    payoffs = {player: draw.integers(0, 10, size) for player in "abc"}
    return ConflictGame.from_graph(players="abc", states=range(size), moves=moves, payoffs=payoffs)


@functools.cache
def things():
    return {
        "impasse": solve("baseline_impasse", "conflict"),
        "elmira": solve("elmira", "conflict"),
        "grand game": solve("four_track_grand_game", "conflict"),
        "many concepts": solve("baseline_impasse", "conflict", "limited_move"),
        "neighbours": solve("neighbours_membership", "conflict"),
        "chicken": solvers["stability"]().solve(chicken()),
        "scattered": solvers["stability"]().solve(scattered(24)),
        "many": solvers["stability"]().solve(scattered(100)),
    }


def improvements(game):
    """(player, from, to) of every move to a state of higher payoff, one by one."""
    return {
        (player, state, int(target))
        for player in range(len(game.players))
        for state in range(len(game.states))
        for target in game.graph.targets(player, state)
        if game.payoffs[0, player, target] > game.payoffs[0, player, state]
    }


def arrows(figure):
    """The arrows from box to box; the key's own run between no boxes."""
    return [arrow for arrow in figure.findobj(FancyArrowPatch) if arrow.patchA is not None]


@pytest.mark.parametrize("name", ["impasse", "many concepts", "elmira", "grand game", "chicken", "many"])
def test_pictures_of_conflicts_are_legible(name):
    check_legible(show(things()[name], "stability_graph"))


@pytest.mark.parametrize("name", ["impasse", "elmira", "chicken"])
def test_of_few_states_every_improvement_is_an_arrow_in_its_players_colour(name):
    game = things()[name].game
    found = [to_hex(arrow.get_edgecolor()) for arrow in arrows(show(things()[name], "stability_graph"))]
    expected = [to_hex(PLAYERS[player]) for player, _, _ in improvements(game)]
    assert sorted(found) == sorted(expected)


def test_of_more_states_the_best_improvements_are_arrows():
    game = things()["scattered"].game
    best = {}
    for player, state, target in improvements(game):
        best[player, state] = max(best.get((player, state), -np.inf), game.payoffs[0, player, target])
    expected = [key for key in improvements(game) if game.payoffs[0, key[0], key[2]] == best[key[:2]]]
    assert len(arrows(show(things()["scattered"], "stability_graph"))) == len(expected)
    every = show(things()["scattered"], "stability_graph", {"arrows": "all"})
    assert len(arrows(every)) == len(improvements(game))


def test_of_many_states_marks_say_who_has_an_improvement():
    game = things()["grand game"].game
    figure = show(things()["grand game"], "stability_graph")
    assert not arrows(figure)
    restless = {(player, state) for player, state, _ in improvements(game)}
    marks = [line for line in figure.axes[0].lines if line.get_marker() not in ("None", "", None)]
    counts = {to_hex(line.get_color()): len(line.get_xdata()) for line in marks}
    assert counts == {  # with one in the key
        to_hex(PLAYERS[player]): 1 + sum(who == player for who, _ in restless) for player in range(len(game.players))
    }


@pytest.mark.parametrize("name", ["impasse", "elmira", "grand game", "many"])
def test_a_segment_is_filled_for_every_concept_under_which_a_state_is_an_equilibrium(name):
    solution = things()[name]
    figure = show(solution, "stability_graph")
    filled = [each for each in figure.findobj(PolyCollection) if to_hex(each.get_facecolor()[0]) == to_hex(HELD)]
    assert sum(len(each.get_paths()) for each in filled) == int(solution.result.equilibria.sum()) + len(
        solution.result.concepts
    )  # and the key's


def test_one_frame_is_thick_the_status_quo():
    figure = show(things()["impasse"], "stability_graph")
    thick = [patch for patch in figure.findobj(FancyBboxPatch) if patch.get_linewidth() > 2]
    assert len(thick) == 1
    x, y = thick[0].get_bbox().x0, thick[0].get_bbox().y0
    number = next(text for text in figure.findobj(Text) if text.get_text() == "1")
    assert 0 < number.get_position()[0] - x < 0.3
    assert 0 < number.get_position()[1] - y < 0.3


def test_options_stand_beside_and_above_with_their_owner():
    told = [text for text, _ in words(show(things()["grand game"], "stability_graph"))]
    assert "package (Russia)" in told
    assert "moratorium (NATO)" in told
    assert told.count("open door") == 1
    assert told.count("sanctions") == 12
    assert "Four tracks at once" in told


def test_a_grid_has_each_states_levels_in_its_headings():
    game = things()["grand game"].game
    grid = state_grid(game)
    assert (grid.rows, grid.columns) == (8, 24)
    for side, lines in ((grid.beside, grid.row), (grid.above, grid.column)):
        for heading in side:
            option = game.sheet.options.index(heading.option)
            for first, end, level in heading.spans:
                inside = (first <= lines) & (lines < end)
                assert {game.sheet.labels[option][k] for k in game.sheet.levels[inside, option]} == {level}


def test_parties_share_a_side_of_the_grid_where_that_fits():
    grid = state_grid(ConflictGame.from_scenario(load("four_track_four_parties")))
    assert (grid.rows, grid.columns) == (24, 32)
    assert {heading.owner for heading in grid.beside if heading.owner} == {"NATO"}
    assert {heading.owner for heading in grid.above if heading.owner} == {"Russia", "Ukraine", "Georgia"}


def test_states_that_were_joined_stand_below_the_grid_by_name():
    grid = state_grid(things()["elmira"].game)
    assert [things()["elmira"].game.states[k] for k in grid.joined] == ["abandoned"]
    assert set(grid.row[list(grid.joined)]) == {grid.rows}
    told = [text for text, _ in words(show(things()["elmira"], "stability_graph"))]
    assert any("abandoned" in text for text in told)


def test_without_options_neighbours_stand_nearer_than_others():
    place = state_spread(chicken())
    apart = np.linalg.norm(place[:, None] - place[None, :], axis=2)
    sides, diagonals = [apart[0, 1], apart[0, 2], apart[1, 3], apart[2, 3]], [apart[0, 3], apart[1, 2]]
    assert max(sides) < min(diagonals)
    assert state_grid(chicken()) is None


def test_states_that_nobody_can_leave_have_places_too():
    lone = ConflictGame.from_graph(players=["a"], states="xyz", moves={}, payoffs={"a": [1, 2, 3]})
    place = state_spread(lone)
    assert np.isfinite(place).all()
    check_legible(show(solvers["stability"]().solve(lone)))
    one = ConflictGame.from_graph(players=["a"], states="x", moves={}, payoffs={"a": [1]})
    check_legible(show(solvers["stability"]().solve(one)))


def test_the_picture_that_suits_a_conflict():
    assert suited(things()["chicken"]) == suited(things()["chicken"].game) == "stability_graph"
    assert suited(things()["chicken"][0]) == "stability_graph"


def test_what_cannot_be_drawn_says_why():
    with pytest.raises(NotApplicable, match="one of auto, all, best, none"):
        show(things()["chicken"], "stability_graph", {"arrows": "some"})
    with pytest.raises(NotApplicable, match="is for conflicts"):
        show(solve("prisoners_dilemma"), "stability_graph")
    with pytest.raises(NotApplicable, match="1,100 states, and a page holds 1,000"):
        show(solvers["stability"]().solve(scattered(1100)), "stability_graph")


@pytest.mark.parametrize(
    ("to", "moves"), [("10", 2), ("parallel / hold / free / finite / free / talks / no_sanctions", 2)]
)
def test_a_way_to_a_state_is_drawn_wide(to, moves):
    figure = show(things()["grand game"], "stability_graph", {"to": to})
    assert [arrow.get_linewidth() > 3 for arrow in arrows(figure)] == [True, True]
    assert "a shortest way to 10" in [text for text, _ in words(figure)]


def test_a_way_that_is_not_there_is_refused():
    lone = ConflictGame.from_graph(players=["a"], states="xy", moves={}, payoffs={"a": [1, 2]})
    with pytest.raises(NotApplicable, match="no way leads from the status quo to 'y'"):
        show(solvers["stability"]().solve(lone), "stability_graph", {"to": "y"})


def test_payoffs_of_several_stay_within_their_boxes():
    figure = show(things()["neighbours"], "stability_graph")
    figure.canvas.draw()
    (axes,) = figure.axes
    width = max(patch.get_window_extent().width for patch in axes.patches if isinstance(patch, FancyBboxPatch))
    paid = [text for text in axes.texts if text.get_text().count(", ") == 3 and "payoffs" not in text.get_text()]
    assert len(paid) == 24
    assert all(text.get_window_extent().width < width for text in paid)


def test_names_with_an_article_stand_in_the_key_as_in_a_sentence():
    told = words(show(things()["elmira"], "stability_graph"))
    assert any("improvement of the local government" in text for text in told)
