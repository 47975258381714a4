"""Laws of stability: names, units and idle players do not matter, and structures of preferences have a crisp limit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import ArcGraph
from negsim.solvers.conflict.attitude_stability import AttitudeStability
from negsim.solvers.conflict.fuzzy_stability import FuzzyStability
from negsim.solvers.conflict.matrix_stability import MatrixStability
from negsim.solvers.conflict.stability import Stability
from negsim.solvers.conflict.strength_stability import StrengthStability
from negsim.solvers.conflict.unknown_preference_stability import UnknownPreferenceStability
from negsim.testing.strategies import conflict_games

SOLVERS = [
    Stability(),
    MatrixStability(),
    StrengthStability(),
    UnknownPreferenceStability(unsure=1.5),
    FuzzyStability(thresholds=(1.5,)),
    AttitudeStability(),
    AttitudeStability(indifferent="neither"),
]
TREATMENTS = ["a", "b", "c", "d"]
some = settings(max_examples=40, deadline=None)


def stable(solver, game):
    """Shape (concept, player, state)."""
    return solver.solve(game).strict().result.stable[0]


def certainty(game):
    """Shape (1, player, state, state): 1 where the second state is better, -1 where it is worse."""
    payoffs = game.payoffs[0]
    return np.sign(payoffs[:, None, :] - payoffs[:, :, None])[None]


@pytest.mark.parametrize("solver", SOLVERS, ids=repr)
@some
@given(conflict_games(), st.randoms(use_true_random=False))
def test_new_names_for_states_and_players_move_the_verdicts_along(solver, game, random):
    players, states = list(range(len(game.players))), list(range(len(game.states)))
    random.shuffle(players)
    random.shuffle(states)
    number = np.argsort(states)
    arcs = [game.graph.arcs(player) for player in players]
    renamed = replace(
        game,
        payoffs=game.payoffs[:, players][:, :, states],
        graph=ArcGraph(len(states), [(number[source], number[target]) for source, target in arcs]),
    )
    assert np.array_equal(stable(solver, renamed), stable(solver, game)[:, players][:, :, states])


@pytest.mark.parametrize("solver", [Stability(), MatrixStability()], ids=repr)
@some
@given(conflict_games(), st.floats(0.1, 10), st.floats(-100, 100))
def test_verdicts_ignore_the_units_of_each_player(solver, game, unit, zero):
    units = unit ** np.arange(len(game.players))[:, None]
    assert np.array_equal(stable(solver, replace(game, payoffs=game.payoffs * units + zero)), stable(solver, game))


@pytest.mark.parametrize("unit", [0.25, 8.0])
@some
@given(game=conflict_games())
def test_strength_and_doubt_have_the_unit_of_payoffs(unit, game):
    scaled = replace(game, payoffs=game.payoffs * unit)
    for first, second in [
        (StrengthStability(strong=2), StrengthStability(strong=2 * unit)),
        (FuzzyStability(thresholds=(1.5,)), FuzzyStability(thresholds=(1.5 * unit,))),
        (UnknownPreferenceStability(unsure=1.5), UnknownPreferenceStability(unsure=1.5 * unit)),
    ]:
        assert np.array_equal(stable(first, game), stable(second, scaled))


@pytest.mark.parametrize("solver", SOLVERS, ids=repr)
@some
@given(game=conflict_games())
def test_a_player_without_moves_changes_nothing_for_the_others(solver, game):
    arcs = [game.graph.arcs(player) for player in range(len(game.players))]
    joined = ConflictGame(
        payoffs=np.concatenate([game.payoffs, np.arange(len(game.states))[None, None]], axis=1),
        graph=ArcGraph(len(game.states), [*arcs, ([], [])]),
        players=(*game.players, "observer"),
        states=game.states,
    )
    found = stable(solver, joined)
    assert np.array_equal(found[:, :-1], stable(solver, game))
    weak = [name.startswith("weak") for name in solver.solve(joined).result.concepts]
    assert np.array_equal(found[:, -1].all(1), ~np.array(weak))


@some
@given(game=conflict_games())
def test_every_structure_has_the_classic_concepts_as_its_crisp_limit(game):
    classic = stable(MatrixStability(), game)
    sharp = replace(game, degrees=certainty(game))
    for solver in (
        FuzzyStability(thresholds=(1e-9,)),
        FuzzyStability(thresholds=(1.0,)),
        *(UnknownPreferenceStability(treatment=treatment) for treatment in TREATMENTS),
        AttitudeStability(indifferent="neither"),
        Stability(),
    ):
        assert np.array_equal(stable(solver, sharp), classic), solver
    assert np.array_equal(stable(StrengthStability(), sharp)[:5], classic)


@some
@given(game=conflict_games())
def test_strong_and_weak_part_the_stable_states_and_harsher_demands_leave_fewer_strong_ones(game):
    before = None
    for strong in (1, 2, 4, 1e9):
        found = stable(StrengthStability(strong=strong), game)
        held, firm, weak = found[1:5], found[5:9], found[9:]
        assert np.array_equal(firm | weak, held)
        assert not (firm & weak).any()
        assert before is None or not (firm & ~before).any()
        before = firm
    assert np.array_equal(before, np.broadcast_to(found[0], before.shape))  # no sanction is that harsh: Nash alone


@some
@given(game=conflict_games(), unsure=st.sampled_from([0.5, 1.5, 2.5, 10.0]))
def test_what_tempts_less_or_deters_more_leaves_more_states_stable(game, unsure):
    a, b, c, d = (stable(UnknownPreferenceStability(treatment=t, unsure=unsure), game) for t in TREATMENTS)
    for fewer, more in [(a, b), (a, c), (b, d), (c, d)]:
        assert not (fewer & ~more).any()


@some
@given(game=conflict_games())
def test_where_nothing_is_known_treatments_say_all(game):
    blank = np.full((1, len(game.players), len(game.states), len(game.states)), np.nan)
    dark = replace(game, degrees=np.where(np.eye(len(game.states), dtype=bool), 0.0, blank))
    for treatment in "bd":
        assert stable(UnknownPreferenceStability(treatment=treatment), dark).all()
    moves = [[len(game.graph.targets(k, s)) > 0 for s in range(len(game.states))] for k in range(len(game.players))]
    assert np.array_equal(stable(UnknownPreferenceStability(treatment="a"), dark)[0], ~np.array(moves))
    assert np.array_equal(stable(UnknownPreferenceStability(treatment="c"), dark)[1], _answered(dark))


def _answered(game):
    """Shape (player, state): where every move of one's own can be answered by somebody."""
    count, size = len(game.players), len(game.states)
    able = [
        [any(len(game.graph.targets(j, s)) for j in range(count) if j != i) for s in range(size)] for i in range(count)
    ]
    return np.array([[all(able[i][t] for t in game.graph.targets(i, s)) for s in range(size)] for i in range(count)])


def test_a_bound_is_reached_in_spite_of_rounding():
    game = ConflictGame.from_graph(
        players=["a", "b"],
        states=["now", "then", "after"],
        moves={"a": [("now", "then")], "b": [("then", "after")]},
        payoffs={"a": [0.1, 0.1 + 0.2, -0.2], "b": [0, 0, 1]},
    )
    assert 0.1 + 0.2 - 0.1 > 0.2 > 0.3 - 0.1  # what rounding does
    for solver in (FuzzyStability(thresholds=(0.2,)), StrengthStability(strong=0.3)):
        assert "now" not in solver.solve(game)[0].stable["nash"]["a"]
    assert "now" in StrengthStability(strong=0.3).solve(game)[0].stable["strong seq"]["a"]
    sure = replace(game, payoffs=np.where(game.payoffs == 0.1 + 0.2, 0.3, game.payoffs))
    assert "now" not in FuzzyStability(thresholds=(0.2,)).solve(sure)[0].stable["nash"]["a"]
