"""A deadline for thirty answers: the shipped scenario against published probabilities."""

from __future__ import annotations

import numpy as np
import pytest

from negsim import game, load, paths, solve
from negsim.errors import InvalidGame, NotApplicable


@pytest.fixture(scope="module")
def deadline():
    return load("deadline_ultimatum")


def breakdown(scenario, **values) -> float:
    solution = solve(scenario, "screening", values=values)
    assert solution.ok
    return 1 - solution.game.acceptance(solution.result).sum(1)[0]


@pytest.mark.parametrize(("rounds", "expected"), [(1, 0.5), (2, 0.457), (5, 0.34), (10, 0.195), (20, 0.049)])
def test_breakdown_becomes_rarer_with_rounds(deadline, rounds, expected):
    assert breakdown(deadline, rounds=rounds) == pytest.approx(expected, abs=6e-4)


def test_with_patience_breakdown_stays(deadline):
    assert breakdown(deadline, rounds=20, discount_factor=0.99) == pytest.approx(0.333, abs=6e-4)


@pytest.mark.parametrize(("parties", "expected"), [(30, 0.449), (2, 0.0)])
def test_four_weeks_find_thirty_parties_unready_and_two_ready(deadline, parties, expected):
    chance = deadline.measure("unready", {"number_of_parties_to_consult": parties})
    assert chance == pytest.approx(expected, abs=5e-4)
    tree = game(deadline, "extensive", {"number_of_parties_to_consult": parties})
    assert tree.chance.min() == pytest.approx(min(expected, 1 - expected), abs=5e-4)


@pytest.mark.parametrize(
    ("audience", "outcome"), [(4.0, "unready / refuse / extend"), (6.0, "unready / refuse / escalate")]
)
def test_at_the_deadline_escalation_needs_an_audience_cost_above_its_own(deadline, audience, outcome):
    solution = solve(deadline, "extensive", values={"audience_cost_R": audience, "number_of_parties_to_consult": 57})
    tree, reach = solution.game.tree, solution.game.reach(solution.result)[0]
    likely = tree.terminals[int(np.argmax(reach[tree.terminals]))]
    assert tree.outcomes[tree.outcome[int(np.searchsorted(tree.terminals, likely))]] == outcome


def test_rounds_are_whole_and_the_same_for_a_batch(deadline):
    with pytest.raises(InvalidGame, match=r"games\.screening\.rounds is 2, 3"):
        game(deadline, "screening", {"rounds": np.array([2.0, 3.0])})
    with pytest.raises(InvalidGame, match="one whole number"):
        game(deadline, "screening", {"rounds": 2.5})
    with pytest.raises(NotApplicable, match=r"games\.screening"):
        game(load("baseline_impasse"), "screening")


@pytest.mark.parametrize(("rounds", "expected"), [(1, 0.5), (5, 0.34), (20, 0.049)])
def test_play_is_followed_round_by_round(deadline, rounds, expected):
    found = paths(deadline, values={"rounds": rounds})
    assert found.outcomes["breakdown"] == pytest.approx(expected, abs=6e-4)
    assert sum(found.outcomes.values()) == pytest.approx(1)
    assert found.horizon == rounds
    assert found.likely[0].states[0] == "round 1"
