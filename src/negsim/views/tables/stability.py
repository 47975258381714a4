"""The table of stable states: states by concepts, and in each cell the parties that would stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from negsim.games.base import BoolArray, IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets
from negsim.solvers.base import Row, Solution
from negsim.views.tables.about import completeness, label_of, title_of
from negsim.views.tables.base import Cell, Table, filled
from negsim.views.tables.conflict import order_of
from negsim.views.tables.shades import by_shade, shades_of
from negsim.views.wording import listed, small

MOST = 10_000  # states that are listed
ALL, NONE = "all", "-"
ACROSS = 7  # concepts that have a column each


def stability(solution: Solution[Any, Any]) -> Table:
    """List the states of one conflict, equilibria first; or the conflicts of a batch, each with its equilibria.

    Parameters
    ----------
    solution
        Stable states of conflicts.
    """
    if len(solution) == 1:
        found = _states(solution[0]).with_notes(*completeness(solution), label_of(solution))
        return replace(found, title=title_of(solution))
    notes = ("in each cell, the equilibria of the conflict", *completeness(solution), label_of(solution))
    return filled(title_of(solution), ["game", *solution.result.concepts], _batch(solution), notes=notes)


def stable_states(row: Row) -> Table:
    """List the states of one conflict: those first that are equilibria under most concepts, then stable for most.

    Parameters
    ----------
    row
        Stable states of one conflict.
    """
    definition = row.solution.solver.concept.definition
    return _states(row).with_notes(f"residual {small(row.residual)}: {definition}", label_of(row.solution))


def _states(row: Row) -> Table:
    """The states, with notes on how they are counted, named and marked."""
    game, result = row.solution.game, row.solution.result
    stable = result.stable[row.row]
    order = ordered(stable)
    heads, cells, reading = _columns(result)
    rows: list[list[Cell]] = []
    for state in order[:MOST]:
        label = game.states[state] + " (start)" * bool(state == game.start)
        rows.append([int(state), label, *cells(stable[:, :, state])])
    notes = [
        f"the first {MOST:,} of {len(order):,} states" if len(order) > MOST else "",
        _counts(result, stable),
        order_of(game),
        reading,
    ]
    return filled("Stable states", ["#", "state", *heads], rows, notes=notes)


def in_states(solution: Solution[Any, Any]) -> Table:
    """Return stable states with one truth a cell, for machines: one row a conflict and state.

    Parameters
    ----------
    solution
        Stable states of conflicts.
    """
    game: ConflictGame = solution.game
    result: StateSets = solution.result
    heads = [f"{concept}: {who}" for concept in result.concepts for who in ("equilibrium", *result.parties)]
    truths = np.concatenate([result.equilibria[:, :, None], result.stable], axis=2)
    flat = np.moveaxis(truths, 3, 1).reshape(-1, len(heads)).astype(int).tolist()
    labels = [(int(item), number, label) for item in result.item for number, label in enumerate(game.states)]
    rows = [[*label, *row] for label, row in zip(labels, flat, strict=True)]
    return Table(title=title_of(solution), columns=("game", "#", "state", *heads), rows=tuple(map(tuple, rows)))


def ordered(stable: BoolArray) -> IntArray:
    """Return the numbers of the states: equilibria under most concepts first, then those stable for most.

    Parameters
    ----------
    stable
        Shape (concept, party, state).
    """
    return np.lexsort((-stable.sum((0, 1)), -stable.all(1).sum(0)))


def told(names: Sequence[str], stable: BoolArray, limit: int = 4) -> str:
    """Say for which parties, or under which concepts, a state is stable.

    Parameters
    ----------
    names, stable
        What they are called, and shape (name,).
    limit
        How many to name.
    """
    if stable.all():
        return ALL
    if not stable.any():
        return NONE
    short = 2 * int(stable.sum()) > len(names) > 2
    return "not " * short + listed([name for name, holds in zip(names, stable, strict=True) if holds != short], limit)


def _counts(result: StateSets, stable: BoolArray) -> str:
    """Say how many states are equilibria under each concept."""
    counts = zip(result.concepts, stable.all(1).sum(1), strict=True)
    return f"equilibria among {stable.shape[2]:,} states: {', '.join(f'{name} {count:,}' for name, count in counts)}"


def _columns(result: StateSets) -> tuple[Sequence[str], Callable[[BoolArray], Sequence[Cell]], str]:
    """Heads, what makes the cells of a state from its verdicts of shape (concept, party), and how to read them."""
    parties, concepts = result.parties, result.concepts
    shades = shades_of(concepts)
    if shades:
        reading = (
            f"in each cell, the parties for which the state is stable, and how; {ALL}: for every party, which makes it "
            f"an equilibrium; {NONE}: for none"
        )
        return list(shades), partial(by_shade, shades, concepts, parties), reading
    if len(concepts) > ACROSS:
        heads = ["equilibrium under", *(f"stable for {party} under" for party in parties)]
        return heads, partial(_by_party, concepts), _reading(result, wide=True)
    return concepts, lambda stable: [told(parties, each) for each in stable], _reading(result, wide=False)


def _by_party(concepts: Sequence[str], stable: BoolArray) -> list[Cell]:
    """The concepts under which a state is stable for everybody, then for each party."""
    return [told(concepts, each, len(concepts)) for each in (np.asarray(stable.all(1)), *stable.T)]


def _reading(result: StateSets, *, wide: bool) -> str:
    """Say how the cells are to be read."""
    if wide:
        return f"{ALL}: under every concept; 'not' stands before the concepts under which it is not; {NONE}: under none"
    several = ", or after 'not' those for which it is not" * (len(result.parties) > 2)
    return (
        f"{ALL}: stable for every party, which makes it an equilibrium; else the parties for which it is stable"
        f"{several}; {NONE}: stable for none"
    )


def _batch(solution: Solution[Any, Any]) -> list[list[Cell]]:
    """One line a conflict: the equilibria under each concept."""
    states = solution.game.states
    rows: list[list[Cell]] = []
    for item, held in zip(solution.result.item, solution.result.equilibria, strict=True):
        cells = [listed([states[k] for k in np.flatnonzero(each)], 3) or NONE for each in held]
        rows.append([int(item), *cells])
    return rows
