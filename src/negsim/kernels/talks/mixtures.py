"""How far a mixture of points can go in a direction: a linear program in few rows and any number of columns."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.kernels.compiled import compiled
from negsim.kernels.talks.pivots import climb

NEAR = 1e-12  # of numbers near 1: how much better a point must be to be worth a try
MISSED = 1e-10  # how far below a floor still counts as on it
POOL = 160  # points that a program holds at a time
ROUNDS = 2_000
NOWHERE = -np.inf


@compiled()
def furthest(points: Any, floor: Any, direction: Any, pool: Any, size: int, part: Any, share: Any, price: Any) -> Any:
    """Return the largest t for which a mixture is at least ``floor + t * direction``, and the size of the pool.

    1. Solve the program for the points in a pool. 2. Its prices value every point; add the best one to the pool and
    begin again, until no point is worth more than the mixture. t is minus infinity if nothing reaches the floors in
    which the direction is 0, or the program broke down.

    Parameters
    ----------
    points
        Shape (coordinate, point). Numbers near 1 are treated best.
    floor, direction
        Shape (coordinate,). Directions are not negative, and not all 0.
    pool, size
        Numbers of the points to begin with, of shape (`POOL` or more,), and how many they are: at least one. Filled
        with those that the next program should begin with.
    part, share
        Shape (coordinate,). Filled with the numbers of the points in the mixture, and their weights.
    price
        Shape (coordinate,). Filled with what t would gain by a lower floor; times direction they sum to 1.
    """
    rows = len(points)
    basis = np.zeros(rows + 1, np.int64)
    for _ in range(ROUNDS):
        table = np.zeros((rows + 3, size + rows + 2))
        low, missing = lay_out(points, floor, direction, pool, size, table, basis)
        goal = rows + 1
        if missing > 0:
            climb(table, basis, rows + 2, rows + 1)
            missing = -table[rows + 2, size + rows + 1]
        if missing > MISSED:
            goal = rows + 2
        else:
            climb(table, basis, rows + 1, rows + 1)
        for i in range(rows):
            price[i] = table[goal, size + 1 + i]
        best, most = points.shape[1], table[goal, size + rows + 1] + NEAR  # 2
        for k in range(points.shape[1]):
            worth = 0.0
            for i in range(rows):
                worth += price[i] * (points[i, k] - floor[i] - direction[i] * low)
            if worth > most:
                best, most = k, worth
        if best == points.shape[1] or holds(pool, size, best):
            if goal == rows + 2:
                return NOWHERE, size
            read_off(table, basis, pool, size, part, share)
            return attained(points, floor, direction, part, share), size
        size = joined(pool, size, basis, best)
    return NOWHERE, size


@compiled()
def attained(points: Any, floor: Any, direction: Any, part: Any, share: Any) -> float:
    """Return how far a mixture really goes, whatever rounding made of the table."""
    least = np.inf
    for i in range(len(points)):
        if direction[i] > 0:
            mean = 0.0
            for k in range(len(part)):
                mean += share[k] * points[i, part[k]]
            least = min(least, (mean - floor[i]) / direction[i])
    return float(least)


@compiled()
def lay_out(points: Any, floor: Any, direction: Any, pool: Any, size: int, table: Any, basis: Any) -> Any:
    """Write the program of a pool, beginning with the point that is best for whatever has to be reached.

    Columns are the weights of the pool's points, how far t is above ``low``, and how far each coordinate is above its
    floor. Rows are one for each coordinate; the weights' sum; t; and what is missing to floors that have to be reached.
    Returns ``low``, and what is missing.
    """
    rows = len(points)
    low, first = beginning(points, floor, direction, pool, size)
    missing = 0.0
    for i in range(rows):
        here = points[i, pool[first]] - floor[i] - direction[i] * low
        sign = 1.0 if here >= 0 else -1.0
        for k in range(size):
            table[i, k] = sign * (points[i, pool[first]] - points[i, pool[k]])
        table[i, size] = sign * direction[i]
        table[i, size + 1 + i] = sign
        table[i, table.shape[1] - 1] = sign * here
        basis[i] = size + 1 + i
        if here < 0:
            basis[i] = -1
            missing -= here
            for k in range(table.shape[1]):
                table[rows + 2, k] -= table[i, k]
    for k in range(size):
        table[rows, k] = 1.0
    table[rows, table.shape[1] - 1] = 1.0
    basis[rows] = first
    table[rows + 1, size] = -1.0
    return low, missing


@compiled()
def beginning(points: Any, floor: Any, direction: Any, pool: Any, size: int) -> Any:
    """Return how far all points of a pool go at least, and the place of the best where something has to be reached."""
    low, best, first = np.inf, -np.inf, 0
    for k in range(size):
        worst = np.inf
        for i in range(len(points)):
            spare = points[i, pool[k]] - floor[i]
            if direction[i] > 0:
                low = min(low, spare / direction[i])
            else:
                worst = min(worst, spare)
        if worst > best:
            first, best = k, worst
    return low, first


@compiled()
def holds(pool: Any, size: int, point: int) -> bool:
    """Return whether a point is in a pool already: then it seems better by rounding alone."""
    found = False
    for k in range(size):
        found = found or pool[k] == point
    return found


@compiled()
def joined(pool: Any, size: int, basis: Any, point: int) -> int:
    """Add a point to a pool; a full one first gives up the points that are not in use. Returns the new size."""
    if size == len(pool):
        used = np.zeros(size, np.bool_)
        for k in range(len(basis)):
            if 0 <= basis[k] < size:
                used[basis[k]] = True
        size = 0
        for k in range(len(used)):
            if used[k]:
                pool[size] = pool[k]
                size += 1
    pool[size] = point
    return size + 1


@compiled()
def read_off(table: Any, basis: Any, pool: Any, size: int, part: Any, share: Any) -> None:
    """Write the mixture that a solved program found; places that are left repeat its first point, with weight 0."""
    count, total = 0, 0.0
    for row in range(len(basis)):
        if 0 <= basis[row] < size and table[row, -1] > 1e-12 and count < len(part):
            part[count], share[count] = pool[basis[row]], table[row, -1]
            total += share[count]
            count += 1
    for k in range(len(part)):
        if k < count:
            share[k] /= total
        else:
            part[k], share[k] = part[0], 0.0
