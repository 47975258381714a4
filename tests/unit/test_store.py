"""Stores: what is put in comes out bit by bit, files are whole or not there, and nothing foreign is taken in."""

from __future__ import annotations

import json

import pytest

from negsim.errors import NotApplicable
from negsim.scenario.load import load
from negsim.solvers.base import solvers
from negsim.studies.design import design_of
from negsim.studies.store import values
from negsim.studies.store.runs import runs, spans_of
from negsim.studies.store.store import Store
from negsim.studies.sweep import job_of
from tests.kept import assert_same


@pytest.fixture(scope="module")
def job():
    about = load("baseline_impasse")
    vary = {"audience_cost_R": (0, 6, 13), "confidence_q": [0, 0.25, 0.5, 1]}
    return job_of(about, "strategic", None, design_of(about, vary, "grid", None, 0), ("payoff(russia)",))


@pytest.fixture(scope="module")
def spans(job):
    return job.spans(7 * 144)


@pytest.fixture(scope="module")
def made(job, spans):
    return [job(span) for span in spans]


@pytest.fixture
def store(job, spans, made, tmp_path):
    found = Store.open(tmp_path / "kept", job, spans)
    for number, part in enumerate(made):
        found.put(number, part)
    return found


def test_what_is_put_in_comes_out_bit_by_bit(store, made, job, spans):
    again = Store.open(store.folder, job, spans)
    assert list(again.finished()) == list(range(len(spans)))
    for number, part in enumerate(made):
        assert_same(part, again.get(number))


def test_the_same_chunk_is_the_same_file_under_the_same_name(store, job, spans, made, tmp_path):
    other = Store.open(tmp_path / "other", job, spans)
    for number in reversed(range(len(spans))):
        other.put(number, made[number])
    one, two = (sorted((s.folder / "points").iterdir()) for s in (store, other))
    assert [path.name for path in one] == [path.name for path in two]
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(one, two, strict=True))


def test_another_sweep_in_the_folder_is_told_with_what_differs(store, job, spans):
    about = load("baseline_impasse")
    vary = {"audience_cost_R": (0, 6, 13), "confidence_q": [0, 0.25, 0.75, 1]}
    other = job_of(about, "strategic", None, design_of(about, vary, "grid", None, 0), ("payoff(russia)",))
    with pytest.raises(NotApplicable, match=r"design\.axes\[1\]\[1\]\[2\]: 0\.5 in the folder, 0\.75 asked for"):
        Store.open(store.folder, other, spans)
    with pytest.raises(NotApplicable, match="chunks"):
        Store.open(store.folder, job, job.spans(2**20))


@pytest.mark.parametrize("name", [name for name in solvers if name != "via"])
def test_solvers_with_their_options_come_back_as_they_were(name):
    solver = solvers[name](max_steps=77, deadline=1.5)
    assert values.read(json.loads(json.dumps(values.written(solver)))) == solver


def test_a_solver_within_a_solver_comes_back():
    solver = solvers["via"](solver=solvers["stability"](concepts=("nash", "seq")))
    assert values.read(json.loads(json.dumps(values.written(solver)))) == solver


def test_neighbours_of_one_size_are_told_as_one_run():
    spans = [(0, 5), (5, 10), (10, 12), (12, 17), (17, 19)]
    assert runs(spans) == [[0, 5, 2], [10, 2, 1], [12, 5, 1], [17, 2, 1]]
    assert spans_of(runs(spans)) == tuple(spans)
