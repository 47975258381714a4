"""Equilibrium of talks in rounds: no offer and no answer in any round could serve the party that makes it better."""

from __future__ import annotations

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.errors import NotApplicable
from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.results import Agreements, Proposals
from negsim.kernels.talks.bridge import best_above, best_listed

CELLS = 4_000_000  # payoffs that are looked at together
OFFERS = 500_000  # that are


def shortfall(game: BargainingGame, result: Proposals) -> Array:
    """Return the most that a party gains by one other offer or answer, all else being as told.

    In each round, from what is told of the next one: whoever refuses goes on with talks, or leaves them if that is
    better. Nobody must lose by accepting what is said to be accepted; the proposer must not find a better offer that
    all others would accept, nor do better by a refusal. What is told of a round without an offer must be what follows.

    Parameters
    ----------
    game
        A batch of games that say how talks go on.
    result
        Offers in games of the batch.

    Returns
    -------
    Array
        Shape (row,), in the unit of the payoffs.

    Raises
    ------
    NotApplicable
        If the game does not say how talks go on.
    """
    if game.pace is None:
        raise NotApplicable("the game does not say how talks go on. Use BargainingGame(..., pace=Pace(discount=0.9))")
    step = max(1, OFFERS // result.offered.shape[1])
    parts = [_part(game, result.take(slice(at, at + step))) for at in range(0, len(result), step)]
    return np.concatenate([np.zeros(0), *parts])


def _part(game: BargainingGame, result: Proposals) -> Array:
    """The same for rows that are looked at together."""
    gain = result.offered - game.disagreement[result.item][:, None]
    later, leaves, others = _after_refusal(game, result, gain)
    waiting = np.where(leaves[..., None], np.where(others, _outside(game, result), 0.0), later)
    bar = np.where(others, np.maximum(waiting, later), -np.inf)
    best = _best_offers(game, result, bar)
    own, refusal = (np.where(others, -np.inf, part).max(2) for part in (gain, waiting))
    accepting = np.where(others, bar - gain, -np.inf).max(2)
    offering = np.maximum(best, refusal) - own
    missing = np.maximum(np.abs(gain - waiting).max(2), best - refusal)
    worst = np.where(result.accepted > 0.5, np.maximum(accepting, offering), missing).max(1)
    agreed = game.payoff(Agreements(item=result.item, agreement=result.agreement, weights=result.weights))
    return np.asarray(np.maximum(np.maximum(worst, np.abs(agreed - result.offered[:, 0]).max(1)), 0.0))


def _outside(game: BargainingGame, result: Proposals) -> Array:
    """Shape (row, 1, player). What each gains by leaving."""
    if game.pace is None or game.pace.outside is None:
        return np.full((len(result), 1, len(game.players)), -np.inf)
    return np.asarray((game.pace.outside - game.disagreement)[result.item, None])


def _after_refusal(game: BargainingGame, result: Proposals, gain: Array) -> tuple[Array, BoolArray, BoolArray]:
    """Gains (row, round, player) if talks go on; whether somebody leaves (row, round); who is not the proposer."""
    pace = game.pace
    assert pace is not None
    kept = (pace.discount * (1 - pace.breakdown)[:, None])[result.item, None]
    following = np.concatenate([gain[:, 1:], gain[:, :1] if pace.rounds is None else 0 * gain[:, :1]], axis=1)
    later = kept * following
    others = np.arange(len(game.players)) != result.proposer[..., None]
    leaves = (others & (_outside(game, result) > later)).any(2)
    return later, leaves, others


def _best_offers(game: BargainingGame, result: Proposals, bar: Array) -> Array:
    """Shape (row, round). The most that the proposer gains from an offer that gives all others their bars."""
    rows, rounds, players = bar.shape
    new = np.ones((rows, rounds), bool)  # rounds that have settled ask the same again, one turn of all parties later
    new[:, :-players] = (bar[:, :-players] != bar[:, players:]).any(2)
    new[:, :-players] |= result.proposer[:, :-players] != result.proposer[:, players:]
    row, turn = np.nonzero(new)
    step = max(1, CELLS // (players * len(game.agreements)))
    found = np.zeros((rows, rounds))
    for at in range(0, len(row), step):
        part = row[at : at + step], turn[at : at + step]
        found[part] = _asked(game, result.item[part[0]], result.proposer[part], bar[part])
    where = np.where(new, np.arange(rounds), rounds)
    for phase in range(players):
        seen = where[:, phase::players]
        seen[:] = np.minimum.accumulate(seen[:, ::-1], axis=1)[:, ::-1]
    return np.take_along_axis(found, where, 1)


def _asked(game: BargainingGame, item: IntArray, who: IntArray, bar: Array) -> Array:
    """Shape (question,), from the game, the proposer, and the bar of each player."""
    gains = game.payoffs[item] - game.disagreement[item][..., None]
    own = gains[np.arange(len(item)), who]
    close = CLOSE * game.spread[item]
    if not game.lotteries:
        return best_listed(own, gains, bar - close[:, None])
    if len(game.players) != 2:
        raise NotApplicable("offers of lotteries are for 2 parties. Use lotteries=False")
    other = gains[np.arange(len(item)), 1 - who]
    wanted = bar[np.arange(len(item)), 1 - who]
    top = other.max(1)
    return best_above(own, other, np.where(wanted <= top + close, np.minimum(wanted, top), wanted))


alternating_offers: Concept[BargainingGame, Proposals] = concepts("alternating_offers")(
    Concept(
        "alternating_offers",
        "In no round does a party gain by another offer or another answer, if all goes on as told afterwards.",
        "Rubinstein (1982)",
        shortfall,
    )
)
