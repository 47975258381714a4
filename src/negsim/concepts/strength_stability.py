"""Strength of preference: whether a sanction leaves a party worse off, or much worse off."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from negsim.concepts._by_relations import better, differing, reaches, require_known, truths
from negsim.concepts.base import Concept, concepts
from negsim.concepts.conflict_stability import CONCEPTS as CLASSIC
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
    up, harsh = truths(game, item, better, lambda _, degree: reaches(-degree, strong))
    return (
        Relations(improve=up, sanction=~up, escape=up, credible=up),
        Relations(improve=up, sanction=harsh, escape=~harsh, credible=up),
    )


def _differing(game: ConflictGame, result: StateSets, *, strong: float) -> Array:
    return differing(game, result, partial(relations, game, strong=strong), _parted)


def _parted(stable: Mapping[str, bool], firm: Mapping[str, bool]) -> dict[str, bool]:
    found = dict(stable)
    for name in DETERRED:
        found[f"strong {name}"] = firm[name]
        found[f"weak {name}"] = stable[name] and not firm[name]
    return found


concepts("strength_stability")(strength_stability())
