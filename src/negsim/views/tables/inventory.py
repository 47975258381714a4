"""Tables of what there is to use: everything registered or shipped, one a row, with what it says about itself."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from negsim.concepts.base import concepts
from negsim.errors import unknown
from negsim.formats.base import formats
from negsim.games.base import games
from negsim.scenario.files import GAMES, shipped
from negsim.scenario.load import load
from negsim.solvers.base import form_of, solvers
from negsim.views.plots.base import plots
from negsim.views.tables import documents
from negsim.views.tables.base import Table


def inventory(kind: str) -> Table:
    """Return the table of one kind of thing.

    Parameters
    ----------
    kind
        A name of `INVENTORY`: ``"solvers"``.
    """
    if kind not in INVENTORY:
        raise unknown("kind of thing", kind, INVENTORY)
    about, make = INVENTORY[kind]
    columns, rows = make()
    return Table(title=about, columns=tuple(columns), rows=tuple(tuple(row) for row in rows))


def first_sentence(thing: object) -> str:
    """Return the first line of what a thing says about itself, without its full stop."""
    return (inspect.getdoc(thing) or "").partition("\n")[0].removesuffix(".").replace("`", "")


def _solvers() -> documents.Rows:
    rows = [
        [name, form_of(kind), concept_of(kind), first_sentence(kind), kind.reference] for name, kind in solvers.items()
    ]
    return ["solver", "form", "concept", "what it does", "reference"], rows


def concept_of(kind: type[Any]) -> str:
    """Return the name of the concept that a solver's answers meet with its default options."""
    return str(kind().concept.name)


def _concepts() -> documents.Rows:
    rows = [[name, concept.definition, concept.reference] for name, concept in concepts.items()]
    return ["concept", "definition", "reference"], rows


def _described(name: str, registry: Any) -> documents.Rows:
    return [name, "what it is"], [[key, first_sentence(thing)] for key, thing in registry.items()]


def _formats() -> documents.Rows:
    rows = [[name, kind.suffix, first_sentence(kind)] for name, kind in formats.items()]
    return ["format", "files end in", "what it is"], rows


def _shipped(textbook: bool) -> documents.Rows:
    rows = []
    for name, path in sorted(shipped().items()):
        if (path.parent == GAMES) == textbook:
            scenario = load(path)
            rows.append([name, scenario.title, ", ".join(scenario.actors), scenario.question])
    return ["name", "title", "parties", "question"], rows


INVENTORY: dict[str, tuple[str, Callable[[], documents.Rows]]] = {
    "scenarios": ("Shipped scenarios", lambda: _shipped(textbook=False)),
    "games": ("Textbook games", lambda: _shipped(textbook=True)),
    **documents.LISTS,
    "solvers": ("Algorithms: game to solution", _solvers),
    "concepts": ("Definitions that every answer is checked against", _concepts),
    "forms": ("Ways to see a scenario as a game", lambda: _described("form", games)),
    "formats": ("Game files that are read and written", _formats),
    "plots": ("Pictures", lambda: _described("plot", plots)),
}
