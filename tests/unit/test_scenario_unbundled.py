"""The package, taken apart: payoffs by hand, and what each way of dealing with the four issues leads to."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from negsim import game, load
from negsim.studies.linkage.compare import linkage

# Provenance: the worth of the items, the payoffs of the package and of separate tracks, and the confidence threshold
# are those of the project's source dossier (scenario unbundled_vs_package), computed there; the rest is assumed here.
ITEMS = {  # worth to Russia and NATO
    "open_door": (0, 0),
    "pledge": (4, -1.5),
    "law": (6, -7),
    "refuse": (0, 0),
    "agree": (4, 1),
    "stay": (0, 0),
    "withdraw": (3, -10),
    "none": (0, 0),
    "steps": (1, 2),
}
LEVELS = [["open_door", "pledge", "law"], ["refuse", "agree"], ["stay", "withdraw"], ["none", "steps"]]
ISSUES = ("membership", "missiles", "infrastructure", "confidence")


def worth(levels: tuple[str, ...], missiles: float = 0.5, steps: float = 0.5) -> np.ndarray:
    """Payoffs of Russia and NATO, added up item by item."""
    total = np.sum([ITEMS[level] for level in levels], axis=0)
    if levels[0] != "open_door":
        total = total + missiles * (levels[1] == "agree") + steps * (levels[3] == "steps")
    return total


@pytest.fixture(scope="module")
def scenario():
    return load("unbundled_vs_package")


def test_payoffs_are_what_the_words_say(scenario):
    asked = game(scenario, "bargaining")
    cells = list(itertools.product(*LEVELS))
    assert asked.agreements == tuple(map(" / ".join, cells))
    np.testing.assert_allclose(asked.payoffs[0], np.transpose([worth(cell) for cell in cells]), rtol=0, atol=1e-12)
    assert asked.disagreement.tolist() == [[0, 0]]


def test_the_package_costs_nato_14_and_is_refused(scenario):
    asked = game(scenario, "bargaining", {"complementarity": 0, "confidence_gain_small_steps": 0})
    assert asked.payoffs[0, :, asked.number_of("law / agree / withdraw / steps")].tolist() == [14, -14]
    for values in ({}, {"complementarity": 0, "confidence_gain_small_steps": 0}):
        package = linkage(scenario, values=values).outcome("package")
        assert package.agreement == ("no agreement",)
        assert package.payoffs.tolist() == [[0, 0]]
        assert not package.settled.any()


def test_separate_tracks_settle_missiles_and_confidence_building(scenario):
    found = linkage(scenario).outcome("issue by issue")
    assert found.agreement == ("open_door / agree / stay / steps",)
    assert found.settled[0].tolist() == [False, True, False, True]
    assert found.payoffs.tolist() == [[5, 3]]


@pytest.mark.parametrize(
    ("values", "unbundles"),
    [
        ({}, False),
        ({"confidence_q": 0.49}, False),
        ({"confidence_q": 0.5}, True),
        ({"audience_cost_R": 2}, True),
        ({"leverage_loss": 1}, True),
        ({"leverage_loss": 1.79}, True),
        ({"leverage_loss": 1.81}, False),
    ],
)
def test_russia_keeps_the_package_below_a_confidence_of_one_half(scenario, values, unbundles):
    assert linkage(scenario, values=values).unbundles().tolist() == [unbundles]


def test_the_margin_of_taking_apart_is_the_published_formula(scenario):
    q, leverage, audience = np.random.default_rng(6).uniform([0, 0, 0], [1, 6, 10], (50, 3)).T
    values = {"confidence_q": q, "leverage_loss": leverage, "audience_cost_R": audience}
    found = linkage(scenario, values=values)
    np.testing.assert_allclose(found.gain("issue by issue", "package")[:, 0], 5 + 4 * q - leverage - audience)
    assert (found.unbundles() == (5 + 4 * q - leverage - audience >= 0)).all()
