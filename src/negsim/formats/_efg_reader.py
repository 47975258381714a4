"""The nodes of a .efg file: from tokens to the arrays of a tree, with a fault told for whatever does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from negsim.errors import FormatError
from negsim.formats._gambit import Scanner, unquoted
from negsim.games.base import BoolArray, IntArray
from negsim.kernels.compiled import Kernel
from negsim.kernels.trees import efg_nodes as kernels
from negsim.kernels.trees.efg_nodes import CHANCE as DRAW
from negsim.kernels.trees.efg_nodes import CLOSED, END, NOTHING, NUMBER, OPENED, PERSON, TEXT

Tokens: TypeAlias = NDArray[np.integer[Any]]
LONGEST = 2**31 - 1  # bytes of a file, so that places in it are 32-bit numbers
HIGHEST = 999_999_999  # number of an information set or an outcome
LABEL = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)

# what tokens tell of a node
AT, PLAYER, SET, SET_NAME, LIST, LIST_END, OUTCOME, OUTCOME_NAME, PAYOFFS, PAYOFFS_END, OTHER = range(11)

BEGIN = {DRAW: ("chance", AT), PERSON: ("person", AT), END: ("end", AT)}
GRAMMAR: dict[str, dict[int, tuple[str, int]]] = {  # state -> what may follow: the next state, and what it tells
    "node": BEGIN,
    "chance": {TEXT: ("chance set", OTHER)},
    "person": {TEXT: ("player", OTHER)},
    "end": {TEXT: ("outcome", OTHER)},
    "player": {NUMBER: ("set", PLAYER)},
    "chance set": {NUMBER: ("branches or not", SET)},
    "set": {NUMBER: ("actions or not", SET)},
    "branches or not": {TEXT: ("branches", SET_NAME), OPENED: ("branch", LIST), NUMBER: ("after", OUTCOME)},
    "branches": {OPENED: ("branch", LIST), NUMBER: ("after", OUTCOME)},
    "branch": {TEXT: ("probability", OTHER), CLOSED: ("outcome", LIST_END)},
    "probability": {NUMBER: ("branch", OTHER)},
    "actions or not": {TEXT: ("actions", SET_NAME), OPENED: ("action", LIST), NUMBER: ("after", OUTCOME)},
    "actions": {OPENED: ("action", LIST), NUMBER: ("after", OUTCOME)},
    "action": {TEXT: ("action", OTHER), CLOSED: ("outcome", LIST_END)},
    "outcome": {NUMBER: ("after", OUTCOME)},
    "after": {TEXT: ("payoffs or not", OUTCOME_NAME), OPENED: ("payoff", PAYOFFS)} | BEGIN,
    "payoffs or not": {OPENED: ("payoff", PAYOFFS)} | BEGIN,
    "payoff": {NUMBER: ("payoff", OTHER), CLOSED: ("node", PAYOFFS_END)},
}
WANTED = {
    "node": "a node: c (chance), p (a player) or t (an end)",
    "chance": "the name of the node in quotation marks",
    "person": "the name of the node in quotation marks",
    "end": "the name of the node in quotation marks",
    "player": "the number of a player",
    "chance set": "the number of an information set",
    "set": "the number of an information set",
    "branches or not": 'branches such as { "heads" 1/2 "tails" 1/2 }, or the number of an outcome',
    "branches": 'branches such as { "heads" 1/2 "tails" 1/2 }, or the number of an outcome',
    "branch": "the label of a branch in quotation marks, or }",
    "probability": "the probability of the branch",
    "actions or not": 'actions such as { "stay" "leave" }, or the number of an outcome',
    "actions": 'actions such as { "stay" "leave" }, or the number of an outcome',
    "action": "the label of an action in quotation marks, or }",
    "outcome": "the number of an outcome, 0 for none",
    "after": "payoffs in braces, or the next node",
    "payoffs or not": "payoffs in braces, or the next node",
    "payoff": "a payoff, or }",
}
LAST = ("node", "after", "payoffs or not")  # the states in which a file may end


def _tables() -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    states = list(GRAMMAR)
    following, column = (np.full((len(states), NOTHING + 1), -1, np.int8) for _ in range(2))
    for state, tokens in GRAMMAR.items():
        for kind, (after, tells) in tokens.items():
            following[states.index(state), kind] = states.index(after)
            column[states.index(state), kind] = tells
    return following, column


def _bytes() -> tuple[NDArray[np.int8], BoolArray]:
    """What kind of token begins with each byte, and which bytes a word goes on with."""
    kind = np.full(256, NOTHING, np.int8)
    blank = [*range(33), ord(",")]
    kind[blank] = -1
    for letters, token in (("c", DRAW), ("p", PERSON), ("t", END), ('"', TEXT), ("{", OPENED), ("}", CLOSED)):
        kind[ord(letters)] = token
    kind[[ord(sign) for sign in "0123456789+-."]] = NUMBER
    goes_on = np.ones(256, bool)
    goes_on[[*blank, *map(ord, '"{}')]] = False
    return kind, goes_on


class File:
    """The tokens of the nodes of a file, and what they tell of each.

    Parameters
    ----------
    scan
        The text, read up to where the nodes begin.
    """

    def __init__(self, scan: Scanner):
        self.scan = scan
        try:
            self.raw = scan.text.encode()
        except UnicodeEncodeError as fault:
            raise scan.fault("half a character, which no file can hold", fault.start) from None
        if len(self.raw) > LONGEST:
            raise FormatError(f"{scan.name}: {len(self.raw):,} bytes; files of up to {LONGEST:,} are read")
        self._tokens(len(scan.text[: scan.place].encode()))
        self._nodes()

    def _tokens(self, begin: int) -> None:
        starts, ends = (np.empty(len(self.raw) - begin, np.int32) for _ in range(2))
        kinds = np.empty(len(starts), np.int8)
        count = self.kernel(kernels.tokens, len(starts))(begin, *_bytes(), starts, ends, kinds)
        self.starts, self.ends, self.kinds = starts[:count], ends[:count], kinds[:count]
        self.values = np.zeros(count)
        if self.kernel(kernels.plain_numbers, count)(self.starts, self.ends, self.kinds, self.values):
            self._other_numbers(np.flatnonzero(np.isnan(self.values)))

    def kernel(self, kernel: Kernel[..., Any], work: int) -> Callable[..., Any]:
        """Return a kernel that is to be applied to the file: to its bytes, or compiled to an array of them."""
        run = kernel.sized(work * kernels.STEPS)
        return partial(run, self.raw if run is kernel.function else np.frombuffer(self.raw, np.uint8))

    def _other_numbers(self, tokens: IntArray) -> None:
        words = self.words(tokens, tokens)
        if not re.search(rb"[^0-9.eE+-]", b"".join(words)):  # then Python reads nothing that is no number here
            with suppress(ValueError):  # the slow way below finds the place
                self.values[tokens] = list(map(float, words))
            if np.isfinite(self.values[tokens]).all():
                return
        known: dict[bytes, float] = {}
        for token, word in zip(tokens.tolist(), words, strict=True):
            if word not in known:
                known[word] = self.scan.number(word.decode(errors="replace"), self.place(token))
                if not np.isfinite(known[word]):
                    raise self.fault(token, f"{word[:40].decode()} is not a finite number")
            self.values[token] = known[word]

    def _nodes(self) -> None:
        self.nodes = np.full((OTHER + 1, int((self.kinds <= END).sum())), -1, np.int32)
        run = kernels.nodes_of.sized(len(self.kinds) * kernels.STEPS)
        count, read, state = run(self.kinds, *_tables(), self.nodes)
        wanted = list(GRAMMAR)[state]
        if read < len(self.kinds):
            raise self.misplaced(read, WANTED[wanted])
        if not count or wanted not in LAST:
            raise self.misplaced(read, WANTED[wanted])
        self.kind = self.kinds[self.nodes[AT]]

    def place(self, token: int) -> int:
        """Return where in the text a token begins; its end for the token after the last."""
        if token >= len(self.starts):
            return len(self.scan.text)
        return len(self.raw[: self.starts[token]].decode())

    def fault(self, token: int, message: str) -> FormatError:
        """Make the error for a token."""
        return self.scan.fault(message, self.place(int(token)))

    def misplaced(self, token: int, wanted: str) -> FormatError:
        """Make the error for a token that may not stand where it does."""
        if token >= len(self.starts):
            return self.fault(token, f"expected {wanted}, found the end of the file")
        word = self.raw[self.starts[token] : self.ends[token]].decode(errors="replace")
        if word[0] == '"' and self.kinds[token] == NOTHING:
            return self.fault(token, "this quotation mark is never closed")
        return self.fault(token, f"expected {wanted}, found {word[:40]}")

    def line(self, token: int) -> int:
        """Return the number of the line in which a token begins."""
        return self.scan.text.count("\n", 0, self.place(token)) + 1

    def leaders(self, first: IntArray, last: IntArray) -> IntArray:
        """Return, for stretches from one token up to another, one before that says the same, or the stretch itself."""
        found = np.empty(len(first), np.intp)
        starts, ends = self.starts[first], self.ends[last]
        self.kernel(kernels.alike, int((ends - starts).sum()))(starts, ends, found)
        return found

    def words(self, first: Tokens, last: Tokens) -> list[bytes]:
        """Return the bytes from one token up to another, for many pairs of them."""
        raw = self.raw
        return [raw[a:b] for a, b in zip(self.starts[first].tolist(), self.ends[last].tolist(), strict=True)]

    def labels(self, tokens: Tokens) -> list[str]:
        """Return quoted labels; the empty one for -1."""
        found = [""] * len(tokens)
        long = np.flatnonzero((tokens >= 0) & (self.ends[tokens] - self.starts[tokens] > 2))
        for item, word in zip(long.tolist(), self.words(tokens[long], tokens[long]), strict=True):
            found[item] = unquoted(word.decode())
        return found

    def whole(self, rows: IntArray | slice, column: int, what: str, least: int = 0, most: int = HIGHEST) -> IntArray:
        """Return the numbers that stand in a column of some nodes, which must be whole."""
        tokens = self.nodes[column, rows]
        values = self.values[tokens]
        wrong = np.flatnonzero(~((values >= least) & (values <= most) & (values == np.floor(values))))
        if len(wrong):
            word = self.words(tokens[wrong[:1]], tokens[wrong[:1]])[0].decode()
            raise self.fault(tokens[wrong[0]], f"{what} from {least} to {most}, found {word[:40]}")
        found: IntArray = values.astype(np.intp)
        return found
