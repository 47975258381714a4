"""How far a sweep in a folder has come; nothing there is changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from negsim.studies.store import chunk
from negsim.studies.store.check import Checked, checked
from negsim.studies.store.manifest import Manifest, read_manifest


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What a store holds.

    Attributes
    ----------
    folder, manifest
        Where, and what it says it holds.
    sound
        The chunks that are done.
    damaged
        Files that will be moved aside, and their chunks done again.
    aside
        Files that were moved aside before.
    """

    folder: Path
    manifest: Manifest
    sound: tuple[Checked, ...]
    damaged: tuple[Checked, ...]
    aside: tuple[Path, ...]

    @property
    def chunks(self) -> int:
        """How many chunks the sweep has."""
        return len(self.manifest.spans)

    @cached_property
    def missing(self) -> tuple[int, ...]:
        """The numbers of the chunks that are still to be done."""
        there = {each.number for each in self.sound}
        return tuple(number for number in range(self.chunks) if number not in there)

    @property
    def points(self) -> int:
        """How many points the sweep has."""
        return self.manifest.spans[-1][1] if self.manifest.spans else 0

    @property
    def done(self) -> int:
        """How many points are done."""
        spans = self.manifest.spans
        return sum(spans[each.number][1] - spans[each.number][0] for each in self.sound)

    @property
    def size(self) -> int:
        """How many bytes the chunks take."""
        return sum(each.size for each in self.sound)


def status(folder: str | Path) -> Kept:
    """Look at a store, and read every chunk of it once.

    Parameters
    ----------
    folder
        What `sweep` was given as its store.

    Raises
    ------
    NotApplicable
        If it holds no sweep.
    """
    place = Path(folder)
    manifest = read_manifest(place)
    chunk.arrow()  # without it every chunk would seem damaged
    found = list(checked(place, manifest))
    return Kept(
        folder=place,
        manifest=manifest,
        sound=tuple(each for each in found if not each.fault),
        damaged=tuple(each for each in found if each.fault),
        aside=tuple(sorted(place.glob("*.corrupt"))),
    )
