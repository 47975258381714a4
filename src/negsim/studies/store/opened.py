"""Read a sweep from the folder it was kept in, with nothing else at hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from negsim.errors import NotApplicable
from negsim.scenario.load import load
from negsim.scenario.model import Scenario
from negsim.studies.designs.base import design_from
from negsim.studies.executors._any import AnyExecutor, executor_of
from negsim.studies.store import values
from negsim.studies.store.manifest import Manifest, read_manifest
from negsim.studies.store.store import Store
from negsim.studies.sweeps.delivery import Progress
from negsim.studies.sweeps.job import Job
from negsim.studies.sweeps.record import Sweep
from negsim.studies.sweeps.swept import swept
from negsim.studies.sweeps.variants import Variant
from negsim.studies.sweeps.whole import Whole

FEW = 8  # missing chunks named


def open_sweep(folder: str | Path) -> Sweep:
    """Read a sweep that is finished.

    Parameters
    ----------
    folder
        What `sweep` was given as its store.

    Returns
    -------
    Sweep
        As `sweep` returned it, or would have: bit by bit the same.

    Raises
    ------
    NotApplicable
        If there is no sweep, or some of its chunks are missing or damaged.
    """
    store = store_at(folder)
    found = store.finished()
    missing = [number for number in range(len(store.spans)) if number not in found]
    if missing:
        raise NotApplicable(
            f"{folder}: {len(missing):,} of {len(store.spans):,} chunks are not there yet ({named(missing)}). Give the "
            "command of the sweep again, with the same store: it does what is missing"
        )
    whole = Whole(store.job, store.spans)
    for number, (start, stop) in enumerate(store.spans):
        whole.put(start, stop, store.get(number))
    return whole.sweep()


def resume(
    folder: str | Path,
    *,
    executor: AnyExecutor = "inline",
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> Sweep:
    """Do what is missing of a sweep, from its folder alone.

    Parameters
    ----------
    folder
        What `sweep` was given as its store.
    executor, workers, scheduler, progress
        As in `sweep`.

    Returns
    -------
    Sweep
        As if it had never stopped.

    Raises
    ------
    NotApplicable
        If there is no sweep; or something is missing and this is not the version that began it.
    """
    begun = store_at(folder)
    store = Store.open(folder, begun.job, begun.spans)
    who = executor_of(executor, workers=workers, scheduler=scheduler)
    return swept(store.job, store.spans, who, store=store, progress=progress)


def named(numbers: Sequence[int]) -> str:
    """Return the first of some numbers, as words.

    Parameters
    ----------
    numbers
        Of chunks.
    """
    return ", ".join(map(str, numbers[:FEW])) + (", ..." if len(numbers) > FEW else "")


def store_at(folder: str | Path) -> Store:
    """Return the store in a folder, with the work that its manifest describes.

    Parameters
    ----------
    folder
        Where.

    Raises
    ------
    NotApplicable
        If there is none, or it needs what is not here.
    """
    manifest = read_manifest(Path(folder))
    return Store(Path(folder), manifest, job_of(Path(folder), manifest))


def job_of(folder: Path, manifest: Manifest) -> Job:
    """Return the work that a manifest describes.

    Parameters
    ----------
    folder
        Where the scenarios are.
    manifest
        What says so.
    """
    told, sweep = manifest.told, manifest.told["sweep"]
    variants = [
        Variant(
            override=about["override"],
            scenario=_scenario(folder / Path(name).name, about["hash"]),
            solver=values.read(solver),
        )
        for about, name, solver in zip(sweep["scenarios"], told["files"], told["solvers"], strict=True)
    ]
    return Job(
        variants=tuple(variants),
        form=sweep["form"],
        design=design_from(sweep["design"]),
        players=told["players"],
        measures=tuple(sweep["measures"]),
    )


def _scenario(path: Path, digest: str) -> Scenario:
    found = load(path)
    if found.digest != digest:
        raise NotApplicable(f"{path} is not the scenario of this sweep any more: it was changed. Put it back as it was")
    return found
