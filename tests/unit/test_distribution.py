"""Distributions: SciPy's quantiles, a text that reads back, and messages that say how to write one."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from negsim.errors import NotApplicable
from negsim.scenario.distribution import Beta, Discrete, Normal, Triangular, Uniform, Whole, distribution_of

SHARES = np.array([0, 1e-12, 1e-6, 0.01, 0.2, 0.25, 0.5, 0.7, 0.99, 1 - 1e-9, 1.0])


@pytest.mark.filterwarnings("ignore:Error in function boost")  # of the peer
@pytest.mark.parametrize(
    ("kind", "peer"),
    [
        (Uniform(2, 6), stats.uniform(2, 4)),
        (Whole(-2, 5), stats.randint(-2, 6)),
        (Triangular(0, 3, 7), stats.triang(3 / 7, 0, 7)),
        (Triangular(0, 0, 7), stats.triang(0, 0, 7)),
        (Triangular(0, 7, 7), stats.triang(1, 0, 7)),
        (Normal(3, 1), stats.norm(3, 1)),
        (Normal(3, 1, 0, 6), stats.truncnorm(-3, 3, 3, 1)),
        (Normal(0, 1, 3, 5), stats.truncnorm(3, 5)),
        (Normal(0, 1, -5, -3), stats.truncnorm(-5, -3)),
        (Normal(0, 1, 6, math.inf), stats.truncnorm(6, math.inf)),
        (Beta(2, 8), stats.beta(2, 8)),
        (Beta(0.5, 3, 1, 5), stats.beta(0.5, 3, 1, 4)),
    ],
    ids=lambda found: getattr(found, "text", ""),
)
def test_quantiles_are_scipys(kind, peer):
    expected = peer.ppf(SHARES)
    if isinstance(kind, Whole):
        expected = np.clip(expected, -2, None)  # SciPy's quantile of nothing lies one below
        inside = np.array([0.01, 0.2, 0.7, 0.99])  # where no share is the end of a step
        assert kind.quantile(inside).tolist() == peer.ppf(inside).tolist()
        assert kind.quantile(np.array([0, 1.0])).tolist() == [-2, 5]
    else:
        np.testing.assert_allclose(kind.quantile(SHARES), expected, rtol=1e-9, atol=1e-9)


def test_values_of_a_discrete_distribution_come_as_often_as_their_weights():
    kind = Discrete((5, 1, 2, 9), (1, 2, 1, 0))
    drawn = kind.quantile((np.arange(4000) + 0.5) / 4000)
    assert dict(zip(*np.unique(drawn, return_counts=True), strict=True)) == {1: 2000, 2: 1000, 5: 1000}
    assert (kind.low, kind.high) == (1, 5)
    assert kind.quantile(np.array([0, 1.0])).tolist() == [1, 5]


def test_whole_numbers_come_equally_often():
    drawn = Whole(1, 6).quantile((np.arange(600) + 0.5) / 600)
    assert np.unique(drawn, return_counts=True)[1].tolist() == [100] * 6


@pytest.mark.parametrize(
    "kind", [Triangular(3.45584192064786, 3.45584192064786, 8.216181435011583), Triangular(0.1, 0.7, 0.7)]
)
def test_a_triangle_that_leans_to_one_end_stays_within_its_ends(kind):
    drawn = kind.quantile(np.linspace(0, 1, 2001))
    assert (drawn[0], drawn[-1]) == (kind.low, kind.high)
    assert drawn.min() >= kind.low
    assert drawn.max() <= kind.high


NUMBERS = st.floats(-1e6, 1e6).map(lambda number: round(number, 6))


@given(st.lists(NUMBERS, min_size=3, max_size=3, unique=True), st.floats(0.1, 50))
def test_a_text_reads_back(numbers, width):
    low, middle, high = sorted(numbers)
    kinds = [
        Uniform(low, high),
        Triangular(low, middle, high),
        Normal(middle, width),
        Normal(middle, width, middle - width, math.inf),
        Beta(width, 2.5, low, high),
        Discrete(tuple(numbers), (width, 0, 1)),
        Whole(math.floor(low), math.floor(low) + 3),
    ]
    for kind in kinds:
        assert distribution_of(kind.text) == kind
        assert pickle.loads(pickle.dumps(kind)) == kind
        values = kind.quantile(np.linspace(0, 1, 50))
        assert (np.diff(values) >= 0).all()
        assert values[0] >= kind.low
        assert values[-1] <= kind.high


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("uniform(0, 6)", Uniform(0, 6)),
        (" Uniform ( 0 , 6 ) ", Uniform(0, 6)),
        ("triangular(0,3,6)", Triangular(0, 3, 6)),
        ("normal(3, 1)", Normal(3, 1)),
        ("normal(3, 1, 0, 6)", Normal(3, 1, 0, 6)),
        ("beta(2, 8)", Beta(2, 8)),
        ("discrete(1: .5, 2: .5)", Discrete((1, 2), (0.5, 0.5))),
        ("whole(1, 5)", Whole(1, 5)),
    ],
)
def test_texts_of_a_file(text, kind):
    assert distribution_of(text) == kind


def test_a_bell_without_ends_gets_those_of_the_parameter():
    assert Normal(3, 1).within(0, 6) == Normal(3, 1, 0, 6)
    assert Normal(3, 1, 2, 4).within(0, 6) == Normal(3, 1, 2, 4)
    assert Beta(2, 8).within(0, 6) == Beta(2, 8)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3", "no distribution: write it like triangular"),
        ("triangular(0", "put it in quotes, for it has commas"),
        ("triangle(0, 3, 6)", "did you mean 'triangular'"),
        ("uniform(0)", r"write it as uniform\(low, high\)"),
        ("uniform(0, 1, 2)", r"write it as uniform\(low, high\)"),
        ("uniform(0, x)", r"write it as uniform\(low, high\), with numbers"),
        ("uniform()", r"write it as uniform\(low, high\)"),
        ("uniform(6, 0)", "low must be below high"),
        ("uniform(0, inf)", "high must be a finite number"),
        ("uniform(nan, 1)", "low must be a finite number"),
        ("triangular(0, 7, 6)", "mode must lie from low to high"),
        ("normal(3, 0)", "sd above 0"),
        ("normal(0, 1, 5, 4)", "low must be below high"),
        ("normal(0, 1, 40, 41)", "too far from the mean"),
        ("beta(0, 1)", "shapes a and b must be above 0"),
        ("whole(0.5, 3)", "whole numbers"),
        ("discrete(1, 2)", "write it as discrete"),
        ("discrete(1: -1, 2: 3)", "no weight below 0"),
        ("discrete(1: 0)", "no weight below 0"),
        ("discrete(1: 1, 1: 2)", "stands there twice"),
        ("uniform(uniform(1, 2), 3)", "no distribution"),
    ],
)
def test_a_wrong_text_is_told_with_its_mend(text, told):
    with pytest.raises(NotApplicable, match=told):
        distribution_of(text)
