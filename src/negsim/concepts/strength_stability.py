"""Strength of preference: whether a sanction leaves a party worse off, or much worse off."""

from __future__ import annotations

from functools import partial

import numpy as np

from negsim.concepts._by_relations import Verdicts, differing_share, require_known
from negsim.concepts.base import Concept, concepts
from negsim.concepts.conflict_stability import CONCEPTS as CLASSIC
from negsim.concepts.conflict_stability import verdicts
from negsim.games.base import Array
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.relations import Relations
from negsim.games.results import StateSets

DETERRED = CLASSIC[1:]  # Nash stability has no sanctions, so it is neither strong nor weak
CONCEPTS = (*CLASSIC, *(f"strong {name}" for name in DETERRED), *(f"weak {name}" for name in DETERRED))


def strength_stability(strong: float = 2.0) -> Concept[ConflictGame, StateSets]:
    """Return the concept for one bound between mild and strong preferences.

    Parameters
    ----------
    strong
        The degree from which on a preference is strong.
    """
    return Concept(
        "strength_stability",
        "A stable state is strongly stable for a party if every improvement from it can be answered so that the party "
        "is much worse off, whatever it does next where escapes are looked at; else it is weakly stable.",
        "Hamouda, Kilgour and Hipel (2004)",
        partial(_differing, strong=strong),
    )


def relations(game: ConflictGame, item: int, strong: float) -> tuple[Relations, Relations]:
    """Return what the players make of going from one state to another: in general, and if sanctions must be strong.

    Parameters
    ----------
    game, item
        A batch of conflicts, and which of them.
    strong
        As in `strength_stability`.

    Raises
    ------
    NotApplicable
        If some preferences are unknown.
    """
    require_known(game, "Strength of preference")
    degree = np.stack([game.preference(item, player) for player in range(len(game.players))])
    better, harsh = degree > 0, degree <= -strong
    return (
        Relations(improve=better, sanction=~better, escape=better, credible=better),
        Relations(improve=better, sanction=harsh, escape=~harsh, credible=better),
    )


def _differing(game: ConflictGame, result: StateSets, *, strong: float) -> Array:
    def defined(item: int) -> Verdicts:
        general, harsh = relations(game, item, strong)

        def told(player: int, state: int) -> dict[str, bool]:
            stable = verdicts(game, general, player, state)
            firm = verdicts(game, harsh, player, state)
            return (
                stable
                | {f"strong {name}": firm[name] for name in DETERRED}
                | {f"weak {name}": stable[name] and not firm[name] for name in DETERRED}
            )

        return told

    return differing_share(game, result, defined)


concepts("strength_stability")(strength_stability())
