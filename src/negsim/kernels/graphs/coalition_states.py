"""Coalition stability: which states hold for parties that move together, with sets of states as bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negsim.kernels.compiled import compiled
from negsim.kernels.graphs.four_relations import has, meets

if TYPE_CHECKING:
    from negsim.kernels.graphs.four_relations import Bits, Booleans

ONE = np.uint64(1)
CONCEPTS = 4  # coalition Nash, GMR, SMR and SEQ


@compiled()
def judge_together(reached: Bits, better: Bits, answers: Bits, out: Booleans) -> None:
    """Find the states that are stable for one coalition.

    (1) A state from which the coalition reaches nothing that is better for all its members is stable under every
    concept. (2) A state in which some member is no better off is a sanction; it lasts if the coalition cannot go on
    from it to one that is better for all. (3) The state is stable if every improvement leads to where the others can
    bring about a sanction: by any moves, one that lasts, or by joint improvements of their own.

    Parameters
    ----------
    reached
        Shape (state, word). What the coalition can bring about from each state.
    better
        Shape (state, word). For each first state the second states that are better for all members.
    answers
        Shape (2, state, word). What the others can bring about from each state: by any moves, by joint improvements.
    out
        Shape (4, state). Stable or not; written.
    """
    states, words = better.shape
    sanction = np.zeros((2, words), np.uint64)  # those there are, and those that last
    for s in range(states):
        for concept in range(CONCEPTS):
            out[concept, s] = True
        if not meets(reached[s], better[s]):
            continue  # (1)
        out[0, s] = False
        deter(reached, better[s], sanction)  # (2)
        for s1 in range(states):
            if has(reached[s], s1) and has(better[s], s1):  # (3)
                out[1, s] &= meets(answers[0, s1], sanction[0])
                out[2, s] &= meets(answers[0, s1], sanction[1])
                out[3, s] &= meets(answers[1, s1], sanction[0])


@compiled()
def deter(reached: Bits, better: Bits, sanction: Bits) -> None:
    """Find the states that deter a coalition from leaving one, and those from which it cannot go on to a better one.

    Parameters
    ----------
    reached
        As in `judge_together`.
    better
        Shape (word,). The states that are better than the first for all members.
    sanction
        Shape (2, word). Written.
    """
    for w in range(len(better)):
        sanction[0, w] = ~better[w]
        sanction[1, w] = sanction[0, w]
    for s2 in range(len(reached)):
        if has(sanction[0], s2) and meets(reached[s2], better):
            sanction[1, s2 >> 6] ^= ONE << np.uint64(s2 & 63)
