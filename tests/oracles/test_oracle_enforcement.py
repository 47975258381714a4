"""Keeping agreements that nobody enforces, against closed forms, fixtures, and every violation tried one by one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from negsim.errors import InvalidGame
from negsim.studies.enforcement.first_strike import first_strike
from negsim.studies.enforcement.patience import minimal_discount
from negsim.studies.enforcement.proportion import least_loss, proportionate_discount, shortest_punishment
from negsim.studies.enforcement.shifting_power import largest_shift, shifting_power

DATA = Path(__file__).parent / "data" / "ir"


def cases(name: str) -> list[tuple[dict, dict]]:
    told = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return [(case["params"], case["expected"]) for case in told["cases"]]


PAYOFFS = [(2.0, 1.0, -1.0), (5.0, 3.0, 1.0), (4.0, 3.5, 0.0)]  # violation, agreement, punishment


@pytest.mark.parametrize("payoffs", PAYOFFS)
@pytest.mark.parametrize("detection", [0.2, 0.5, 0.9, 1.0])
def test_for_ever_with_a_chance_of_being_noticed(payoffs, detection):
    """Axelrod & Keohane (1985): the future must count for (T - R) / (T - R + d * (R - P))."""
    violation, kept, punished = payoffs
    expected = (violation - kept) / (violation - kept + detection * (kept - punished))
    assert minimal_discount(*payoffs, detection=detection) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("payoffs", PAYOFFS)
@pytest.mark.parametrize("lag", [1, 2, 4, 8])
def test_for_ever_after_a_lag(payoffs, lag):
    violation, kept, punished = payoffs
    expected = ((violation - kept) / (violation - punished)) ** (1 / lag)
    assert minimal_discount(*payoffs, lag=lag) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("payoffs", PAYOFFS)
@pytest.mark.parametrize("length", [1, 2, 3, 10])
def test_for_some_periods(payoffs, length):
    """The root of (R - P) * (x + ... + x**n) = T - R, found by polynomial algebra."""
    violation, kept, punished = payoffs
    roots = np.roots([*[kept - punished] * length, kept - violation])
    real = roots[(np.abs(roots.imag) < 1e-9) & (roots.real > 0)].real
    expected = real[0] if real[0] <= 1 + 1e-9 else np.inf
    assert minimal_discount(*payoffs, length=length) == pytest.approx(expected, abs=1e-9)


def worth(payoffs, discount, detection, lag, length, violations, horizon=250) -> float:
    """What is gained by violating in the first so many periods unless punished, added up period by period."""
    violation, kept, punished = payoffs

    def added(noticed: float) -> float:
        total = 0.0
        for period in range(horizon):
            if noticed + lag <= period < noticed + lag + length:
                now = punished
            else:
                now = violation if period < min(violations, noticed + lag) else kept
            total += discount**period * (now - kept)
        return total

    each = [detection * (1 - detection) ** k * added(k) for k in range(min(violations, horizon))]
    return sum(each) + (1 - detection) ** violations * added(np.inf)


@pytest.mark.parametrize("detection", [0.4, 0.8, 1.0])
@pytest.mark.parametrize("lag", [1, 2, 3])
@pytest.mark.parametrize("length", [2, 6, np.inf])
def test_no_violation_pays_at_the_least_discount_factor_and_one_does_below(detection, lag, length):
    payoffs = PAYOFFS[0]
    least = float(minimal_discount(*payoffs, detection=detection, lag=lag, length=length))
    for discount, pays in ((least - 0.02, True), (least + 0.02, False)):
        if discount < 0.9:  # what lies beyond the horizon counts for nothing
            gains = [worth(payoffs, discount, detection, lag, length, tried) for tried in (1, 2, 3, 5, 250)]
            assert (max(gains) > 1e-9) is pays


@pytest.mark.parametrize("detection", [0.5, 0.8, 1.0])
@pytest.mark.parametrize("lag", [1, 2])
def test_a_period_for_a_period(detection, lag):
    """If one punished period answers each violation, one does not pay if T - R <= d * x**k * (R - P)."""
    violation, kept, punished = PAYOFFS[0]
    least = float(proportionate_discount(*PAYOFFS[0], detection=detection, lag=lag))
    assert detection * least**lag * (kept - punished) == pytest.approx(violation - kept)


def test_shortest_punishment_is_the_first_that_suffices():
    lengths = np.arange(1, 60)
    for detection in (0.5, 1.0):
        least = minimal_discount(*PAYOFFS[0], detection=detection, length=lengths)
        for discount in (0.4, 0.6, 0.9, 1.0):
            found = float(shortest_punishment(*PAYOFFS[0], discount, detection=detection))
            assert found == np.append(lengths[least <= discount], np.inf)[0]


def test_least_loss_is_where_the_least_discount_factor_is_the_given_one():
    for discount, lag, length in ((0.5, 1, np.inf), (0.8, 2, 3), (0.9, 1, 5)):
        loss = float(least_loss(2.0, 1.0, discount, detection=0.7, lag=lag, length=length))
        at = minimal_discount(2.0, 1.0, 1.0 - loss, detection=0.7, lag=lag, length=length)
        assert at == pytest.approx(discount, abs=1e-9)


def test_where_nothing_is_gained_or_nothing_can_be_lost():
    assert minimal_discount(1.0, 1.0, 0.0) == 0 == shortest_punishment(1.0, 1.0, 0.0, 0.5)
    assert minimal_discount(2.0, 1.0, 1.0) == np.inf == minimal_discount(2.0, 1.0, 0.0, detection=0.0)
    assert proportionate_discount(2.0, 1.0, 0.5) == np.inf  # a period for a period is not enough


@pytest.mark.parametrize("wrong", [{"detection": 1.2}, {"lag": 0.5}, {"length": 0}])
def test_numbers_that_make_no_sense_are_refused(wrong):
    with pytest.raises(InvalidGame):
        minimal_discount(2.0, 1.0, 0.0, **wrong)


@pytest.mark.parametrize(("given", "expected"), cases("fearon1995_power_shift_commitment"))
def test_a_shift_of_power(given, expected):
    found = shifting_power([given["p1"], given["p2"]], discount=given["delta"], cost=given["C_B"])
    assert found.binds[0].tolist() == [expected["preventive_war"], False]
    assert found.war[0, 1] == pytest.approx(expected["B_reservation_after_shift"], abs=1e-9)
    if expected["B_reservation_after_shift"] >= 0:
        scale = 1 - given["delta"]
        assert found.excess[0, 0] * scale == pytest.approx(expected["lhs"] - expected["rhs"], abs=1e-9)


def test_where_the_shift_begins_to_bind():
    now, discount, cost = 0.3, 0.9, 3.0
    edge = float(largest_shift(now, discount=discount, cost=cost))
    for later, binds in ((edge - 1e-6, False), (edge + 1e-6, True)):
        assert (discount * later - now > (1 - discount) ** 2 * cost) is binds
        assert bool(shifting_power([now, later], discount=discount, cost=cost).binds[0, 0]) is binds


def test_a_slow_shift_is_absorbed_where_a_sudden_one_is_not():
    slow = shifting_power(np.linspace(0.3, 0.4, 60), discount=0.99, cost=10.0)
    sudden = shifting_power([0.3, 0.4], discount=0.99, cost=10.0)
    assert not slow.binds.any() and sudden.binds.tolist() == [[True, False]]


@pytest.mark.parametrize(("given", "expected"), cases("fearon1995_first_strike"))
def test_striking_first(given, expected):
    found = first_strike(given["p_first"], given["p_second"], given["c_A"], given["c_B"])
    assert (found.least[0], found.most[0]) == pytest.approx((expected["lower"], expected["upper"]))
    assert bool(found.possible[0]) is expected["peace_possible"]


@pytest.mark.parametrize(
    ("strength", "discount", "cost", "told"),
    [
        ([0.3, 1.2], 0.9, 0.5, "strength lies between 0 and 1"),
        ([0.3, 0.4], 1.0, 0.5, "below 1"),
        ([0.3, 0.4], 0.9, -0.5, "not negative"),
        ([0.4, 0.3], 0.9, 0.5, "never falls"),
    ],
)
def test_strengths_that_make_no_sense_are_refused(strength, discount, cost, told):
    with pytest.raises(InvalidGame, match=told):
        shifting_power(strength, discount=discount, cost=cost)


@pytest.mark.parametrize("wrong", [(1.2, 0.4, 0.1, 0.1), (0.6, 0.4, -0.1, 0.1)])
def test_chances_and_costs_that_make_no_sense_are_refused(wrong):
    with pytest.raises(InvalidGame):
        first_strike(*wrong)
