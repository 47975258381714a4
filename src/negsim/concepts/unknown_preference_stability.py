"""Unknown preferences: whether what a party does not know tempts it to move, and whether it deters it."""

from __future__ import annotations

from functools import partial

import numpy as np

from negsim.concepts._by_relations import better, differing, reaches, truths
from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.relations import Relations
from negsim.games.results import StateSets

TREATMENTS = {"a": (True, False), "b": (False, False), "c": (True, True), "d": (False, True)}  # tempts, deters


def unknown_preference_stability(treatment: str = "a", unsure: float = 0.0) -> Concept[ConflictGame, StateSets]:
    """Return the concept for one attitude to the unknown.

    Parameters
    ----------
    treatment
        What states of unknown preference do: ``"a"`` tempt, and do not deter; ``"b"`` neither; ``"c"`` both; ``"d"``
        deter, and do not tempt.
    unsure
        Preferences weaker than this are unknown, between different states.
    """
    return Concept(
        "unknown_preference_stability",
        "A state is stable for a party if it has no move to a better state, or to one that may be better where the "
        "unknown tempts; or if the others can answer each so that the party is known to be no better off, or may be "
        "no better off where the unknown deters.",
        "Li, Hipel, Kilgour and Fang (2004)",
        partial(_differing, treatment=treatment, unsure=unsure),
    )


def relations(game: ConflictGame, item: int, treatment: str, unsure: float) -> Relations:
    """Return what the players make of going from one state to another.

    Whatever the focal party makes of the unknown, the others are expected to move where they may be better off.

    Parameters
    ----------
    game, item
        A batch of conflicts, and which of them.
    treatment, unsure
        As in `unknown_preference_stability`.
    """
    tempts, deters = TREATMENTS[treatment]
    up, unknown = truths(game, item, better, lambda _, degree: ~reaches(np.abs(degree), unsure))
    unknown &= ~np.eye(len(game.states), dtype=bool)
    perhaps = up | unknown
    up &= ~unknown
    deterred = ~up if deters else ~perhaps
    return Relations(improve=perhaps if tempts else up, sanction=deterred, escape=~deterred, credible=perhaps)


def _differing(game: ConflictGame, result: StateSets, *, treatment: str, unsure: float) -> Array:
    return differing(game, result, lambda item: [relations(game, item, treatment, unsure)], dict)


concepts("unknown_preference_stability")(unknown_preference_stability())
