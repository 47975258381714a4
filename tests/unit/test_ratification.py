"""Ratification by vote: thresholds, votes that are alike, and what is refused."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from negsim.errors import InvalidGame
from negsim.studies.promises.votes import ratified


def test_independent_votes_are_binomial():
    exact = sum(comb(7, k) * 0.3**k * 0.7 ** (7 - k) for k in range(5, 8))
    assert ratified(7, 5, 0.3) == pytest.approx(exact, rel=1e-13)


def test_votes_that_are_all_alike_are_one_vote():
    assert ratified([100, 3, 30], [67, 1, 30], [0.2, 0.5, 0.97], 1.0).tolist() == [0.2, 0.5, 0.97]


def test_two_votes_have_the_correlation_asked_for():
    support, alike = 0.6, 0.35
    both = float(ratified(2, 2, support, alike))
    assert (both - support**2) / (support * (1 - support)) == pytest.approx(alike)


@pytest.mark.parametrize("alike", [0.0, 0.2, 1.0])
def test_nothing_needed_is_always_given_and_certain_votes_are_certain(alike):
    assert ratified([0, 5], 0, 0.3, alike).tolist() == [1, 1]
    assert ratified(9, 5, [0.0, 1.0], alike).tolist() == [0, 1]


def test_a_veto_player_is_a_body_of_one():
    assert ratified(1, 1, [0.0, 0.3, 1.0]).tolist() == pytest.approx([0.0, 0.3, 1.0])


def test_two_thirds_of_a_hundred_are_67():
    assert ratified(100, 200 / 3, 0.6) == ratified(100, 67, 0.6)
    assert ratified(90, 90 * (2 / 3), 0.6) == ratified(90, 60, 0.6)


def test_correlation_helps_unanimity_and_a_supermajority_beyond_the_mean():
    alike = np.linspace(0, 1, 21)
    assert (np.diff(ratified(30, 30, 0.97, alike)) > 0).all()
    assert (np.diff(ratified(100, 67, 0.5, alike)) > 0).all()
    assert ratified(100, 51, 0.6, 0.9) < ratified(100, 51, 0.6)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((100, 101, 0.5, 0), r"the threshold is 101 and there are 100 voters: nothing could ever be ratified\. Use"),
        ((29, 29.5, 0.5, 0), r"the threshold is 29\.5 and there are 29 voters"),
        ((2.5, 1, 0.5, 0), "2.5 voters. Use a whole number"),
        ((-1, -1, 0.5, 0), "-1 voters"),
        ((10, 5, 1.2, 0), "support is 1.2. Use a number from 0 to 1"),
        ((10, 5, [0.2, np.nan], 0), "support is nan"),
        ((10, 5, 0.2, -0.1), "correlation is -0.1"),
        ((10, np.inf, 0.2, 0), "the threshold is inf"),
        ((10, -3, 0.2, 0), "the threshold is -3"),
    ],
)
def test_what_cannot_be_is_refused(given, told):
    with pytest.raises(InvalidGame, match=f"^the senate: {told}"):
        ratified(*given, place="the senate")
