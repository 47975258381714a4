"""Stability if the others answer an improvement with chains of moves in which each of them moves at most once."""

from __future__ import annotations

from functools import partial

from negsim.concepts._by_definition import differing_from
from negsim.concepts.base import Concept, concepts
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets

each_once_stability: Concept[ConflictGame, StateSets] = concepts("each_once_stability")(
    Concept(
        "each_once_stability",
        "As conflict_stability, but in each sanction every one of the others moves at most once; with two parties the "
        "same.",
        "Kinsara, Petersons, Hipel and Kilgour (2015)",
        partial(differing_from, "each_once"),
    )
)
