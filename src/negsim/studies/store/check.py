"""Look at the chunks of a store: which are sound, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from negsim.errors import NotApplicable
from negsim.studies.store import chunk, files
from negsim.studies.store.manifest import Manifest

POINTS = "points"  # the folder of the chunks, which holds nothing else


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A file that is named like a chunk.

    Attributes
    ----------
    number
        Of the chunk, as its name says.
    path
        Where it is.
    size
        Its bytes.
    fault
        What is wrong with it; empty if nothing is.
    """

    number: int
    path: Path
    size: int
    fault: str = ""


def checked(folder: Path, manifest: Manifest) -> Iterator[Checked]:
    """Read every chunk of a store once, and yield whether it is sound.

    Parameters
    ----------
    folder, manifest
        The store.
    """
    sweep, seen = manifest.sweep, set[int]()
    for number, digits, path in files.parts(folder / POINTS):
        try:
            contents = path.read_bytes()
        except FileNotFoundError:  # another program moved it in the meantime
            continue
        fault = _fault(number, digits, contents, sweep)
        if not fault and number in seen:
            fault = f"chunk {number} is there twice"
        if not fault:
            seen.add(number)
        yield Checked(number=number, path=path, size=len(contents), fault=fault)


def _fault(number: int, digits: str, contents: bytes, sweep: str) -> str:
    if files.mark(contents) != digits:
        return "it is damaged: what it holds does not match its name"
    try:
        about = chunk.told_of(contents)
    except NotApplicable as fault:
        return f"it is {fault}"
    if about.get("sweep") != sweep:
        return "it is of another sweep"
    return "" if about.get("chunk") == number else f"it is chunk {about.get('chunk')} under another number"
