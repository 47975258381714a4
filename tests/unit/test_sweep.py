"""Sweeps: the same answers as one by one, however they are cut, with failures kept as rows."""

from __future__ import annotations

import math
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from negsim.errors import NotApplicable, UnknownName
from negsim.scenario.load import load, load_text
from negsim.solvers.base import Status, solvers
from negsim.studies.solve import solve
from negsim.studies.sweep import Sweep, sweep

VARY = {"audience_cost_R": (0, 6, 13), "confidence_q": [0, 0.25, 0.5, 1]}


def arrays(found: Sweep):
    return [found.equilibrium, found.count, found.payoff, found.status, *found.columns.values()]


@pytest.fixture(scope="module")
def baseline():
    return load("baseline_impasse")


@pytest.mark.parametrize("solver", ["all_nash", "pure_nash"])
def test_a_sweep_is_the_answers_one_by_one(baseline, solver):
    found = sweep(baseline, solver=solver, vary=VARY)
    assert found.shape == (13, 4)
    for k in range(len(found)):
        point = {name: float(column[k]) for name, column in found.columns.items()}
        alone = solve(baseline.with_values(**point), solver=solver)
        plays = [row.profile.values() for row in alone]
        pure = [" / ".join(next(iter(m)) for m in mixes) for mixes in plays if all(len(m) == 1 for m in mixes)]
        label = found.labels[found.equilibrium[k]]
        mixed = len(alone) - len(pure)
        assert set(label.split(" + ")[0].split("; ")) == set(pure)
        assert (f"{mixed} mixed" in label) == (mixed > 0)
        assert found.count[k] == len(alone)
        mean = np.mean([list(row.payoffs.values()) for row in alone], axis=0)
        np.testing.assert_allclose(found.payoff[k], mean, atol=1e-12)


@pytest.mark.parametrize("design", ["grid", "random"])
def test_the_cut_into_chunks_does_not_matter(baseline, design):
    vary = VARY if design == "grid" else ["audience_cost_R", "confidence_q"]
    whole = sweep(baseline, vary=vary, design=design, n=50, seed=3)
    for size in (1, 7 * 144, 2**30):
        cut = sweep(baseline, vary=vary, design=design, n=50, seed=3, chunk_bytes=size)
        assert cut.labels == whole.labels
        for one, other in zip(arrays(cut), arrays(whole), strict=True):
            assert np.array_equal(one, other)


def test_any_executor_gives_the_same(baseline):
    here = sweep(baseline, vary=VARY, chunk_bytes=1000)
    with ThreadPoolExecutor(2) as pool:
        there = sweep(baseline, vary=VARY, chunk_bytes=1000, executor=pool)
    for one, other in zip(arrays(here), arrays(there), strict=True):
        assert np.array_equal(one, other)
    assert np.array_equal(pickle.loads(pickle.dumps(here)).equilibrium, here.equilibrium)


class Post(ThreadPoolExecutor):
    """An executor that sends everything through pickles, as one on another machine does."""

    def submit(self, fn, /, *args):
        return super().submit(_posted, pickle.dumps((fn, args)))


def _posted(letter):
    fn, args = pickle.loads(letter)
    return pickle.loads(pickle.dumps(fn(*args)))


def test_work_and_answers_travel(baseline):
    with Post(2) as post:
        there = sweep(baseline, vary=VARY, chunk_bytes=3000, executor=post)
    for one, other in zip(arrays(there), arrays(sweep(baseline, vary=VARY)), strict=True):
        assert np.array_equal(one, other)


def test_the_solver_really_used_is_named(baseline):
    assert type(sweep(baseline, vary=VARY).solver) is solvers["all_nash"]


def test_progress_is_told_to_the_end(baseline):
    told = []
    sweep(baseline, vary=VARY, chunk_bytes=144 * 10, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (52, 52)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert len(told) == 6


POLE = """
negsim: 1
title: t
question: t
basis: textbook payoffs
actors: {a: {name: a}, b: {name: b}}
parameters: {t: {value: 1, low: -2, high: 2, unit: points, assumption: test}}
moves:
  ma: {actor: a, name: m, initial: up, levels: [up, down]}
  mb: {actor: b, name: m, initial: left, levels: [left, right]}
payoffs:
  a: [["1/t", 0], [0, 1]]
  b: [[1, 0], [0, 1]]
"""


@pytest.mark.parametrize("chunk", [1, 2**22])
def test_points_whose_payoffs_do_not_exist_are_rows_too(chunk):
    found = sweep(load_text(POLE), vary={"t": [-1, 0, 1, 0]}, chunk_bytes=chunk)
    assert found.statuses == {"solved": 2, "failed": 2}
    assert found.status.tolist() == [Status.solved.code, Status.failed.code] * 2
    assert found.equilibrium.tolist() == [0, -1, 1, -1]
    assert found.labels == ("down / right", "up / left; down / right + 1 mixed")
    assert np.isnan(found.payoff).all(1).tolist() == [False, True, False, True]


def test_games_without_an_answer_are_rows_too():
    model = load("matching_pennies")
    fixed = replace(model, parameters=load_text(POLE).parameters)
    found = sweep(fixed, solver="pure_nash", vary={"t": (0, 1, 3)})
    assert found.count.tolist() == [0, 0, 0]
    assert found.equilibrium.tolist() == [-1, -1, -1]
    assert found.statuses == {"none_found": 3}
    assert found.labels == ()


@pytest.mark.parametrize("solver", ["correlated", "iterated_dominance", "pareto_frontier", "logit"])
def test_other_kinds_of_answers_are_summarised(baseline, solver):
    found = sweep(baseline, solver=solver, vary={"audience_cost_R": [2, 4]})
    assert found.count.tolist() == [1, 1]
    assert (found.equilibrium >= 0).all()
    if solver in ("correlated", "logit"):
        assert [found.labels[k] for k in found.equilibrium] == ["take_menu / offer_menu", "insist / offer_menu"]


def test_designs_say_what_they_need(baseline):
    for error, told, wrong in [
        (UnknownName, "audience_cost_R", {"vary": {"audience_cost": (0, 1, 2)}}),
        (UnknownName, "grid", {"vary": VARY, "design": "grids"}),
        (NotApplicable, "at least one parameter", {"vary": {}}),
        (NotApplicable, "how many values", {"vary": {"audience_cost_R": (0, 6)}}),
        (NotApplicable, "number of points", {"vary": VARY, "design": "random"}),
        (NotApplicable, "at least one point", {"vary": VARY, "design": "random", "n": 0}),
        (NotApplicable, "whole count", {"vary": {"audience_cost_R": (0, 6, 2.5)}}),
        (NotApplicable, "finite", {"vary": {"audience_cost_R": [0, math.nan]}}),
        (NotApplicable, "audience_cost_R: '0 to 6': write a range as", {"vary": {"audience_cost_R": "0 to 6"}}),
    ]:
        with pytest.raises(error, match=told):
            sweep(baseline, **wrong)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"n": 2.5}, "whole number of points"),
        ({"n": 3, "seed": -1}, "seed is a whole number from 0 up"),
        ({"n": 3, "seed": "x"}, "seed is a whole number from 0 up"),
        ({"n": 3, "vary": {"audience_cost_R": 3}}, "one finite number or more, not 3"),
        ({"design": "grid", "vary": {"audience_cost_R": (0, 1, 10**400)}}, "too many"),
        ({"design": "grid", "vary": {"audience_cost_R": [10**400]}}, "one finite number or more"),
    ],
)
def test_designs_that_make_no_sense_are_refused(baseline, asked, told):
    with pytest.raises(NotApplicable, match=told):
        sweep(baseline, **{"vary": {"audience_cost_R": (0, 6)}, "design": "random", **asked})
