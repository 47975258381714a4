"""The three demands, dropped one by one: payoffs by hand, and the states that hold."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from negsim.scenario.load import load
from negsim.studies.solve import solve

# Provenance: the worth of the items is that of the project's source dossier (scenario unbundled_vs_package); the rest
# is assumed in the file. `value` is written from the file's words, and `nash` tries every change.
IMPASSE = "demand / demand / demand / open_door / agree / stay"
PARTIAL = "drop / demand / drop / pledge / agree / stay"
MISSILES_ONLY = "drop / demand / drop / open_door / agree / stay"
DEFAULTS = {"audience": 4.0, "weight": 0.5, "chip": 0.5, "rollback": 10.0, "treaty": 7.0, "face": 1.0}
NAMES = {
    "audience": "audience_cost_R",
    "weight": "reciprocity_weight",
    "chip": "belief_chip",
    "rollback": "cost_rollback_W",
    "treaty": "cost_treaty_W",
    "face": "face_cost_W",
}
LEVELS = [["demand", "drop"]] * 3 + [["open_door", "pledge", "treaty"], ["refuse", "agree"], ["stay", "withdraw"]]


def value(first, second, third, membership, missiles, infrastructure, **values):
    told = DEFAULTS | values
    russia = {"open_door": 0, "pledge": -0.4 * told["audience"], "treaty": 0}[membership] if first == "drop" else 0
    if first == "drop" and membership == "open_door":
        russia -= told["audience"]
    russia -= 1.0 * (second == "drop") + 0.5 * (third == "drop" and infrastructure == "stay")
    nato = 0.2 * (missiles == "agree") - told["face"] * (membership != "open_door")
    open_demands = [
        first == "demand" and membership != "treaty",
        second == "demand" and missiles == "refuse",
        third == "demand" and infrastructure == "stay",
    ]
    if not any(open_demands):
        russia += {"open_door": 0, "pledge": 4, "treaty": 6}[membership]
        russia += 4 * (missiles == "agree") + 3 * (infrastructure == "withdraw")
        nato += 2 + (missiles == "agree") - told["rollback"] * (infrastructure == "withdraw")
        nato -= {"open_door": 0, "pledge": 1.5, "treaty": told["treaty"]}[membership]
        if membership == "pledge" and third == "drop":
            nato += told["weight"] * 3 * (1 - told["chip"])
    return russia, nato


def nash(**values):
    found = []
    for cell in itertools.product(*LEVELS):
        own = [value(*mine, *cell[3:], **values)[0] for mine in itertools.product(*LEVELS[:3])]
        other = [value(*cell[:3], *theirs, **values)[1] for theirs in itertools.product(*LEVELS[3:])]
        here = value(*cell, **values)
        if here[0] >= max(own) - 1e-9 and here[1] >= max(other) - 1e-9:
            found.append(" / ".join(cell))
    return found


def stable(values, concept):
    told = {NAMES[short]: number for short, number in values.items()}
    solution = solve(load("three_demands"), "conflict", "stability", values=told)
    states = solution.result.equilibria[0, solution.result.concepts.index(concept)]
    return [solution.game.states[k] for k in np.flatnonzero(states)]


@pytest.mark.parametrize("values", [{}, {"audience": 1.0, "weight": 2.0, "chip": 0.2, "rollback": 3.0, "face": 0.0}])
def test_payoffs_are_what_the_words_say(values):
    scenario = load("three_demands")
    table = scenario.payoff_table({NAMES[short]: number for short, number in values.items()})[0]
    labels = scenario.outcome_labels()
    assert labels == tuple(map(" / ".join, itertools.product(*LEVELS)))
    expected = np.array([value(*label.split(" / "), **values) for label in labels]).T
    np.testing.assert_allclose(table, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, [IMPASSE]),
        ({"weight": 2.0, "chip": 0.58}, [IMPASSE, PARTIAL]),
        ({"weight": 2.0, "chip": 0.59}, [IMPASSE]),
        ({"audience": 3.51}, [IMPASSE]),
        ({"audience": 3.49}, [MISSILES_ONLY]),
    ],
)
def test_nash_equilibria_by_trying_every_change(values, expected):
    assert nash(**values) == stable(values, "nash") == expected


def test_the_partial_deal_holds_by_foresight_and_serves_both_better():
    assert PARTIAL in stable({}, "seq")
    assert PARTIAL not in stable({}, "nash")
    np.testing.assert_allclose(value(*PARTIAL.split(" / ")), [5.9, 1.45], rtol=0, atol=1e-12)
    np.testing.assert_allclose(value(*IMPASSE.split(" / ")), [0, 0.2], rtol=0, atol=1e-12)


def test_a_package_fails_on_its_least_acceptable_item():
    """With a treaty that costs nothing the whole package is stable until the third demand costs 3; at 7 it never is."""
    whole = "demand / demand / demand / treaty / agree / withdraw"
    assert whole in nash(treaty=0.0, face=0.0, rollback=2.9)
    assert whole not in nash(treaty=0.0, face=0.0, rollback=3.1)
    assert whole not in nash(rollback=0.0)
