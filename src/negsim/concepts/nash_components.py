"""The shape of the set of all equilibria of a two-player game: its pieces, and how robust each is.

Extreme equilibria are pairs of mixtures, one for each player. Where every mixture of a group of the first player's is
in equilibrium with every one of a group of the second's, all their averages are too: a Nash subset, of which the
extreme equilibria are the corners (Winkels 1979; Jansen 1981). Subsets that touch form a component. Its index (Shapley
1974) survives small changes of the payoffs: a component whose index is not 0 does not vanish.

All functions take the rows of `AllNash`, or any other complete list of extreme equilibria.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array, IntArray
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.kernels.strategic.large_bimatrix import polytope, walked, walks

DIGITS = 9  # mixtures equal to so many decimals are the same
TIE = 1e-9  # of the payoff range


@dataclass(frozen=True, kw_only=True)
class NashSubset:
    """A largest group of mixtures that are all in equilibrium with each other, and so are their averages.

    Attributes
    ----------
    item
        Which game of the batch.
    rows
        Shape (corner,). The extreme equilibria that are its corners.
    first, second
        Shapes (mixture, row strategy) and (mixture, column strategy). The mixtures of the two players; the subset is
        every average of the one with every average of the other.
    """

    item: int
    rows: IntArray
    first: Array
    second: Array


def components(game: StrategicGame, result: Profiles) -> IntArray:
    """Return the component of every extreme equilibrium, numbered from 0 in each game.

    Parameters
    ----------
    game
        A batch of two-player games.
    result
        Their extreme equilibria.

    Returns
    -------
    IntArray
        Shape (row,).
    """
    first, second = _mixtures(game, result)
    label = np.arange(len(result))
    while True:
        before = label
        for mixture in (first, second):
            least = np.full(len(result), len(result))
            np.minimum.at(least, mixture, label)
            label = least[mixture]
        if np.array_equal(label, before):
            break
    starts = np.searchsorted(result.item, np.arange(len(game)))
    opens = np.cumsum(label == np.arange(len(result))) - 1
    return np.asarray(opens[label] - opens[starts[result.item]], np.intp)


def subsets(game: StrategicGame, result: Profiles) -> tuple[NashSubset, ...]:
    """Return the maximal Nash subsets, game by game; an isolated equilibrium is one by itself.

    Parameters
    ----------
    game
        A batch of two-player games.
    result
        Their extreme equilibria.
    """
    first, second = _mixtures(game, result)
    parts = game.choices.slices
    found = []
    for item in np.unique(result.item):
        rows = np.flatnonzero(result.item == item)
        partners: dict[int, frozenset[int]] = {}
        for row in rows:
            partners[first[row]] = partners.get(first[row], frozenset()) | {second[row]}
        for group in _intersections(set(partners.values())):
            members = [x for x, others in partners.items() if group <= others]
            corners = rows[np.isin(first[rows], members) & np.isin(second[rows], list(group))]
            _, x = np.unique(first[corners], return_index=True)
            _, y = np.unique(second[corners], return_index=True)
            weights = result.weights[corners]
            found.append(
                NashSubset(
                    item=int(item),
                    rows=corners,
                    first=weights[np.sort(x), parts[0]],
                    second=weights[np.sort(y), parts[1]],
                )
            )
    return tuple(sorted(found, key=lambda subset: (subset.item, tuple(subset.rows))))


def indices(game: StrategicGame, result: Profiles) -> IntArray:
    """Return the index of the component of every extreme equilibrium.

    A strict pure equilibrium has index 1, and the components of a game sum to 1.

    Parameters
    ----------
    game
        A batch of two-player games.
    result
        All their extreme equilibria.

    Returns
    -------
    IntArray
        Shape (row,).
    """
    signs, regular = _regular_indices(game, result)
    component = components(game, result)
    for item in np.unique(result.item[~regular]):
        rows = np.flatnonzero(result.item == item)
        signs[rows] = _perturbed_indices(game.payoffs[item], result.weights[rows])
    totals = np.zeros((len(game), int(component.max(initial=0)) + 1), np.intp)
    np.add.at(totals, (result.item, component), signs)
    return np.asarray(totals[result.item, component], np.intp)


def _mixtures(game: StrategicGame, result: Profiles) -> tuple[IntArray, IntArray]:
    """Number the distinct mixtures of each player, over the whole batch."""
    if len(game.players) != 2:
        raise NotApplicable(f"components are for 2 players, and this game has {len(game.players)}. Use nash alone.")
    keys = np.round(result.weights, DIGITS) + 0.0
    first, second = (
        np.unique(np.column_stack([result.item, keys[:, part]]), axis=0, return_inverse=True)[1].reshape(-1)
        for part in game.choices.slices
    )
    return first, second


def _intersections(groups: set[frozenset[int]]) -> set[frozenset[int]]:
    """Return all sets that are intersections of some of the groups, the empty one apart."""
    closed: set[frozenset[int]] = set()
    for group in groups:
        closed |= {group} | {group & other for other in closed}
    return closed - {frozenset()}


def _regular_indices(game: StrategicGame, result: Profiles) -> tuple[IntArray, Any]:
    """Return the index of the rows without ties, from the signs of two determinants, and which rows these are.

    An equilibrium that mixes k strategies of each player, all other strategies being worse replies, has index
    ``(-1)**(k + 1)`` times the signs of the determinants of the two payoff matrices, positive, on these strategies.
    """
    replies = _best_replies(game, result)
    used = result.weights > 0
    regular = (replies == used).all(1)
    first, second = game.choices.slices
    sizes = used[:, first].sum(1)
    regular &= sizes == used[:, second].sum(1)
    signs = np.zeros(len(result), np.intp)
    for size in np.unique(sizes[regular]):
        rows = np.flatnonzero(regular & (sizes == size))
        own = np.nonzero(used[rows, first])[1].reshape(-1, size, 1)
        other = np.nonzero(used[rows, second])[1].reshape(-1, 1, size)
        items = result.item[rows].reshape(-1, 1, 1)
        value = np.full(len(rows), (-1) ** (size + 1))
        for player in range(2):
            block = game.payoffs[items, player, own, other]
            lowest = game.payoffs[result.item[rows], player].min((1, 2))[:, None, None]
            width = np.ptp(game.payoffs[result.item[rows], player], axis=(1, 2))[:, None, None]
            value = value * np.sign(np.linalg.det((block - lowest) / np.where(width > 0, width, 1) + 1.0)).astype(int)
        signs[rows] = value
    regular &= signs != 0
    return signs, regular


def _best_replies(game: StrategicGame, result: Profiles) -> Any:
    """Say of every strategy whether it is a best reply, of shape (row, choice)."""
    gains = game.deviation_payoffs(result)
    out = np.zeros(gains.shape, bool)
    for player, part in enumerate(game.choices.slices):
        width = np.ptp(game.payoffs[:, player].reshape(len(game), -1), axis=1)[result.item]
        out[:, part] = gains[:, part] >= gains[:, part].max(1, keepdims=True) - TIE * width[:, None]
    return out


def _perturbed_indices(payoffs: Array, weights: Array) -> IntArray:
    """Return, for every extreme equilibrium of one game, the summed index of those it becomes when payoffs change.

    The lexicographic rule lists the vertices of polytopes whose payoffs are changed by infinitely little; the
    equilibria there have no ties, and each lies next to one extreme equilibrium of the true game.
    """
    m = payoffs.shape[1]
    first, second = walked(walks(payoffs), lambda steps: True)
    full = first.masks[0] | second.masks[0]
    places = {tuple(mask): w for w, mask in enumerate(second.masks[: second.counts[0]].tolist())}
    tables = (polytope(payoffs[0]), polytope(payoffs[1]))
    signs = np.zeros(len(weights), np.intp)
    for v in range(1, first.counts[0]):
        w = places.get(tuple((full & ~first.masks[v]).tolist()), 0)
        if not w:
            continue
        point = np.concatenate([first.points[v] / first.points[v].sum(), second.points[w] / second.points[w].sum()])
        cobasic = [label for label in range(len(point)) if _has(first.masks[v], label)]
        own = [i for i in range(m) if i not in cobasic]
        other = [label - m for label in cobasic if label >= m]
        sign = (-1) ** (len(own) + 1)
        for table in tables:
            sign *= int(np.sign(np.linalg.det(table[np.ix_(own, other)])))
        signs[np.abs(weights - point).max(1).argmin()] += sign
    return signs


def _has(mask: Any, label: int) -> bool:
    return bool(int(mask[label // 64]) >> (label % 64) & 1)
