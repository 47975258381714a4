"""How much work a sweep would be: its games and chunks are counted, and a second of it is tried."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from negsim.errors import NotApplicable
from negsim.studies.solve import game
from negsim.studies.store import chunk
from negsim.studies.sweeps.delivery import Span
from negsim.studies.sweeps.job import Job, Part
from negsim.studies.sweeps.run import shard_of

TRIED = 1.0  # seconds
BYTES_A_POINT = 9  # held in memory of every point: which set of equilibria, how many rows, and how the work ended


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a sweep would take.

    Attributes
    ----------
    points, chunks
        Games to solve, and pieces in which they are solved.
    tried
        Games that were solved to find out.
    seconds
        How long one worker would take.
    memory
        Bytes that hold what is found.
    stored
        Bytes of its store; None where stores cannot be written here.
    """

    points: int
    chunks: int
    tried: int
    seconds: float
    memory: float
    stored: float | None


def plan(job: Job, spans: Sequence[Span], shard: tuple[int, int] = (1, 1)) -> Plan:
    """Say what a sweep would take, by trying a second of it.

    Parameters
    ----------
    job, spans, shard
        The work, how all of it is cut into chunks, and which of them are asked for.
    """
    mine = list(shard_of(spans, shard).values())
    points = sum(stop - start for start, stop in mine)
    middle = mine[len(mine) // 2]  # a corner of the ranges, where the first points are, may be unlike the rest
    span, part, seconds = _trial(job, middle)
    tried = span[1] - span[0]
    return Plan(
        points=points,
        chunks=len(mine),
        tried=tried,
        seconds=seconds * points / tried,
        memory=points * (BYTES_A_POINT + 8 * job.players + 16 * len(job.measures)),
        stored=_stored(job, span, part, len(mine), points),
    )


def _trial(job: Job, span: Span) -> tuple[Span, Part, float]:
    """Solve ever more of the points of a chunk, until that takes a good part of a second or there are no more."""
    start, stop = span
    many = 1
    while True:
        tried = (start, min(start + many, stop))
        part, seconds = _timed(job, tried)
        if 4 * seconds > TRIED or tried == span:  # once more: the first time may have waited for the compiler
            part, again = _timed(job, tried)
            seconds = min(seconds, again)
            if 4 * seconds > TRIED or tried == span:
                return tried, part, seconds
        many *= 4


def _timed(job: Job, span: Span) -> tuple[Part, float]:
    before = time.perf_counter()
    part = job(span)
    return part, time.perf_counter() - before


def _stored(job: Job, span: Span, part: Part, chunks: int, points: int) -> float | None:
    """The bytes of all chunks: what each has at least, and what each point adds."""
    example = game(job.variants[span[0] // len(job.design)].scenario, job.form)
    try:
        size = len(chunk.contents(job, example, span, part, {}))
    except NotApplicable:
        return None
    first = (span[0], span[0] + 1)
    least = len(chunk.contents(job, example, first, job(first), {}))
    more = (size - least) / max(span[1] - span[0] - 1, 1)
    return chunks * least + (points - chunks) * more
