"""A sweep of many small chunks that goes on in whatever folder it is given, for programs that are killed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from negsim.scenario.load import load
from negsim.studies.design import design_of
from negsim.studies.executors.inline import Inline
from negsim.studies.store.store import Store
from negsim.studies.sweep import job_of
from negsim.studies.sweeps.run import run

POINTS_A_CHUNK = 5


@cache
def work():
    """The work, and how it is cut into 120 chunks."""
    about = load("baseline_impasse")
    vary = {"audience_cost_R": (0, 6, 24), "confidence_q": (0, 1, 25)}
    job = job_of(about, "strategic", "all_nash", design_of(about, vary, "grid", None, 0))
    return job, job.spans(POINTS_A_CHUNK * 144)


def go_on(folder: str, shard: tuple[int, int] = (1, 1)) -> None:
    """Do what is missing there."""
    job, spans = work()
    run(job, spans, Inline(), lambda start, stop, part: None, store=Store.open(Path(folder), job, spans), shard=shard)
