"""Citations: whom to name for a method, a definition, a scenario's sources, and negsim itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import negsim
from negsim.concepts.base import Concept, concepts
from negsim.errors import NotApplicable, unknown
from negsim.formats.base import Format, formats
from negsim.reductions.base import reductions
from negsim.scenario.load import load
from negsim.scenario.model import Scenario, Source
from negsim.solvers.base import Row, Solution, Solver, solvers
from negsim.studies.bibliography import WORKS

STYLES = ("text", "bibtex")
MENTION = re.compile(r"([^();]+?),? \((\d{4})\)")  # "Lemke and Howson (1964)"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One work to cite.

    Attributes
    ----------
    key
        A short name for it, such as ``nash1951``.
    kind
        The BibTeX type: ``article``, ``book``, ``misc`` ...
    fields
        Author, title, year and whatever else is known, in the order of a citation.
    """

    key: str
    kind: str = "misc"
    fields: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Return the citation as a line."""
        parts = dict(self.fields)
        head = f"{parts.pop('author', 'Anonymous')} ({parts.pop('year', 'no date')})."
        return " ".join([head, *(part if part.endswith(("?", "!")) else f"{part}." for part in parts.values())])

    def bibtex(self) -> str:
        """Return the citation as a BibTeX entry."""
        lines = ",\n".join(f"  {name} = {{{_escaped(value)}}}" for name, value in self.fields.items())
        return f"@{self.kind}{{{self.key},\n{lines}\n}}"


def cite(thing: Any = None, style: str = "text") -> str:
    """Return what to cite for a thing, one entry a line or a paragraph.

    Parameters
    ----------
    thing
        A solver, concept, reduction or format, or the name of one; a solution; a scenario or the name of one; nothing
        for negsim itself.
    style
        ``"text"`` or ``"bibtex"``.

    Raises
    ------
    UnknownName
        If nothing has this name, or there is no such style.
    NotApplicable
        If the thing is nothing that has sources.

    Examples
    --------
    >>> from negsim import cite
    >>> print(cite("pure_nash"))
    Nash, John (1951). Non-cooperative games. Annals of Mathematics. 54(2). 286-295.
    """
    if style not in STYLES:
        raise unknown("style", style, STYLES)
    found = {entry.key: entry for entry in _entries(_named(thing) if isinstance(thing, str) else thing)}
    between = "\n\n" if style == "bibtex" else "\n"
    return between.join(getattr(entry, style)() for entry in found.values())


def _named(name: str) -> Any:
    """Return what is registered, or shipped, under a name."""
    for registry in (solvers, concepts, reductions, formats):
        if name in registry:
            return registry[name]
    return None if name == "negsim" else load(name)


def _entries(thing: Any) -> Iterator[Entry]:
    if thing is None:
        yield Entry(
            key="negsim",
            kind="software",
            fields={
                "author": "The negsim authors",
                "year": "2026",
                "title": f"negsim {negsim.__version__}: negotiations seen through the lenses of game theory",
            },
        )
    elif isinstance(thing, Scenario):
        yield from (_source(source) for source in thing.sources.values())
    elif isinstance(thing, Row):
        yield from _entries(thing.solution)
    elif isinstance(thing, Solution):
        for part in (None, thing.solver, thing.solver.concept):
            yield from _entries(part)
    elif isinstance(thing, Solver | Concept | Format) or hasattr(thing, "reference"):
        yield from _mentioned(thing.reference)
    else:
        raise NotApplicable(
            f"a {type(thing).__name__} has no sources. Use a solver, a concept, a solution or a scenario."
        )


def _mentioned(reference: str) -> Iterator[Entry]:
    """Find the works in a reference such as ``Lemke and Howson (1964); von Stengel (2002), section 2``."""
    for match in MENTION.finditer(reference):
        authors, year = match[1].strip(" ,"), match[2]
        key = re.sub(r"[^a-z]", "", re.sub(r" and .*|,.*", "", authors).lower()) + year
        known = {"author": authors, "year": year}
        if rest := reference[match.end() :].partition(";")[0].strip(" ,."):
            known["note"] = rest
        kind, fields = WORKS.get(f"{authors} ({year})", ("misc", known))
        yield Entry(key=key, kind=kind, fields=fields)


def _source(source: Source) -> Entry:
    fields = {
        "author": source.author,
        "year": next(iter(re.findall(r"\d{4}", source.date)), ""),
        "title": source.title,
        "howpublished": source.outlet,
        "date": source.date,
        "url": source.url,
        "note": source.note,
    }
    return Entry(key=source.id, fields={name: value.rstrip(".") for name, value in fields.items() if value})


def _escaped(value: str) -> str:
    return re.sub(r"([%&#_$])", r"\\\1", value)
