"""From a number to its paragraph, and from a paragraph to everything that cites it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from negsim.catalog import texts
from negsim.catalog.records import Ambiguity, Event, Fact, PublishedNumber
from negsim.errors import unknown
from negsim.scenario.files import scenario_folder
from negsim.scenario.load import load
from negsim.scenario.model import Citation, Scenario
from negsim.scenario.sources import catalog_sources, citation, documented_move, move_ids


@dataclass(frozen=True, kw_only=True)
class Use:
    """One thing, and one place that it is taken from.

    Attributes
    ----------
    kind, id, says
        What it is, such as ``parameter``; its id; what it stands for.
    where
        The scenario that it belongs to; empty for the catalog.
    value, unit
        The number, where it is one.
    citation
        The place; None for what nobody published.
    assumption
        Why a number is assumed.
    option
        The documented move that the move or level is.
    """

    kind: str
    id: str
    says: str
    where: str = ""
    value: float | None = None
    unit: str = ""
    citation: Citation | None = None
    assumption: str = ""
    option: str = ""


def of_scenario(scenario: Scenario) -> tuple[Use, ...]:
    """Return everything in a scenario that has a source, or should have one, once for each place it is taken from.

    Parameters
    ----------
    scenario
        Its parties, moves, levels, parameters, claims and overrides are told, in this order.
    """
    return tuple(use for each in _things(scenario) for use in each)


def of_source(name: str) -> tuple[Use, ...]:
    """Return everything in the catalog and in the shipped scenarios that cites a text.

    Parameters
    ----------
    name
        Id of the text, such as ``frolov-2021``; or one paragraph of it, ``frolov-2021#P21``.

    Raises
    ------
    UnknownName
        If the catalog does not cite it.
    """
    wanted = citation(name)
    if wanted.source not in catalog_sources():
        raise unknown("source", wanted.source, catalog_sources())
    shipped = (load(path) for path in sorted(scenario_folder().glob("*.yaml")))
    found = [*_catalog(), *(use for scenario in shipped for use in of_scenario(scenario))]
    return tuple(use for use in found if use.citation is not None and _meets(use.citation, wanted))


def _meets(cited: Citation, wanted: Citation) -> bool:
    return cited.source == wanted.source and wanted.paragraph in ("", cited.paragraph)


def _each(citations: Iterable[Citation], **fields: Any) -> tuple[Use, ...]:
    """One use a citation; one without where there is none."""
    cited: list[Citation | None] = [*citations]
    return tuple(Use(citation=one, **fields) for one in cited or [None])


def _things(scenario: Scenario) -> Iterator[tuple[Use, ...]]:
    where = scenario.id
    for actor in scenario.actors.values():
        yield _each(actor.sources, kind="actor", id=actor.id, says=actor.name, where=where)
    for move in scenario.moves.values():
        yield _each(move.sources, kind="move", id=move.id, says=move.name, where=where, option=move.use)
        for level in move.levels:
            if level.sources or level.use:
                told = {"id": f"{move.id}.{level.id}", "says": level.name, "option": level.use}
                yield _each(level.sources, kind="level", where=where, **told)
    for p in scenario.parameters.values():
        number = {"value": p.value, "unit": p.unit, "assumption": p.assumption}
        yield _each(p.sources, kind="parameter", id=p.id, says=p.name, where=where, **number)
    for claim in scenario.claims:
        yield _each(claim.sources, kind="claim", id=claim.id, says=claim.says, where=where)
    for name, override in scenario.overrides.items():
        yield _each(override.sources, kind="override", id=name, says=override.note, where=where)


def _catalog() -> Iterator[Use]:
    yield from _documented_moves()
    for actor in texts.actors().values():
        said = (*actor.aims, *actor.red_lines, *actor.constraints, *actor.beliefs)
        for one in (*said, *actor.outside_options, *actor.capabilities):
            yield from _each(one.sources, kind="documented actor", id=actor.id, says=one.says)
    for found in texts.disagreements().values():
        for one in found.views:
            yield from _each(one.sources, kind="disagreement", id=found.id, says=f"{one.by}: {one.says}")
    for kind, entries in _KINDS.items():
        for entry in entries().values():
            yield from _each(entry.sources, kind=kind, id=entry.id, says=_said(entry))


def _documented_moves() -> Iterator[Use]:
    for name in move_ids():
        move = documented_move(name)
        yield from _each(move.sources, kind="documented move", id=move.id, says=move.name)
        for one in move.feasible:
            yield from _each(one.sources, kind="view of a move", id=move.id, says=f"{one.by}: {one.says}")


_KINDS: dict[str, Callable[[], Mapping[str, Any]]] = {
    "fact": texts.facts,
    "number": texts.numbers,
    "event": texts.timeline,
    "open point": texts.ambiguities,
}


def _said(entry: Fact | PublishedNumber | Event | Ambiguity) -> str:
    if isinstance(entry, PublishedNumber):
        return f"{entry.value}: {entry.what}"
    if isinstance(entry, Ambiguity):
        return entry.what
    return f"{entry.date}: {entry.says}" if isinstance(entry, Event) else entry.says
