"""An answer to a conflict in sentences: which states hold under which concepts, and what keeps some of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from negsim.games.base import BoolArray, IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets
from negsim.solvers.base import Row
from negsim.studies.jumps import jumps
from negsim.studies.sanctions.board import Board
from negsim.studies.sanctions.deterrence import CLASSIC
from negsim.studies.sentences.conflict_names import Words, called
from negsim.studies.sentences.phrases import joined
from negsim.studies.sentences.why import told_one
from negsim.studies.why import why

SHOWN = 6  # equilibria that are named
TOLD = 3  # of those that do not hold by themselves: why they hold
LARGEST = 5_000  # states of conflicts of which that is told
PROVEN = ("conflict_stability", "single_step_stability", "each_once_stability")


def told_conflict(row: Row, names: Mapping[str, str]) -> list[str]:
    """Tell which states are equilibria, and what deters those who could gain by moving, or who could jump together.

    Parameters
    ----------
    row
        A row of a solution of conflicts.
    names
        Label -> what to call it.

    Returns
    -------
    list of str
        Sentences.
    """
    game: ConflictGame = row.solution.game
    result = row.solution.result
    if not isinstance(result, StateSets):
        return [f"Row {row.row}: {row!r}."]
    words, held = Words(game, names), result.equilibria[row.row]
    order = np.argsort(-held.sum(0), kind="stable")  # what holds under most concepts is named first
    told = [_list(words, concepts, order[states[order]]) for states, concepts in _alike(result.concepts, held)]
    concept, follows = row.solution.solver.concept.name, len(game.states) <= LARGEST and Board(game).small
    if concept == "coalition_stability" and follows and game.degrees is None:
        return told + [jump.told(names) for jump in jumps(row)[:TOLD]]
    proven = concept in PROVEN and follows
    asked = tuple(concept for concept in result.concepts if concept in CLASSIC)
    if not proven or "nash" not in asked:
        return told
    kept = held[[result.concepts.index(concept) for concept in asked]]
    tempted = np.flatnonzero(kept.any(0) & ~kept[asked.index("nash")])
    order = tempted[np.argsort(-kept[:, tempted].sum(0), kind="stable")]
    return told + [_kept(row, int(state), asked, names) for state in order[:TOLD]]


def _alike(concepts: tuple[str, ...], held: BoolArray) -> list[tuple[BoolArray, list[str]]]:
    """Join the concepts under which the same states are equilibria."""
    found: list[tuple[BoolArray, list[str]]] = []
    for concept, states in zip(concepts, held, strict=True):
        same = next((names for other, names in found if (other == states).all()), None)
        if same is None:
            found.append((states, [concept]))
        else:
            same.append(concept)
    return found


def _list(words: Words, concepts: list[str], states: IntArray) -> str:
    named = [words.state(int(state)) for state in states[:SHOWN]]
    rest = [f"{len(states) - SHOWN:,} more"] * (len(states) > SHOWN)
    return f"Equilibria under {called(concepts)}: {joined(named + rest) or 'none'}."


def _kept(row: Row, state: int, concepts: tuple[str, ...], names: Mapping[str, str]) -> str:
    """Say what deters the first party that could gain by leaving a state."""
    found = why(row, state, concepts=concepts)
    held = [concept for concept, holds in found.equilibrium.items() if holds]
    player = next(k for k, improvements in enumerate(found.improvements) if improvements)
    story = told_one(found, player, names)[0]
    return f"{Words(found.game, names).state(state)} is no Nash equilibrium, but holds under {called(held)}. {story}"
