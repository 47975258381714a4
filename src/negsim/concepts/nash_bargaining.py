"""Nash's bargaining solution: no agreement has a larger product of gains over disagreement."""

from __future__ import annotations

import numpy as np

from negsim.concepts._surplus import surplus
from negsim.concepts.base import Concept, concepts
from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.results import Agreements

BLOCK = 4_000_000  # numbers that are worked on at a time


def shortfall(game: BargainingGame, result: Agreements) -> Array:
    """Return by how much the geometric mean of the gains could be larger, or the largest loss.

    With lotteries it is judged by the conditions of a maximum: the mean could not be larger than by what
    ``(power * (other gain - gain) / gain).sum()`` is at its largest. Parties that gain nothing must not be able to,
    and the mean is of the others.
    """
    item = result.item
    gains = game.payoff(result) - game.disagreement[item]
    gains = np.where(np.abs(gains) <= CLOSE * game.spread[item, None], 0.0, gains)
    power = game.power[item] / game.power[item].sum(1, keepdims=True)
    loss: Array = np.maximum(-gains, 0).max(1, initial=0)
    own = np.maximum(gains, 0)
    if game.lotteries and len(game.players) > 1:
        return np.asarray(np.maximum(loss, _by_slope(game, item, own, power)))
    return np.asarray(np.maximum(loss, _on_list(game, item, own, power)))


def _on_list(game: BargainingGame, item: IntArray, own: Array, power: Array) -> Array:
    """Compare with every agreement; those under which more parties gain come first."""
    worst, step = np.zeros(len(item)), max(1, BLOCK // max(game.payoffs[:1].size, 1))
    for rows in (slice(k, k + step) for k in range(0, len(item), step)):
        allowed = game.acceptable[item[rows]]
        gains = np.where(allowed[:, None], np.maximum(game.gains[item[rows]], 0), 0.0)
        most = gains.max(2)
        voice, ideal = _among(power[rows], most > 0), np.where(most > 0, most, 1.0)
        number, mean = _mean(own[rows] / ideal, voice)
        others, means = _mean(gains / ideal[..., None], voice[..., None])
        ahead = np.where(others > number[:, None], means, means - mean[:, None])
        unit = np.exp((voice * np.log(ideal)).sum(1))
        worst[rows] = unit * np.where(allowed & (others >= number[:, None]), ahead, 0.0).max(1, initial=0)
    return worst


def _mean(gains: Array, power: Array) -> tuple[IntArray, Array]:
    """How many parties with power gain, and the weighted geometric mean of their gains."""
    counts = (gains > 0) & (power > 0)
    logarithm = np.log(gains, out=np.zeros(gains.shape), where=counts)
    return counts.sum(1), np.exp((power * logarithm).sum(1))


def _among(power: Array, able: BoolArray) -> Array:
    """Shape (row, party): the shares of power, of those who can gain."""
    held = np.where(able, power, 0.0)
    total = held.sum(1, keepdims=True)
    return np.asarray(held / np.where(total > 0, total, 1.0))


def _by_slope(game: BargainingGame, item: IntArray, own: Array, power: Array) -> Array:
    """Follow the slope of the product to where it is highest, and ask whether who gains nothing has to."""
    gaining: BoolArray = (own > 0) & (power > 0)
    voice = _among(power, gaining)
    slope = np.where(gaining, voice / np.where(gaining, own, 1.0), 0.0)
    floor = np.where(own > 0, -np.inf, 0.0)  # who gains something may lose a little of it
    rise = surplus(game, item, floor, slope) - (slope * own).sum(1)
    found: Array = _mean(own, voice)[1] * np.expm1(np.clip(rise, 0, 50))
    for party in range(own.shape[1]):
        rows = np.flatnonzero(~gaining[:, party] & (power[:, party] > 0))
        wish = np.eye(own.shape[1])[np.full(len(rows), party)]
        found[rows] = np.maximum(found[rows], surplus(game, item[rows], np.zeros(wish.shape), wish))
    return found


nash_bargaining: Concept[BargainingGame, Agreements] = concepts("nash_bargaining")(
    Concept(
        "nash_bargaining",
        "No agreement that everybody accepts has a larger product of gains over disagreement.",
        "Nash (1950)",
        shortfall,
    )
)
