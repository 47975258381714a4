"""A sweep of many small chunks that goes on in any folder, for programs that are killed; and when chunks are equal."""

from __future__ import annotations

import time
from dataclasses import fields
from functools import cache
from pathlib import Path

import numpy as np

from negsim.scenario.load import load
from negsim.studies.design import design_of
from negsim.studies.executors.inline import Inline
from negsim.studies.store.store import Store
from negsim.studies.sweep import job_of
from negsim.studies.sweeps.job import Part
from negsim.studies.sweeps.run import run

POINTS_A_CHUNK = 5


@cache
def work():
    """The work, and how it is cut into 90 chunks."""
    about = load("baseline_impasse")
    vary = {"audience_cost_R": (0, 6, 18), "confidence_q": (0, 1, 25)}
    job = job_of(about, "strategic", "all_nash", design_of(about, vary, "grid", None, 0))
    return job, job.spans(POINTS_A_CHUNK * 144)


def go_on(folder: str, shard: tuple[int, int] = (1, 1), pause: float = 0) -> None:
    """Do what is missing there, with a pause of some seconds after each chunk."""
    job, spans = work()
    store = Store.open(Path(folder), job, spans)
    run(job, spans, Inline(), lambda start, stop, part: time.sleep(pause), store=store, shard=shard)


def assert_same(one: Part, other: Part) -> None:
    """Equal to the last bit, kinds of numbers included."""
    for field in fields(one.summary):
        a, b = getattr(one.summary, field.name), getattr(other.summary, field.name)
        if isinstance(a, np.ndarray):
            assert (a.dtype, a.shape, a.tobytes()) == (b.dtype, b.shape, b.tobytes()), field.name
        elif field.name == "states" and a is not None:
            for inner in fields(a):
                assert np.array_equal(getattr(a, inner.name), getattr(b, inner.name)), inner.name
        else:
            assert a == b, field.name
    assert list(one.spreads) == list(other.spreads)
    for text, spread in one.spreads.items():
        assert spread.lowest.tobytes() == other.spreads[text].lowest.tobytes()
        assert spread.highest.tobytes() == other.spreads[text].highest.tobytes()
