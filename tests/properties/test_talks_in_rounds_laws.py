"""Facts of talks in rounds: what patience, leaving, units and the order of offers do to what is agreed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from negsim.games.bargaining import BargainingGame
from negsim.games.talks.pace import Pace
from negsim.solvers.bargaining.rubinstein import Rubinstein
from negsim.solvers.bargaining.take_it_or_leave_it import TakeItOrLeaveIt

QUICK = settings(max_examples=60, deadline=None)
PAYOFFS = hnp.arrays(np.float64, (2, 6), elements=st.integers(0, 20).map(float))
DISCOUNTS = st.tuples(*[st.integers(0, 19).map(lambda k: k / 20)] * 2)
ROUNDS = st.sampled_from([None, 1, 2, 5])


def talks(payoffs, discount, *, lotteries=True, **pace) -> BargainingGame:
    return BargainingGame(
        payoffs=payoffs[None],
        disagreement=[[0, 0]],
        lotteries=lotteries,
        pace=Pace(discount=np.array([discount]), **pace),
    )


def gained(game: BargainingGame) -> np.ndarray:
    return Rubinstein().solve(game).strict().result.offered[0, 0]


@QUICK
@given(PAYOFFS, DISCOUNTS, ROUNDS, st.booleans())
def test_offers_hold_and_are_accepted_at_once(payoffs, discount, rounds, lotteries):
    found = Rubinstein().solve(talks(payoffs, discount, lotteries=lotteries, rounds=rounds)).strict()
    assert found.result.agreed[0] == 1
    assert found.residual[0] <= 1e-9 * 20


@QUICK
@given(PAYOFFS, DISCOUNTS, ROUNDS, st.integers(0, 1))
def test_more_patience_never_harms(payoffs, discount, rounds, who):
    patient = list(discount)
    patient[who] = (1 + patient[who]) / 2
    before, after = (gained(talks(payoffs, each, rounds=rounds)) for each in (discount, patient))
    assert after[who] >= before[who] - 1e-9


@QUICK
@given(PAYOFFS, DISCOUNTS)
def test_without_deadline_it_is_no_harm_to_offer_first(payoffs, discount):
    first, second = (gained(talks(payoffs, discount, first=k)) for k in (0, 1))
    assert first[0] >= second[0] - 1e-9
    assert second[1] >= first[1] - 1e-9


@QUICK
@given(PAYOFFS, DISCOUNTS, ROUNDS, st.booleans(), st.floats(0.1, 10), st.floats(-5, 5))
def test_units_and_origins_of_payoffs_do_not_matter(payoffs, discount, rounds, lotteries, unit, shift):
    plain = talks(payoffs, discount, lotteries=lotteries, rounds=rounds)
    scale, move = np.array([unit, 1.0]), np.array([shift, 0.0])
    other = replace(plain, payoffs=(payoffs * scale[:, None] + move[:, None])[None], disagreement=move[None])
    assert np.allclose(gained(other), gained(plain) * scale + move, atol=1e-6)


@QUICK
@given(PAYOFFS, DISCOUNTS, ROUNDS, st.booleans())
def test_names_of_parties_do_not_matter(payoffs, discount, rounds, lotteries):
    found = gained(talks(payoffs, discount, lotteries=lotteries, rounds=rounds))
    turned = gained(talks(payoffs[::-1], discount[::-1], lotteries=lotteries, rounds=rounds, first=1))
    assert np.allclose(found, turned[::-1], atol=1e-9)


@QUICK
@given(PAYOFFS, DISCOUNTS, ROUNDS, st.floats(0, 1))
def test_an_option_to_leave_that_is_worth_less_than_waiting_changes_nothing(payoffs, discount, rounds, part):
    # Binmore, Shaked and Sutton (1989): the outside option principle.
    game = talks(payoffs, discount, rounds=rounds)
    solution = Rubinstein().solve(game).strict()
    worth = solution.result.refused[0, 1] * part
    leaving = replace(game, pace=replace(game.pace, outside=np.array([[0.0, worth]])))
    later = solution.result.offered[0, :, 1]
    assume(rounds is None or (np.append(later[1:], 0) * discount[1] >= worth)[::2].all())
    assert np.allclose(gained(leaving), solution.result.offered[0, 0], atol=1e-9)


@QUICK
@given(PAYOFFS, DISCOUNTS, st.floats(0, 1))
def test_a_risk_of_breakdown_multiplies_the_discount(payoffs, discount, risk):
    risky = gained(talks(payoffs, discount, breakdown=risk))
    assert np.allclose(risky, gained(talks(payoffs, tuple(d * (1 - risk) for d in discount))), atol=1e-9)


@QUICK
@given(PAYOFFS, st.floats(0, 10), st.floats(0, 10), st.booleans())
def test_an_offer_is_worth_no_less_when_resolve_may_be_lower(payoffs, least, width, lotteries):
    def expected(low: float) -> float:
        game = BargainingGame(
            payoffs=payoffs[None], disagreement=[[0, low]], resolve=[[[0, 0], [low, low + width]]], lotteries=lotteries
        )
        found = TakeItOrLeaveIt().solve(game)
        assert (found.residual <= 1e-9 * game.spread[0]).all()
        return float(game.payoff(found.result)[0, 0]) if len(found) else 0.0

    assert expected(least / 2) >= expected(least) - 1e-9
