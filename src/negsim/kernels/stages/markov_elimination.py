"""Newton's method for logit responses in stochastic games, the choices eliminated state by state.

The unknowns are the logarithms of the choice probabilities and the value of every state to every player. Given the
values, the states do not touch each other: the choices are eliminated state by state, and only a system for the values
is left, one equation a player and state, whatever the number of actions. For the numbering see `markov_stage`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negsim.kernels.compiled import compiled
from negsim.kernels.elimination import solution
from negsim.kernels.stages.markov_stage import chance, keep_proper, leaders

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]


@compiled()
def eliminated(
    places: Integers,
    rows: Integers,
    cells: Integers,
    blocks: Integers,
    worth: Floats,
    discount: Floats,
    weights: Floats,
    gains: Floats,
    precision: float,
) -> tuple[Floats, Floats, Floats, float]:
    """Eliminate the choices, state by state.

    Parameters
    ----------
    places, cells, worth, weights, gains, precision
        As in `gaps` and `earned`.
    rows
        Shape (state + 1,).
    blocks
        Shape (state + 1,). Where the square block of each state begins in `inverse`.
    discount
        Shape (player,).

    Returns
    -------
    inverse
        Shape (entry,). By state the inverse of the derivative of the gaps of choices by the logarithms of choices.
    slope
        Shape (player, choice). Derivative of the value of the state by the logarithms.
    pull
        Shape (row, player x player). How much the value of a state to i changes with the value to j of the state that
        follows a joint action, by unit of its probability.
    sign
        Of the determinant of all the blocks; 0 if one is singular.
    """
    players = cells.shape[1]
    inverse = np.zeros(blocks[-1])
    slope = np.zeros((players, len(weights)))
    pull = np.zeros((len(cells), players * players))
    first = leaders(places, weights)
    sign = 1.0
    for state in range(len(rows) - 1):
        start, stop = places[state * players], places[(state + 1) * players]
        count = stop - start
        table = pair_table(cells, worth, weights, rows[state], rows[state + 1], start, stop)
        block, turn = inverse_block(places, table, weights, gains, first, precision, state, players)
        sign *= turn
        value_slopes(places, table, weights, gains, first, slope, state)
        for a in range(count):
            for b in range(count):
                inverse[blocks[state] + a * count + b] = block[a, b]
        response = shares(places, weights, first, slope, block, precision, state)
        for row in range(rows[state], rows[state + 1]):
            for j in range(players):
                scale = discount[j] * chance(cells, weights, row, j, j)
                for i in range(players):
                    pull[row, i * players + j] = scale * response[i, cells[row, j] - start]
    return inverse, slope, pull, sign


@compiled()
def pair_table(cells: Integers, worth: Floats, weights: Floats, begin: int, end: int, start: int, stop: int) -> Floats:
    """Return what each choice of a state earns against each choice of each other player, the rest playing their plans.

    Parameters
    ----------
    cells, worth, weights
        As in `earned`.
    begin, end, start, stop
        The joint actions, and the choices, of the state.

    Returns
    -------
    Floats
        Shape (own choice, other choice); 0 between choices of the same player.
    """
    table = np.zeros((stop - start, stop - start))
    for row in range(begin, end):
        for i in range(cells.shape[1]):
            for j in range(cells.shape[1]):
                if i != j:
                    share = worth[row, i] * chance(cells, weights, row, i, j)
                    table[cells[row, i] - start, cells[row, j] - start] += share
    return table


@compiled()
def inverse_block(
    places: Integers,
    table: Floats,
    weights: Floats,
    gains: Floats,
    first: Integers,
    precision: float,
    state: int,
    players: int,
) -> tuple[Floats, float]:
    """Return the inverse of the derivative of the gaps of one state, and the sign of its determinant.

    Parameters
    ----------
    places, weights, gains, precision, table
        As in `gaps` and `pair_table`.
    first
        Shape (state x player,). The leaders.
    state, players
        Which state, and how many players.

    Returns
    -------
    Floats
        Shape (choice of the state, choice of the state); 0 in the rows and columns of leaders.
    float
        The sign.
    """
    start, stop = places[state * players], places[(state + 1) * players]
    free, owner = np.zeros(stop - start, np.intp), np.zeros(stop - start, np.intp)
    count = 0
    for p in range(state * players, (state + 1) * players):
        for a in range(places[p], places[p + 1]):
            if a != first[p]:
                free[count], owner[count] = a, p
                count += 1
    matrix = np.eye(count)
    for x in range(count):
        a, best = free[x], first[owner[x]]
        for y in range(count):
            if owner[x] != owner[y]:
                b = free[y]
                ahead = table[a - start, b - start] - gains[a] - table[best - start, b - start] + gains[best]
                matrix[x, y] = -precision * weights[b] * ahead
    small, sign = solution(matrix, np.eye(count))
    inverse = np.zeros((stop - start, stop - start))
    for x in range(count):
        for y in range(count):
            inverse[free[x] - start, free[y] - start] = small[x, y]
    return inverse, sign


@compiled()
def value_slopes(
    places: Integers,
    table: Floats,
    weights: Floats,
    gains: Floats,
    first: Integers,
    slope: Floats,
    state: int,
) -> None:
    """Write how the value of a state changes with the logarithms of its choices.

    Parameters
    ----------
    places, table, weights, gains, first, state
        As in `inverse_block`.
    slope
        Shape (player, choice). Filled for the choices of the state; 0 for leaders.
    """
    players = len(slope)
    start = places[state * players]
    for i in range(players):
        own = state * players + i
        value = 0.0
        for a in range(places[own], places[own + 1]):
            value += weights[a] * gains[a]
        for j in range(players):
            other = state * players + j
            for b in range(places[other], places[other + 1]):
                earns = gains[b]
                if i != j:
                    earns = 0.0
                    for a in range(places[own], places[own + 1]):
                        earns += weights[a] * table[a - start, b - start]
                slope[i, b] = weights[b] * (earns - value) if b != first[other] else 0.0


@compiled()
def shares(
    places: Integers, weights: Floats, first: Integers, slope: Floats, block: Floats, precision: float, state: int
) -> Floats:
    """Return how the value of a state changes with what its choices earn, when the plans respond.

    Parameters
    ----------
    places, weights, first, precision, state, slope
        As in `value_slopes`.
    block
        What `inverse_block` returned.

    Returns
    -------
    Floats
        Shape (player, choice of the state).
    """
    players = len(slope)
    start = places[state * players]
    found = np.zeros((players, len(block)))
    for i in range(players):
        for j in range(players):
            place = state * players + j
            best = first[place] - start
            for b in range(places[place] - start, places[place + 1] - start):
                if i == j:
                    found[i, b] += weights[start + b]
                if b != best:
                    gain = 0.0
                    for a in range(len(block)):
                        gain += slope[i, start + a] * block[a, b]
                    found[i, b] += precision * gain
                    found[i, best] -= precision * gain
    return found


@compiled()
def condensed(
    places: Integers, blocks: Integers, inverse: Floats, slope: Floats, right: Floats
) -> tuple[Floats, Floats]:
    """Eliminate the choices from right-hand sides.

    Parameters
    ----------
    places, blocks, inverse, slope
        As in `eliminated`.
    right
        Shape (choice + player x state, side).

    Returns
    -------
    own
        Shape (choice, side). The solution for the choices, were the values certain.
    rest
        Shape (player x state, side). The right-hand sides of the system for the values.
    """
    players, choices = slope.shape
    states = len(blocks) - 1
    own = np.zeros((choices, right.shape[1]))
    rest = right[choices:].copy()
    for state in range(states):
        start, stop = places[state * players], places[(state + 1) * players]
        for a in range(start, stop):
            at = blocks[state] + (a - start) * (stop - start) - start
            for b in range(start, stop):
                for side in range(right.shape[1]):
                    own[a, side] += inverse[at + b] * right[b, side]
            for i in range(players):
                for side in range(right.shape[1]):
                    rest[i * states + state, side] += slope[i, a] * own[a, side]
    return own, rest


@compiled()
def expanded(
    places: Integers,
    rows: Integers,
    cells: Integers,
    blocks: Integers,
    discount: Floats,
    weights: Floats,
    precision: float,
    inverse: Floats,
    own: Floats,
    later: Floats,
) -> Floats:
    """Return the changes of the logarithms of choices, given the changes of values.

    Parameters
    ----------
    places, rows, cells, blocks, discount, weights, precision, inverse
        As in `eliminated`.
    own
        What `condensed` returned.
    later
        Shape (row, player, side). Mean change of value over the states that follow a joint action.

    Returns
    -------
    Floats
        Shape (choice, side). They keep the probabilities of every place at sum 1, to first order.
    """
    players, sides = later.shape[1:]
    found = own.copy()
    ahead = leads(places, cells, discount, weights, precision, later)
    for state in range(len(rows) - 1):
        start, stop = places[state * players], places[(state + 1) * players]
        for a in range(start, stop):
            at = blocks[state] + (a - start) * (stop - start) - start
            for b in range(start, stop):
                for side in range(sides):
                    found[a, side] += inverse[at + b] * ahead[b, side]
    keep_proper(places, weights, found)
    return found


@compiled()
def leads(
    places: Integers, cells: Integers, discount: Floats, weights: Floats, precision: float, later: Floats
) -> Floats:
    """Return how far each choice gets ahead of the leader of its place as values change, times the precision.

    Parameters
    ----------
    places, cells, discount, weights, precision, later
        As in `expanded`.

    Returns
    -------
    Floats
        Shape (choice, side).
    """
    players, sides = later.shape[1:]
    first = leaders(places, weights)
    ahead = np.zeros((len(weights), sides))
    for row in range(len(cells)):
        for i in range(players):
            rest = chance(cells, weights, row, i, i)
            for side in range(sides):
                ahead[cells[row, i], side] += discount[i] * later[row, i, side] * rest
    for p in range(len(first)):
        lead = ahead[first[p]].copy()
        for a in range(places[p], places[p + 1]):
            for side in range(sides):
                ahead[a, side] = precision * (ahead[a, side] - lead[side])
    return ahead


@compiled()
def value_matrix(rows: Integers, pull: Floats, chances: Floats, players: int) -> Floats:
    """Return the system for the values, dense.

    Parameters
    ----------
    rows, pull
        As in `eliminated`.
    chances
        Shape (row, next state).
    players
        Their number.

    Returns
    -------
    Floats
        Shape (player x state, player x state).
    """
    states = len(rows) - 1
    matrix = np.eye(players * states)
    for state in range(states):
        for i in range(players):
            for j in range(players):
                line = matrix[i * states + state, j * states : (j + 1) * states]
                for row in range(rows[state], rows[state + 1]):
                    weight = pull[row, i * players + j]
                    for after in range(states):
                        line[after] -= weight * chances[row, after]
    return matrix
