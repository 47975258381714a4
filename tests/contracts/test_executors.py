"""Laws over every registered executor; a new file under studies/executors/ is tested here with no edit."""

from __future__ import annotations

import dataclasses
import operator
import pickle
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor

import numpy as np
import pytest

from negsim.errors import NotApplicable, UnknownName
from negsim.studies.design import design_of
from negsim.studies.executors._any import Lent, executor_of
from negsim.studies.executors._packed import packed
from negsim.studies.executors.base import executors
from negsim.studies.executors.dask import Dask, _check
from negsim.studies.executors.inline import Inline
from negsim.studies.executors.processes import Processes
from negsim.studies.solve import scenario_of
from negsim.studies.sweep import job_of
from negsim.studies.sweeps.run import run
from negsim.studies.sweeps.whole import Whole

VARY = {"audience_cost_R": (0, 6, 9), "confidence_q": (0, 1, 7)}  # few enough that no worker has to load the compiler


def made(name):
    """An executor of two workers, if it is not this process."""
    return executors[name]() if name == "inline" else executors[name](workers=2)


def swept(executor):
    """A sweep in nine chunks of seven points."""
    impasse = scenario_of("baseline_impasse")
    job = job_of(impasse, "strategic", None, design_of(impasse, VARY, "grid", None, 0), ("payoff(russia)",))
    spans = job.spans(7 * 8 * 18)
    assert len(spans) == 9
    whole = Whole(job, spans)
    assert run(job, spans, executor, whole.put) == ()
    return whole.sweep()


@pytest.fixture(scope="module")
def here():
    return swept(Inline())


def same(one, two):
    """Whether two sweeps are the same bit by bit."""
    measure = "payoff(russia)"
    return one.labels == two.labels and all(
        a.tobytes() == b.tobytes()
        for a, b in [
            (one.equilibrium, two.equilibrium),
            (one.count, two.count),
            (one.payoff, two.payoff),
            (one.status, two.status),
            (one.measures[measure].lowest, two.measures[measure].lowest),
            (one.measures[measure].highest, two.measures[measure].highest),
        ]
    )


@pytest.mark.parametrize("name", list(executors))
def test_a_sweep_does_not_depend_on_where_it_runs(name, here):
    assert same(swept(made(name)), here)


@pytest.mark.parametrize("executor", [Inline(), Lent(executor=ThreadPoolExecutor(3))])
def test_an_executor_maps_in_order(executor):
    assert list(executor.map(lambda k: time.sleep((7 * k % 5) / 1000) or -k, range(20))) == [-k for k in range(20)]


@pytest.mark.parametrize("name", list(executors))
def test_an_executor_is_documented_and_named_by_its_file(name):
    assert len((executors[name].__doc__ or "").split()) >= 8
    assert executors[name].__module__.rpartition(".")[2] == name


@pytest.mark.parametrize("name", list(executors))
def test_an_executor_is_a_frozen_value_that_says_how_many_workers(name):
    value = executors[name]()
    assert pickle.loads(pickle.dumps(value)) == value
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.workers = 2
    with pytest.raises(NotApplicable, match="workers"):
        executors[name](workers=0)


def test_any_executor_of_the_standard_library_will_do(here):
    with ThreadPoolExecutor(3) as threads:
        assert same(swept(executor_of(threads)), here)
        assert threads.submit(int).result() == 0, "it stays open"


class Plain(Executor):
    """As little of an executor as there may be."""

    def submit(self, fn, /, *args):
        done = Future()
        done.set_result(fn(*args))
        return done


def test_an_executor_needs_nothing_but_submit(here):
    assert same(swept(executor_of(Plain())), here)


def test_an_executor_is_found_by_its_name_and_options():
    assert executor_of("inline") == Inline()
    assert executor_of("processes", workers=3) == Processes(workers=3)
    assert executor_of("dask", scheduler="tcp://10.0.0.1:8786") == Dask(scheduler="tcp://10.0.0.1:8786")
    assert executor_of(Processes(workers=2)) == Processes(workers=2)
    plain = Plain()
    assert executor_of(plain) == Lent(executor=plain)


@pytest.mark.parametrize(
    ("given", "options", "error", "message"),
    [
        ("proceses", {}, UnknownName, "did you mean 'processes'"),
        ("inline", {"workers": 2}, NotApplicable, "--executor processes"),
        ("processes", {"scheduler": "tcp://a:1"}, NotApplicable, "has no scheduler. Use 'dask'"),
        ("dask", {"scheduler": "tcp://a:1", "workers": 2}, NotApplicable, "Leave out either"),
        (Inline(), {"workers": 2}, NotApplicable, "workers: an option of an executor that is named"),
        (7, {}, NotApplicable, "7 is no executor. Use the name of one"),
    ],
)
def test_what_is_no_executor_is_told_with_the_mend(given, options, error, message):
    with pytest.raises(error, match=message):
        executor_of(given, **options)


@pytest.mark.parametrize("executor", [Processes(workers=1), Dask(workers=1)])
def test_work_that_cannot_travel_is_told_before_a_worker_starts(executor):
    with pytest.raises(NotApplicable, match=r"cannot be sent to other processes .*Use a solver"):
        executor.pool((k for k in [1]).send)


def test_work_is_unpacked_once_however_often_it_is_sent(monkeypatch):
    loads = []
    monkeypatch.setattr(pickle, "loads", lambda data, load=pickle.loads: loads.append(1) or load(data))
    sent = [pickle.dumps(packed(np.negative)) for _ in range(3)]
    unpickle = __import__("_pickle").loads
    assert [unpickle(data)(4) for data in sent] == [-4, -4, -4]
    assert len(loads) == 1


def test_a_scheduler_that_is_not_there_is_told_with_its_address(monkeypatch):
    monkeypatch.setattr("negsim.studies.executors.dask.PATIENCE", 0.3)
    with pytest.raises(NotApplicable, match=r"no Dask scheduler answers at tcp://127.0.0.1:9 .*dask scheduler"):
        Dask(scheduler="tcp://127.0.0.1:9").pool(operator.neg)
    with pytest.raises(NotApplicable, match="no Dask scheduler answers at nowhere:x"):
        Dask(scheduler="nowhere:x").pool(operator.neg)


def versions(**there):
    """What Dask tells of versions: here, and at one worker."""
    here = {"negsim": "0.1.0", "numpy": "2.4.6", "scipy": "1.17.1", "numba": "0.68.1"}
    return {"client": {"packages": here}, "workers": {"tcp://b:1": {"packages": here | there}}}


def test_a_worker_without_the_same_negsim_is_refused(caplog):
    _check(versions())
    with pytest.raises(NotApplicable, match=r"tcp://b:1 has negsim 0\.0\.9, and here it is 0\.1\.0\. Install the same"):
        _check(versions(negsim="0.0.9"))
    with pytest.raises(NotApplicable, match="has negsim not at all"):
        _check(versions(negsim=None))
    assert not caplog.messages
    _check(versions(numpy="2.3.0"))
    assert caplog.messages == ["the worker tcp://b:1 has another version of numpy; last digits may differ"]
