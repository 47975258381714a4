"""A long history: the shipped scenario against logit plans iterated by separate code, and its three factors."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from negsim import load, solve
from negsim.studies.predicted import predicted

PRECISION, DISCOUNT, RECOVERY = 2.0, 0.9, 0.25


def crisis(belief=0.7, capability=0.8, stages=20, rounds=300):
    """Chance of a crisis in time, and NATO's plan at the start, from damped logit responses in all nine states."""
    states = list(itertools.product(range(3), range(3)))  # strength, place
    ready, discontent = capability * 0.7 * 0.9, 0.9
    worth = {state: np.zeros(2) for state in states}
    plans = {state: np.full(2, 0.5) for state in states}  # chance of a challenge, of making room
    lump = np.array([-8.0, -12.0 * (1 - belief)])

    def ahead(state, room, table):
        strength, place = state
        stays, grows = (strength, min(place + room, 2)), (min(strength + 1, 2), min(place + room, 2))
        return (1 - RECOVERY) * table[stays] + RECOVERY * table[grows]

    for _ in range(rounds):
        new = {}
        for state in states:
            risk = state[0] / 2 * ready * (1 - state[1] / 2)
            cell = np.empty((2, 2, 2))  # challenge, room, actor
            for attack, room in itertools.product((0, 1), repeat=2):
                flow = np.array([-2 * discontent * (1 - state[1] / 2), -1.0 * room])
                hit = risk * attack
                cell[attack, room] = flow + DISCOUNT * ((1 - hit) * ahead(state, room, worth) + hit * lump)
            attack, room = plans[state]
            mix = np.outer([1 - attack, attack], [1 - room, room])
            new[state] = (mix[..., None] * cell).sum((0, 1))
            gain = np.array(
                [(cell[1] - cell[0])[:, 0] @ [1 - room, room], [1 - attack, attack] @ (cell[:, 1] - cell[:, 0])[:, 1]]
            )
            plans[state] = plans[state] + 0.2 * (1 / (1 + np.exp(-PRECISION * gain)) - plans[state])
        worth = new
    alive, over = {state: float(state == (0, 0)) for state in states}, 0.0
    for _ in range(stages):
        moved = dict.fromkeys(states, 0.0)
        for state, weight in alive.items():
            attack, room = plans[state]
            hit = attack * state[0] / 2 * ready * (1 - state[1] / 2)
            over += weight * hit
            for change, chance in ((0, 1 - room), (1, room)):
                place = min(state[1] + change, 2)
                moved[state[0], place] += weight * (1 - hit) * chance * (1 - RECOVERY)
                moved[min(state[0] + 1, 2), place] += weight * (1 - hit) * chance * RECOVERY
        alive = moved
    return over, plans[0, 0][1]


@pytest.fixture(scope="module")
def history():
    return load("long_history")


def found(scenario, **values):
    rows = predicted(scenario, solve(scenario, values=values), values)
    room = [label.endswith("make_room") for label in scenario.outcome_labels()]
    return rows.endings["crisis"][0], rows.shares[0, room].sum()


@pytest.mark.parametrize("values", [{}, {"belief": 1.0}, {"capability": 0.2}])
def test_a_crisis_is_as_likely_as_separate_code_finds(history, values):
    names = {"belief": "belief_R_declines", "capability": "capability_R"}
    told = found(history, **{names[key]: value for key, value in values.items()})
    np.testing.assert_allclose(told, crisis(**values), atol=1e-6)


@pytest.mark.parametrize("factor", ["capability_R", "dissatisfaction_R", "public_support_R"])
def test_without_any_of_its_three_factors_there_is_no_challenge(history, factor):
    assert found(history, **{factor: 0.0})[0] == 0


def test_means_and_support_count_alike(history):
    assert found(history, capability_R=0.4, public_support_R=0.9)[0] == pytest.approx(
        found(history, capability_R=0.9, public_support_R=0.4)[0], abs=1e-9
    )
