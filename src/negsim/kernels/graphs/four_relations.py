"""Stability under any preferences that say what improves, deters, shelters and is expected: sets of states as bits.

A set of states is a row of 64-bit words; state ``s`` is bit ``s % 64`` of word ``s // 64``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negsim.kernels.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bits = NDArray[np.uint64]
    Integers = NDArray[np.intp]
    Targets = NDArray[np.int32]
    Booleans = NDArray[np.bool_]

ONE = np.uint64(1)
CONCEPTS = 5  # Nash, GMR, SMR, SEQ, SSEQ


def packed(relation: Booleans) -> Bits:
    """Return rows of truth values as bits.

    Parameters
    ----------
    relation
        Shape (..., state).

    Returns
    -------
    NDArray
        Shape (..., word); bits beyond the last state are 0.
    """
    states = relation.shape[-1]
    octets = np.packbits(relation, axis=-1, bitorder="little")
    out = np.zeros((*relation.shape[:-1], -(-states // 64) * 8), np.uint8)
    out[..., : octets.shape[-1]] = octets
    return out.view(np.dtype("<u8"))


@compiled()
def follow(begin: Integers, target: Targets, movers: Integers, found: Bits, backward: bool) -> bool:
    """Lengthen the legal sequences of some players from every state, once over all states.

    What a mover brings about first, and then the others from there, nobody twice in succession. Repeat, forward and
    backward in turn, until nothing is added.

    Parameters
    ----------
    begin, target
        Shapes (player, state + 1) and (arc,). The moves of player ``p`` from ``s`` lead to
        ``target[begin[p, s] : begin[p, s + 1]]``.
    movers
        Shape (mover,). The players who take part.
    found
        Shape (mover, state, word). What is reached from each state when this mover moves first; added to. Zeros at
        first.
    backward
        Whether to go from the last state to the first.

    Returns
    -------
    bool
        Whether anything was added.
    """
    grew = False
    states = begin.shape[1] - 1
    for k in range(states):
        s = states - 1 - k if backward else k
        for a in range(len(movers)):
            for e in range(begin[movers[a], s], begin[movers[a], s + 1]):
                if join(found, a, s, target[e]):
                    grew = True
    return grew


@compiled()
def join(found: Bits, a: int, s: int, t: int) -> bool:
    """Add to what mover ``a`` brings about from ``s`` the state ``t``, and what the other movers bring about from it.

    Parameters
    ----------
    found, a, s, t
        As in `follow`.

    Returns
    -------
    bool
        Whether anything was new.
    """
    row = found[a, s]
    bit = ONE << np.uint64(t & 63)
    grew = bool(row[t >> 6] & bit == 0)
    row[t >> 6] |= bit
    for b in range(found.shape[0]):
        if b == a:
            continue
        more = found[b, t]
        for w in range(len(row)):
            union = row[w] | more[w]
            if union != row[w]:
                row[w] = union
                grew = True
    return grew


@compiled()
def judge(
    begin: Integers, target: Targets, improve: Bits, sanction: Bits, escape: Bits, answers: Bits, out: Booleans
) -> None:
    """Find the states that are stable for one player, under the five classic concepts at once.

    (1) A state without improvements is stable under every concept. (2) A sanction lasts if the player cannot escape
    from it. (3) The state is stable if every improvement leads to where the others can bring about a sanction, or one
    that lasts: by any moves, or by those to be expected of them.

    Parameters
    ----------
    begin, target
        Shapes (state + 1,) and (arc,). The player's own moves, as in `follow`.
    improve, sanction, escape
        Shape (state, word). For each first state the second states that are better, that deter from leaving, and to
        which the player would escape.
    answers
        Shape (2, state, word). What the others can bring about from each state: by any moves, by expected ones.
    out
        Shape (5, state). Stable or not under Nash, GMR, SMR, SEQ and SSEQ; written.
    """
    relevant = np.zeros((2, improve.shape[1]), np.uint64)  # sanctions, and those of them that last
    for s in range(len(begin) - 1):
        for concept in range(CONCEPTS):
            out[concept, s] = True
        for w in range(relevant.shape[1]):
            relevant[0, w] = sanction[s, w]
        prepared = False
        for e in range(begin[s], begin[s + 1]):
            t = target[e]
            if not has(improve[s], t):
                continue  # (1)
            if not prepared:
                last(begin, target, sanction[s], escape[s], relevant[1])  # (2)
                prepared = True
            out[0, s] = False
            for kind in range(2):  # (3)
                for lasting in range(2):
                    if not meets(answers[kind, t], relevant[lasting]):
                        out[1 + 2 * kind + lasting, s] = False


@compiled()
def last(begin: Integers, target: Targets, sanction: Bits, escape: Bits, out: Bits) -> None:
    """Find the sanctions from which the player has no escape.

    Parameters
    ----------
    begin, target
        As in `judge`.
    sanction, escape
        Shape (word,). For one state.
    out
        Shape (word,). Written.
    """
    for w in range(len(out)):
        out[w] = sanction[w]
    for s2 in range(len(begin) - 1):
        if has(out, s2):
            for e in range(begin[s2], begin[s2 + 1]):
                if has(escape, target[e]):
                    out[s2 >> 6] ^= ONE << np.uint64(s2 & 63)
                    break


@compiled()
def has(row: Bits, state: int) -> bool:
    """Whether a state is in a set.

    Parameters
    ----------
    row, state
        Shape (word,), and the number of the state.
    """
    return bool((row[state >> 6] >> np.uint64(state & 63)) & ONE)


@compiled()
def meets(first: Bits, second: Bits) -> bool:
    """Whether two sets have a state in common.

    Parameters
    ----------
    first, second
        Shape (word,).
    """
    found = False
    for w in range(len(first)):
        found |= first[w] & second[w] != 0
    return found
