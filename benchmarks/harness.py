"""Times calls fairly: one thread, CPU time, a warm-up, the median, each in a child process with a time limit.

A benchmark is a module of this folder with one function, found by its presence::

    def tables(quick: bool) -> list[Table]:
        games = ...
        return [Table("All equilibria of 3x3 games", [
            Task(
                "uniform payoffs",
                negsim=Job(lambda: solvers["all_nash"]().solve(games), per=len(games)),
                peers={"quantecon": Job(lambda: [...], per=200)},
                target=1.5e-6,
            ),
        ], unit="per game")]

``quick`` asks for smaller work: about ten seconds a module. A job imports its peer inside the call, or in `prepare`;
where the peer is not installed the cell reads ``absent``. A job that runs other programs is charged for them too.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

LIMIT = 60.0  # seconds on the wall clock for one cell, its warm-up included
COMPILING = 90.0  # seconds more for negsim's own cells, which may have to wait for the compiler once
ENOUGH = 2.0  # CPU seconds of repetitions after which a slow call is not repeated further
PEERS = ("numpy", "scipy", "numba", "quantecon", "nashpy", "pygambit")


@dataclass(frozen=True, kw_only=True)
class Time:
    """What one cell cost, or why there is no figure: ``absent``, ``T/O``, or the error."""

    cpu: float = float("nan")
    wall: float = float("nan")
    repetitions: int = 0
    memory: float = float("nan")
    fault: str = ""


@dataclass(frozen=True)
class Job:
    """A call to time.

    Attributes
    ----------
    run
        Called without arguments; or with what `prepare` returned, when there is one.
    per
        How many things one call does; figures are seconds for each.
    prepare
        Called once before the timing starts.
    note
        Shown after the figure: ``generic games only``.
    """

    run: Callable[..., object]
    per: float = 1
    prepare: Callable[[], object] | None = None
    note: str = ""


@dataclass(frozen=True)
class Task:
    """One line of a table.

    Attributes
    ----------
    name
        What is done.
    negsim, peers
        Who does it.
    target
        Seconds for each thing that negsim must not exceed; or a function of the peers' seconds, by name.
    memory
        Bytes that a program started by the job must not exceed; shown only when given.
    clock
        ``cpu`` or, for work on several cores, ``wall``.
    """

    name: str
    negsim: Job
    peers: Mapping[str, Job] = field(default_factory=dict)
    target: float | Callable[[Mapping[str, float]], float] | None = None
    memory: float | None = None
    clock: str = "cpu"


@dataclass(frozen=True)
class Table:
    """Tasks under one heading; `unit` says what a figure is for, such as ``per game``."""

    title: str
    tasks: Sequence[Task]
    unit: str = ""


def measure(job: Job, limit: float = LIMIT) -> Time:
    """Time a job in a child process that is ended when it has used up its limit.

    Parameters
    ----------
    job
        What to time.
    limit
        Seconds on the wall clock. (A limit on CPU seconds would make the kernel count them in coarse ticks.)
    """
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(job, there))
    child.start()
    there.close()
    try:
        return here.recv() if here.poll(limit) else Time(fault="T/O")
    except EOFError:  # the child ended without an answer
        child.join()
        return Time(fault=f"crashed ({child.exitcode})")
    finally:
        child.kill()
        child.join()


def _child(job: Job, answer: Any) -> None:
    try:
        with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
            time_taken = _time(job)
    except (ImportError, FileNotFoundError):
        time_taken = Time(fault="absent")
    except Exception as fault:
        time_taken = Time(fault=_told(fault))
    answer.send(time_taken)


def _told(fault: Exception) -> str:
    """One line about an error; of a program that failed, the last line it wrote."""
    written = getattr(fault, "stderr", None)
    text = written.decode(errors="replace").strip().splitlines()[-1:] if isinstance(written, bytes) else []
    return (text or f"{type(fault).__name__}: {fault}".splitlines())[0][:90]


def _time(job: Job) -> Time:
    state = () if job.prepare is None else (job.prepare(),)
    job.run(*state)  # the warm-up: imports, compilers, caches
    gc.collect()
    cpus: list[float] = []
    walls: list[float] = []
    while sum(cpus) < ENOUGH / 20 or (len(cpus) < 5 and sum(cpus) < ENOUGH):
        wall, cpu = time.perf_counter(), cpu_time()
        job.run(*state)
        cpus.append(cpu_time() - cpu)
        walls.append(time.perf_counter() - wall)
        if len(cpus) >= 1000:
            break
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Time(
        cpu=statistics.median(cpus) / job.per,
        wall=statistics.median(walls) / job.per,
        repetitions=len(cpus),
        memory=float(peak),
    )


def cpu_time() -> float:
    """Return the CPU seconds of this process and of the programs it ran to their end."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def run(table: Table, limit: float = LIMIT) -> tuple[list[str], list[dict[str, Any]]]:
    """Time a table; return its lines for reading and its records for a program."""
    lines, records = ["", f"{table.title} ({table.unit})" if table.unit else table.title], []
    for task in table.tasks:
        if sys.stderr.isatty():
            print(f"  {table.title}: {task.name} ...", file=sys.stderr, flush=True)
        times = {"negsim": measure(task.negsim, limit + COMPILING)} | {
            n: measure(p, limit) for n, p in task.peers.items()
        }
        seconds = {name: getattr(found, task.clock) for name, found in times.items()}
        peers = {name: second for name, second in seconds.items() if name != "negsim"}
        target = task.target(peers) if callable(task.target) else task.target
        lines += _lines(task, times, seconds, target)
        records += [
            {
                "table": table.title,
                "task": task.name,
                "who": name,
                "unit": table.unit,
                "cpu": found.cpu,
                "wall": found.wall,
                "repetitions": found.repetitions,
                "ratio": seconds[name] / seconds["negsim"],
                "target": target if name == "negsim" else None,
                "fault": found.fault,
            }
            for name, found in times.items()
        ]
    return lines, records


def _lines(task: Task, times: Mapping[str, Time], seconds: Mapping[str, float], target: float | None) -> list[str]:
    own = seconds["negsim"]
    verdict = (
        ""
        if target is None or times["negsim"].fault
        else f"target {readable(target)} {'met' if own <= target else 'MISSED'}"
    )
    if verdict and task.memory is not None:
        peak = times["negsim"].memory
        verdict += f"; peak {peak / 1e6:.0f} MB of {task.memory / 1e6:.0f} {'met' if peak <= task.memory else 'MISSED'}"
    clock = " wall" if task.clock == "wall" else ""
    lines = [f"  {task.name:<52} negsim     {times['negsim'].fault or readable(own):>9}{clock}  {verdict}".rstrip()]
    for name, job in task.peers.items():
        ratio = "" if times["negsim"].fault else f"  {seconds[name] / own:,.3g} x negsim's"
        cell = times[name].fault or f"{readable(seconds[name]):>9}{ratio}"
        lines.append(f"  {'':<52} {name:<10} {cell:>9}{'  (' + job.note + ')' if job.note else ''}".rstrip())
    return lines


def readable(seconds: float) -> str:
    """Write a time with three digits and its unit."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= 0.9995 * size:  # so that rounding never gives 1000 of the next smaller unit
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def machine() -> str:
    """Say what the figures were taken on: processor, cores, load, versions."""
    try:
        info = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.partition(":")[2].strip() for line in info if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.processor() or platform.machine()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{model}, {os.cpu_count()} cores, load {load}; Python {platform.python_version()}, {_versions()}"


def _versions() -> str:
    found = []
    for name in PEERS:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            found.append(f"no {name}")
    return ", ".join(found)
