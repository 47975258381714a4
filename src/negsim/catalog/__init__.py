"""What negsim ships: scenarios, textbook games, documented moves, one YAML file each, and the texts they cite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from negsim.scenario.files import GAMES, scenario_folder, text_of
from negsim.scenario.model import Source
from negsim.scenario.record import Frozen
from negsim.scenario.sources import DocumentedMove, catalog_sources, documented_move, move_ids
from negsim.scenario.yaml_reader import read

__all__ = ["DocumentedMove", "Entry", "games", "move", "moves", "scenarios", "sources"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A shipped scenario or game.

    Attributes
    ----------
    name
        What `negsim.load` takes.
    title, question
        What it is about.
    path
        Its file.
    """

    name: str
    title: str
    question: str
    path: Path


def scenarios() -> Mapping[str, Entry]:
    """Return the shipped scenarios by name."""
    return _entries(scenario_folder())


def games() -> Mapping[str, Entry]:
    """Return the textbook games by name."""
    return _entries(GAMES)


def moves() -> Mapping[str, DocumentedMove]:
    """Return the documented moves by id, such as ``CTR.MISSILES_NEAR``."""
    return Frozen({name: documented_move(name) for name in move_ids()})


def move(name: str) -> DocumentedMove:
    """Return a documented move.

    Parameters
    ----------
    name
        Its id.

    Raises
    ------
    UnknownName
        If the catalog has no such move.
    """
    return documented_move(name)


def sources() -> Mapping[str, Source]:
    """Return the texts that the catalog cites, by id."""
    return catalog_sources()


def _entries(folder: Path) -> Mapping[str, Entry]:
    return Frozen({path.stem: _entry(path) for path in sorted(folder.glob("*.yaml"))})


def _entry(path: Path) -> Entry:
    fields = read(text_of(path), str(path)).plain
    about = fields.get("question", fields.get("note", ""))
    return Entry(name=path.stem, title=fields["title"], question=about, path=path)
