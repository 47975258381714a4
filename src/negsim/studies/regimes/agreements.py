"""What is agreed in many games: what games have the same agreement, and how much room there is for one in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array, BoolArray, IntArray
from negsim.kernels.talks.least_gain import least_gain, minimal
from negsim.solvers.base import Solution, Status

NO_AGREEMENT = "no agreement"
SURE = 1 - 1e-6  # probability from which an agreement counts as certain
EVEN = 1e-9


def grouped(solution: Solution[Any, Any]) -> tuple[list[tuple[str, ...]], IntArray]:
    """Put together the games in which the same is agreed.

    Parameters
    ----------
    solution
        What is agreed in a batch of games.

    Returns
    -------
    tuple
        The phrases for the rows of each group; and shape (game,), the group of each game, -1 where it is not known what
        is agreed. To agree on the status quo, where that is what follows without agreement, is "no agreement" too.
    """
    game, result = solution.game, solution.result
    best = result.weights.argmax(1)
    rows = np.arange(len(result))
    share = result.weights[rows, best]
    likely = (share < SURE).astype(np.intp) + (share <= 0.5 + EVEN)  # 0 sure, 1 more likely than not, 2 likeliest
    at = result.agreement[rows, best]
    none = 3 * len(game.agreements)
    code = np.where((likely == 0) & ~is_new(game)[result.item, at], none, at * 3 + likely)
    table = np.random.default_rng(1970).integers(0, 2**64, none + 1, dtype=np.uint64)
    keys = np.zeros(len(game), np.uint64)
    np.add.at(keys, result.item, table[code])  # sums over the rows of a game tell groups apart (Zobrist 1970)
    keys[np.bincount(result.item, minlength=len(game)) == 0] = table[none]
    known = solution.status == Status.none_found.code
    known[result.item] = True
    told = np.flatnonzero(known)
    group = np.full(len(game), -1)
    _, first, group[told] = np.unique(keys[told], return_index=True, return_inverse=True)
    starts = np.searchsorted(result.item, [told[first], told[first] + 1])
    phrases = [tuple(_phrase(game, int(each)) for each in code[start:stop]) for start, stop in starts.T]
    return [each or (NO_AGREEMENT,) for each in phrases], group


def _phrase(game: BargainingGame, code: int) -> str:
    if code == 3 * len(game.agreements):
        return NO_AGREEMENT
    return ("", "mostly ", "likeliest ")[code % 3] + game.agreements[code // 3]


def names(groups: Sequence[tuple[str, ...]], most: int) -> list[str]:
    """Return what to call groups of games: what is agreed in them, or how many agreements there are.

    Parameters
    ----------
    groups
        The phrases for the rows of each group.
    most
        Groups of more rows are told by their number.
    """
    return ["; ".join(phrases) if len(phrases) <= most else f"{len(phrases)} agreements" for phrases in groups]


def in_zone(game: BargainingGame) -> BoolArray:
    """Return which agreements are in the zone: those who lose nothing can bind all, and it is not just to go on as now.

    Parameters
    ----------
    game
        A batch of games.

    Returns
    -------
    BoolArray
        Shape (batch, agreement).
    """
    return np.asarray(game.acceptable & is_new(game))


def room(game: BargainingGame) -> Array:
    """Return the most that every party can gain at once by an agreement; below zero, how much one would lose at least.

    Where that is zero the zone of agreement opens or closes. Under other rules than unanimity it is what the parties
    of the group that can bind all, and gain most, gain at least.

    Parameters
    ----------
    game
        A batch of games.

    Returns
    -------
    Array
        Shape (batch,), in the unit of the payoffs; minus infinity if there is nothing new to agree on.
    """
    return least_gain(game.gains, is_new(game), game.lotteries, binding(game))


def binding(game: BargainingGame) -> BoolArray:
    """Return the smallest groups that can bind all, of shape (group, player).

    Parameters
    ----------
    game
        A batch of games.
    """
    rule: Any = game.rule
    if rule.is_unanimity:
        return np.ones((1, len(game.players)), bool)
    return np.asarray(minimal(rule.winning))


def is_new(game: BargainingGame) -> BoolArray:
    """Return False for what follows without agreement where it is on the list, of shape (batch, agreement).

    That is the status quo, where it gives each what it gets without agreement, or an outcome that the file names.

    Parameters
    ----------
    game
        A batch of games.
    """
    new = np.ones((len(game), len(game.agreements)), bool)
    for number in (game.status_quo, game.fallback):
        if number is not None:
            new[:, number] = (game.gains[:, :, number] != 0).any(1)
    return new
