"""Random walks along a Markov chain, from uniform numbers drawn beforehand."""

from __future__ import annotations

from typing import Any

from negsim.kernels.compiled import compiled


@compiled()
def walks(first: Any, target: Any, cumulative: Any, start: int, draws: Any, states: Any) -> None:
    """Write where each walk stands at each stage; a walk stays where no link leads on.

    Parameters
    ----------
    first, target
        Shapes (state + 1,) and (link,). The links from state k are ``first[k]:first[k + 1]``.
    cumulative
        Shape (link,). Probabilities of the links from each state, added up; the last one of a state counts as 1.
    start
        The state all walks start from.
    draws
        Shape (walk, stage). Uniform between 0 and 1.
    states
        Shape (walk, stage + 1). Written to.
    """
    for walk in range(draws.shape[0]):
        state = start
        states[walk, 0] = state
        for stage in range(draws.shape[1]):
            low, high = first[state], first[state + 1] - 1
            if low <= high:
                draw = draws[walk, stage]
                while low < high:  # the first link whose sum is above the draw
                    middle = (low + high) // 2
                    if cumulative[middle] > draw:
                        high = middle
                    else:
                        low = middle + 1
                state = target[low]
            states[walk, stage + 1] = state
