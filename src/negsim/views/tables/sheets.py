"""A sheet of facts about one thing: what the texts document, a solver, a concept, a form, a format, a plot."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

from negsim.concepts.base import concepts
from negsim.formats.base import formats
from negsim.games.base import games
from negsim.registry import Registry
from negsim.solvers.base import form_of, solvers
from negsim.views.plots.base import plots
from negsim.views.tables import documents
from negsim.views.tables.base import Cell, Table
from negsim.views.tables.inventory import concept_of
from negsim.views.tables.sheet import sheet


def of_solver(name: str) -> Table:
    """Return what a solver does, its options with their defaults, and its source.

    Parameters
    ----------
    name
        Its name.
    """
    kind = solvers[name]
    facts: dict[str, Cell] = {
        "class": kind.__name__,
        "form": form_of(kind),
        "concept": concept_of(kind),
        "what it does": described(kind),
        "options": options_of(kind),
        "reference": kind.reference,
    }
    return sheet(f"Solver {name}", facts)


def of_concept(name: str) -> Table:
    """Return the definition of a concept, its source, and the solvers whose answers meet it.

    Parameters
    ----------
    name
        Its name.
    """
    concept = concepts[name]
    facts: dict[str, Cell] = {
        "definition": concept.definition,
        "reference": concept.reference,
        "solvers": ", ".join(key for key, kind in solvers.items() if concept_of(kind) == concept.name),
    }
    return sheet(f"Concept {name}", facts)


def described(thing: Any) -> str:
    """Return what a thing says about itself, without the sections on its attributes."""
    lines = (inspect.getdoc(thing) or "").splitlines()
    rulers = [k for k, line in enumerate(lines) if line and set(line) == {"-"}]
    return " ".join(" ".join(lines[: rulers[0] - 1] if rulers else lines).split()).replace("`", "")


def options_of(kind: type[Any]) -> str:
    """Write the options of a class whose fields are its options, with their defaults."""
    if not is_dataclass(kind):
        return ""
    return ", ".join(f"{field.name}={field.default!r}" for field in fields(kind) if field.init)


def _plain(word: str, registry: Registry[Any]) -> Callable[[str], Table]:
    def make(name: str) -> Table:
        thing = registry[name]
        facts: dict[str, Cell] = {
            "what it is": described(thing),
            "options": options_of(thing) if word == "Plot" else "",
            "files end in": getattr(thing, "suffix", ""),
            "reference": getattr(thing, "reference", ""),
        }
        return sheet(f"{word} {name}", facts)

    return make


SHEETS: dict[str, Callable[[str], Table]] = {
    **documents.SHEETS,
    "solver": of_solver,
    "concept": of_concept,
    "form": _plain("Form", games),
    "format": _plain("Format", formats),
    "plot": _plain("Plot", plots),
}
