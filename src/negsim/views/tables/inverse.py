"""Tables of what would make a state an equilibrium: what each party would have to prefer, and the smallest changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from negsim.scenario.model import basis_of
from negsim.studies.inverse import Inverse
from negsim.studies.sentences.inverse import clauses, name_of, share, swapped, verdict
from negsim.studies.sentences.phrases import joined, within
from negsim.views.tables.base import Cell, Table, filled, table
from negsim.views.wording import number

CLAUSES = 3  # of one party, told on a screen
COLUMNS = ("concept", "party", "holds now", "rankings that would do", "fewest swaps", "or payoff up by")


@table.register
def of_inverse(found: Inverse) -> Table:
    """List what each party would have to prefer for a state to be an equilibrium under one concept.

    Parameters
    ----------
    found
        What `negsim.studies.inverse.inverse` returned.
    """
    return of_concepts([found]).without("concept")


def of_concepts(found: Sequence[Inverse], *, every_clause: bool = False) -> Table:
    """List what each party would have to prefer, concept by concept, and say it in sentences below.

    Parameters
    ----------
    found
        What `negsim.studies.inverse.inverse` returned for one state under some concepts.
    every_clause
        Whether to tell conditions that are met as things are, too.
    """
    first = found[0]
    rows: list[list[Cell]] = []
    for each in found:
        for need in each.needs:
            rows.append(
                [
                    each.concept,
                    name_of(each, need.player),
                    need.stable,
                    share(need.share),
                    need.swaps.count,
                    number(need.payoffs.raise_by),
                ]
            )
        rows.append([each.concept, "all together", each.equilibrium, share(each.share), each.together.swaps, ""])
    return filled(
        first.game.title or "A conflict",
        COLUMNS,
        rows,
        question=f"What would make '{first.label}' an equilibrium?",
        notes=(*_told(found, every_clause), basis_of(first.game.comment)),
    )


def of_parameters(found: Sequence[Inverse]) -> Table:
    """List the smallest change of each parameter that alone makes a state an equilibrium.

    Parameters
    ----------
    found
        As for `of_concepts`.
    """
    changes: dict[tuple[Cell, ...], list[str]] = {}
    for each in found:
        for change in each.parameters:
            told = (change.parameter, number(change.default), change.way)
            changes.setdefault(told, []).append(each.concept)
    rows = [[*told, ", ".join(concepts)] for told, concepts in changes.items()]
    return filled(
        "One parameter alone: the least change that makes it an equilibrium",
        ["parameter", "now", "if it", "under"],
        rows,
    )


def sections(found: Sequence[Inverse], *, every_clause: bool = False) -> tuple[Table, ...]:
    """Return all there is to say as short tables, to be read one after the other.

    Parameters
    ----------
    found, every_clause
        As for `of_concepts`.
    """
    first, second = of_concepts(found, every_clause=every_clause), of_parameters(found)
    label = first.notes[-1]
    if not second.rows:
        tried = max(each.tried for each in found)
        alone = f"None of the {tried:,} parameters, changed alone within its range, would make it an equilibrium."
        return (replace(first, notes=(*first.notes[:-1], alone, label)) if tried else first,)
    return replace(first, notes=first.notes[:-1]), second.with_notes(label)


def _told(found: Sequence[Inverse], every_clause: bool) -> list[str]:
    """What does not hold, and what would mend it; concepts of which the same is said are joined."""
    told: dict[tuple[str, ...], list[str]] = {}
    for each in found:
        lines = [f"{verdict(each)}."]
        for need in each.needs:
            asked = clauses(each, need)
            shown = len(asked) if every_clause else min(len(need.unmet), CLAUSES)
            lines += [f"{line}." for line in asked[:shown]]
            left = len(need.unmet) - shown
            name = within(name_of(each, need.player))
            lines += [f"Conditions on {name} that are not told here: {left:,}."] if left > 0 else []
            lines += [f"{swapped(each, need)}."] if need.swaps.count else []
        told.setdefault(tuple(lines), []).append({"nash": "Nash"}.get(each.concept, each.concept.upper()))
    notes = [
        line if k else f"{joined(concepts)}: {line}" for lines, concepts in told.items() for k, line in enumerate(lines)
    ]
    if any(each.share.samples or any(need.share.samples for need in each.needs) for each in found):
        notes.append("Shares that begin with 'about' are of rankings drawn at random, with their 95 % interval.")
    return notes
