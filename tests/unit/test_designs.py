"""Designs: the same points however they are cut, even, reproducible, and told in full."""

from __future__ import annotations

import json
import math
import pickle
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import qmc, spearmanr

from negsim.errors import NotApplicable, UnknownName
from negsim.scenario.distribution import Discrete, Normal, Triangular, Uniform, Whole
from negsim.scenario.load import load
from negsim.studies.design import design_of
from negsim.studies.designs.base import Sample, design_from, designs
from negsim.studies.designs.grid import Grid
from negsim.studies.designs.morris import Morris
from negsim.studies.designs.random import Random
from negsim.studies.designs.saltelli import Saltelli
from negsim.studies.designs.sobol import Sobol
from negsim.studies.sweep import sweep

VARY = {"audience_cost_R": (0, 6, 13), "confidence_q": [0, 0.25, 0.5, 1]}
TWO = {"audience_cost_R": "triangular(0, 3, 6)", "confidence_q": "normal(0.5, 0.2)"}
KINDS = [kind for kind in designs if designs[kind] is Grid or issubclass(designs[kind], Sample)]


@pytest.fixture(scope="module")
def baseline():
    return load("baseline_impasse")


def table(design):
    return np.column_stack(list(design.columns(0, len(design)).values()))


def made(scenario, kind, n=50, vary=TWO, seed=3):
    return design_of(scenario, vary, kind, n, seed)


@pytest.mark.parametrize("kind", KINDS)
def test_the_points_are_the_same_however_they_are_cut(baseline, kind):
    design = made(baseline, kind)
    whole, size = table(design), len(design)
    cuts = [0, 1, 2, size // 3, size // 2, size // 2, size - 1, size]
    parts = [np.column_stack(list(design.columns(a, b).values())) for a, b in pairwise(cuts)]
    assert np.array_equal(np.concatenate(parts), whole)


@pytest.mark.parametrize("kind", KINDS)
def test_a_design_travels_and_is_told_in_full(baseline, kind):
    design = made(baseline, kind)
    assert design_from(json.loads(json.dumps(design.described()))) == design
    assert pickle.loads(pickle.dumps(design)) == design
    assert design.names == tuple(TWO)
    assert hash(design) == hash(made(baseline, kind))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "grid"])
def test_the_seed_makes_the_points(baseline, kind):
    assert np.array_equal(table(made(baseline, kind)), table(made(baseline, kind)))
    assert not np.array_equal(table(made(baseline, kind)), table(made(baseline, kind, seed=4)))


def test_a_grid_is_every_combination_in_order(baseline):
    grid = design_of(baseline, VARY, "grid", None, 0)
    assert isinstance(grid, Grid)
    columns = grid.columns(0, len(grid))
    expected = [(a, q) for a in np.linspace(0, 6, 13) for q in (0, 0.25, 0.5, 1)]
    assert list(zip(*columns.values(), strict=True)) == expected
    some = design_of(baseline, ["confidence_q"], "grid", 5, 0)
    assert some.columns(1, 4)["confidence_q"].tolist() == [0.25, 0.5, 0.75]


def test_random_points_are_even_independent_and_repeatable(baseline):
    vary = {"audience_cost_R": (2, 6), "confidence_q": None}
    one = design_of(baseline, vary, "random", 20_000, 7)
    columns = one.columns(0, 20_000)
    assert one == Random(axes=(("audience_cost_R", Uniform(2, 6)), ("confidence_q", Uniform(0, 1))), n=20_000, seed=7)
    x, y = (columns["audience_cost_R"] - 2) / 4, columns["confidence_q"]
    for column in (x, y):
        assert 0 <= column.min() < 0.001
        assert 0.999 < column.max() < 1
        counts = np.histogram(column, 20, (0, 1))[0]
        assert ((counts - 1000) ** 2 / 1000).sum() < 43.8  # chi-square, 19 degrees of freedom, p = 0.001
    assert abs(np.corrcoef(x, y)[0, 1]) < 0.025
    assert np.array_equal(one.columns(123, 4567)["confidence_q"], y[123:4567])
    assert not np.array_equal(replace(one, seed=8).columns(0, 5)["confidence_q"], y[:5])


@pytest.mark.parametrize(
    ("vary", "design", "n"),
    [
        ({"audience_cost_R": (0, 6, 10**9)}, "grid", None),
        ({"audience_cost_R": (0, 6, 10_000), "confidence_q": (0, 1, 10_000)}, "grid", None),
        (["audience_cost_R"], "grid", 10**12),
        (["audience_cost_R"], "random", 10**9),
    ],
)
def test_more_points_than_memory_holds_are_refused_before_they_are_made(baseline, vary, design, n):
    with pytest.raises(NotApplicable, match="points are too many for one sweep, which takes up to 20,000,000"):
        sweep(baseline, vary=vary, design=design, n=n)


@pytest.mark.parametrize(
    ("vary", "design", "n", "told"),
    [
        (
            {name: (0, 1, 10_000) for name in ("audience_cost_R", "confidence_q", "risk_R", "publicity")},
            "grid",
            2,
            "any sweep",
        ),
        (["audience_cost_R"], "random", 10**40, "any sweep"),
        (["audience_cost_R", "confidence_q"], "saltelli", 10**12, "any sweep"),
        (["audience_cost_R"], "sobol", 2**30 + 1, "Use random"),
    ],
)
def test_more_points_than_can_be_counted_are_refused(baseline, vary, design, n, told):
    with pytest.raises(NotApplicable, match=told):
        made = design_of(baseline, vary, design, n, 0)
        made.columns(len(made) - 1, len(made))


def test_a_design_may_be_larger_than_memory(baseline):
    vary = {"audience_cost_R": (0, 1, 10_000), "confidence_q": (0, 1, 10_000)}
    for kind, n in (("grid", None), ("random", 10**9), ("sobol", 5 * 10**7), ("saltelli", 10**7)):
        design = design_of(baseline, vary, kind, n, 0)
        last = design.columns(len(design) - 3, len(design))
        assert all(len(values) == 3 for values in last.values())


@pytest.mark.parametrize("count", [0, 2.5, math.inf, math.nan])
def test_a_count_that_is_no_count_is_refused(baseline, count):
    with pytest.raises(NotApplicable, match="needs a whole count"):
        design_of(baseline, {"audience_cost_R": (0, 6, count)}, "grid", None, 0)


def test_sobol_points_are_scipys(baseline):
    for n in (1, 2, 3, 1000, 1024, 5000):
        found = Sobol(axes=(("a", Uniform(0, 1)), ("b", Uniform(0, 1)), ("c", Uniform(0, 1))), n=n, seed=11)
        engine = qmc.Sobol(3, scramble=True, seed=11)
        assert np.array_equal(table(found), engine.random_base2(13)[:n])
    far = replace(found, n=20_000_000).columns(19_999_990, 20_000_000)
    engine = qmc.Sobol(3, scramble=True, seed=11)
    engine.fast_forward(19_999_990)
    assert np.array_equal(np.column_stack(list(far.values())), engine.random(10))


def test_a_longer_sample_begins_with_the_shorter_one(baseline):
    for kind in ("random", "sobol", "saltelli"):
        short, long = made(baseline, kind, n=20), made(baseline, kind, n=300)
        assert np.array_equal(table(long)[: len(short)], table(short))


def test_the_rows_of_a_base_sample_stand_together():
    design = Saltelli(axes=tuple((name, Uniform(0, 1)) for name in "abc"), n=8, seed=1)
    points = table(design).reshape(8, 5, 3)
    first, last = points[:, 0], points[:, -1]
    assert (first != last).all()
    for at in range(3):
        mixed = np.where(np.arange(3) == at, last, first)
        assert np.array_equal(points[:, 1 + at], mixed)
    one, mixtures, other = design.split(table(design)[:, 1])
    assert np.array_equal(one, first[:, 1])
    assert np.array_equal(other, last[:, 1])
    assert np.array_equal(mixtures, points[:, 1:-1, 1].T)


def test_correlated_parameters_have_their_rank_correlation_and_their_distributions(baseline):
    pairs = [("audience_cost_R", "confidence_q", 0.6)]
    for kind, near in [("sobol", 0.01), ("random", 0.05)]:
        design = design_of(baseline, TWO, kind, 4096, 2, pairs)
        points, alone = table(design), table(replace(design, correlated=()))
        assert abs(spearmanr(points).statistic - 0.6) < near
        assert abs(spearmanr(alone).statistic) < near
        for at in range(2):
            assert np.abs(np.sort(points[:, at]) - np.sort(alone[:, at])).max() < (0.1 if kind == "sobol" else 0.5)


def test_what_is_not_correlated_keeps_its_points(baseline):
    vary = {"resolve_W": "uniform(0, 1)", **TWO} if "resolve_W" in baseline.parameters else dict(TWO)
    other = next(name for name in baseline.parameters if name not in vary)
    vary[other] = None
    pairs = [("audience_cost_R", "confidence_q", -0.9)]
    with_pairs, without = (design_of(baseline, vary, "sobol", 64, 2, found) for found in (pairs, ()))
    assert np.array_equal(with_pairs.columns(0, 64)[other], without.columns(0, 64)[other])


@pytest.mark.parametrize(
    ("told", "kind", "pairs"),
    [
        ("cannot hold together", "sobol", [("a", "b", 0.9), ("b", "c", 0.9), ("a", "c", -0.9)]),
        ("must vary", "sobol", [("a", "d", 0.9)]),
        ("said once", "sobol", [("a", "b", 0.9), ("b", "a", 0.1)]),
        ("said once", "sobol", [("a", "a", 0.9)]),
        ("between -1 and 1", "sobol", [("a", "b", 1)]),
        ("cannot be correlated", "saltelli", [("a", "b", 0.5)]),
        ("nothing is correlated", "grid", [("a", "b", 0.5)]),
    ],
)
def test_correlations_that_make_no_sense_are_refused(baseline, told, kind, pairs):
    names = dict(zip("abcd", baseline.parameters, strict=False))
    real = [(names[one], names[other], rank) for one, other, rank in pairs]
    with pytest.raises(NotApplicable, match=told):
        design_of(baseline, [names[k] for k in "abc"], kind, 16, 0, real)


def test_what_a_parameter_is_drawn_from(baseline):
    parameter = baseline.parameters["audience_cost_R"]
    own = Uniform(parameter.low, parameter.high)
    for given, kind in [
        (None, own),
        ((2, 6), Uniform(2, 6)),
        ((6, 2), Uniform(2, 6)),
        ((3, 3), Discrete((3,), (1,))),
        ([1, 2, 2, 5], Discrete((1, 2, 5), (1, 1, 1))),
        ((0, 6, 3), Discrete((0, 3, 6), (1, 1, 1))),
        ("triangular(0, 3, 6)", Triangular(0, 3, 6)),
        (Whole(1, 5), Whole(1, 5)),
        ("normal(3, 1)", Normal(3, 1, parameter.low, parameter.high)),
        ("normal(3, 1, 2, 4)", Normal(3, 1, 2, 4)),
    ]:
        design = design_of(baseline, {"audience_cost_R": given}, "sobol", 8, 0)
        assert design.axes == (("audience_cost_R", kind),), given


def test_a_grid_over_a_distribution_has_its_quantiles(baseline):
    asked = {"audience_cost_R": "discrete(1: 1, 4: 2, 2: 1)", "confidence_q": "triangular(0, 0.5, 1)"}
    grid = design_of(baseline, asked, "grid", 5, 0)
    assert grid.axes[0][1] == (1, 4, 2)
    np.testing.assert_allclose(grid.axes[1][1], [0, math.sqrt(0.125), 0.5, 1 - math.sqrt(0.125), 1], atol=1e-15)
    whole = design_of(baseline, {"audience_cost_R": Whole(0, 2)}, "grid", 9, 0)
    assert whole.axes[0][1] == (0, 1, 2)


def test_what_takes_whole_numbers_only_is_drawn_whole():
    rounds = load("deadline_ultimatum")
    parameter = rounds.parameters["rounds"]
    drawn = design_of(rounds, ["rounds"], "sobol", 64, 0)
    assert drawn.axes[0] == ("rounds", Whole(parameter.low, parameter.high))
    assert set(drawn.columns(0, 64)["rounds"].tolist()) == set(range(int(parameter.low), int(parameter.high) + 1))
    grid = design_of(rounds, {"rounds": (1.5, 3.5)}, "grid", 40, 0)
    assert grid.axes[0][1] == (2, 3)


def test_an_unknown_parameter_or_design_is_told(baseline):
    with pytest.raises(UnknownName, match="did you mean 'sobol'"):
        design_of(baseline, TWO, "sobl", 5, 0)
    with pytest.raises(UnknownName, match="did you mean 'confidence_q'"):
        design_of(baseline, TWO, "sobol", 5, 0, [("audience_cost_R", "confidence", 0.5)])


def test_a_latin_hypercube_has_one_point_in_every_part(baseline):
    vary = {"audience_cost_R": (0, 6), "confidence_q": (0, 1)}
    points = table(made(baseline, "latin_hypercube", 400, vary)) / (6, 1)
    for column in points.T:
        assert sorted(np.floor(column * 400).tolist()) == list(range(400))
    np.testing.assert_allclose(points, qmc.LatinHypercube(2, seed=3).random(400), rtol=1e-12)
    with pytest.raises(NotApplicable, match="Use sobol"):
        made(baseline, "latin_hypercube", 10**6 + 1)


@pytest.mark.parametrize("levels", [2, 4, 10])
def test_a_trajectory_moves_each_parameter_once_by_one_step(levels):
    axes = tuple((name, Uniform(0, 1)) for name in "abcd")
    design = Morris(axes=axes, n=200, seed=5, levels=levels)
    points = table(design).reshape(200, 5, 4)
    moves = np.diff(points, axis=1)
    assert ((np.abs(moves) > 1e-12).sum(2) == 1).all()
    assert ((np.abs(moves) > 1e-12).sum(1) == 1).all()
    np.testing.assert_allclose(np.abs(moves).sum(2), levels / (2 * (levels - 1)), rtol=1e-12)
    on_levels = points * (levels - 1)
    np.testing.assert_allclose(on_levels, np.round(on_levels), atol=1e-12)
    assert set(np.round(on_levels).ravel()) == set(range(levels))
    assert 0.4 < (moves.sum(1) > 0).mean() < 0.6


def test_an_odd_number_of_levels_is_refused():
    with pytest.raises(NotApplicable, match="even number of levels"):
        Morris(axes=(("a", Uniform(0, 1)),), n=2, levels=5)


def test_what_fills_the_space_is_more_even_than_chance(baseline):
    vary = {"audience_cost_R": (0, 1), "confidence_q": (0, 1)}
    found = {
        kind: qmc.discrepancy(table(made(baseline, kind, 256, vary))) for kind in ("random", "latin_hypercube", "sobol")
    }
    assert found["sobol"] < found["latin_hypercube"] / 3
    assert found["latin_hypercube"] < found["random"]
