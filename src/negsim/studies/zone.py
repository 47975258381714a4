"""The zone of agreement: what nobody who must agree loses by, what each could get there, and why it may be empty."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.base import Array, BoolArray, IntArray
from negsim.kernels.linear_program import maximum
from negsim.studies.regimes.agreements import binding, in_zone, is_new, room

Because = Literal["", "nothing_listed", "some_lose_by_all", "no_overlap", "above_frontier"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Zone:
    """What can be agreed in one bargaining game without a loss to those who must agree.

    The status quo does not count where it is what follows without agreement: to agree on it changes nothing.

    Attributes
    ----------
    game, item
        Bargaining games, and which of them this is about.
    agreements
        Shape (agreement,). Numbers of the agreements of the list that are in the zone.
    low, high
        Shape (player,). The least and the most that each gets over the zone, lotteries included where there are any;
        NaN where it is empty. The highest are the ideal payoffs.
    room
        The most that all who must agree can gain at once; where it is below zero, the least that somebody would lose.
    because
        Why the zone is empty: ``nothing_listed`` but the status quo; ``some_lose_by_all`` agreements; ``no_overlap``
        of what each would accept; ``above_frontier``, as no lottery makes up for disagreement either; else empty.
    accepted
        Shape (player,). How many agreements of the list, the status quo apart, each loses nothing by.
    nearest
        The agreement of the list at which the largest loss is smallest, or the smallest gain largest; -1 without any.
    losses
        Shape (player,). What each would lose by it; 0 for those who would not.
    """

    game: BargainingGame = field(repr=False)
    item: int
    agreements: IntArray = field(repr=False)
    low: Array
    high: Array
    room: float
    because: Because
    accepted: IntArray
    nearest: int
    losses: Array

    @property
    def size(self) -> int:
        """How many agreements of the list are in the zone."""
        return len(self.agreements)

    @property
    def empty(self) -> bool:
        """Whether nothing can be agreed, not even a lottery where there are any."""
        return bool(self.because)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Labels of the agreements in the zone."""
        return tuple(self.game.agreements[k] for k in self.agreements)

    @property
    def refusers(self) -> tuple[str, ...]:
        """Labels of the players who would lose by every agreement of the list."""
        return tuple(player for player, some in zip(self.game.players, self.accepted, strict=True) if not some)


def zone(game: BargainingGame, item: int = 0) -> Zone:
    """Find the zone of agreement of a game.

    Parameters
    ----------
    game
        A batch of bargaining games.
    item
        Which of them.

    Returns
    -------
    Zone
        What is in it, what each could get there, and why it is empty if it is.

    Examples
    --------
    >>> from negsim.games.bargaining import BargainingGame
    >>> war = BargainingGame(payoffs=[[[0, 1], [1, 0]]], disagreement=[[0.5 - 0.1, 0.5 - 0.2]], lotteries=True)
    >>> found = zone(war)
    >>> found.low.round(9).tolist(), found.high.round(9).tolist()
    ([0.4, 0.3], [0.7, 0.6])
    """
    one = game.take(slice(item, item + 1))
    listed, gains = is_new(one)[0], one.gains[0]
    agreements = np.flatnonzero(in_zone(one)[0])
    held = np.where(listed, gains.min(0), -np.inf)
    nearest = int(held.argmax()) if listed.any() else -1
    most = float(room(one)[0])
    accepted = ((gains >= 0) & listed).sum(1)
    because = _reason(one, len(agreements), most, accepted, listed)
    low, high = _range(one, agreements, listed, most) if not because else np.full((2, len(game.players)), np.nan)
    return Zone(
        game=game,
        item=item,
        agreements=agreements,
        low=low,
        high=high,
        room=most,
        because=because,
        accepted=accepted,
        nearest=nearest,
        losses=np.maximum(-gains[:, nearest], 0) if listed.any() else np.full(len(game.players), np.nan),
    )


def _reason(game: BargainingGame, size: int, most: float, accepted: IntArray, listed: BoolArray) -> Because:
    if size or (game.lotteries and most >= -CLOSE * game.spread[0]):
        return ""
    if not listed.any():
        return "nothing_listed"
    if not accepted[_needed(game)].all():
        return "some_lose_by_all"
    return "above_frontier" if game.lotteries and len(game.players) > 1 else "no_overlap"


def _needed(game: BargainingGame) -> BoolArray:
    """Shape (player,). Who is in every group that can bind all."""
    return np.asarray(binding(game).all(0))


def _range(game: BargainingGame, agreements: IntArray, listed: BoolArray, most_for_all: float) -> Array:
    """Shape (2, player). The least and the most that each gets over the zone."""
    payoffs, least, most = game.payoffs[0], np.full(len(game.players), np.inf), np.full(len(game.players), -np.inf)
    if len(agreements):
        least, most = payoffs[:, agreements].min(1), payoffs[:, agreements].max(1)
    if not game.lotteries:
        return np.stack([least, most])
    gains, spread = game.gains[0][:, listed], float(game.spread[0])
    loss = min(max(-most_for_all, 0.0), CLOSE * spread)  # what counts as none
    for group in binding(game):
        for player, own in enumerate(payoffs[:, listed]):
            ends = [_farthest(side * own, gains[group], spread, loss) for side in (-1, 1)]
            least[player], most[player] = min(least[player], -ends[0]), max(most[player], ends[1])
    return np.stack([least, most])


def _farthest(own: Array, gains: Array, spread: float, loss: float) -> float:
    """The most that a lottery gives by which nobody of a group loses more; minus infinity without one."""
    unit, middle = max(spread, np.finfo(float).tiny), float(own.mean())
    once, floor = np.ones((1, len(own))), np.full(len(gains), loss / unit)
    found = maximum((own - middle) / unit, -gains / unit, floor, once, np.ones(1))
    return found.value * unit + middle
