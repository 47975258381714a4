"""The table of promises: what each form of a promise is worth, how likely it comes about, and which is chosen."""

from __future__ import annotations

from negsim.scenario.model import basis_of
from negsim.studies.promises.record import Promises
from negsim.studies.sentences.promises import told_promises
from negsim.views.tables.base import Cell, Table, filled, table


@table.register
def of_promises(found: Promises) -> Table:
    """List the forms of a promise in the order of the file.

    Parameters
    ----------
    found
        What `negsim.studies.promises.choice.promises` returned; of several games, the first is shown.
    """
    rows: list[list[Cell]] = []
    for row in found.rows():
        refusing = ", ".join(actor for actor, yes in row.accepts.items() if not yes)
        rows.append(
            [
                row.name + " (chosen)" * row.chosen,
                row.adopted,
                row.lasts,
                *row.worth.values(),
                refusing,
                row.needed,
            ]
        )
    worths = [f"worth to {actor}" for actor in found.actors]
    return filled(
        "Forms of the promise",
        ["form", "comes about", "then lasts", *worths, "refused by", "chosen from"],
        rows,
        notes=(
            *told_promises(found),
            "worth: of proposing it; lasts: years until it is taken back, on average; chosen from: the chance of "
            "coming about from which it would be the form chosen, the others being as they are",
            basis_of(found.basis),
        ),
    )
