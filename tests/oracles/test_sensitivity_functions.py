"""Test functions whose indices are known in closed form, through the designs and estimators that scenarios go through.

The analytic indices: Ishigami and Homma (1990); Sobol's G function, Saltelli and Sobol' (1995); the formulas are in
Saltelli et al. (2008), Global Sensitivity Analysis: The Primer. SciPy and SALib analyse the same samples.
"""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest

from negsim.scenario.distribution import Uniform
from negsim.studies.designs.morris import Morris as Trajectories
from negsim.studies.designs.saltelli import Saltelli
from negsim.studies.sensitivity.morris import effects
from negsim.studies.sensitivity.sobol import indices

SALIB = pytest.importorskip("SALib")
ANGLE = Uniform(-math.pi, math.pi)
SHARE = Uniform(0.0, 1.0)
WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])  # the usual case: two matter, two a little


def ishigami(at):
    return np.sin(at[:, 0]) + 7 * np.sin(at[:, 1]) ** 2 + 0.1 * at[:, 2] ** 4 * np.sin(at[:, 0])


def sobol_g(at):
    return np.prod((np.abs(4 * at - 2) + WEIGHTS) / (1 + WEIGHTS), axis=1)


def of_ishigami():
    """First-order and total indices, and the variance: a = 7, b = 0.1."""
    a, b, pi = 7.0, 0.1, math.pi
    alone = np.array([(1 + b * pi**4 / 5) ** 2 / 2, a**2 / 8, 0.0])
    both = b**2 * pi**8 * (1 / 18 - 1 / 50)  # of the first and the third together
    variance = alone.sum() + both
    return alone / variance, (alone + np.array([both, 0, both])) / variance, variance


def of_sobol_g():
    alone = 1 / (3 * (1 + WEIGHTS) ** 2)
    variance = np.prod(1 + alone) - 1
    total = [alone[k] * np.prod(1 + np.delete(alone, k)) for k in range(len(alone))]
    return alone / variance, np.array(total) / variance, variance


CASES = {
    "ishigami": (ishigami, of_ishigami(), ("x", "y", "z"), ANGLE),
    "sobol_g": (sobol_g, of_sobol_g(), tuple("abcdefgh"), SHARE),
}


def sampled(case, n, seed=1):
    """The design, the points in the order of the design, and the function there."""
    function, _, names, kind = CASES[case]
    design = Saltelli(axes=tuple((name, kind) for name in names), n=n, seed=seed)
    columns = design.columns(0, len(design))
    return design, function(np.column_stack(list(columns.values())))


@pytest.fixture(scope="module", params=list(CASES))
def case(request):
    design, values = sampled(request.param, 8192)
    table = values.reshape(design.n, design.rows)
    return request.param, design, values, indices(design.names, table)


def test_the_analytic_indices_are_reproduced(case):
    name, _, _, found = case
    first, total, variance = CASES[name][1]
    assert found.first.value == pytest.approx(first, abs=0.02)
    assert found.total.value == pytest.approx(total, abs=0.02)
    assert found.variance == pytest.approx(variance, rel=0.02)
    assert set(found.order[:2]) == set(np.argsort(-total)[:2].tolist())


def test_the_intervals_hold_the_analytic_indices(case):
    name, _, _, found = case
    first, total, _ = CASES[name][1]
    room = 1e-6  # the last four weights of the G function: indices of a millionth, whose intervals are as narrow
    assert (found.first.low - room <= first).all() and (first <= found.first.high + room).all()
    assert (found.total.low - room <= total).all() and (total <= found.total.high + room).all()
    assert (found.total.width < 0.1).all()


def test_scipy_finds_the_same_on_the_same_samples(case):
    from scipy.stats import sobol_indices

    _, design, values, found = case
    at_a, mixed, at_b = design.split(values)
    peer = sobol_indices(func={"f_A": at_a[None], "f_B": at_b[None], "f_AB": mixed[:, None]}, n=design.n)
    assert found.first.value == pytest.approx(peer.first_order, abs=1e-12)
    assert found.total.value == pytest.approx(peer.total_order, abs=1e-12)


def test_scipy_finds_intervals_as_wide():
    from scipy.stats import sobol_indices

    design, values = sampled("ishigami", 512)
    found = indices(design.names, values.reshape(design.n, design.rows))
    at_a, mixed, at_b = design.split(values)
    peer = sobol_indices(func={"f_A": at_a[None], "f_B": at_b[None], "f_AB": mixed[:, None]}, n=design.n).bootstrap()
    for own, others in ((found.first, peer.first_order), (found.total, peer.total_order)):
        theirs = others.confidence_interval
        assert own.width == pytest.approx(theirs.high - theirs.low, rel=0.25)
        assert own.low == pytest.approx(theirs.low, abs=0.05)


def test_salib_finds_the_same_on_the_same_samples(case):
    name, _, values, found = case
    from SALib.analyze import sobol

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = sobol.analyze(problem(name), values, calc_second_order=False, num_resamples=200, seed=1)
    assert found.total.value == pytest.approx(peer["ST"], abs=1e-9)
    assert found.first.value == pytest.approx(peer["S1"], abs=2e-3)  # SALib takes the mean of all rows off
    assert found.total.width / 2 == pytest.approx(peer["ST_conf"], rel=0.25, abs=1e-5)
    assert found.first.width / 2 == pytest.approx(peer["S1_conf"], rel=0.25, abs=1e-5)


def test_samples_of_salib_are_read_in_its_order():
    from SALib.sample import sobol

    function, (first, total, _), names, _ = CASES["ishigami"]
    points = sobol.sample(problem("ishigami"), 4096, calc_second_order=False, seed=3)
    found = indices(names, function(points).reshape(4096, len(names) + 2))
    assert found.first.value == pytest.approx(first, abs=0.03)
    assert found.total.value == pytest.approx(total, abs=0.03)


@pytest.mark.parametrize("name", list(CASES))
def test_salib_finds_the_same_elementary_effects(name):
    from SALib.analyze import morris

    function, _, names, kind = CASES[name]
    design = Trajectories(axes=tuple((each, kind) for each in names), n=200, seed=4)
    points = np.column_stack(list(design.columns(0, len(design)).values()))
    places = design.shares(0, len(design)).reshape(design.n, design.rows, -1)
    values = function(points)
    found = effects(names, places, values.reshape(design.n, design.rows), levels=design.levels)
    peer = morris.analyze(problem(name), points, values, num_levels=design.levels, num_resamples=500, seed=1)
    assert found.mean == pytest.approx(np.asarray(peer["mu"], float), abs=1e-9)
    assert found.absolute.value == pytest.approx(np.asarray(peer["mu_star"], float), abs=1e-9)
    assert found.deviation == pytest.approx(np.asarray(peer["sigma"], float), abs=1e-9)
    assert found.absolute.width / 2 == pytest.approx(np.asarray(peer["mu_star_conf"], float), rel=0.25, abs=1e-9)


def test_effects_of_a_line_are_its_slopes_for_the_whole_range():
    design = Trajectories(axes=(("x", Uniform(0, 10)), ("y", Uniform(-1, 1)), ("z", SHARE)), n=20, seed=5)
    columns = design.columns(0, len(design))
    values = 2 * columns["x"] - 3 * columns["y"] + 0 * columns["z"]
    places = design.shares(0, len(design)).reshape(20, 4, 3)
    found = effects(design.names, places, values.reshape(20, 4))
    assert found.mean == pytest.approx([20.0, -6.0, 0.0])
    assert found.absolute.value == pytest.approx([20.0, 6.0, 0.0])
    assert found.deviation == pytest.approx([0, 0, 0], abs=1e-12)
    assert found.order == (0, 1, 2) and found.budget.enough


def problem(name):
    _, _, names, kind = CASES[name]
    return {"num_vars": len(names), "names": list(names), "bounds": [[kind.low, kind.high]] * len(names)}
