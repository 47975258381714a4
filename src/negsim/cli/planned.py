"""What a sweep would take, as a table: games, chunks, bytes and minutes."""

from __future__ import annotations

from negsim.cli.progress import lasting
from negsim.cli.workers import Work
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import solvers
from negsim.studies.executors._surroundings import processors
from negsim.studies.sweeps.job import Job
from negsim.studies.sweeps.plan import plan
from negsim.views.table import Table
from negsim.views.tables.sweep_parts import called
from negsim.views.wording import in_bytes


def planned(job: Job, work: Work) -> Table:
    """Say what a sweep would take.

    Parameters
    ----------
    job, work
        What is asked, and who would do it.
    """
    spans = job.spans()
    found = plan(job, spans, work.shard)
    workers = getattr(work.executor, "workers", None)
    several = workers or processors()
    elsewhere = getattr(work.executor, "scheduler", None) is not None
    sizes = [f"{several} workers" if several > 1 else "1 worker"] if not elsewhere else ["1 worker of the cluster"]
    seconds = found.seconds / (1 if elsewhere else several)
    rows = {
        "points": f"{found.points:,}" + (f" of {len(job):,}" if work.shard[1] > 1 else ""),
        "parameters": ", ".join(job.design.names),
        **({"overrides": ", ".join(called(each.override) for each in job.variants)} if len(job.variants) > 1 else {}),
        "games": _games(job),
        "solver": ", ".join(dict.fromkeys(solvers.name_of(each.solver) for each in job.variants)),
        "chunks": f"{found.chunks:,}",
        "memory for results": in_bytes(found.memory),
        "store": "unknown without pyarrow" if found.stored is None else in_bytes(found.stored),
        "time": f"about {lasting(seconds)} for {sizes[0]}, judged by {found.tried:,} points",
    }
    return Table(
        title="A plan; no more was solved than it takes to judge the time",
        columns=("what", "how much"),
        rows=tuple(rows.items()),
    )


def _games(job: Job) -> str:
    first = job.example
    sizes = " x ".join(map(str, first.shape)) if isinstance(first, StrategicGame) else type(first).name
    return f"{sizes}, {len(first.players)} players"
