"""Laws of keeping agreements: what makes more patience necessary, and what changes nothing."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from negsim.studies.enforcement.first_strike import first_strike
from negsim.studies.enforcement.patience import minimal_discount
from negsim.studies.enforcement.proportion import (
    least_loss,
    proportionate_discount,
    shortest_punishment,
)
from negsim.studies.enforcement.shifting_power import largest_shift, shifting_power

gains = st.floats(0.01, 10)
chances = st.floats(0.05, 1)
lags = st.integers(1, 6)
lengths = st.integers(1, 30)
patience = st.floats(0.05, 0.98)


@given(gains, gains, chances, chances, lags, lengths)
def test_noticing_more_needs_less_patience(gain, loss, first, second, lag, length):
    low, high = sorted((first, second))
    least = minimal_discount(gain, 0, -loss, detection=np.array([low, high]), lag=lag, length=length)
    assert least[1] <= least[0] + 1e-12


@given(gains, gains, chances, lags, lengths)
def test_punishing_later_needs_more_patience_and_longer_less(gain, loss, detection, lag, length):
    now, late = minimal_discount(gain, 0, -loss, detection=detection, lag=np.array([lag, lag + 1]), length=length)
    assert now <= late + 1e-12
    short, long, ever = minimal_discount(
        gain, 0, -loss, detection=detection, lag=lag, length=np.array([length, length + 1, np.inf])
    )
    assert ever <= long + 1e-12 and long <= short + 1e-12 and ever < 1


@given(gains, gains, chances, lags, lengths, st.floats(-5, 5), st.floats(0.1, 10))
def test_units_of_payoff_change_nothing(gain, loss, detection, lag, length, shift, scale):
    terms = {"detection": detection, "lag": lag, "length": length}
    moved = (shift + scale * payoff for payoff in (gain, 0, -loss))
    least, other = minimal_discount(gain, 0, -loss, **terms), minimal_discount(*moved, **terms)
    near_one = 1 - 1e-9  # where rounding decides whether any patience is enough
    assert np.isclose(least, other, atol=1e-7) or min(least, other) > near_one


@given(gains, gains, chances, lags)
def test_one_period_for_a_violation_is_as_good_as_one_for_each_where_punished_at_once(gain, loss, detection, lag):
    each = proportionate_discount(gain, 0, -loss, detection=detection, lag=lag)
    once = minimal_discount(gain, 0, -loss, detection=detection, lag=lag, length=1)
    if lag == 1:
        assert np.isclose(each, once, atol=1e-9) or min(each, once) > 1 - 1e-9
    else:
        assert each <= once + 1e-9  # punished once only, a violation that lasts pays longer


@given(gains, gains, chances, lags, patience)
def test_the_shortest_punishment_suffices_and_no_shorter_one_does(gain, loss, detection, lag, discount):
    periods = float(shortest_punishment(gain, 0, -loss, discount, detection=detection, lag=lag))
    if np.isfinite(periods):
        assert minimal_discount(gain, 0, -loss, detection=detection, lag=lag, length=periods) <= discount + 1e-6
        if periods > 1:
            assert minimal_discount(gain, 0, -loss, detection=detection, lag=lag, length=periods - 1) > discount - 1e-6
    else:
        assert minimal_discount(gain, 0, -loss, detection=detection, lag=lag) > discount - 1e-6


@given(gains, chances, lags, lengths, patience)
def test_the_least_loss_is_just_enough(gain, detection, lag, length, discount):
    loss = float(least_loss(gain, 0, discount, detection=detection, lag=lag, length=length))
    assert minimal_discount(gain, 0, -loss * (1 + 1e-9), detection=detection, lag=lag, length=length) <= discount + 1e-6


@given(st.floats(0, 1), patience, st.floats(0, 5))
def test_a_shift_that_can_be_absorbed_is_absorbed(now, discount, cost):
    edge = float(largest_shift(now, discount=discount, cost=cost))
    later = max(now, edge - 1e-6)
    assert not shifting_power([now, later], discount=discount, cost=cost).binds[0, 0]
    if edge < 1 - 1e-6:
        assert shifting_power([now, edge + 1e-6], discount=discount, cost=cost).binds[0, 0]


@given(*[st.floats(0, 1)] * 4)
def test_peace_is_possible_if_costs_cover_the_advantage_of_striking_first(first, second, own, other):
    if abs(first - second - own - other) > 1e-9:
        assert bool(first_strike(first, second, own, other).possible[0]) is (first - second < own + other)
