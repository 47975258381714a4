"""How a sweep is cut into chunks, told shortly: most chunks are of one size."""

from __future__ import annotations

from collections.abc import Sequence

Span = tuple[int, int]


def runs(spans: Sequence[Span]) -> list[list[int]]:
    """Put together neighbours of one size.

    Parameters
    ----------
    spans
        From one number to another, each beginning where the last ended.

    Returns
    -------
    list
        Of each run, where it begins, the size of its spans, and how many they are.
    """
    found: list[list[int]] = []
    for start, stop in spans:
        if found and found[-1][1] == stop - start:
            found[-1][2] += 1
        else:
            found.append([start, stop - start, 1])
    return found


def spans_of(told: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    """Take runs apart again.

    Parameters
    ----------
    told
        As `runs` returns them.
    """
    return tuple((start + k * size, start + (k + 1) * size) for start, size, count in told for k in range(count))
