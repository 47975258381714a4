"""Sweeps through overrides, with measures, in shards: the same numbers as asked for one by one."""

from __future__ import annotations

import logging
from itertools import pairwise

import numpy as np
import pytest

from negsim.errors import NotApplicable, ScenarioError, UnknownName
from negsim.scenario.load import load, load_text
from negsim.solvers.base import Status
from negsim.studies.solve import solve
from negsim.studies.sweep import job_of, sweep
from negsim.studies.sweeps.job import CHUNK_BYTES
from negsim.views.show import show
from negsim.views.table import table

VARY = {"audience_cost_R": (0, 6, 7), "confidence_q": [0, 0.5]}
NAMES = ("", "assured", "frolov+aljazeera")
MEASURES = ("payoff(russia)", "probability(impasse)", "probability(impasse) - payoff(nato)")


@pytest.fixture(scope="module")
def found():
    return sweep("baseline_impasse", vary=VARY, overrides=NAMES, measures=MEASURES)


def test_each_override_has_the_numbers_that_it_has_alone(found):
    assert found.variants == NAMES
    assert found.shape == (3, 7, 2)
    assert len(found) == 42
    for number, name in enumerate(NAMES):
        scenario = load("baseline_impasse", overrides=[part for part in name.split("+") if part])
        alone, here = sweep(scenario, vary=VARY, measures=MEASURES), found.variant == number
        assert [found.labels[k] for k in found.equilibrium[here]] == [alone.labels[k] for k in alone.equilibrium]
        assert np.array_equal(found.payoff[here], alone.payoff)
        for text in MEASURES:
            assert np.array_equal(found.measures[text].lowest[here], alone.measures[text].lowest)
        for column in VARY:
            assert np.array_equal(found.columns[column][here], alone.columns[column])


def test_a_scenario_that_was_read_already_takes_overrides_too(found):
    again = sweep(load("baseline_impasse"), vary=VARY, overrides=NAMES)
    assert np.array_equal(again.payoff, found.payoff)


def test_measures_are_what_the_answers_say_one_by_one(found):
    columns = found.columns
    impasse = load("baseline_impasse")
    for k in range(14):  # without an override
        point = {name: float(column[k]) for name, column in columns.items()}
        rows = [row for row in solve(impasse.with_values(**point))]
        russia = [row.payoffs["russia"] for row in rows]
        stay = [row["response"].get("insist", 0) * row["reply"].get("offer_menu", 0) for row in _plays(rows)]
        for text, values in (("payoff(russia)", russia), ("probability(impasse)", stay)):
            assert found.measures[text].lowest[k] == pytest.approx(min(values), abs=1e-12)
            assert found.measures[text].highest[k] == pytest.approx(max(values), abs=1e-12)


def _plays(rows):
    return [{"response": row["russia"], "reply": row["nato"]} for row in rows]


def test_overrides_that_rename_what_is_chosen_share_the_labels_that_are_alike():
    text = """
negsim: 1
title: t
basis: textbook payoffs
actors: {a: {name: a}, b: {name: b}}
parameters: {t: {value: 1, low: 0, high: 2, unit: points, assumption: test}}
moves:
  ma: {actor: a, levels: [up, down]}
  mb: {actor: b, levels: [left, right]}
payoffs: {a: ma.up*(t - 1), b: mb.left}
overrides:
  third: {note: n, moves.mb.levels: [middle, left, right]}
"""
    both = sweep(load_text(text), vary={"t": [0, 2]}, overrides=("", "third"))
    assert both.labels == ("down / left", "up / left")
    assert both.equilibrium.tolist() == [0, 1, 0, 1]


def test_chunks_never_cross_overrides_and_cover_all_points_once():
    scenario = load("baseline_impasse")
    whole = sweep(scenario, vary=VARY, overrides=NAMES)
    job = job_of(scenario, "strategic", None, whole.design, (), NAMES)
    for size in (144, 5 * 144, CHUNK_BYTES):
        spans = job.spans(size)
        assert spans[0][0] == 0
        assert spans[-1][1] == len(job) == 42
        assert all(one[1] == other[0] for one, other in pairwise(spans))
        assert all(start // 14 == (stop - 1) // 14 for start, stop in spans)
    with pytest.raises(NotApplicable, match="several variants"):
        job((13, 15))


@pytest.fixture(scope="module")
def scenarios():
    return {name: load("baseline_impasse", overrides=[part for part in name.split("+") if part]) for name in NAMES}


@pytest.mark.parametrize("shards", [2, 3, 20])
def test_shards_together_are_the_whole(found, scenarios, shards):
    seen = np.zeros(len(found), int)
    for which in range(1, shards + 1):
        asked = {"vary": VARY, "overrides": scenarios, "measures": MEASURES, "chunk_bytes": 600}
        part = sweep(scenarios[""], shard=(which, shards), **asked)
        rows = part.point
        seen[rows] += 1
        assert len(part) == len(rows)
        assert [part.labels[k] for k in part.equilibrium] == [found.labels[k] for k in found.equilibrium[rows]]
        assert np.array_equal(part.payoff, found.payoff[rows])
        assert np.array_equal(part.measures[MEASURES[0]].highest, found.measures[MEASURES[0]].highest[rows])
        assert all(np.array_equal(part.columns[name], found.columns[name][rows]) for name in VARY)
    assert (seen == 1).all()


def test_a_shard_says_what_it_is_of():
    part = sweep("baseline_impasse", vary=VARY, shard=(1, 2), chunk_bytes=600)
    assert f"{len(part)} of 14 points" in str(table(part))
    with pytest.raises(NotApplicable, match="counted from 1"):
        sweep("baseline_impasse", vary=VARY, shard=(3, 2))


@pytest.mark.parametrize(
    ("measure", "error", "told"),
    [
        ("probability(reply.insist)", ScenarioError, "no level 'insist'; did you mean 'response.insist'"),
        ("probability(impase)", ScenarioError, "unknown name 'impase'; did you mean 'impasse'"),
        ("payoff(rusia)", ScenarioError, "no actor 'rusia'; did you mean 'russia'"),
        ("payof(russia)", ScenarioError, "'payof' is no quantity; did you mean 'payoff'"),
        ("worth(treaty)", ScenarioError, "no form of a promise 'treaty'"),
        ("stable(nash, impasse)", NotApplicable, "is for the form 'conflict'"),
        ("agreed()", NotApplicable, "'bargaining' and 'screening'"),
        ("probability(agreement)", NotApplicable, "'bargaining' and 'screening'"),
        ("room()", NotApplicable, "is for the form 'bargaining'"),
        ("zone()", NotApplicable, "is for the form 'bargaining'"),
    ],
)
def test_a_measure_that_means_nothing_is_refused_before_anything_is_solved(monkeypatch, measure, error, told):
    monkeypatch.setattr("negsim.studies.sweep.swept", None)
    with pytest.raises(error, match=told):
        sweep("baseline_impasse", vary=VARY, measures=["payoff(nato)", measure])


def test_all_faults_of_measures_are_told_together():
    with pytest.raises(ScenarioError) as caught:
        sweep("baseline_impasse", vary=VARY, measures=["payoff(rusia) + probability(impase)", "payof(russia)"])
    assert len(caught.value.faults) == 3


def test_a_solver_for_other_games_is_refused_before_the_sweep(monkeypatch):
    monkeypatch.setattr("negsim.studies.sweep.swept", None)
    with pytest.raises(NotApplicable, match="stochastic games"):
        sweep("baseline_impasse", solver="logit_homotopy", vary=VARY)


def test_overrides_that_do_not_exist_or_stand_twice_are_refused():
    with pytest.raises(ScenarioError, match="did you mean 'frolov'"):
        sweep("baseline_impasse", vary=VARY, overrides=("", "frolof"))
    with pytest.raises(NotApplicable, match="swept over once"):
        sweep("baseline_impasse", vary=VARY, overrides=("frolov", "frolov"))
    with pytest.raises(UnknownName, match="parameter"):
        sweep("baseline_impasse", vary={"nothing": (0, 1, 2)}, overrides=("frolov",))


def test_an_override_of_what_is_varied_is_told(caplog):
    with caplog.at_level(logging.WARNING, "negsim"):
        sweep("baseline_impasse", vary={"audience_cost_R": [1, 5]}, overrides=("", "quiet_channel"))
    assert "quiet_channel sets audience_cost_R, which is varied" in caplog.text


POLES = """
negsim: 1
title: t
basis: textbook payoffs
actors: {a: {name: a}, b: {name: b}}
parameters: {t: {value: 1, low: -2, high: 2, unit: points, assumption: test}}
moves:
  ma: {actor: a, levels: [up, down]}
  mb: {actor: b, levels: [left, right]}
payoffs: {a: ma.up/t, b: mb.left}
"""


def test_points_without_a_game_keep_their_place_beside_measures():
    values = [1, 0, -1, 0, 0, 2]
    found = sweep(load_text(POLES), vary={"t": values}, measures=["payoff(a)", "probability(ma.up)"])
    failed = np.array(values) == 0
    assert (found.status == Status.failed.code).tolist() == failed.tolist()
    assert np.isnan(found.measures["payoff(a)"].middle).tolist() == failed.tolist()
    assert found.measures["probability(ma.up)"].middle[~failed].tolist() == [1, 0, 1]
    assert found.measures["payoff(a)"].middle[~failed].tolist() == [1, 0, 0.5]


@pytest.mark.parametrize("more", [{"overrides": ("", "frolov")}, {"shard": (1, 2), "chunk_bytes": 600}])
def test_a_map_is_drawn_of_one_scenario_and_all_points(more):
    part = sweep("baseline_impasse", vary=VARY | {"confidence_q": [0]}, **more)
    with pytest.raises(NotApplicable, match="a whole sweep without overrides"):
        show(part, "equilibrium_map")
