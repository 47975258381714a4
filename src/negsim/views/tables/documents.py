"""Lists and sheets of what the texts document: moves, actors, facts, disagreements, numbers, events, open points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from negsim import catalog
from negsim.catalog.records import Disagreement, DocumentedActor, Fact
from negsim.catalog.shipped import mentions
from negsim.errors import unknown
from negsim.scenario.sources import DocumentedMove, Opinion
from negsim.views.tables.base import Cell, Table, table
from negsim.views.tables.scenario import cited
from negsim.views.tables.sheet import sheet

Rows = tuple[list[str], list[list[Any]]]
MORE = ("levels", "form", "needs before", "can be taken back", "tends to be followed by", "used in")


def moves() -> Rows:
    """Return the columns and rows of the documented moves."""
    rows = [
        [
            move.id,
            move.category,
            move.name,
            ", ".join(move.actors),
            ", ".join(move.levels),
            "; ".join(move.form),
            "; ".join(move.precondition),
            move.reversible,
            ", ".join(move.provokes),
            ", ".join(mentions().moves.get(move.id, ())),
            cited(move.sources),
        ]
        for move in catalog.moves().values()
    ]
    return ["move", "category", "what it is", "of", *MORE, "source"], rows


def actors() -> Rows:
    """Return the columns and rows of the documented actors."""
    rows = [
        [one.id, one.name, one.role, one.part_of, "; ".join(aim.says for aim in one.aims)]
        for one in catalog.actors().values()
    ]
    return ["actor", "name", "role", "part of", "aims, as the texts have it"], rows


def facts() -> Rows:
    """Return the columns and rows of the stylised facts, with the scenarios that test them."""
    tested = mentions().facts
    rows = [
        [one.id, one.tier, one.says, one.by, ", ".join(tested.get(one.id, {})), cited(one.sources)]
        for one in catalog.facts().values()
    ]
    return ["fact", "tier", "what is asserted", "by", "tested in", "source"], rows


def disagreements() -> Rows:
    """Return the columns and rows of the disagreements, with the scenarios whose overrides take sides."""
    sides = mentions().disagreements
    rows = [
        [one.id, one.topic, "; ".join(view.by for view in one.views), ", ".join(sides.get(one.id, {}))]
        for one in catalog.disagreements().values()
    ]
    return ["disagreement", "about", "between", "sides taken in"], rows


def numbers() -> Rows:
    """Return the columns and rows of the numbers that the texts state."""
    rows = [[one.id, one.value, one.what, one.by, cited(one.sources)] for one in catalog.numbers().values()]
    return ["number", "value", "of what", "by", "source"], rows


def timeline() -> Rows:
    """Return the columns and rows of what happened when."""
    rows = [
        [one.id, one.date, one.phase, one.says, ", ".join(one.moves), cited(one.sources)]
        for one in catalog.timeline().values()
    ]
    return ["event", "date", "phase", "what happened", "moves", "source"], rows


def ambiguities() -> Rows:
    """Return the columns and rows of what the texts leave open."""
    rows = [[one.id, one.what, one.says, cited(one.sources)] for one in catalog.ambiguities().values()]
    return ["point", "what is open", "what stands where", "source"], rows


def of_move(name: str) -> Table:
    """Return the facts about a documented move, with who says what.

    Parameters
    ----------
    name
        Its id in the catalog, or the last part of it.
    """
    move = catalog.move(name)
    told: dict[str, Cell] = {
        "what it is": move.name,
        "of": ", ".join(move.actors),
        "category": move.category,
        "levels": ", ".join(move.levels),
        "how far it goes": "; ".join(f"{dimension}: {what}" for dimension, what in move.extent.items()),
        "form": "; ".join(move.form),
        "needs before": "; ".join(move.precondition),
        "can be taken back": f"{move.reversible} ({move.reversible_basis})"
        if move.reversible_basis
        else move.reversible,
        "gives": "; ".join(f"{actor}: {what}" for actor, what in move.gives.items()),
        "costs": "; ".join(f"{actor}: {what}" for actor, what in move.costs.items()),
        "feasible": _opinions(move.feasible),
        "tends to be followed by": ", ".join(move.provokes),
        "used in": ", ".join(mentions().moves.get(move.id, ())),
        "note": move.note,
        "source": cited(move.sources),
    }
    return sheet(f"Documented move {move.id}", told)


def of_actor(name: str) -> Table:
    """Return what is said of an actor, and by whom.

    Parameters
    ----------
    name
        Its id, such as ``RUS`` or ``NATO.EAST``.
    """
    one = _found("documented actor", name, catalog.actors())
    told: dict[str, Cell] = {
        "name": one.name,
        "role": one.role,
        "part of": one.part_of,
        "aims": _opinions(one.aims),
        "red lines": _opinions(one.red_lines),
        "constraints": _opinions(one.constraints),
        "beliefs": _opinions(one.beliefs),
        "outside options": _opinions(one.outside_options),
        "capabilities": _opinions(one.capabilities),
        "documented moves": ", ".join(move.id for move in catalog.moves().values() if one.id in move.actors),
    }
    return sheet(f"Documented actor {one.id}", told)


def of_fact(name: str) -> Table:
    """Return a stylised fact with its statics, its scope and the claims that test it.

    Parameters
    ----------
    name
        Its id, such as ``SF14``.
    """
    one = _found("fact", name, catalog.facts())
    tested = mentions().facts.get(one.id, {})
    told: dict[str, Cell] = {
        "what is asserted": one.says,
        "by": one.by,
        "tier": one.tier,
        "how it comes about": one.mechanism,
        "as a parameter rises": "; ".join(f"{s.parameter}: {s.quantity} {SIGNS[s.sign]}" for s in one.statics),
        "scope": one.scope,
        "forms": ", ".join(one.forms),
        "parameters": ", ".join(one.parameters),
        "tested in": "; ".join(f"{scenario} ({', '.join(claims)})" for scenario, claims in tested.items()),
        "source": cited(one.sources),
    }
    return sheet(f"Fact {one.id}: {one.name.replace('_', ' ')}", told)


def of_disagreement(name: str) -> Table:
    """Return a disagreement: who says what, and the overrides that stand for the views.

    Parameters
    ----------
    name
        Its id, such as ``G03``.
    """
    one = _found("disagreement", name, catalog.disagreements())
    sides = mentions().disagreements.get(one.id, {})
    values = {key: ", ".join(f"{p} = {value}" for p, value in preset.items()) for key, preset in one.presets.items()}
    told: dict[str, Cell] = {
        **{view.by: f"{view.says} [{cited(view.sources)}]" for view in one.views},
        "values that stand for it": "; ".join(f"{key}: {value}" for key, value in values.items()),
        "parameters": ", ".join(one.parameters),
        "overrides": "; ".join(f"{scenario} ({', '.join(names)})" for scenario, names in sides.items()),
    }
    note = "values are assumptions; negsim solve SCENARIO --override NAME takes a side"
    return sheet(f"Disagreement {one.id}: {one.topic}", told).with_notes(note)


SIGNS = {"+": "rises", "-": "falls", "0": "does not move", "+/-": "may rise or fall"}


def _plain(kind: str, entries: Callable[[], Mapping[str, Any]], *fields: str) -> Callable[[str], Table]:
    def make(name: str) -> Table:
        one = _found(kind, name, entries())
        told: dict[str, Cell] = {}
        for each in fields:
            value = getattr(one, each)
            told[each] = ", ".join(value) if isinstance(value, tuple) else value
        return sheet(f"{kind.capitalize()} {one.id}", told | {"source": cited(one.sources)})

    return make


def _found(kind: str, name: str, entries: Mapping[str, Any]) -> Any:
    if name.upper() not in entries:
        raise unknown(kind, name, entries)
    return entries[name.upper()]


def _opinions(opinions: tuple[Opinion, ...]) -> str:
    return "; ".join(f"{one.by}: {one.says} [{cited(one.sources)}]" for one in opinions)


SHEETS: dict[str, Callable[[str], Table]] = {
    "move": of_move,
    "actor": of_actor,
    "fact": of_fact,
    "disagreement": of_disagreement,
    "number": _plain("number", catalog.numbers, "value", "what", "by", "use"),
    "event": _plain("event", catalog.timeline, "date", "precision", "says", "phase", "actors", "moves"),
    "ambiguity": _plain("open point", catalog.ambiguities, "what", "says"),
}


@table.register
def of_documented(one: DocumentedMove | DocumentedActor | Fact | Disagreement) -> Table:
    """Show the sheet of something that the texts document.

    Parameters
    ----------
    one
        An entry of the catalog.
    """
    kinds = {DocumentedMove: "move", DocumentedActor: "actor", Fact: "fact", Disagreement: "disagreement"}
    return SHEETS[kinds[type(one)]](one.id)


ASIDE = {  # columns for which a screen has no room
    "moves": MORE,
    "facts": ("by", "source"),
    "timeline": ("phase", "moves"),
}
LISTS: dict[str, tuple[str, Callable[[], Rows]]] = {
    "moves": ("Documented options that scenarios use", moves),
    "actors": ("Who takes part or is affected, as the texts have it", actors),
    "facts": ("Stylised facts: what the texts assert, and where it is tested", facts),
    "disagreements": ("Where the texts part company", disagreements),
    "numbers": ("Numbers that the texts state; all others are assumptions", numbers),
    "timeline": ("What happened when, as far as the texts say", timeline),
    "ambiguities": ("What the texts leave open or tell in several ways", ambiguities),
}
