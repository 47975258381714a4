"""Plans over a player's sequences of moves: what they earn, the best of them, and the behaviour they stand for.

A plan gives a weight to each sequence: sequence 0 is empty and has weight 1; the sequences that part at an information
set share the weight of the sequence before it. Information sets come after those before them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.compiled import compiled

Numbers = NDArray[np.float64]
Integers = NDArray[np.intp]

UNUSED = 1e-13  # of 1: a plan that gives less to an information set does not come there, but for rounding
TREMBLE = 1e-6  # how often the other plays as the prior does, when one looks where one's own plan does not come


@compiled()
def best_actions(before: Integers, start: Integers, worth: Numbers) -> Integers:
    """Return the best sequence at each information set, going on as well as possible; ties go to the first.

    Shapes: before (information set,) the sequence before each; start (information set + 1,) its first sequence and, at
    the end, the number of sequences; worth (sequence,) what each earns by itself; result (information set,).
    """
    total = worth.copy()
    best = np.zeros(len(before), np.intp)
    for place in range(len(before) - 1, -1, -1):
        best[place] = start[place]
        for sequence in range(start[place] + 1, start[place + 1]):
            if total[sequence] > total[best[place]]:
                best[place] = sequence
        total[before[place]] += total[best[place]]
    return best


@compiled()
def earnings(payoffs: Numbers, plan: Numbers) -> Numbers:
    """Return what each row's sequence earns by itself against a plan over the columns."""
    found = np.zeros(len(payoffs))
    for row in range(len(payoffs)):
        for column in range(len(plan)):
            found[row] += payoffs[row, column] * plan[column]
    return found


@compiled()
def best_worth(before: Integers, start: Integers, worth: Numbers) -> float:
    """Return what the best plan earns, where each sequence by itself earns so much; `worth` is changed.

    Shapes: before, start as in `best_actions`; worth (sequence,).
    """
    for place in range(len(before) - 1, -1, -1):
        best = worth[start[place]]
        for sequence in range(start[place] + 1, start[place + 1]):
            best = max(best, worth[sequence])
        worth[before[place]] += best
    return float(worth[0])


@compiled()
def plan_of(weights: Numbers, before: Integers, start: Integers, choice: Integers) -> Numbers:
    """Return the plan of the behaviour that stands in a profile.

    Shapes: weights (choice,); before, choice (information set,); start as in `best_actions`; result (sequence,).
    """
    plan = np.ones(start[-1])
    for place in range(len(before)):
        for k in range(start[place + 1] - start[place]):
            plan[start[place] + k] = plan[before[place]] * weights[choice[place] + k]
    return plan


@compiled()
def write_behaviour(
    weights: Numbers, plan: Numbers, worth: Numbers, before: Integers, start: Integers, choice: Integers
) -> None:
    """Write a plan as behaviour into a profile; where the plan does not come, the best action for these worths.

    Shapes: weights (choice,); plan, worth (sequence,); before, choice (information set,); start as in `best_actions`.
    """
    best = best_actions(before, start, worth)
    for place in range(len(before)):
        total = 0.0
        for sequence in range(start[place], start[place + 1]):
            total += max(plan[sequence], 0.0)
        for sequence in range(start[place], start[place + 1]):
            at = choice[place] + sequence - start[place]
            if total > UNUSED:
                weights[at] = max(plan[sequence], 0.0) / total
            else:
                weights[at] = 1.0 if sequence == best[place] else 0.0
