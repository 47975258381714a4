"""Stability in the graph model: a state holds for a party if every improvement from it is deterred."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.relations import Relations
from negsim.games.graphs.sequences import reach
from negsim.games.results import StateSets

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


def verdicts(game: ConflictGame, relations: Relations, player: int, state: int) -> dict[str, bool]:
    """Return under which concepts a state is stable for a player, by the definitions, with sets.

    The player judges the conflict as if the states that it does not know of did not exist; there, it is stable.

    Parameters
    ----------
    game
        Conflicts with one graph.
    relations
        What the players make of going from one state to another.
    player, state
        Whose stability, and where.
    """
    others = [other for other in range(len(game.players)) if other != player]
    seen = None if game.perceived is None else game.perceived[player]
    if seen is not None and not seen[state]:
        return dict.fromkeys(CONCEPTS, True)

    def targets(mover: int, where: int) -> IntArray:
        found = game.graph.targets(mover, where)
        return found if seen is None else np.asarray(found[seen[found]])

    def credible(mover: int, where: int) -> IntArray:
        found = targets(mover, where)
        return np.asarray(found[relations.credible[mover, where, found]])

    improvements = [s1 for s1 in targets(player, state) if relations.improve[player, state, s1]]
    found = dict.fromkeys(CONCEPTS, True)
    found["nash"] = not improvements
    for s1 in improvements:
        for answers, plain, lasting in (
            (reach(game.graph, others, int(s1), targets).states, "gmr", "smr"),
            (reach(game.graph, others, int(s1), credible).states, "seq", "sseq"),
        ):
            sanctions = [s2 for s2 in answers if relations.sanction[player, state, s2]]
            found[plain] &= bool(sanctions)
            found[lasting] &= any(not relations.escape[player, state, targets(player, s2)].any() for s2 in sanctions)
    return found


def stable_by_definition(game: ConflictGame, item: int, concepts: Sequence[str] = CONCEPTS) -> BoolArray:
    """Return the stable states of one conflict, of shape (concept, player, state), by the definitions.

    Parameters
    ----------
    game, item
        A batch of conflicts, and which of them.
    concepts
        Which concepts, in order.
    """
    relations = Relations.crisp(game, item)
    out = np.zeros((len(concepts), len(game.players), len(game.states)), bool)
    for player in range(len(game.players)):
        for state in range(len(game.states)):
            found = verdicts(game, relations, player, state)
            out[:, player, state] = [found[name] for name in concepts]
    return out


def differing(game: ConflictGame, result: StateSets) -> Array:
    """Return the share of verdicts that differ from the definition.

    Parameters
    ----------
    game
        A batch of conflicts.
    result
        Stable states of conflicts of the batch.

    Returns
    -------
    Array
        Shape (row,), from 0 to 1.
    """
    parts = [stable_by_definition(game, int(item), result.concepts) for item in result.item]
    return np.array([(part != given).mean() for part, given in zip(parts, result.stable, strict=True)])


conflict_stability: Concept[ConflictGame, StateSets] = concepts("conflict_stability")(
    Concept(
        "conflict_stability",
        "A state is stable for a party if it has no improvement (Nash), or if the others can answer each one so that "
        "the party is no better off: by any moves (GMR), such that it cannot escape (SMR), by moves that improve their "
        "own position (SEQ), or both (SSEQ).",
        "Fang, Hipel and Kilgour (1993); Rego and Vieira (2017)",
        differing,
    )
)
