"""From the catalog's files to records: one file a kind of thing, read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from negsim.catalog.records import Ambiguity, Disagreement, DocumentedActor, Event, Fact, PublishedNumber, Static
from negsim.scenario.files import text_of
from negsim.scenario.record import Frozen, frozen
from negsim.scenario.sources import Opinion, citations
from negsim.scenario.yaml_reader import read

T = TypeVar("T")
FOLDER = Path(__file__).parent
_STATEMENTS = ("aims", "red_lines", "constraints", "beliefs", "outside_options", "capabilities")


@cache
def actors() -> Mapping[str, DocumentedActor]:
    """Return the documented actors by id, such as ``NATO.EAST``."""
    return _records("actors", _actor)


@cache
def facts() -> Mapping[str, Fact]:
    """Return the stylised facts by id, such as ``SF14``."""
    return _records("facts", _fact)


@cache
def disagreements() -> Mapping[str, Disagreement]:
    """Return the disagreements between the texts by id, such as ``G03``."""
    return _records("disagreements", _disagreement)


@cache
def numbers() -> Mapping[str, PublishedNumber]:
    """Return the numbers that the texts state by id, such as ``N06``."""
    return _records("numbers", lambda name, fields: PublishedNumber(id=name, **_plain(fields)))


@cache
def timeline() -> Mapping[str, Event]:
    """Return what happened, by id in the order of time, such as ``T29``."""
    return _records("timeline", lambda name, fields: Event(id=name, **_plain(fields)))


@cache
def ambiguities() -> Mapping[str, Ambiguity]:
    """Return what the texts leave open, by id, such as ``Q02``."""
    return _records("ambiguities", lambda name, fields: Ambiguity(id=name, **_plain(fields)))


def _records(kind: str, make: Callable[[str, dict[str, Any]], T]) -> Mapping[str, T]:
    path = FOLDER / f"{kind}.yaml"
    entries = read(text_of(path), str(path)).plain[kind]
    return Frozen({name: make(name, fields) for name, fields in entries.items()})


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a record whose values are texts and lists of texts."""
    rest = {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items() if key != "source"}
    return rest | {"sources": citations(fields.get("source", ()))}


def _opinions(entries: list[dict[str, Any]]) -> tuple[Opinion, ...]:
    return tuple(Opinion(by=one["by"], says=one["says"], sources=citations(one["source"])) for one in entries)


def _actor(name: str, fields: dict[str, Any]) -> DocumentedActor:
    said = {key: _opinions(fields.get(key, [])) for key in _STATEMENTS}
    return DocumentedActor(id=name, name=fields["name"], role=fields["role"], part_of=fields.get("part_of", ""), **said)


def _fact(name: str, fields: dict[str, Any]) -> Fact:
    statics = tuple(Static(**one) for one in fields["statics"])
    return Fact(id=name, **{**_plain(fields), "statics": statics})


def _disagreement(name: str, fields: dict[str, Any]) -> Disagreement:
    return Disagreement(
        id=name,
        topic=fields["topic"],
        views=_opinions(fields["views"]),
        presets=frozen(fields.get("presets", {})),
        parameters=tuple(fields["parameters"]),
        scenarios=tuple(fields["scenarios"]),
    )
