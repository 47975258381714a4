"""Sequences of moves that are alike, such as those after cards that differ in suit alone: found by refining colours."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Integers = NDArray[np.intp]
Colours = NDArray[np.uint64]

DIGITS = 2.0**40  # payoffs are alike if they agree to so fine a part of the largest
FACTORS = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))


class Forest(NamedTuple):
    """A player's sequences: number 0 is the empty one.

    Attributes
    ----------
    before
        Shape (information set,). The sequence before each.
    start
        Shape (information set + 1,). Its first sequence; at the end the number of sequences.
    """

    before: Integers
    start: Integers


class Classes(NamedTuple):
    """Which sequences, and which information sets, of a player are alike.

    Attributes
    ----------
    sequence, place
        Shapes (sequence,) and (information set,). The class of each; the empty sequence is alone in class 0.
    sequences, places
        The number of classes.
    """

    sequence: Integers
    place: Integers
    sequences: int
    places: int


def alike(
    forests: tuple[Forest, Forest], rows: Integers, columns: Integers, payoffs: Numbers
) -> tuple[Classes, Classes]:
    """Return classes of sequences such that optimal plans need not tell members of a class apart.

    Colours are refined until sequences of one colour have equally many payoffs of each size with sequences of each
    colour, and equally many information sets of each colour after them: the classes are then an equitable partition of
    the linear program (Grohe, Kersting, Mladenov and Selman 2014), and averaging a solution over them keeps it one.

    Parameters
    ----------
    forests
        The players' sequences.
    rows, columns, payoffs
        Shape (entry,), and payoffs (kind, entry). What pairs of sequences earn, no pair twice.
    """
    scale = np.abs(payoffs).max(axis=1, keepdims=True)
    whole = np.rint(payoffs / np.where(scale > 0, scale, 1.0) * DIGITS).astype(np.int64).view(np.uint64)
    kind = _mixed(whole[0])
    for other in whole[1:]:
        kind = _mixed(kind + other)
    lines = (_Lines(rows), _Lines(columns))
    colours = [np.zeros(forest.start[-1], np.uint64) for forest in forests]
    for colour in colours:
        colour[0] = 1
    found = 0
    while True:
        places = [_places(forest, colour) for forest, colour in zip(forests, colours, strict=True)]
        seen = (kind + _mixed(colours[1][columns]), kind + _mixed(colours[0][rows]))
        colours = [
            _sequences(forest, colour, place, line.sums(_mixed(what), len(colour)))
            for forest, colour, place, line, what in zip(forests, colours, places, lines, seen, strict=True)
        ]
        count = sum(len(np.unique(colour)) for colour in colours)
        if count == found or count == sum(map(len, colours)):
            break
        found = count
    first, second = (_classes(forest, colour) for forest, colour in zip(forests, colours, strict=True))
    return first, second


class _Lines:
    """Sums, over the entries of every row, of numbers without a sign that may overflow."""

    def __init__(self, index: Integers):
        self.order = np.argsort(index, kind="stable")
        self.rows, self.starts = np.unique(index[self.order], return_index=True)

    def sums(self, numbers: Colours, count: int) -> Colours:
        found = np.zeros(count, np.uint64)
        if len(self.rows):
            found[self.rows] = np.add.reduceat(numbers[self.order], self.starts)
        return found


def _mixed(numbers: Colours) -> Colours:
    """Numbers that look random, each made of one number (Steele, Lea and Flood 2014)."""
    numbers = (numbers ^ (numbers >> SHIFTS[0])) * FACTORS[0]
    numbers = (numbers ^ (numbers >> SHIFTS[1])) * FACTORS[1]
    return numbers ^ (numbers >> SHIFTS[2])


def _places(forest: Forest, colour: Colours) -> Colours:
    """Colour of every information set, from those of the sequences before it and in it."""
    if not len(forest.before):
        return np.zeros(0, np.uint64)
    inside = np.add.reduceat(_mixed(colour[1:]), forest.start[:-1] - 1)
    return _mixed(inside + _mixed(colour[forest.before] + np.uint64(1)))


def _sequences(forest: Forest, colour: Colours, place: Colours, seen: Colours) -> Colours:
    """New colour of every sequence, from its own, those of the information sets around it, and what it earns."""
    after = np.zeros(len(colour), np.uint64)
    np.add.at(after, forest.before, _mixed(place + np.uint64(2)))
    own = np.concatenate([np.zeros(1, np.uint64), np.repeat(place, np.diff(forest.start))])
    return _mixed(_mixed(_mixed(colour + own) + after) + seen)


def _classes(forest: Forest, colour: Colours) -> Classes:
    """Numbers for colours, the empty sequence's the smallest."""
    colour[1:][colour[1:] == 0] = 1
    colour[0] = 0
    known, sequence = np.unique(colour, return_inverse=True)
    sets, place = np.unique(_places(forest, colour), return_inverse=True)
    return Classes(sequence, place, len(known), len(sets))
