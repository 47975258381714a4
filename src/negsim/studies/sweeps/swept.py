"""From the work of a sweep to what was found: by whoever does it, kept wherever it is kept, all of it or a shard."""

from __future__ import annotations

from collections.abc import Sequence

from negsim.errors import NotApplicable
from negsim.studies.axes import most
from negsim.studies.executors.base import Executor
from negsim.studies.solve import game
from negsim.studies.sweeps.delivery import Keeper, Progress, Span
from negsim.studies.sweeps.job import Job
from negsim.studies.sweeps.record import Sweep
from negsim.studies.sweeps.run import run, shard_of
from negsim.studies.sweeps.whole import Whole


def swept(
    job: Job,
    spans: Sequence[Span],
    executor: Executor,
    *,
    store: Keeper | None = None,
    shard: tuple[int, int] = (1, 1),
    progress: Progress | None = None,
) -> Sweep:
    """Do the work of a sweep.

    Parameters
    ----------
    job, spans
        The work, and how all of it is cut into chunks.
    executor
        Who works.
    store
        Where chunks are kept; those that are there are not worked on again.
    shard
        ``(k, n)``: every n-th chunk only, starting with the k-th.
    progress
        Called with the number of points done, and of all.

    Returns
    -------
    Sweep
        The points of the shard; of chunks that could not be done, as ``failed``.

    Raises
    ------
    NotApplicable
        If there is no such shard, or it has more points than memory holds.
    InvalidGame
        If none of the points makes a game.
    """
    which, shards = shard
    if not 1 <= which <= shards:
        raise NotApplicable(f"there is no shard {which} of {shards}: they are counted from 1 up to their number")
    mine = tuple(shard_of(spans, shard).values())
    most(sum(stop - start for start, stop in mine))
    whole = Whole(job, mine)
    faults = run(job, spans, executor, whole.put, store=store, shard=shard, progress=progress)
    if mine and not whole.solvers and not faults:  # no point makes a game: say why
        variant, start = divmod(mine[0][0], len(job.design))
        game(job.variants[variant].scenario, job.form, job.design.columns(start, start + 1))
    return whole.sweep(faults)
