"""The axioms of bargaining solutions, as facts about random problems on lists and over lotteries."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from negsim.concepts.base import concepts
from negsim.games.bargaining import BargainingGame
from negsim.solvers.base import Solution, solvers

SOLUTIONS = ("nash_bargaining", "kalai_smorodinsky", "egalitarian", "raiffa")
UNITLESS = ("nash_bargaining", "kalai_smorodinsky", "raiffa")
MOST = 6
NEAR = 1e-6 * MOST

each = pytest.mark.parametrize("name", SOLUTIONS)
quick = settings(max_examples=40, deadline=None)


def problems(*, parties: st.SearchStrategy[int] | None = None, lotteries: bool | None = None):
    """Games with payoffs from -6 to 6, in which disagreement is worth nothing."""

    @st.composite
    def drawn(draw: st.DrawFn) -> BargainingGame:
        shape = draw(st.integers(2, 4) if parties is None else parties), draw(st.integers(1, 7))
        payoffs = draw(arrays(np.int8, shape, elements=st.integers(-MOST, MOST))).astype(float)
        return BargainingGame(
            payoffs=payoffs[None],
            disagreement=np.zeros((1, shape[0])),
            lotteries=draw(st.booleans()) if lotteries is None else lotteries,
        )

    return drawn()


def solved(name: str, game: BargainingGame) -> Solution:
    solution = solvers[name]().solve(game)
    assume(len(solution))
    return solution


def payoffs(name: str, game: BargainingGame) -> np.ndarray:
    solution = solved(name, game)
    return game.payoff(solution.result)[0]


def changed(game: BargainingGame, payoffs: np.ndarray, disagreement: np.ndarray | None = None) -> BargainingGame:
    worth = game.disagreement if disagreement is None else disagreement
    return BargainingGame(payoffs=payoffs, disagreement=worth, lotteries=game.lotteries)


@each
@given(game=problems())
@quick
def test_nobody_loses(name, game):
    assert (payoffs(name, game) >= -NEAR).all()


@each
@given(game=problems())
@quick
def test_nothing_is_better_for_one_and_worse_for_none(name, game):
    solution = solved(name, game)
    own = game.payoff(solution.result)[0]
    everyone = len(own)
    for party in range(everyone):  # one more for this party, and no less for the others, would be a better agreement
        wished = own + NEAR * np.eye(everyone)[party] * 100
        fits = (game.payoffs[0] >= wished[:, None] - NEAR / 10).all(0)
        assert not fits.any()


@each
@given(game=problems(lotteries=True))
@quick
def test_no_lottery_is_better_for_all(name, game):
    solution = solved(name, game)
    assert concepts["core"].residual(game, solution.result)[0] <= NEAR


@pytest.mark.parametrize("name", UNITLESS)
@given(game=problems(lotteries=True), units=st.lists(st.sampled_from([0.25, 1.0, 8.0]), min_size=4, max_size=4))
@quick
def test_units_and_zeros_of_payoff_do_not_matter(name, game, units):
    unit = np.array(units[: len(game.players)])
    zero = np.arange(len(unit)) - 1.0
    there = changed(game, game.payoffs * unit[:, None] + zero[:, None], zero[None])
    np.testing.assert_allclose((payoffs(name, there) - zero) / unit, payoffs(name, game), atol=NEAR)


@each
@given(game=problems(), data=st.data())
@quick
def test_names_of_parties_do_not_matter(name, game, data):
    order = data.draw(st.permutations(range(len(game.players))))
    there = changed(game, game.payoffs[:, order])
    here, moved = payoffs(name, game), payoffs(name, there)
    if game.lotteries:
        np.testing.assert_allclose(moved, here[order], atol=NEAR)
    elif name == "egalitarian":  # of equals the first of the list is taken, in which another party may be ahead
        np.testing.assert_allclose(np.sort(moved), np.sort(here), atol=NEAR)
    else:
        assert concepts[name].residual(there, solved(name, game).result)[0] <= NEAR


@each
@given(game=problems(lotteries=True), data=st.data())
@quick
def test_order_of_agreements_does_not_matter(name, game, data):
    order = data.draw(st.permutations(range(len(game.agreements))))
    np.testing.assert_allclose(payoffs(name, changed(game, game.payoffs[..., order])), payoffs(name, game), atol=NEAR)


@each
@given(game=problems(parties=st.just(2), lotteries=True))
@quick
def test_parties_in_the_same_position_get_the_same(name, game):
    mirrored = changed(game, np.concatenate([game.payoffs, game.payoffs[:, ::-1]], axis=2))
    first, second = payoffs(name, mirrored)
    assert first == pytest.approx(second, abs=NEAR)


@given(game=problems(), data=st.data())
@quick
def test_nash_does_not_depend_on_agreements_that_are_not_chosen(game, data):
    solution = solved("nash_bargaining", game)
    chosen = set(solution.result.agreement[0, solution.result.weights[0] > 0].tolist())
    others = data.draw(st.sets(st.sampled_from(range(len(game.agreements)))))
    rest = sorted(chosen | others)
    found = payoffs("nash_bargaining", changed(game, game.payoffs[..., rest]))
    here = game.payoff(solution.result)[0]
    assume(here.min() > 0)  # else more than one agreement has the largest product, zero
    np.testing.assert_allclose(found, here, atol=NEAR)


@given(game=problems(parties=st.just(2), lotteries=True), more=st.integers(1, MOST))
@quick
def test_kalai_smorodinsky_gives_a_party_no_less_where_it_can_hope_for_more(game, more):
    before = payoffs("kalai_smorodinsky", game)
    better = game.payoffs.copy()
    better[0, 1] = np.where(better[0, 1] > 0, better[0, 1] * (1 + more / 4), better[0, 1])
    wide = changed(game, np.concatenate([game.payoffs, better], axis=2))
    assume(abs(best_for_first(game) - best_for_first(wide)) < 1e-9)
    assert payoffs("kalai_smorodinsky", wide)[1] >= before[1] - NEAR


def best_for_first(game: BargainingGame) -> float:
    """The most that party 0 can get where party 1 does not lose: a lottery of two agreements at most."""
    mine, others = game.payoffs[0]
    best = mine[others >= 0].max(initial=-np.inf)
    for k in np.flatnonzero(others < 0):
        for j in np.flatnonzero(others > 0):
            share = others[j] / (others[j] - others[k])
            best = max(best, share * mine[k] + (1 - share) * mine[j])
    return float(best)


@given(game=problems(), extra=arrays(np.int8, (4, 2), elements=st.integers(-MOST, MOST)))
@quick
def test_egalitarian_costs_the_worst_off_nothing_if_more_can_be_agreed(game, extra):
    before = payoffs("egalitarian", game)
    wide = changed(game, np.concatenate([game.payoffs, extra[None, : len(game.players)].astype(float)], axis=2))
    assert payoffs("egalitarian", wide).min() >= before.min() - NEAR


@given(game=problems(parties=st.just(2), lotteries=True))
@quick
def test_raiffa_is_the_same_from_its_first_midpoint(game):
    end = payoffs("raiffa", game)
    ideal = np.array([best_for_first(game), best_for_first(changed(game, game.payoffs[:, ::-1]))])
    there = changed(game, game.payoffs, np.maximum(ideal, 0)[None] / 2)
    np.testing.assert_allclose(payoffs("raiffa", there), end, atol=NEAR)
