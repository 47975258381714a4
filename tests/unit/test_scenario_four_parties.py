"""The grand game with Ukraine and Georgia: the two-party game inside it, and what parties can leave together."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from negsim.games.conflict import ConflictGame
from negsim.scenario.load import load

# Provenance: the two-party core is the one published; what was added is told in the note of the scenario, and what is
# said of it here was found by trying every change of every group of parties (`improvements` below).
IMPASSE = "insist / hold / free / open_door / free / talks / no_sanctions / apply / apply"
DEAL = "parallel / hold / free / finite / free / talks / no_sanctions / rely / rely"
RESTRAINT = "parallel / hold / restrain / finite / restrain / talks / no_sanctions"


@pytest.fixture(scope="module")
def game():
    return ConflictGame.from_scenario(load("four_track_four_parties"))


def improvements(game, group, state):
    """The states that a group can bring about together and each of its members likes better; by comparing levels."""
    levels, payoff = game.sheet.levels, game.payoffs[0]
    others = ~np.isin(game.sheet.owner, group)
    reached = (levels[:, others] == levels[state, others]).all(1)
    better = (payoff[list(group)] > payoff[list(group), state, None] + 1e-9).all(0)
    return np.flatnonzero(reached & better)


def nash(game):
    parties = range(len(game.players))
    found = [s for s in range(len(game.states)) if not any(len(improvements(game, (p,), s)) for p in parties)]
    return [game.states[s] for s in found]


def test_the_numbers_of_the_two_party_game_are_kept():
    two, four = load("four_track_grand_game").parameters, load("four_track_four_parties").parameters
    kept = set(two) - {"discount_factor"}  # the game of four is not played over time
    assert {name: (two[name].value, two[name].low, two[name].high) for name in kept} == {
        name: (four[name].value, four[name].low, four[name].high) for name in kept
    }


def test_without_neighbours_at_the_door_it_is_the_two_party_game(game):
    core = load("four_track_grand_game")
    payoff = dict(zip(core.outcome_labels(), core.payoff_table({})[0].T, strict=True))
    for label, pays in zip(game.states, game.payoffs[0].T, strict=True):
        if label.endswith(" / rely / rely"):
            np.testing.assert_allclose(pays[:2], payoff[label.removesuffix(" / rely / rely")], rtol=0, atol=1e-12)


def test_an_application_costs_russia_and_words_please_nato(game):
    by_label = dict(zip(game.states, game.payoffs[0].T, strict=True))
    both = by_label[IMPASSE] - by_label[IMPASSE.replace("apply", "rely")]
    np.testing.assert_allclose(both, [-1.0, 0.8, 0.8, 0.8], rtol=0, atol=1e-12)


def test_nash_equilibria_are_those_of_two_parties(game):
    assert nash(game) == [DEAL, IMPASSE]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"audience_cost_R": 6.24}, [DEAL, IMPASSE]),
        ({"audience_cost_R": 6.26}, [IMPASSE]),
        ({"face_cost_W": 1.51}, [IMPASSE]),
    ],
)
def test_the_deal_tips_where_it_does_between_two(values, expected):
    assert nash(ConflictGame.from_scenario(load("four_track_four_parties"), values)) == expected


def test_what_serves_two_may_not_serve_those_away(game):
    start = game.number_of(IMPASSE)
    together = improvements(game, (0, 1), start)
    best = max(together, key=lambda s: game.payoffs[0, :2, s].min())
    assert len(together) == 3
    assert game.states[best] == f"{RESTRAINT} / apply / apply"
    np.testing.assert_allclose(game.payoffs[0, :, best], [2.4, 2.7, -0.5, -0.5], rtol=0, atol=1e-12)


def test_all_four_can_leave_either_equilibrium_together(game):
    everybody = tuple(range(4))
    agreed = game.number_of(f"{RESTRAINT} / rely / rely")
    np.testing.assert_allclose(game.payoffs[0, :, agreed], [2.7, 2.7, 1.2, 1.2], rtol=0, atol=1e-12)
    assert all(agreed in improvements(game, everybody, game.number_of(label)) for label in (IMPASSE, DEAL))


def test_no_group_without_russia_and_nato_can_leave_the_impasse(game):
    groups = [g for size in range(1, 5) for g in itertools.combinations(range(4), size) if not {0, 1} <= set(g)]
    assert not [group for group in groups if len(improvements(game, group, game.number_of(IMPASSE)))]
