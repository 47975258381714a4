"""Via(ToUndominated(), ...) finds what the solver finds in the full game."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings

from negsim.errors import NotApplicable
from negsim.games.strategic import StrategicGame
from negsim.reductions.to_undominated import ToUndominated, undominated
from negsim.solvers.base import solvers
from negsim.solvers.strategic.pure_nash import PureNash
from negsim.solvers.via import Via
from negsim.testing.games import samples
from negsim.testing.strategies import strategic_games


def survivors(game):
    """From the definition, in plain loops: the strategies left when no more can be removed."""
    left = [set(range(size)) for size in game.shape]
    table = game.payoffs[0]
    changed = True
    while changed:
        changed = False
        for player, own in enumerate(left):
            others = list(product(*(left[k] for k in range(len(left)) if k != player)))
            for k, rival in product(sorted(own), repeat=2):

                def at(strategy, cell, player=player):
                    return table[(player, *cell[:player], strategy, *cell[player:])]

                if k in own and rival in own and all(at(rival, cell) > at(k, cell) for cell in others):
                    own.remove(k)
                    changed = True
    return left


@settings(deadline=None)
@given(strategic_games(most_strategies=4))
def test_the_strategies_left_are_those_of_the_definition(game):
    alive = undominated(game)[0]
    assert [set(np.flatnonzero(alive[part]).tolist()) for part in game.choices.slices] == survivors(game)


def rows(solution):
    numbers = np.column_stack([solution.result.item, np.round(solution.result.weights, 9) + 0.0])
    return sorted(map(tuple, numbers.tolist()))


@pytest.mark.parametrize("solver", ["pure_nash", "all_nash", "auto"])
def test_equilibria_of_the_reduced_game_are_those_of_the_full_one(solver):
    for name, game in samples().items():
        if solver == "all_nash" and len(game.players) != 2:
            continue
        within = solvers[solver]()
        direct, reduced = within.solve(game), Via(ToUndominated(), within).solve(game)
        assert reduced.status.tolist() == direct.status.tolist(), name
        if solver != "auto" or len(game.players) == 2:
            assert rows(reduced) == rows(direct), name
        assert reduced.residual.max(initial=0) <= 1e-7 * np.ptp(game.payoffs), name
        if solver == "all_nash":
            assert reduced.facts["complete"].tolist() == direct.facts["complete"].tolist(), name


def test_a_correlated_equilibrium_comes_back_to_the_full_game():
    game = samples()["generic 3x3"]
    direct, reduced = (s.solve(game) for s in (solvers["correlated"](), Via(solver="correlated")))
    assert reduced.result.probability.shape == direct.result.probability.shape
    assert reduced.residual.max() <= 1e-9
    totals = [(one.game.payoff(one.result)).sum(1) for one in (direct, reduced)]
    np.testing.assert_allclose(*totals, atol=1e-7)  # both maximise welfare


def test_names_and_values_mean_the_same():
    game = samples()["generic 3x3"]
    assert rows(Via("to_undominated", "pure_nash").solve(game)) == rows(Via(ToUndominated(), PureNash()).solve(game))


def test_answers_that_have_no_way_back_are_refused():
    with pytest.raises(NotApplicable, match="without it"):
        Via(solver="iterated_dominance").solve(samples()["generic 2x2"])


def test_parts_cover_the_batch_and_keep_labels():
    game = StrategicGame(payoffs=samples()["generic 3x3"].payoffs, title="t", comment="c")
    parts = ToUndominated().reduce(game)
    assert sorted(np.concatenate([part.items for part in parts])) == list(range(len(game)))
    assert {(part.game.title, part.game.comment) for part in parts} == {("t", "c")}
    assert all(set(part.game.strategies[0]) <= set(game.strategies[0]) for part in parts)
