"""Attitudes: parties that wish themselves and others well, ill, or do not care, judge moves by all these wishes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from negsim.concepts._by_relations import better, differing, require_known, truths
from negsim.concepts.base import Concept, concepts
from negsim.concepts.conflict_stability import CONCEPTS as CLASSIC
from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.relations import Relations
from negsim.games.results import StateSets

CONCEPTS = tuple(f"r{name}" for name in CLASSIC)  # relational
Attitudes = tuple[tuple[str, ...], ...]


def attitude_stability(attitudes: Attitudes = (), indifferent: str = "well") -> Concept[ConflictGame, StateSets]:
    """Return the concept for the attitudes of some players.

    Parameters
    ----------
    attitudes
        For each player, its attitude to each player: ``"+"`` wishes it well, ``"-"`` ill, ``"0"`` does not care.
        Without any, everybody wishes itself well and does not care for the others.
    indifferent
        Whether states that are equally good serve those who wish ``"well"``, as published, or ``"neither"`` them nor
        those who wish ill.
    """
    return Concept(
        "attitude_stability",
        "A state is relationally stable for a party if no move of its own serves all its wishes for itself and the "
        "others (RNash), or if the others can answer each such move with a state that does not serve them all.",
        "Inohara, Hipel and Walker (2007)",
        partial(_differing, attitudes=attitudes, indifferent=indifferent),
    )


def relations(game: ConflictGame, item: int, attitudes: Attitudes, indifferent: str) -> Relations:
    """Return what the players make of going from one state to another, given all they wish for.

    A state never serves as a change from itself: to be brought back to where one was deters from leaving.

    Parameters
    ----------
    game, item
        A batch of conflicts, and which of them.
    attitudes, indifferent
        As in `attitude_stability`.

    Raises
    ------
    NotApplicable
        If there are not as many attitudes as players, each to as many, or some preferences are unknown.
    """
    require_known(game, "Stability under attitudes")
    count = len(game.players)
    told = attitudes or tuple(tuple("+" if i == j else "0" for j in range(count)) for i in range(count))
    if [len(row) for row in told] != [count] * count:
        raise NotApplicable(
            f"attitudes have the shape of {[len(row) for row in told]}. Use one row for each of the {count} players, "
            "with an attitude to each of them"
        )
    up, down = truths(game, item, better, lambda _, degree: np.asarray(degree < 0))
    served = {"+": up if indifferent == "neither" else ~down, "-": down}
    serves = np.repeat(~np.eye(len(game.states), dtype=bool)[None], count, axis=0)
    for i, row in enumerate(told):
        for j, attitude in enumerate(row):
            if attitude in served:
                serves[i] &= served[attitude][j]
    return Relations(improve=serves, sanction=~serves, escape=serves, credible=serves)


def _differing(game: ConflictGame, result: StateSets, *, attitudes: Attitudes, indifferent: str) -> Array:
    return differing(game, result, lambda item: [relations(game, item, attitudes, indifferent)], _named)


def _named(stable: Mapping[str, bool]) -> dict[str, bool]:
    return {f"r{name}": held for name, held in stable.items()}


concepts("attitude_stability")(attitude_stability())
