"""Designs beside the samplers and analyses of SALib and SciPy, and closed forms of the Gaussian copula."""

from __future__ import annotations

import math

import numpy as np
import pytest
from SALib.analyze import morris as salib_morris
from SALib.sample import sobol as salib_sobol
from scipy.stats import kendalltau, kstest, qmc, spearmanr

from negsim.scenario.distribution import Normal, Triangular, Uniform
from negsim.studies.designs.latin_hypercube import LatinHypercube
from negsim.studies.designs.morris import Morris
from negsim.studies.designs.random import Random
from negsim.studies.designs.saltelli import Saltelli
from negsim.studies.designs.sobol import Sobol

KINDS = (Uniform(-1, 3), Triangular(0, 2, 5), Normal(1, 2, -1, 6))
AXES = tuple(zip("abc", KINDS, strict=True))


def table(design):
    return np.column_stack(list(design.columns(0, len(design)).values()))


def problem(axes):
    return {"num_vars": len(axes), "names": [name for name, _ in axes], "bounds": [[k.low, k.high] for _, k in axes]}


@pytest.mark.parametrize(("n", "seed"), [(8, 0), (64, 3), (256, 12)])
def test_the_sample_of_saltelli_is_salibs(n, seed):
    axes = tuple((name, Uniform(low, low + 4)) for name, low in zip("abcde", (-1, 0, 1, 2, 3), strict=True))
    theirs = salib_sobol.sample(problem(axes), n, calc_second_order=False, seed=seed)
    np.testing.assert_allclose(table(Saltelli(axes=axes, n=n, seed=seed)), theirs, rtol=0, atol=1e-12)


@pytest.mark.parametrize("levels", [4, 6])
def test_salib_reads_our_trajectories(levels):
    design = Morris(axes=tuple((name, Uniform(0, 1)) for name in "abcd"), n=30, seed=2, levels=levels)
    points = table(design)
    theirs = salib_morris.analyze(problem(design.axes), points, points @ [3, -1, 0, 2], num_levels=levels)
    np.testing.assert_allclose(theirs["mu"], [3, -1, 0, 2], atol=1e-12)
    np.testing.assert_allclose(theirs["sigma"], 0, atol=1e-12)


@pytest.mark.parametrize("rank", [-0.95, -0.3, 0.5, 0.9])
def test_correlated_parameters_have_the_rank_correlations_of_the_gaussian_copula(rank):
    design = Sobol(axes=AXES, n=4096, seed=1, correlated=(("a", "c", rank),))
    a, b, c = table(design).T
    normal = 2 * math.sin(math.pi / 6 * rank)  # Pearson (1907)
    assert spearmanr(a, c).statistic == pytest.approx(rank, abs=0.01)
    assert kendalltau(a, c).statistic == pytest.approx(2 / math.pi * math.asin(normal), abs=0.01)
    assert abs(spearmanr(a, b).statistic) < 0.01
    assert abs(spearmanr(b, c).statistic) < 0.01


@pytest.mark.parametrize("design", [Sobol, LatinHypercube, Random])
def test_correlation_leaves_every_distribution_as_it_is(design):
    pairs = (("a", "b", 0.5), ("b", "c", -0.4), ("a", "c", 0.2))
    points = table(design(axes=AXES, n=2048, seed=4, correlated=pairs))
    for column, kind in zip(points.T, KINDS, strict=True):
        shares = np.linspace(0, 1, 20_001)
        quantiles = kind.quantile(shares)
        assert kstest(column, lambda x, q=quantiles, s=shares: np.interp(x, q, s)).pvalue > 0.01
    ranks = spearmanr(points).statistic
    for (i, j), rank in {(0, 1): 0.5, (1, 2): -0.4, (0, 2): 0.2}.items():
        assert ranks[i, j] == pytest.approx(rank, abs=0.05)


def test_evenness_is_that_of_scipys_own_samples():
    axes = tuple((name, Uniform(0, 1)) for name in "abcd")
    for design, engine in ((Sobol, qmc.Sobol(4, seed=9)), (LatinHypercube, qmc.LatinHypercube(4, seed=9))):
        ours, theirs = table(design(axes=axes, n=512, seed=9)), engine.random(512)
        assert qmc.discrepancy(ours) == pytest.approx(qmc.discrepancy(theirs), rel=1e-9)
    chance = qmc.discrepancy(table(Random(axes=axes, n=512, seed=9)))
    assert 0.5 < chance / qmc.discrepancy(np.random.default_rng(1).random((512, 4))) < 2
