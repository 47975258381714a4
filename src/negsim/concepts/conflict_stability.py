"""Stability in the graph model: a state holds for a party if every improvement from it is deterred."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from negsim.concepts._by_definition import Verdicts, differing_from
from negsim.concepts.base import Concept, concepts
from negsim.games.base import BoolArray
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.relations import Relations
from negsim.games.graphs.sequences import Sequences
from negsim.games.results import StateSets

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


def verdicts(game: ConflictGame, relations: Relations, player: int, state: int) -> dict[str, bool]:
    """Return under which concepts a state is stable for a player, by the definitions, with sets.

    Parameters
    ----------
    game
        Conflicts with one graph.
    relations
        What the players make of going from one state to another.
    player, state
        Whose stability, and where. A state that the player does not know of is stable for it.
    """
    return Verdicts(game, relations)(player, state)


def stable_by_definition(
    game: ConflictGame, item: int, concepts: Sequence[str] = CONCEPTS, sequences: Sequences = "legal"
) -> BoolArray:
    """Return the stable states of one conflict, of shape (concept, player, state), by the definitions.

    Parameters
    ----------
    game, item
        A batch of conflicts, and which of them.
    concepts
        Which concepts, in order: some of the five, or ``"sim"``.
    sequences
        How long the chains of moves are that the others can answer with.
    """
    judge = Verdicts(game, Relations.looked_up(game, item), sequences)
    out = np.zeros((len(concepts), len(game.players), len(game.states)), bool)
    for player in range(len(game.players)):
        for state in range(len(game.states)):
            found = judge(player, state, together="sim" in concepts)
            out[:, player, state] = [found[name] for name in concepts]
    return out


conflict_stability: Concept[ConflictGame, StateSets] = concepts("conflict_stability")(
    Concept(
        "conflict_stability",
        "A state is stable for a party if it has no improvement (Nash), or if the others can answer each one so that "
        "the party is no better off: by any moves (GMR), such that it cannot escape (SMR), by moves that improve their "
        "own position (SEQ), or both (SSEQ).",
        "Fang, Hipel and Kilgour (1993); Rego and Vieira (2017)",
        partial(differing_from, "legal"),
    )
)
