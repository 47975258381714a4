"""What negsim ships: scenarios, games, documented moves, and what the texts say of actors, facts and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from negsim.catalog.lookup import move
from negsim.catalog.records import Ambiguity, Disagreement, DocumentedActor, Event, Fact, PublishedNumber, Static
from negsim.catalog.texts import actors, ambiguities, disagreements, facts, numbers, timeline
from negsim.scenario.files import GAMES, scenario_folder, text_of
from negsim.scenario.model import Source
from negsim.scenario.record import Frozen
from negsim.scenario.sources import DocumentedMove, catalog_sources, documented_move, move_ids
from negsim.scenario.yaml_reader import read

__all__ = [
    "Ambiguity",
    "Disagreement",
    "DocumentedActor",
    "DocumentedMove",
    "Entry",
    "Event",
    "Fact",
    "PublishedNumber",
    "Static",
    "actors",
    "ambiguities",
    "disagreements",
    "facts",
    "games",
    "move",
    "moves",
    "numbers",
    "scenarios",
    "sources",
    "timeline",
]


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


def sources() -> Mapping[str, Source]:
    """Return the texts that the catalog cites, by id."""
    return catalog_sources()


def _entries(folder: Path) -> Mapping[str, Entry]:
    return Frozen({path.stem: _entry(path) for path in sorted(folder.glob("*.yaml"))})


def _entry(path: Path) -> Entry:
    fields = read(text_of(path), str(path)).plain
    about = fields.get("question", fields.get("note", ""))
    return Entry(name=path.stem, title=fields["title"], question=about, path=path)
