"""The table of several wanted states: how far each is from being an equilibrium."""

from __future__ import annotations

from collections.abc import Sequence

from negsim.scenario.model import basis_of
from negsim.studies.goals import Goals
from negsim.studies.sentences.inverse import share
from negsim.views.tables.base import Cell, Table, filled, table
from negsim.views.wording import number


@table.register
def of_goals(found: Goals) -> Table:
    """List several wanted states, the nearest first.

    Parameters
    ----------
    found
        What `negsim.studies.goals.seek` returned.
    """
    return of_concepts([found])


def of_concepts(found: Sequence[Goals]) -> Table:
    """List several wanted states under several concepts, the nearest of each concept first.

    Parameters
    ----------
    found
        What `negsim.studies.goals.seek` returned for the same states.
    """
    rows: list[list[Cell]] = [
        [
            state.concept,
            state.label,
            state.equilibrium,
            share(state.share),
            state.together.swaps,
            number(sum(state.together.raise_by)),
            state.parameters[0].sentence if state.parameters else "",
        ]
        for goals in found
        for state in goals.states
    ]
    columns = ["concept", "state", "holds now", "rankings that would do", "fewest swaps", "or payoffs up by", "or if"]
    notes = [
        f"{goals.states[0].concept}: all of them are equilibria at {share(goals.every)} of random rankings, at least "
        f"one at {share(goals.some)}"
        for goals in found
    ]
    return filled(
        "Several wanted states",
        columns,
        rows,
        question="Which of these states is nearest to being an equilibrium?",
        notes=(*notes, basis_of(found[0].states[0].game.comment)),
    )
