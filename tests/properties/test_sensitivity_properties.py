"""Facts about sensitivity that hold for every measure."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.scenario.distribution import Uniform
from negsim.studies.designs.morris import Morris as Trajectories
from negsim.studies.sensitivity.morris import effects
from negsim.studies.sensitivity.sobol import indices

tables = st.integers(0, 10**6).map(lambda seed: np.random.default_rng(seed).normal(size=(32, 5)))
units = st.tuples(st.floats(0.01, 100), st.floats(-100, 100))
NAMES = ("x", "y", "z")


@given(tables, units)
@settings(max_examples=25, deadline=None)
def test_indices_ignore_the_units_of_the_measure(values, unit):
    one, other = indices(NAMES, values, resamples=50), indices(NAMES, unit[0] * values + unit[1], resamples=50)
    for name in ("first", "total"):
        for end in ("value", "low", "high"):
            np.testing.assert_allclose(
                getattr(getattr(one, name), end), getattr(getattr(other, name), end), rtol=1e-6, atol=1e-6
            )
    np.testing.assert_allclose(other.variance, unit[0] ** 2 * one.variance, rtol=1e-6)


@given(tables, st.permutations(range(3)))
@settings(max_examples=25, deadline=None)
def test_indices_go_with_their_parameters(values, order):
    one = indices(NAMES, values, resamples=50)
    moved = indices([NAMES[k] for k in order], values[:, [0, *(1 + k for k in order), 4]], resamples=50)
    np.testing.assert_allclose(moved.total.value, one.total.value[list(order)], rtol=1e-9)
    np.testing.assert_allclose(moved.first.high, one.first.high[list(order)], rtol=1e-9, atol=1e-12)


@given(tables)
@settings(max_examples=25, deadline=None)
def test_total_indices_and_their_intervals_are_never_negative(values):
    found = indices(NAMES, values, resamples=100)
    assert (found.total.low >= 0).all() and (found.total.low <= found.total.high).all()
    assert (found.first.low <= found.first.high).all()


@given(st.integers(0, 10**6), units)
@settings(max_examples=25, deadline=None)
def test_mean_absolute_effects_are_at_least_the_mean_effects(seed, unit):
    design = Trajectories(axes=tuple((name, Uniform(0.0, 1.0)) for name in NAMES), n=8, seed=seed)
    places = design.shares(0, len(design)).reshape(8, 4, 3)
    values = unit[0] * np.random.default_rng(seed).normal(size=(8, 4)) + unit[1]
    found = effects(NAMES, places, values, resamples=50)
    assert (found.absolute.value >= np.abs(found.mean) - 1e-9).all() and (found.absolute.low >= 0).all()
