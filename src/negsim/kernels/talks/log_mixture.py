"""The lottery with the largest product of gains, each to a power, for any number of parties."""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.linear_program import Ending, maximum

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

LOOSE = 1e-9  # of a party's largest gain or loss: what counts as nothing
ENOUGH = 1e-12  # by which a point left out may still promise more, as a share of what the parties get
SETTLED = 1e-12  # growth of the logarithm of the product by a Newton step after which another is not worth it
ROUNDING = 1e-14  # of a logarithm
PATIENCE = 3  # mixtures that may enter without raising the product before rounding is taken to be all that is left


class Lottery(NamedTuple):
    """A lottery over points, or why there is none.

    Attributes
    ----------
    ending
        ``solved``, or the limit that was reached; ``failed`` if somebody loses under every lottery. Where rounding
        stops the steps early, ``solved`` is for the caller to check.
    weights
        Shape (point,). Probabilities; of length 0 where nothing was found.
    steps
        Newton steps taken.
    """

    ending: Ending
    weights: Numbers
    steps: int


def largest_product(gains: Numbers, power: Numbers, max_steps: int, seconds: float) -> Lottery:
    """Return the lottery under which nobody loses with the largest product of gains.

    1. Find who can gain without anybody losing, and a lottery under which all of them do, by linear programs; who
    cannot, or has no power, must only not lose. 2. Among lotteries over a few mixtures of points, take Newton's steps
    to the largest product; mixtures whose share falls to nothing leave. 3. Among all mixtures, find the one that
    promises most along the slope of the product, and let it enter. 4. If it promises no more than there is, the
    conditions of a maximum hold: the logarithm of the product is concave.

    Parameters
    ----------
    gains
        Shape (party, point).
    power
        Shape (party,). Not negative.
    max_steps, seconds
        Limits.
    """
    end = time.monotonic() + seconds
    unit = np.maximum(np.abs(gains).max(1, keepdims=True), np.finfo(float).tiny)
    worth = gains / unit
    ending, gaining, start = _who_gains(worth, power > 0, seconds)  # 1
    if ending != "solved" or not gaining.any():
        return Lottery(ending, start, 0)
    rows, own = worth[gaining], power[gaining] / power[gaining].sum()
    mixed, share = _alone(start) if gaining.all() else (start[None], np.ones(1))
    reached = entered = -np.inf  # the logarithm of the product: now, and when a mixture last entered
    least, idle = np.inf, 0  # what was promised ahead so far; how many mixtures entered since without bringing anything
    for step in range(max_steps):
        if time.monotonic() > end:
            return Lottery("time_limit", share @ mixed, step)
        change, growth = _newton(rows @ mixed.T, own, share)  # 2
        share = _moved(rows @ mixed.T, own, share, change)
        left = (share <= 0).any()
        mixed, share = mixed[share > 0], share[share > 0] / share.sum()
        before, reached = reached, float(own @ np.log(rows @ (share @ mixed)))
        if growth > SETTLED and (left or reached > before + ROUNDING):
            continue
        slope = own / (rows @ (share @ mixed))
        new = _most_promising(worth, slope @ rows, ~gaining, max(end - time.monotonic(), 0))  # 3
        ahead = slope @ (rows @ new) - 1 if len(new) else 0.0
        idle = 0 if reached > entered + ROUNDING else idle + 1
        if ahead <= ENOUGH or (ahead <= LOOSE and ahead >= least) or idle > PATIENCE:  # 4
            return Lottery("solved", share @ mixed, step)
        mixed, share = np.concatenate([mixed, new[None]]), np.append(share, 0.0)
        least, entered = min(ahead, least), reached
    return Lottery("step_limit", share @ mixed, max_steps)


def _alone(start: Numbers) -> tuple[Numbers, Numbers]:
    """The points of a lottery each as a mixture of its own, and their shares."""
    points = np.flatnonzero(start)
    mixed = np.zeros((len(points), len(start)))
    mixed[np.arange(len(points)), points] = 1.0
    return mixed, start[points]


def _newton(column: Numbers, own: Numbers, share: Numbers) -> tuple[Numbers, float]:
    """Newton's step for the shares, whose sum stays, and how much the logarithm grows along it to first order."""
    count, rate = len(share), column / (column @ share)[:, None]
    slope = own @ rate
    system = np.zeros((count + 1, count + 1))
    system[:count, :count] = (rate.T * own) @ rate
    system[count, :count] = system[:count, count] = 1.0
    change = np.linalg.lstsq(system, np.append(slope, 0.0), rcond=1e-14)[0][:count]
    return change, float(slope @ change)


def _moved(column: Numbers, own: Numbers, share: Numbers, change: Numbers) -> Numbers:
    """Shares after a step that is cut short where a share would turn negative, or the product would fall."""
    falling = change < 0
    room = np.where(falling, share / np.where(falling, -change, 1.0), np.inf)
    length = min(1.0, float(room.min()))
    start = float(own @ np.log(column @ share))
    for _ in range(60):
        there = np.maximum(share + length * change, 0.0)
        there[falling & (room <= length)] = 0.0
        got = column @ there
        if (got > 0).all() and own @ np.log(got) >= start - ROUNDING:
            return there
        length /= 2
    return share


def _most_promising(worth: Numbers, promise: Numbers, bound: Flags, seconds: float) -> Numbers:
    """Shape (point,). The mixture that promises most, and under which no party that is bound to gain nothing loses."""
    if not bound.any():
        return np.asarray(np.eye(1, worth.shape[1], int(promise.argmax()))[0])
    return _best(promise, worth[bound], seconds)


def _best(promise: Numbers, kept: Numbers, seconds: float) -> Numbers:
    """Shape (point,). The mixture that promises most while nothing that is kept falls below zero."""
    size = max(float(np.abs(promise).max()), np.finfo(float).tiny)
    once, floor = np.ones((1, len(promise))), np.zeros(len(kept))
    return maximum(promise / size, -kept, floor, once, np.ones(1), seconds=seconds).point


def _who_gains(worth: Numbers, voiced: Flags, seconds: float) -> tuple[Ending, Flags, Numbers]:
    """Which parties with power can gain while nobody loses, and a lottery under which all of them do."""
    count, points = worth.shape
    at_most = np.concatenate([-worth, voiced[:, None].astype(float)], axis=1)
    once, wish = np.append(np.ones(points), 0.0)[None], np.append(np.zeros(points), 1.0)
    even = maximum(wish, at_most, np.zeros(count), once, np.ones(1), free=1, seconds=seconds)
    if even.ending != "solved" or even.value < -LOOSE:
        return "failed" if even.ending == "solved" else even.ending, voiced, np.zeros(0)
    start = even.point[:points]
    if even.value > LOOSE:
        return "solved", voiced, start
    found = [_best(row, worth, seconds) for row in worth]
    best = np.array([point if len(point) else start for point in found])
    gaining = voiced & ((worth * best).sum(1) > LOOSE)
    return "solved", gaining, best[gaining].mean(0) if gaining.any() else start
