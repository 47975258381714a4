"""What the catalog documents: the texts cited everywhere, and the moves that scenarios use."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from negsim.errors import unknown
from negsim.scenario.files import DISAGREEMENTS, MOVES, SOURCES, text_of
from negsim.scenario.model import Citation, Source
from negsim.scenario.record import Frozen
from negsim.scenario.yaml_reader import read

_PARAGRAPH = re.compile(r"([A-Z]+)(\d*)")


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """Who says whether a move is feasible.

    Attributes
    ----------
    by, says, sources
        Who, what, and where.
    """

    by: str
    says: str
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DocumentedMove:
    """An option that the sources document, in our words.

    Attributes
    ----------
    id, name
        Such as ``CTR.MISSILES_NEAR``, and what people call it.
    actors
        Whose option it is, by the ids of the sources' index: ``RUS``, ``NATO``.
    category, form
        What kind of move it is, and in what forms it comes.
    precondition
        What must hold before.
    reversible, reversible_basis
        Whether it can be taken back, and whether that is said in a text, inferred or assumed.
    gives, costs
        Actor -> what the move brings it, and takes from it.
    feasible
        Who says whether it can be done.
    provokes
        Ids of the moves that tend to follow.
    levels
        Its levels where a scenario gives none.
    extent
        What the texts say of how far it goes: dimension -> text, such as ``years: 10, 20, 25``.
    note, sources
        A remark, and where it is documented.
    """

    id: str
    name: str
    actors: tuple[str, ...]
    category: str
    form: tuple[str, ...] = ()
    precondition: tuple[str, ...] = ()
    reversible: str = ""
    reversible_basis: str = ""
    gives: Mapping[str, str]
    costs: Mapping[str, str]
    feasible: tuple[Opinion, ...] = ()
    provokes: tuple[str, ...] = ()
    levels: tuple[str, ...] = ("no", "yes")
    extent: Mapping[str, str] = field(default_factory=Frozen)
    note: str = ""
    sources: tuple[Citation, ...] = ()


def citation(text: str) -> Citation:
    """Read ``source#paragraph``."""
    source, _, paragraph = text.partition("#")
    return Citation(source=source, paragraph=paragraph)


def citations(texts: str | Sequence[str]) -> tuple[Citation, ...]:
    """Read one ``source#paragraph``, or a list of them."""
    return tuple(citation(text) for text in ([texts] if isinstance(texts, str) else texts))


def source(name: str, fields: Mapping[str, Any]) -> Source:
    """Make the record of a source from the fields of a file."""
    return Source(id=name, **{**fields, "paragraphs": Frozen(fields.get("paragraphs", {}))})


@cache
def catalog_sources() -> Mapping[str, Source]:
    """Return the texts that the catalog cites, by id."""
    fields = read(text_of(SOURCES), str(SOURCES)).plain["sources"]
    return Frozen({name: source(name, entry) for name, entry in fields.items()})


@cache
def move_ids() -> tuple[str, ...]:
    """Return the ids of the documented moves; each is the name of a file."""
    return tuple(sorted(path.stem for path in MOVES.glob("*.yaml")))


@cache
def disagreement_ids() -> tuple[str, ...]:
    """Return the ids of the disagreements between the texts that the catalog lists, such as ``G03``."""
    return tuple(read(text_of(DISAGREEMENTS), str(DISAGREEMENTS)).plain["disagreements"])


@cache
def documented_move(name: str) -> DocumentedMove:
    """Return a documented move.

    Parameters
    ----------
    name
        Its id, such as ``CTR.MISSILES_NEAR``.

    Raises
    ------
    UnknownName
        If the catalog has no such move.
    """
    if name not in move_ids():
        raise unknown("documented move", name, move_ids())
    path = MOVES / f"{name}.yaml"
    fields = read(text_of(path), str(path)).plain
    actor, source_, gives, costs, extent, feasible = (fields.pop(key, ()) for key in _CONVERTED)
    rest: dict[str, Any] = {key: tuple(entry) if isinstance(entry, list) else entry for key, entry in fields.items()}
    return DocumentedMove(
        actors=(actor,) if isinstance(actor, str) else tuple(actor),
        sources=citations(source_),
        gives=Frozen(dict(gives)),
        costs=Frozen(dict(costs)),
        extent=Frozen(dict(extent)),
        feasible=tuple(_opinion(entry) for entry in feasible),
        **rest,
    )


_CONVERTED = ("actor", "source", "gives", "costs", "extent", "feasible")


def _opinion(fields: Mapping[str, Any]) -> Opinion:
    return Opinion(by=fields["by"], says=fields["says"], sources=citations(fields.get("source", ())))


def citation_flaw(text: str, known: Mapping[str, Mapping[str, int]]) -> str:
    """Say what is wrong with a citation; nothing if it is right.

    Parameters
    ----------
    text
        ``source#paragraph``.
    known
        Source id -> section code -> number of paragraphs; empty where a text has not been indexed.
    """
    found = citation(text)
    if found.source not in known:
        return str(unknown("source", found.source, known))
    sections = known[found.source]
    if not found.paragraph or not sections:
        return ""
    match = _PARAGRAPH.fullmatch(found.paragraph)
    if match is None or match[1] not in sections:
        return f"'{found.source}' has no paragraph '{found.paragraph}'; its sections are {', '.join(sections)}"
    if not match[2] and sections[match[1]] == 1:
        return ""
    code, count = match[1], sections[match[1]]
    if not match[2] or not 1 <= int(match[2][:6]) <= count:
        return f"'{found.source}' has the paragraphs {code}1 to {code}{count}, not '{found.paragraph}'"
    return ""
