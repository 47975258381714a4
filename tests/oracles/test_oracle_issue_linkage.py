"""Linked and separate settlement of divisible issues, against published closed forms."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from negsim.games.bargaining import BargainingGame
from negsim.games.sheet import Sheet
from negsim.studies.linkage.compare import linkage

FIXTURE = json.loads((Path(__file__).parent / "data" / "ir" / "bargaining_issue_linkage.json").read_text("utf-8"))
CASES = FIXTURE["cases"]


def divided(first: list[float], second: list[float], disagreement: list[float], *, open_level: bool) -> BargainingGame:
    """Issues of which each side gets a share; with a level for leaving an issue open, or without."""
    levels = np.array(list(itertools.product(range(2 + open_level), repeat=len(first))), np.int16)
    names = tuple(f"issue_{k}" for k in range(len(first)))
    ids = (*["open"] * open_level, "all_b", "all_a")
    shares = np.stack([levels == len(ids) - 1, levels == len(ids) - 2])  # of a, of b
    return BargainingGame(
        payoffs=np.einsum("pai,pi->pa", shares.astype(float), np.array([first, second], float))[None],
        disagreement=[disagreement],
        players=("a", "b"),
        lotteries=True,
        status_quo=0,
        sheet=Sheet(
            options=names,
            owner=np.zeros(len(names), np.intp),
            labels=(ids,) * len(names),
            said=tuple((name, ids) for name in names),
            levels=levels,
        ),
    )


@pytest.mark.parametrize("case", CASES)
def test_divided_issues_linked_and_one_by_one(case):
    told, expected = case["params"], case["expected"]
    game = divided(told["weights_A"], told["weights_B"], told["disagreement"], open_level=False)
    found = linkage(game, "nash_bargaining")
    linked, apart = found.outcome("package"), found.outcome("issue by issue")
    np.testing.assert_allclose(linked.payoffs[0], expected["nash"], rtol=0, atol=FIXTURE["verification"]["tolerance"])
    np.testing.assert_allclose(apart.payoffs[0], expected["issue_by_issue_nash_zero_disagreement"], rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.outcome("free").payoffs, linked.payoffs)


@pytest.mark.parametrize("case", [case for case in CASES if not any(case["params"]["disagreement"])])
def test_the_same_where_issues_can_be_left_open(case):
    told, expected = case["params"], case["expected"]
    game = divided(told["weights_A"], told["weights_B"], told["disagreement"], open_level=True)
    found = linkage(game, "nash_bargaining")
    np.testing.assert_allclose(found.outcome("package").payoffs[0], expected["nash"], rtol=0, atol=1e-6)
    for way in found.outcomes:
        if way.way.name == "issue by issue" or way.way.in_turn:
            np.testing.assert_allclose(
                way.payoffs[0], expected["issue_by_issue_nash_zero_disagreement"], rtol=0, atol=1e-9
            )


def test_linking_two_issues_that_each_side_values_three_to_one_gains_each_side_one():
    found = linkage(divided([3, 1], [1, 3], [0, 0], open_level=False), "nash_bargaining")
    np.testing.assert_allclose(found.gain("package"), [[1, 1]], rtol=0, atol=1e-9)


@pytest.mark.parametrize("solver", ["kalai_smorodinsky", "egalitarian"])
@pytest.mark.parametrize("case", CASES)
def test_other_solutions_of_the_linked_issues(case, solver):
    told = case["params"]
    game = divided(told["weights_A"], told["weights_B"], told["disagreement"], open_level=False)
    linked = linkage(game, solver).outcome("package")
    np.testing.assert_allclose(linked.payoffs[0], case["expected"][solver], rtol=0, atol=1e-6)
