"""Talks of two players in rounds: who would offer what, from the deadline backwards or without any deadline.

The points that can be offered lie on a curve for each game, ``gains[start[k]:start[k + 1]]``, along which gains of
player 0 rise and those of player 1 fall: a staircase of single points, or a frontier of lotteries that is straight
between its vertices. A point is a row, and a step from it towards the next row; row -1 says that nothing is agreed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.kernels.compiled import compiled

HALVINGS = 64  # of the interval in which an offer without deadline lies


@compiled()
def best_offer(
    gains: Any, low: int, high: int, straight: bool, who: int, bar: float, close: float
) -> tuple[int, float, float]:
    """Find the point that is best for a player among those that give the other at least a bar.

    Shapes: gains (row, 2), of which those from ``low`` up to ``high`` are the game's. Returns row, step and the gain of
    the player. Differences up to ``close`` are none.
    """
    other, way = 1 - who, 1 - 2 * who
    near, count = (low if who == 0 else high - 1), high - low
    if count == 0 or gains[near, other] < bar - close:
        return -1, 0.0, 0.0
    least = bar if straight else bar - close
    fine, beyond = 0, count
    while beyond - fine > 1:
        middle = (fine + beyond) // 2
        if gains[near + way * middle, other] >= least:
            fine = middle
        else:
            beyond = middle
    row = near + way * fine
    above = gains[row, other] - bar
    if not straight or beyond == count or above <= 0:
        return row, 0.0, gains[row, who]
    part = above / (gains[row, other] - gains[row + way, other])
    gain = gains[row, who] + part * (gains[row + way, who] - gains[row, who])
    if who == 0:
        return row, part, gain
    return row - 1, 1 - part, gain


@compiled()
def one_round(
    gains: Any, low: int, high: int, straight: bool, who: int, later: Any, outside: Any, close: float, value: Any
) -> tuple[int, float]:
    """Find what a player offers when it knows what a refusal leads to.

    1. The other accepts what is worth as much as going on with talks or leaving them. 2. The proposer offers the best
    for itself that is accepted, unless a refusal is better for it still.

    Shapes: gains (row, 2), later and outside (2,), value (2,), which is filled with what both gain. Returns row, step.
    """
    other = 1 - who
    leaves = outside[other] > later[other]
    bar = outside[other] if leaves else later[other]  # 1
    row, step, gain = best_offer(gains, low, high, straight, who, bar, close)
    left = 0.0 if leaves else later[who]
    if row < 0 or gain < left - close:  # 2
        value[who], value[other] = left, bar
        return -1, 0.0
    value[who] = gain
    worth = gains[row, other]
    if step > 0:
        worth = bar
    value[other] = worth
    return row, step


@compiled()
def offers_before_deadline(
    start: Any,
    gains: Any,
    straight: bool,
    patience: Any,
    outside: Any,
    first: int,
    close: Any,
    row: Any,
    step: Any,
    value: Any,
) -> None:
    """Fill in what is offered in each round, by backward induction from the last, after which there is nothing to gain.

    Shapes: start (batch + 1,), gains (point, 2), patience and outside (batch, 2), close (batch,); row and step
    (batch, round) and value (batch, round, 2) are filled.
    """
    later = np.zeros(2)
    for game in range(len(row)):
        later[0] = later[1] = 0.0
        for turn in range(row.shape[1] - 1, -1, -1):
            row[game, turn], step[game, turn] = one_round(
                gains,
                start[game],
                start[game + 1],
                straight,
                (first + turn) % 2,
                later,
                outside[game],
                close[game],
                value[game, turn],
            )
            later[0] = patience[game, 0] * value[game, turn, 0]
            later[1] = patience[game, 1] * value[game, turn, 1]


@compiled()
def offers_without_deadline(
    start: Any,
    gains: Any,
    straight: bool,
    patience: Any,
    outside: Any,
    first: int,
    close: Any,
    most: int,
    row: Any,
    step: Any,
    value: Any,
    steps: Any,
) -> None:
    """Fill in what both offer whenever it is their turn, of all such pairs the one that is best for the first.

    A player whose outside option no point gives it leaves when the other offers; the offer it makes itself follows from
    that. Otherwise both accept each other's offers, and each offer leaves the other just enough to accept it.

    Shapes: as in `offers_before_deadline`, with two rounds; steps (batch,) is filled with the work it took, below 0
    if it would have taken more than ``most``.
    """
    second = 1 - first
    later = np.zeros(2)
    for game in range(len(row)):
        low, high = start[game], start[game + 1]
        row[game, 0] = row[game, 1] = -1
        if low == high:
            continue
        e, w = patience[game], outside[game]
        refused_0 = w[0] > gains[high - 1, 0] + close[game]  # whatever player 1 offers
        refused_1 = w[1] > gains[low, 1] + close[game]
        if not (refused_0 or refused_1):
            bar, steps[game] = settled_bar(gains, low, high, straight, first, e, w, close[game], most)
            later[first], later[second] = 0.0, bar
            for turn in range(2):
                who = (first + turn) % 2
                row[game, turn], step[game, turn] = one_round(
                    gains, low, high, straight, who, later, w, close[game], value[game, turn]
                )
                later[0], later[1] = 0.0, 0.0
                later[who] = e[who] * value[game, turn, who]
            continue
        order = 0 if (refused_1 if first == 0 else refused_0) else 1  # begin with an offer that is surely refused
        later[0] = later[1] = 0.0
        for turn in (order, 1 - order):
            row[game, turn], step[game, turn] = one_round(
                gains, low, high, straight, (first + turn) % 2, later, w, close[game], value[game, turn]
            )
            later[0], later[1] = e[0] * value[game, turn, 0], e[1] * value[game, turn, 1]


@compiled()
def settled_bar(
    gains: Any, low: int, high: int, straight: bool, who: int, patience: Any, outside: Any, close: float, rounds: int
) -> tuple[float, int]:
    """Find the least that the other accepts from a player, where talks could go on for ever: a fixed point.

    On a staircase: the least fixed point, by going up from the least bar there is, which cannot pass it; on straight
    lines, where there is only one if waiting costs anything: by halving, then by `refined_bar`. Returns
    the bar, and in how many steps it was found; minus the steps, if these were not enough.
    """
    other = 1 - who
    bar = max(outside[other], 0.0)
    ceiling = gains[high - 1, 1] if who == 1 else gains[low, 1]
    if who == 1:
        ceiling = gains[high - 1, 0]
    answer = answered_bar(gains, low, high, straight, who, patience, outside, close, bar)
    if answer <= bar:
        return bar, 1
    if not straight:
        for turn in range(2, rounds + 1):
            bar = answer
            answer = answered_bar(gains, low, high, straight, who, patience, outside, close, bar)
            if answer <= bar:
                return bar, turn
        return bar, -rounds
    for _ in range(HALVINGS):
        middle = (bar + ceiling) / 2
        if answered_bar(gains, low, high, straight, who, patience, outside, close, middle) <= middle:
            ceiling = middle
        else:
            bar = middle
    return refined_bar(gains, low, high, who, patience, outside, close, ceiling), HALVINGS


@compiled()
def answered_bar(
    gains: Any, low: int, high: int, straight: bool, who: int, patience: Any, outside: Any, close: float, bar: float
) -> float:
    """Return what the other can count on by refusing, if it could count on ``bar`` in the player's next offer."""
    other = 1 - who
    _, _, own = best_offer(gains, low, high, straight, who, bar, close)
    _, _, gain = best_offer(gains, low, high, straight, other, max(outside[who], patience[who] * own), close)
    found: float = max(outside[other], patience[other] * gain)
    return found


@compiled()
def refined_bar(
    gains: Any, low: int, high: int, who: int, patience: Any, outside: Any, close: float, bar: float
) -> float:
    """Return the bar exactly, where both offers lie inside straight parts, and nobody's outside option matters.

    On the two lines ``own = height - slope * given``, with the same units for both, "the other is indifferent" and "the
    player is indifferent" are two equations. Differences are taken first: discounts are often close to 1.
    """
    other = 1 - who
    row, step, own = best_offer(gains, low, high, True, who, bar, close)
    back, part, _ = best_offer(gains, low, high, True, other, max(outside[who], patience[who] * own), close)
    if step <= 0 or part <= 0:
        return bar
    slope = (gains[row + 1, who] - gains[row, who]) / (gains[row, other] - gains[row + 1, other])
    again = (gains[back + 1, who] - gains[back, who]) / (gains[back, other] - gains[back + 1, other])
    height, apart = gains[row, who] + slope * gains[row, other], 0.0
    if back != row:
        apart = gains[back, who] + again * gains[back, other] - height
    lost = 1 - patience[who] + patience[who] * (1 - patience[other])
    steep = again - slope + slope * lost
    if steep <= 0:
        return bar
    found: float = patience[other] * (apart + (1 - patience[who]) * height) / steep
    own = patience[who] * (height - slope * found)
    between = (gains[row, other] - found) * (gains[row + 1, other] - found) <= 0
    answered = (gains[back, who] - own) * (gains[back + 1, who] - own) <= 0
    if between and answered and found >= outside[other] and own >= outside[who]:
        return found
    return bar
