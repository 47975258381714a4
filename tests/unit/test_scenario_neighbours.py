"""The shipped scenario of neighbours and membership against separate code and its published equilibria."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from negsim.scenario.load import load
from negsim.studies.jumps import jumps

# Provenance: the reference model of scenario neighbours_membership in the project's source dossier (illustrative
# assumptions); its two pure equilibria at the defaults were computed there by enumeration.
EQUILIBRIA = ["alternative / rely / rely / words", "pressure / apply / apply / words"]


def pay(
    r, u, g, n, *, quality=2.0, belief=0.6, shelter=0.8, threat=1.5, use=0.6, face=1.0, words=0.4, cost=6.0, ready=0.05
):
    def neighbour(course):
        if course == "apply":
            base = {"admission": 5, "words": shelter, "moratorium": -0.5}[n]
            return base - (threat * 0.5 if r == "pressure" else 0)
        return (belief * quality if r == "alternative" else 0) - (threat if r == "pressure" else 0)

    k = (u == "apply") + (g == "apply")
    factor = (0.6 if r == "pressure" else 1) * (0.3 if n == "moratorium" else 1)
    russia = -1 - 2 * k * factor - (8 * k if n == "admission" else 0)
    if n == "admission":
        fought_over = (use if r == "pressure" else 0.2) * (1 - ready)
        nato = k * (0.5 - 1 - fought_over * cost / 0.5)  # benefit, strain, and a cost met with probability 1/2
    elif n == "words":
        nato = k * (words - (0.5 if r == "pressure" else 0))
    else:
        nato = -face + (0.3 if r == "alternative" else 0.1)
    return russia, neighbour(u), neighbour(g), nato


NAMES = {
    "quality": "quality_alternative",
    "belief": "credibility_alternative",
    "shelter": "shelter_of_rhetoric",
    "threat": "threat_perceived",
    "use": "readiness_R",
    "face": "face_cost_W",
    "words": "value_rhetoric_W",
    "cost": "cost_admission_W",
    "ready": "readiness_W",
}


@pytest.fixture(scope="module")
def scenario():
    return load("neighbours_membership")


def test_payoffs_equal_the_reference_model(scenario):
    rng = np.random.default_rng(2)
    drawn = {short: rng.uniform(0, 1, 20) * scenario.parameters[name].high for short, name in NAMES.items()}
    table = scenario.payoff_table({NAMES[short]: values for short, values in drawn.items()})
    for outcome, label in enumerate(scenario.outcome_labels()):
        for row in range(20):
            values = {short: numbers[row] for short, numbers in drawn.items()}
            np.testing.assert_allclose(table[row, :, outcome], pay(*label.split(" / "), **values), atol=1e-12)


def pure_equilibria(scenario, **values):
    layout = scenario.strategy_layout()
    payoffs = scenario.payoff_table(values)[0][:, layout.outcome]
    labels = scenario.outcome_labels()
    found = []
    for cell in itertools.product(*map(range, layout.outcome.shape)):
        lines = [tuple(slice(None) if axis == k else at for axis, at in enumerate(cell)) for k in range(len(cell))]
        if all(payoffs[k][cell] >= payoffs[k][line].max() - 1e-12 for k, line in enumerate(lines)):
            found.append(labels[layout.outcome[cell]])
    return sorted(found)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, EQUILIBRIA),
        ({"credibility_alternative": 0.2}, EQUILIBRIA[1:]),
        ({"credibility_alternative": 0.4}, EQUILIBRIA),
        ({"quality_alternative": 1.0}, EQUILIBRIA[1:]),
        ({"threat_perceived": 3.0}, EQUILIBRIA),
    ],
)
def test_pure_equilibria_are_the_published_ones(scenario, values, expected):
    assert pure_equilibria(scenario, **values) == expected


def test_from_one_equilibrium_to_the_other_it_takes_three_at_once(scenario):
    """SF22: an alternative changes the neighbours' course only if Russia and both of them change together."""
    (jump,) = jumps(scenario)
    labels = scenario.outcome_labels()
    source, target = labels[jump.source], labels[jump.target]
    assert [source, target] == EQUILIBRIA[::-1]
    assert [jump.game.players[k] for k in jump.members] == ["russia", "ukraine", "georgia"]
    before, after = (pay(*label.split(" / ")) for label in (source, target))
    assert all(after[k] > before[k] for k in jump.members)
    for missing in range(3):  # what the other two bring about without it is no equilibrium
        halfway = [(source if k == missing else target).split(" / ")[k] for k in range(4)]
        assert " / ".join(halfway) not in pure_equilibria(scenario)
    assert jump.told().startswith("Russia, Ukraine and Georgia could together leave")
