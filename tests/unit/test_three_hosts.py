"""A sweep on three hosts, one of which is lost with work in hand, is the sweep of one process."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
import pytest
from distributed import Client

from negsim.errors import NotApplicable
from negsim.studies.executors.dask import Dask
from negsim.studies.store.opened import open_sweep
from negsim.studies.sweep import sweep
from negsim.studies.sweeps.run import run
from tests.hosts import cluster

QUESTION = {
    "scenario": "baseline_impasse",
    "vary": {"audience_cost_R": (0, 6, 12), "confidence_q": (0, 1, 10)},
    "chunk_bytes": 3 * 8 * 18,  # 40 chunks of 3 points
}


@pytest.fixture(scope="module")
def hosts(tmp_path_factory):
    with cluster(3, tmp_path_factory.mktemp("hosts")) as found, Client(found.scheduler, set_as_default=False) as client:
        client.wait_for_workers(3, timeout=60)
        yield found, client


@pytest.fixture(scope="module")
def here():
    return sweep(**QUESTION)


def test_a_host_lost_midway_changes_nothing(hosts, here, tmp_path):
    found, client = hosts
    address = next(iter(found.workers))
    inside = next(name for name in client.nthreads() if f"/{address}:" in name)
    lost = []

    def progress(done, total):
        if not lost:
            found.workers[address].send_signal(signal.SIGSTOP)  # so that what it has been given stays unfinished
            lost.append("stopped")
        if done > total / 3 and lost == ["stopped"]:
            lost[:] = client.processing()[inside]
            found.kill(address)

    there = sweep(**QUESTION, executor=Dask(scheduler=found.scheduler), store=tmp_path / "kept", progress=progress)
    assert lost and lost != ["stopped"], "it had work in hand when it was lost"
    assert len(client.nthreads()) == 2
    assert there.faults == ()
    for each in (there, open_sweep(tmp_path / "kept")):
        assert each.labels == here.labels
        for name in ("equilibrium", "count", "payoff", "status"):
            assert getattr(each, name).tobytes() == getattr(here, name).tobytes()
    assert np.isfinite(here.payoff).all()


def test_each_host_has_an_address_of_its_own(hosts):
    found, client = hosts
    at = {name.split("//")[1].split(":")[0] for name in client.nthreads()}
    assert at <= set(found.workers)
    assert len(set(found.workers)) == 3
    if found.separate:
        networks = client.run(os.readlink, "/proc/self/ns/net")
        assert len({*networks.values(), str(Path("/proc/self/ns/net").readlink())}) == len(networks) + 1


def refusing(span):
    """Work that goes wrong at one chunk."""
    if span[0] == 4:
        raise ValueError("a bad cell")
    return span


def test_work_that_raises_elsewhere_is_left_out_and_the_rest_goes_on(hosts):
    found, _ = hosts
    put = []
    spans = [(k, k + 2) for k in range(0, 20, 2)]
    faults = run(refusing, spans, Dask(scheduler=found.scheduler), lambda *each: put.append(each[2]))
    assert put == [span for span in spans if span[0] != 4]
    assert [str(each) for each in faults] == ["points 4 to 5: tried 3 times; ValueError: a bad cell"]


def test_the_executor_of_a_client_will_do_too(hosts, here):
    _, client = hosts
    there = sweep(**QUESTION, executor=client.get_executor())
    assert there.equilibrium.tobytes() == here.equilibrium.tobytes()
    assert there.labels == here.labels


def test_a_scheduler_lost_midway_is_told_and_what_is_done_stays(hosts, here, tmp_path, monkeypatch):
    monkeypatch.setattr("negsim.studies.executors.dask.PATIENCE", 0.5)
    found, client = hosts
    client.close()

    def progress(done, total):
        if done > total / 3:
            found.kill_scheduler()

    with pytest.raises(NotApplicable, match=f"no Dask scheduler answers at {found.scheduler} .*twice"):
        sweep(**QUESTION, executor="dask", scheduler=found.scheduler, store=tmp_path / "kept", progress=progress)
    first = []
    again = sweep(**QUESTION, store=tmp_path / "kept", progress=lambda done, total: first.append(done / total))
    assert 1 / 3 < first[0] < 1
    assert again.equilibrium.tobytes() == here.equilibrium.tobytes()
