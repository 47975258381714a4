"""Stability if the others can answer an improvement with one move of one of them, and no more."""

from __future__ import annotations

from functools import partial

from negsim.concepts._by_definition import differing_from
from negsim.concepts.base import Concept, concepts
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets

single_step_stability: Concept[ConflictGame, StateSets] = concepts("single_step_stability")(
    Concept(
        "single_step_stability",
        "As conflict_stability, but each sanction is a single move of one of the others; with two parties the same.",
        "Fraser and Hipel (1984)",
        partial(differing_from, "single_step"),
    )
)
