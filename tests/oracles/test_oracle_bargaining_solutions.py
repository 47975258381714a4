"""Bargaining solutions against the definitions, worked out independently for a thousand random problems."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from negsim.games.bargaining import BargainingGame
from negsim.solvers.base import Solution, Status, solvers

DATA = Path(__file__).parent / "data"
CASES = json.loads((DATA / "bargaining_solutions.json").read_text("utf-8"))["cases"]
LINKED = json.loads((DATA / "ir" / "bargaining_issue_linkage.json").read_text("utf-8"))["cases"]
FAIR = ("kalai_smorodinsky", "egalitarian", "raiffa")
PARTIES = (2, 3, 4)


def some(parties: int, lotteries: bool) -> list[dict]:
    return [case for case in CASES if len(case["payoffs"]) == parties and case["lotteries"] == lotteries]


@cache
def solved(name: str, parties: int, lotteries: bool) -> list[tuple[dict, Solution]]:
    """Every case of a kind, with what a solver finds in it."""
    found = []
    for case in some(parties, lotteries):
        game = BargainingGame(
            payoffs=[case["payoffs"]], disagreement=[case["disagreement"]], lotteries=case["lotteries"]
        )
        found.append((case["found"], solvers[name]().solve(game)))
    return found


def gains(solution: Solution) -> np.ndarray:
    return (solution.game.payoff(solution.result) - solution.game.disagreement)[0]


def test_there_are_a_thousand_problems():
    assert len(CASES) == 1000 and sum(case["lotteries"] for case in CASES) == 500


@pytest.mark.parametrize("name", [*FAIR, "nash_bargaining", "utilitarian"])
@pytest.mark.parametrize("parties", PARTIES)
@pytest.mark.parametrize("lotteries", [False, True])
def test_nothing_is_agreed_only_where_nothing_is_feasible(name, parties, lotteries):
    for found, solution in solved(name, parties, lotteries):
        expected = Status.none_found if found is None else Status.solved
        assert [len(solution), Status(solution.status[0])] == [found is not None, expected]


@pytest.mark.parametrize("name", FAIR)
@pytest.mark.parametrize("parties", PARTIES)
def test_lists_yield_the_first_agreement_that_fits_the_definition(name, parties):
    for found, solution in solved(name, parties, False):
        if found is not None:
            assert solution.result.agreement[0, 0] == found[name][0]


@pytest.mark.parametrize("parties", PARTIES)
def test_lists_yield_largest_products_and_sums(parties):
    for found, solution in solved("nash_bargaining", parties, False):
        if found is not None and found["nash"] is not None:
            assert solution.result.agreement[0, 0] in found["nash"]
    for found, solution in solved("utilitarian", parties, False):
        if found is not None:
            assert gains(solution).sum() == found["utilitarian"]


@pytest.mark.parametrize("name", FAIR)
@pytest.mark.parametrize("parties", PARTIES)
def test_lotteries_yield_what_linear_programs_find(name, parties):
    for found, solution in solved(name, parties, True):
        if found is not None:
            np.testing.assert_allclose(gains(solution), found[name], rtol=0, atol=1e-6)


@pytest.mark.parametrize("parties", PARTIES)
def test_lotteries_yield_largest_products_and_sums(parties):
    for found, solution in solved("nash_bargaining", parties, True):
        if found is not None and found["nash"] is not None:
            np.testing.assert_allclose(gains(solution), found["nash"], rtol=0, atol=1e-5)
    for found, solution in solved("utilitarian", parties, True):
        if found is not None:
            assert gains(solution).sum() == pytest.approx(found["utilitarian"], abs=1e-6)


@pytest.mark.parametrize("case", LINKED)
@pytest.mark.parametrize("name", ["nash", "kalai_smorodinsky", "egalitarian", "utilitarian"])
def test_divided_issues_have_their_published_solutions(name, case):
    first, second = (np.array(case["params"][f"weights_{side}"], float) for side in "AB")
    given = np.array(list(np.ndindex((2,) * len(first))))
    game = BargainingGame(
        payoffs=[[given @ first, (1 - given) @ second]], disagreement=[case["params"]["disagreement"]], lotteries=True
    )
    solution = solvers["nash_bargaining" if name == "nash" else name]().solve(game)
    own = game.payoff(solution.result)[0]
    if name == "utilitarian":
        assert own.sum() == pytest.approx(case["expected"]["utilitarian_sum"], abs=1e-9)
    else:
        np.testing.assert_allclose(own, case["expected"][name], rtol=0, atol=1e-6)
