"""Tables of a scenario: parties, moves with their sources, parameters with their ranges; nothing is solved."""

from __future__ import annotations

from collections.abc import Iterable

from negsim.scenario.model import Citation, Move, Parameter, Scenario
from negsim.views.tables.base import Cell, Table, filled, table
from negsim.views.tables.dynamics import dynamics
from negsim.views.wording import number


@table.register
def of_scenario(scenario: Scenario) -> Table:
    """List everything a scenario holds, one thing a row.

    Parameters
    ----------
    scenario
        What the file says.
    """
    rows: list[list[Cell]] = [
        ["party", actor.id, actor.name, "", None, "", "", cited(actor.sources)] for actor in scenario.actors.values()
    ]
    for move in scenario.moves.values():
        rows.append(["move", move.id, move.name, move.actor or "chance", None, "", "", _where(move)])
        rows += [
            ["level", f"{move.id}.{level.id}", level.name, move.id, level.value, "", "", _where(level)]
            for level in move.levels
        ]
    rows += [
        ["parameter", p.id, p.name, "", p.value, reach(p), p.unit, cited(p.sources) or p.assumption]
        for p in scenario.parameters.values()
    ]
    columns = ["kind", "id", "name", "of", "value", "range", "unit", "source or assumption"]
    return filled(
        scenario.title,
        columns,
        rows,
        notes=(*absent(scenario), scenario.note, scenario.basis),
        question=scenario.question,
    )


def sections(scenario: Scenario) -> tuple[Table, ...]:
    """Return a scenario as several short tables, to be read one after the other.

    Parameters
    ----------
    scenario
        What the file says.
    """
    parties = [[actor.id, actor.name, actor.note, cited(actor.sources)] for actor in scenario.actors.values()]
    parameters = [
        [p.id, p.name, p.value, reach(p), p.unit, "assumed" if p.assumption else "published", cited(p.sources)]
        for p in scenario.parameters.values()
    ]
    payoffs = [[actor, str(formula)] for actor, formula in scenario.payoffs.items()]
    overrides = [[name, each.note, cited(each.sources)] for name, each in scenario.overrides.items()]
    found = (
        Table(
            title=scenario.title,
            question=scenario.question,
            columns=(),
            rows=(),
            notes=tuple(note for note in (scenario.note, *absent(scenario)) if note),
        ),
        filled("Parties", ["id", "name", "note", "source"], parties),
        filled("Moves", ["move", "of", "level", "value", "what it is", "option", "source"], _moves(scenario)),
        filled(
            "Parameters",
            ["id", "name", "value", "range", "unit", "number", "source"],
            parameters,
            notes=varied(scenario),
        ),
        filled(f"Payoffs, in {scenario.unit}", ["party", "formula"], payoffs, notes=[scenario.basis]),
        *dynamics(scenario),
        filled("Overrides", ["name", "what it stands for", "source"], overrides),
        filled(
            "Sources",
            ["id", "title", "author", "outlet", "date"],
            [[s.id, s.title, s.author, s.outlet, s.date] for s in scenario.sources.values()],
        ),
    )
    return tuple(part for part in found if part.rows or part.question or part.notes)


def absent(scenario: Scenario) -> list[str]:
    """Say who is affected and not at the table.

    Parameters
    ----------
    scenario
        What the file says.
    """
    return [f"not at the table: {who} ({where})" for who, where in scenario.absent.items()]


def varied(scenario: Scenario) -> list[str]:
    """Say from what numbers are drawn in samples, and which of them the file would vary together.

    Parameters
    ----------
    scenario
        What the file says.
    """
    found = [
        f"samples draw {p.id} from {p.distribution.text}: an assumption, like the number itself"
        for p in scenario.parameters.values()
        if p.distribution is not None
    ]
    if scenario.sweep is not None:
        found.append(f"without --vary, 'negsim sweep' goes through {', '.join(scenario.sweep.vary)}")
    return found


def cited(citations: Iterable[Citation]) -> str:
    """Write citations as the file does: ``trenin-2022#WN3``."""
    return ", ".join(map(str, citations))


def reach(parameter: Parameter) -> str:
    """Write the range of a parameter."""
    return f"{number(parameter.low)} to {number(parameter.high)}"


def _moves(scenario: Scenario) -> list[list[Cell]]:
    return [
        [
            move.id if first else "",
            (move.actor or "chance") if first else "",
            level.id,
            level.value,
            level.name,
            level.use or move.use,
            cited(level.sources or move.sources),
        ]
        for move in scenario.moves.values()
        for first, level in ((k == 0, level) for k, level in enumerate(move.levels))
    ]


def _where(thing: Move | object) -> str:
    """The documented option and the sources of a move or a level."""
    parts = [getattr(thing, "use", ""), cited(getattr(thing, "sources", ()))]
    return ", ".join(part for part in parts if part)
