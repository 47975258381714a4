"""What holds of every way of linking issues, on issues drawn at random; expected outcomes are found by trying all."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from negsim.games.bargaining import BargainingGame
from negsim.games.sheet import Sheet
from negsim.studies.linkage.compare import Linkage, linkage

ITEMS = 4
CELLS = np.array(list(itertools.product((0, 1), repeat=ITEMS)))
worths = some.lists(
    some.lists(some.integers(-8, 8), min_size=2, max_size=2), min_size=ITEMS, max_size=ITEMS
)  # of each item, to both


def drawn(count: int, *, ties: bool) -> np.ndarray:
    """Worth of items to both, of shape (draw, item, player): some packages pass, some fail on one item."""
    rng = np.random.default_rng(2022)
    if ties:
        return rng.integers(-5, 6, (count, ITEMS, 2)).astype(float)
    return rng.normal([[1, 1], [0, 2], [2, -0.5], [1, -2]], 3, (count, ITEMS, 2))


def linked(worth: np.ndarray, solver: str = "nash_bargaining") -> Linkage:
    """Items that are settled or not, whose worth adds up."""
    names = tuple(f"item_{k}" for k in range(ITEMS))
    payoffs = np.einsum("ci,bip->bpc", CELLS, worth)
    sheet = Sheet(
        options=names,
        owner=np.zeros(ITEMS, np.intp),
        labels=(("no", "yes"),) * ITEMS,
        said=tuple((name, ("no", "yes")) for name in names),
        levels=CELLS.astype(np.int16),
    )
    game = BargainingGame(payoffs=payoffs, disagreement=np.zeros((1, 2)), sheet=sheet, status_quo=0)
    return linkage(game, solver)


@pytest.fixture(scope="module", params=[True, False], ids=["whole numbers", "real numbers"])
def draws(request):
    worth = drawn(600, ties=request.param)
    return worth, linked(worth)


def test_a_package_passes_if_nobody_loses_by_all_of_it(draws):
    worth, found = draws
    passes = (worth.sum(1) >= 0).all(1)
    assert 0.05 < passes.mean() < 0.95
    assert (found.outcome("package").settled == passes[:, None]).all()


def test_one_by_one_each_item_passes_by_which_nobody_loses(draws):
    worth, found = draws
    assert (found.outcome("issue by issue").settled == (worth >= 0).all(2)).all()


def test_where_the_package_is_refused_separate_tracks_settle_what_nobody_loses_by(draws):
    worth, found = draws
    refused = ~found.outcome("package").settled.any(1)
    harmless = (worth >= 0).all(2).any(1)
    assert (refused & harmless).any()
    assert (found.outcome("issue by issue").settled.any(1) == harmless)[refused].all()


def test_where_a_package_with_a_costly_item_is_accepted_separate_tracks_settle_less(draws):
    worth, found = draws
    lopsided = found.outcome("package").settled.all(1) & (worth < 0).any((1, 2))
    assert lopsided.any()
    assert (found.outcome("issue by issue").settled[lopsided].sum(1) < ITEMS).all()


def test_a_free_choice_is_never_worse_than_any_way(draws):
    """Nobody need prefer it; but no way leads to a larger product of gains, or to gains for all where it has none."""
    _, found = draws
    free = np.maximum(found.outcome("free").payoffs, 0).prod(1)
    for each in found.outcomes:
        reached = np.where(each.accepted, np.maximum(each.payoffs, 0).prod(1), 0)
        assert (reached <= free * (1 + 1e-9) + 1e-9).all(), each.way.name
    assert (free > np.maximum(found.outcome("package").payoffs, 0).prod(1) + 1e-6).any()
    assert (free > np.maximum(found.outcome("issue by issue").payoffs, 0).prod(1) + 1e-6).any()


def test_a_party_may_lose_by_a_free_choice(draws):
    _, found = draws
    assert (found.gain("free", "issue by issue") < -1e-6).any()


def test_a_free_choice_is_the_selection_with_the_largest_product_of_gains(draws):
    worth, found = draws
    totals = np.einsum("ci,bip->bcp", CELLS, worth)
    products = np.where((totals >= 0).all(2), np.maximum(totals, 0).prod(2), -1).max(1)
    np.testing.assert_allclose(found.outcome("free").payoffs.prod(1), products, rtol=0, atol=1e-9)


def test_the_costliest_item_decides_over_the_package_and_over_nothing_else(draws):
    """Raising what one item costs can only stop the package, and leaves the other items of separate tracks alone."""
    worth, found = draws
    dearer = worth.copy()
    dearer[:, -1, 1] -= 5
    after = linked(dearer)
    assert (after.outcome("package").settled <= found.outcome("package").settled).all()
    others = [found.outcome("issue by issue").settled, after.outcome("issue by issue").settled]
    assert (others[0][:, :-1] == others[1][:, :-1]).all()


def test_worth_that_adds_up_needs_no_order(draws):
    _, found = draws
    apart = found.outcome("issue by issue")
    for each in found.outcomes:
        if each.way.in_turn:
            assert (each.settled == apart.settled).all()
            np.testing.assert_allclose(each.payoffs, apart.payoffs, rtol=0, atol=1e-12)


@settings(max_examples=30, deadline=None)
@given(worths)
def test_groups_are_settled_as_wholes(worth):
    found = linked(np.array([worth], float))
    for each in found.outcomes:
        if each.way.free:
            continue
        for group in each.way.groups:
            settled = each.settled[0, [found.issues.index(issue) for issue in group]]
            assert settled.all() == settled.any()


@settings(max_examples=30, deadline=None)
@given(worths)
def test_payoffs_are_those_of_what_is_settled(worth):
    found = linked(np.array([worth], float))
    for each in found.outcomes:
        assert each.payoffs[0].tolist() == (each.settled[0] @ np.array(worth)).tolist()
