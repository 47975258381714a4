"""States in order of a label, and the states of every group in order of a rank: sorting by counting."""

from __future__ import annotations

from typing import Any

from negsim.kernels.compiled import compiled


@compiled()
def ascending(label: Any, count: Any, order: Any) -> None:
    """List the states in increasing order of their labels; those of one label in increasing order of number.

    Shapes: label (state,), whole numbers from 0 to the number of states - 1; count (state + 1,), scratch; order
    (state,), filled in.
    """
    states = label.shape[0]
    for s in range(states + 1):
        count[s] = 0
    for s in range(states):
        count[label[s] + 1] += 1
    for s in range(states):
        count[s + 1] += count[s]
    for s in range(states):
        order[count[label[s]]] = s
        count[label[s]] += 1


@compiled()
def grouped(order: Any, group: Any, start: Any, place: Any, member: Any) -> None:
    """List the states group by group, each group in the given order.

    Shapes: order and group (state,), start (group + 1,), place (group,), scratch; member (state,), filled in: the
    states of group g are ``member[start[g] : start[g + 1]]``.
    """
    for g in range(start.shape[0] - 1):
        place[g] = start[g]
    for at in range(order.shape[0]):
        s = order[at]
        member[place[group[s]]] = s
        place[group[s]] += 1
