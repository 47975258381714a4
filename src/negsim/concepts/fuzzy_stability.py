"""Fuzzy preferences: a party moves only if it is sure enough to be better off."""

from __future__ import annotations

from functools import partial

import numpy as np

from negsim.concepts._by_relations import differing, reaches, require_known, truths
from negsim.concepts.base import Concept, concepts
from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.relations import Relations
from negsim.games.results import StateSets


def fuzzy_stability(thresholds: tuple[float, ...] = (0.5,)) -> Concept[ConflictGame, StateSets]:
    """Return the concept for how sure the players need to be.

    Parameters
    ----------
    thresholds
        The satisficing threshold of each player, or one for all: the degree of preference from which on it moves.
    """
    return Concept(
        "fuzzy_stability",
        "A state is stable for a party if there is no move after which it is sure enough to be better off, or if the "
        "others can answer each one so that it is not.",
        "Bashar, Kilgour and Hipel (2012)",
        partial(_differing, thresholds=thresholds),
    )


def relations(game: ConflictGame, item: int, thresholds: tuple[float, ...]) -> Relations:
    """Return what the players make of going from one state to another.

    Parameters
    ----------
    game, item
        A batch of conflicts, and which of them.
    thresholds
        As in `fuzzy_stability`.

    Raises
    ------
    NotApplicable
        If there are neither one nor as many thresholds as players, or some preferences are unknown.
    """
    require_known(game, "Fuzzy stability")
    if len(thresholds) not in {1, len(game.players)}:
        raise NotApplicable(
            f"there are {len(thresholds)} thresholds and {len(game.players)} players. Use one for all, or one for each"
        )
    needed = np.broadcast_to(np.array(thresholds), len(game.players))
    (sure,) = truths(game, item, lambda player, degree: reaches(degree, float(needed[player])))
    return Relations(improve=sure, sanction=~sure, escape=sure, credible=sure)


def _differing(game: ConflictGame, result: StateSets, *, thresholds: tuple[float, ...]) -> Array:
    return differing(game, result, lambda item: [relations(game, item, thresholds)], dict)


concepts("fuzzy_stability")(fuzzy_stability())
