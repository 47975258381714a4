"""Tables of two sets of assumptions side by side: which lenses change their mind, from what to what, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from negsim.studies.compare.comparison import Comparison
from negsim.studies.compare.sides import Change, Sides
from negsim.studies.sentences.phrases import joined
from negsim.views.tables.base import Cell, Table, filled, table
from negsim.views.tables.compare import PLAIN, listed
from negsim.views.wording import number

KEPT = "the same"


@table.register
def of_sides(found: Sides) -> Table:
    """List the lenses with what each predicts on the left and on the right.

    Parameters
    ----------
    found
        What `negsim.studies.compare.sides.side_by_side` returned.
    """
    places = _places(found)
    rows: list[list[Cell]] = [
        [
            lens.form,
            lens.name,
            listed(lens, places),
            KEPT if lens.name in found.same else listed(found.right[lens.name], places),
        ]
        for lens in found.left.judging
        if lens.name not in found.only_left
    ]
    left, right = found.left.scenario, found.right.scenario
    return filled(
        left.title if left.title == right.title else f"{left.title} | {right.title}",
        ["form", "lens", "left", "right"],
        rows,
        question="Which lenses change their mind?",
        notes=(*_notes(found), PLAIN, right.basis),
    )


def of_outcomes(found: Sides) -> Table:
    """List the outcomes that some lens predicts on either side, with what they are worth to each actor there.

    Parameters
    ----------
    found
        As for `of_sides`.
    """
    actors = {**found.left.scenario.actors, **found.right.scenario.actors}
    rows: list[list[Cell]] = []
    for outcome, place in _places(found).items():
        worth = [_worth(found.left, outcome), _worth(found.right, outcome)]
        paid = [_pair(worth[0].get(actor), worth[1].get(actor)) for actor in actors]
        rows.append([f"#{place}", outcome, *paid])
    return filled("Outcomes, with payoffs left | right", ["", "outcome", *(a.name for a in actors.values())], rows)


def of_changes(found: Sides) -> Table:
    """List why lenses change their mind; those of one form that do for the same reason are named together.

    Parameters
    ----------
    found
        As for `of_sides`.
    """
    places = _places(found)
    groups: dict[tuple[str, str, str], list[Change]] = {}
    for change in found.changes:
        groups.setdefault((change.form, change.outcome, change.because), []).append(change)
    rows: list[list[Cell]] = [
        [f"#{places[outcome]}", f"{joined([change.lens for change in group])}: {because}"]
        for (_, outcome, because), group in sorted(groups.items(), key=lambda item: places[item[0][1]])
    ]
    return filled("Why they change their mind", ["", "because"], rows)


def sections(found: Sides) -> tuple[Table, ...]:
    """Return all there is to say as short tables, to be read one after the other.

    Parameters
    ----------
    found
        As for `of_sides`.
    """
    parts = (of_sides(found), of_outcomes(found))
    return (*parts, of_changes(found)) if found.changes else parts


def in_columns(found: Sides) -> Table:
    """List every change, one a row, for a spreadsheet.

    Parameters
    ----------
    found
        As for `of_sides`.
    """
    rows: list[list[Cell]] = [
        [change.form, change.lens, change.outcome, "right" if change.gained else "left", change.because]
        for change in found.changes
    ]
    return filled("Changes", ["form", "lens", "outcome", "predicted on the", "because"], rows)


def _notes(found: Sides) -> Iterator[str]:
    values = [f"{name} {number(left)} | {number(right)}" for name, (left, right) in found.parameters.items()]
    yield f"Left | right: {', '.join(values)}." if values else "Both sides have the same numbers."
    for where, names in (("left", found.only_left), ("right", found.only_right)):
        if names:
            yield f"On the {where} only: {joined(list(names))}."


def _places(found: Sides) -> Mapping[str, int]:
    every = dict.fromkeys((*found.left.outcomes, *found.right.outcomes))
    return {outcome: place for place, outcome in enumerate(every, 1)}


def _worth(side: Comparison, outcome: str) -> dict[str, float]:
    labels = side.scenario.outcome_labels()
    if outcome not in labels:
        return {}
    column = side.scenario.payoff_table()[0, :, labels.index(outcome)]
    return dict(zip(side.scenario.actors, map(float, column), strict=True))


def _pair(left: float | None, right: float | None) -> str:
    one, other = ("-" if value is None else number(value) for value in (left, right))
    return one if one == other else f"{one} | {other}"
