"""The least that chains of moves by the others can lead to, from all states at once.

Followed backwards from the lowest label, every state that leads to it is reached once and for all, so that the work
is in proportion to the number of states, not to the number of ways between them.

The kernels of this file pass on two bundles of arrays, unpacked in the outermost alone, which is far faster. ``moves``
is (ranks, group, start, member, source_start, source): ranks of shape (player, state); groups as in
`negsim.games.graphs.groups.Groups`; and member of shape (player, state), the states of every group in increasing order
of the player's rank. ``work`` is scratch: (least, seen, mark, upto, stack) of shapes (state,), (player, state),
(player, group), (player, group) and (2, player * state).
"""

from __future__ import annotations

from typing import Any

from negsim.kernels.compiled import compiled

UNTOUCHED, FULL = -2, -1  # marks of a group without an answered state, and of one with no other


@compiled()
def answered(s: Any, k: Any, focal: Any, low: Any, chains: Any, least: Any, seen: Any, stack: Any, size: Any) -> Any:
    """Note that player k can go from state s to where the label is `low`; return the new size of the stack."""
    least[s] = min(least[s], low)  # an if here would make the compiled kernel three times slower
    if chains:
        for j in range(seen.shape[0]):
            if j != focal and j != k and not seen[j, s]:
                seen[j, s] = True
                stack[0, size], stack[1, size] = j, s
                size += 1
    return size


@compiled()
def by_improvements(label: Any, order: Any, focal: Any, chains: Any, moves: Any, work: Any) -> None:
    """Find the least label that the others can reach from every state, each improving its own position by its move.

    Parameters and method as in `by_moves`. ``mark[k, g]`` is the highest rank of a visited state of group g, and
    ``upto[k, h]`` says how many states of group h are answered: those that rank lower than a visited one.
    """
    ranks, group, start, member, source_start, source = moves
    least, seen, mark, upto, stack = work
    states = ranks.shape[1]
    cleared(least, seen, mark, upto)
    for at in range(states):
        low = label[order[at]]
        size = answered(order[at], focal, focal, states, True, least, seen, stack, 0)  # (2)
        while size:
            size -= 1
            k, t = stack[0, size], stack[1, size]
            g, high = group[k, t], ranks[k, t]
            if high <= mark[k, g]:
                continue
            mark[k, g] = high
            for pair in range(source_start[k, g], source_start[k, g + 1]):
                h = source[pair]
                place = start[k, h] + upto[k, h]
                while place < start[k, h + 1] and ranks[k, member[k, place]] < high:  # (3), (4)
                    size = answered(member[k, place], k, focal, low, chains, least, seen, stack, size)
                    place += 1
                upto[k, h] = place - start[k, h]


@compiled()
def by_moves(label: Any, order: Any, focal: Any, chains: Any, moves: Any, work: Any) -> None:
    """Find the least label that the others can reach from every state, by at least one move.

    (1) Take the states in increasing order of label. (2) A state that somebody has just moved to, with this label, is
    a node (state, last mover). (3) From every state from which that mover could have come, the label can be reached;
    (4) and that state, with anybody else as last mover, is such a node in turn. Each node counts once.

    The first visit to a group answers all states that lead to it but the visited one, and the second answers that one:
    ``mark[k, h]`` is the one state of group h that is not answered yet, ``upto[k, g]`` counts visits.

    Parameters
    ----------
    label, order
        Shapes (state,). Labels below the number of states, and the states in increasing order of them.
    focal
        The player who does not take part.
    chains
        Whether several moves may follow one another.
    moves, work
        See the head of the file. ``work[0]`` is the answer: the number of states where nothing can be reached.
    """
    ranks, group, start, member, source_start, source = moves
    least, seen, mark, upto, stack = work
    states = ranks.shape[1]
    cleared(least, seen, mark, upto)
    for at in range(states):  # (1)
        low = label[order[at]]
        size = answered(order[at], focal, focal, states, True, least, seen, stack, 0)  # (2)
        while size:
            size -= 1
            k, t = stack[0, size], stack[1, size]
            g = group[k, t]
            if upto[k, g] == 2:
                continue
            upto[k, g] += 1
            for pair in range(source_start[k, g], source_start[k, g + 1]):
                h = source[pair]
                skipped = mark[k, h]
                if skipped == UNTOUCHED:
                    mark[k, h] = t if h == g else FULL
                    for place in range(start[k, h], start[k, h + 1]):  # (3), (4)
                        if member[k, place] != t:
                            size = answered(member[k, place], k, focal, low, chains, least, seen, stack, size)
                elif skipped != FULL and skipped != t:
                    mark[k, h] = FULL
                    size = answered(skipped, k, focal, low, chains, least, seen, stack, size)


@compiled()
def cleared(least: Any, seen: Any, mark: Any, upto: Any) -> None:
    """Forget all answers. Shapes: least (state,), seen (player, state), mark and upto (player, group)."""
    players, states = seen.shape
    for s in range(states):
        least[s] = states
    for k in range(players):
        for s in range(states):
            seen[k, s] = False
        for g in range(mark.shape[1]):
            mark[k, g] = UNTOUCHED
            upto[k, g] = 0
