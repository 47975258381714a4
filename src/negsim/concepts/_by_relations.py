"""Checks of stability under preferences of any kind: verdict by verdict, against the definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from negsim.concepts._by_definition import Verdicts
from negsim.concepts._sample import share_differing
from negsim.errors import NotApplicable
from negsim.games.base import Array, BoolArray
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.relations import Relations
from negsim.games.results import StateSets

CLOSE = 1e-9  # of a bound: what counts as rounding
SOME = 16  # conflicts of which the relations are remembered
PAIRS = 20  # of states that are related in the time of looking at one move


def differing(
    game: ConflictGame,
    result: StateSets,
    relations: Callable[[int], Sequence[Relations]],
    tell: Callable[..., Mapping[str, bool]],
) -> Array:
    """Return the share of verdicts that differ from the definition; in large batches and conflicts, of a sample.

    Parameters
    ----------
    game
        A batch of conflicts.
    result
        Stable states of conflicts of the batch.
    relations
        Number of a conflict -> what its parties make of going from one state to another, in one sense or several.
    tell
        Takes, for each of them, concept -> whether a state is stable; returns the same for the concepts of the result.

    Returns
    -------
    Array
        Shape (row,), from 0 to 1.
    """
    senses = lru_cache(SOME)(relations)
    building = len(game.players) * len(game.states) ** 2 // PAIRS

    def judge(item: int, player: int, state: int) -> tuple[Mapping[str, bool], int]:
        before = senses.cache_info().misses
        verdicts = [Verdicts(game, sense) for sense in senses(item)]
        found = tell(*(each(player, state) for each in verdicts))
        return found, sum(each.work for each in verdicts) + building * (senses.cache_info().misses - before)

    return share_differing(result, judge)


def truths(game: ConflictGame, item: int, *questions: Callable[[int, Array], BoolArray]) -> list[BoolArray]:
    """Return the answers to some questions about how much each player prefers one state to another.

    Parameters
    ----------
    game, item
        A batch of conflicts, and which of them.
    questions
        Each takes the number of a player, and how much it prefers the second state to the first, of shape (state,
        state), nan where unknown. One player at a time: numbers for all pairs of states take much memory.

    Returns
    -------
    list
        For each question, its answers of shape (player, state, state).
    """
    shape = (len(game.players), len(game.states), len(game.states))
    found = [np.empty(shape, bool) for _ in questions]
    for player in range(len(game.players)):
        degree = game.preference(item, player)
        for answers, question in zip(found, questions, strict=True):
            answers[player] = question(player, degree)
    return found


def better(player: int, degree: Array) -> BoolArray:
    """Whether the second state is better: a question for `truths`."""
    return np.asarray(degree > 0)


def reaches(degree: Array, bound: float) -> BoolArray:
    """Return where preferences are at least so strong, but for rounding.

    Parameters
    ----------
    degree
        Shape (state, state).
    bound
        The least degree.
    """
    return np.asarray(degree >= bound * (1 - CLOSE))


def require_known(game: ConflictGame, what: str) -> None:
    """Raise if some preferences are unknown.

    Parameters
    ----------
    game
        A batch of conflicts.
    what
        What needs to know them, as the subject of a sentence.

    Raises
    ------
    NotApplicable
        Naming the solver for such conflicts.
    """
    if game.degrees is not None and np.isnan(game.degrees).any():
        raise NotApplicable(f"{what} asks for known preferences, and some are nan. Use UnknownPreferenceStability()")
