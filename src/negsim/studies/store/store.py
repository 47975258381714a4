"""A folder that keeps the finished chunks of a sweep, so that a sweep that was stopped goes on where it was."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from negsim.errors import NotApplicable
from negsim.scenario.dump import dump
from negsim.studies.solve import game
from negsim.studies.store import chunk, files
from negsim.studies.store.check import POINTS, checked
from negsim.studies.store.manifest import MANY, NAME, VERSIONS, Manifest, manifest_of, read_manifest
from negsim.studies.store.runs import Span
from negsim.studies.sweeps.job import Job, Part

log = logging.getLogger("negsim")


class Store:
    """Finished chunks of a sweep, each a file that is there whole or not at all and whose name tells what it holds.

    Several programs may write to one folder at the same time.

    Parameters
    ----------
    folder, manifest, job
        Where; what it says it holds; and the work that this is.
    """

    def __init__(self, folder: Path, manifest: Manifest, job: Job):
        self.folder, self.manifest, self.job = folder, manifest, job
        self.spans = manifest.spans
        self._paths: dict[int, Path] = {}
        self._games: dict[int, Any] = {}

    @classmethod
    def open(cls, folder: str | Path, job: Job, spans: Sequence[Span]) -> Store:
        """Begin a store, or go on with the one that is there.

        Parameters
        ----------
        folder
            Where; made if there is none.
        job, spans
            The sweep, and how all of it is cut into chunks.

        Raises
        ------
        NotApplicable
            If the folder holds another sweep, or cannot be written to; or pyarrow is not installed.
        """
        chunk.arrow()
        place, asked = Path(folder), manifest_of(job, spans)
        try:
            (place / POINTS).mkdir(parents=True, exist_ok=True)
            if not (place / NAME).exists():
                _begin(place, asked, job)
        except OSError as fault:
            raise NotApplicable(f"{place} cannot hold a sweep: {fault.strerror}. Use another folder") from None
        store = cls(place, read_manifest(place), job)
        store._compare(asked)
        return store

    def finished(self) -> dict[int, Path]:
        """Return the chunks that are there, number -> file; those that are damaged are moved aside and told.

        Raises
        ------
        NotApplicable
            If a damaged one cannot be moved.
        """
        self._paths = {}
        files.sweep_out(self.folder / POINTS)
        for each in checked(self.folder, self.manifest):
            if each.fault:
                self._set_aside(each.path, each.fault)
            else:
                self._paths[each.number] = each.path
        return dict(self._paths)

    def get(self, number: int) -> Part:
        """Read a chunk that is there.

        Parameters
        ----------
        number
            Place in `spans`.
        """
        return chunk.part_of(self._paths[number].read_bytes())

    def put(self, number: int, part: Part) -> None:
        """Keep a chunk.

        Parameters
        ----------
        number
            Place in `spans`.
        part
            What is kept of its points.

        Raises
        ------
        NotApplicable
            If it cannot be written, as on a full disk; what was kept before stays.
        """
        about = {"sweep": self.manifest.sweep, "chunk": number}
        span = self.spans[number]
        contents = chunk.contents(self.job, self._game(span), span, part, about)
        path = self.folder / POINTS / files.name_of(number, contents)
        try:
            files.write_whole(path, contents)
        except OSError as fault:
            raise NotApplicable(
                f"chunk {number} could not be written to {self.folder}: {fault.strerror}. What was finished before is "
                "kept there; make room, then give the same command again: it goes on from there"
            ) from None
        self._paths[number] = path

    def _game(self, span: Span) -> Any:
        """A game of the variant that some points are of."""
        number = span[0] // max(len(self.job.design), 1)
        if number not in self._games:
            self._games[number] = game(self.job.variants[number].scenario, self.job.form)
        return self._games[number]

    def _compare(self, asked: Manifest) -> None:
        """Check that the folder holds what is asked for; versions matter as long as there is something to do."""
        told = self.manifest.differences(asked)
        rest = [f"{len(told) - MANY} more"] if len(told) > MANY else []
        named = "; ".join([*told[:MANY], *rest])
        if any(not each.startswith(VERSIONS) for each in told):
            raise NotApplicable(
                f"{self.folder} holds another sweep: {named}. Use another folder, or ask for the same again"
            )
        if told and len(self.finished()) < len(self.spans):
            raise NotApplicable(
                f"{self.folder} was begun with other versions, whose last digits may differ: {named}. Use those to go "
                "on, or another folder"
            )

    def _set_aside(self, path: Path, fault: str) -> None:
        """Move a file out of the way, where nobody takes it for a chunk."""
        aside = self.folder / f"{path.name}.corrupt"
        try:
            path.replace(aside)
        except OSError as refusal:
            raise NotApplicable(f"{path}: {fault}, and it cannot be moved: {refusal.strerror}. Remove it") from None
        log.warning("%s: %s. It was moved to %s, and is done again", path, fault, aside)


def _begin(place: Path, manifest: Manifest, job: Job) -> None:
    """Write down what the folder is for; other programs may do so at the same time."""
    for name, variant in zip(manifest.told["files"], job.variants, strict=True):
        told = dump(variant.scenario).encode()
        if not files.write_first(place / name, told) and (place / name).read_bytes() != told:
            raise NotApplicable(
                f"{place / name} is another scenario, and would be written over. Use a folder of its own"
            )
    files.write_first(place / NAME, manifest.contents)
