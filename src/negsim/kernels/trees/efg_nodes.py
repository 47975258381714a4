"""A Gambit .efg file as arrays: its tokens, what its numbers are, and which token says what of which node.

Three plain passes: compiled, a call that hands arrays on costs more than reading a token.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.kernels.compiled import compiled

STEPS = 6  # interpreted steps of one byte

CHANCE, PERSON, END, TEXT, OPENED, CLOSED, NUMBER, NOTHING = range(8)  # kinds of tokens; the first three begin a node
QUOTE, BACKSLASH, MINUS, PLUS, POINT, ZERO = 34, 92, 45, 43, 46, 48
EXACT = 1 << 53  # whole numbers up to here are exact, and so are powers of ten up to 22
CACHE = 4096
LONGEST = 20  # letters of a number that is read here


@compiled()
def tokens(data: Any, at: int, kind_of: Any, goes_on: Any, starts: Any, ends: Any, kinds: Any) -> int:
    """Find the tokens of a file: quoted texts, braces and words.

    Parameters
    ----------
    data
        The file: a `bytes` object interpreted, an array of bytes compiled.
    at
        Where to begin.
    kind_of
        For every byte the kind of token that begins with it; -1 for blanks.
    goes_on
        For every byte whether a word goes on with it.
    starts, ends, kinds
        Filled in: where each token begins and ends, and its kind; that of a quoted text that never ends is `NOTHING`.

    Returns
    -------
    int
        How many tokens there are.
    """
    size, count = len(data), 0
    while at < size:
        kind = kind_of[data[at]]
        if kind < 0:
            at += 1
            continue
        starts[count] = at
        at += 1
        if kind == TEXT:
            while at < size and data[at] != QUOTE:
                at += 2 if data[at] == BACKSLASH else 1
            at += 1
        elif kind != OPENED and kind != CLOSED:
            while at < size and goes_on[data[at]]:
                at += 1
            kind = NOTHING if kind <= END and at > starts[count] + 1 else kind
        ends[count] = at
        kinds[count] = kind if at <= size else NOTHING
        count += 1
    return count


@compiled()
def plain_numbers(data: Any, starts: Any, ends: Any, kinds: Any, values: Any) -> int:
    """Read the numbers that are plain decimals of few digits, which one division of exact numbers gives.

    Parameters
    ----------
    data, starts, ends, kinds
        As `tokens` has found them.
    values
        Shape (token,). Filled in; no number (nan) for numbers that are to be read in another way.

    Returns
    -------
    int
        How many those are.
    """
    others = 0
    for i in range(len(kinds)):
        if kinds[i] != NUMBER:
            continue
        at = starts[i] + (data[starts[i]] == MINUS or data[starts[i]] == PLUS)
        found, digits, scale, step = 0, 0, 1.0, 1.0
        end = min(ends[i], at + LONGEST)
        while at < end:
            digit = int(data[at]) - ZERO
            if 0 <= digit <= 9 and found <= EXACT:
                found = 10 * found + digit
                scale *= step
                digits += 1
            elif digit == POINT - ZERO and step == 1.0:
                step = 10.0
            else:
                break
            at += 1
        is_plain = at == ends[i] and digits > 0 and found <= EXACT
        values[i] = (-found if data[starts[i]] == MINUS else found) / scale if is_plain else np.nan
        others += not is_plain
    return others


@compiled()
def nodes_of(kinds: Any, following: Any, column: Any, nodes: Any) -> tuple[int, int, int]:
    """Sort tokens by the nodes that they tell of.

    Parameters
    ----------
    kinds
        Shape (token,).
    following
        Shape (state, kind). What may follow what: the next state; -1 where that kind of token may not stand.
    column
        Shape (state, kind). What the token tells.
    nodes
        Shape (columns, node). Filled in: the token that tells each thing of each node. -1 at first.

    Returns
    -------
    nodes, tokens, state
        How many nodes and tokens were read, and the state then: that before the first token that may not stand there.
    """
    state, row = 0, -1
    for i in range(len(kinds)):
        kind = kinds[i]
        after = following[state, kind]
        if after < 0:
            return row + 1, i, state
        row += kind <= END
        nodes[column[state, kind], row] = i
        state = after
    return row + 1, len(kinds), state


@compiled()
def alike(data: Any, starts: Any, ends: Any, found: Any) -> None:
    """Find stretches of a file that say the same as one before, most of them at least.

    Parameters
    ----------
    data
        As in `tokens`.
    starts, ends
        Shape (stretch,). Where each begins and ends.
    found
        Shape (stretch,). Filled in: for each one the first that is known to say the same; itself if none is.
    """
    latest = np.full(CACHE, -1)  # the last stretch whose bytes have this sum, of sorts
    for i in range(len(starts)):
        key = 0
        for at in range(starts[i], ends[i]):
            key = (31 * key + data[at]) % CACHE
        other, length = latest[key], ends[i] - starts[i]
        same = -1
        if other >= 0 and ends[other] - starts[other] == length:
            same = 0
            while same < length and data[starts[i] + same] == data[starts[other] + same]:
                same += 1
        if same != length:
            latest[key] = i
        found[i] = other if same == length else i


@compiled()
def linked(fan: Any, parent: Any, action: Any) -> int:
    """Link nodes that stand in the order of the file to the nodes before them.

    Parameters
    ----------
    fan
        Shape (node,). How many nodes follow each directly.
    parent, action
        Shape (node,). Filled in.

    Returns
    -------
    int
        How many nodes the tree has: fewer than there are if it is complete before the last, more if nodes are missing.
    """
    nodes = len(fan)
    left = np.empty(nodes, np.int32)  # how many are still to follow each node
    at, due = -1, 1
    for k in range(nodes):
        if due == 0:
            return k
        parent[k], action[k] = at, -1
        if at >= 0:
            action[k] = fan[at] - left[at]
            left[at] -= 1
        due += fan[k] - 1
        left[k] = fan[k]
        at = k
        while at >= 0 and left[at] == 0:
            at = parent[at]
    return nodes + due
