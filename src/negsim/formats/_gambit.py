"""What Gambit's two text formats share: tokens, labels, numbers, and faults told with their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from negsim.errors import FormatError

TOKEN = re.compile(
    r'[\s,]*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<brace>[{}])|(?P<word>[^\s,{}"]+)|(?P<bad>.)|$)', re.DOTALL
)
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?\d+/\d+", re.ASCII)


class Scanner:
    """Yields the tokens of a file and knows where it is."""

    def __init__(self, text: str, name: str):
        self.text, self.name = text, name
        self.place = self.start = 0

    def fault(self, message: str, place: int | None = None) -> FormatError:
        """Make the error for a place, the last token's when none is given."""
        at = self.start if place is None else place
        line = self.text.count("\n", 0, at) + 1
        column = at - (self.text.rfind("\n", 0, at) + 1) + 1
        return FormatError(f"{self.name}:{line}:{column}: {' '.join(message.splitlines())}")  # labels may break lines

    def peek(self) -> str:
        """Return the next token without taking it: a quoted text, a brace, a word, or nothing at the end."""
        match = TOKEN.match(self.text, self.place)
        if match is None or not match.lastgroup:
            self.start = len(self.text)
            return ""
        self.start = match.start(match.lastgroup)
        if match.lastgroup == "bad":
            raise self.fault("this quotation mark is never closed")
        return match[match.lastgroup]

    def take(self, wanted: str = "") -> str:
        """Take the next token, which must be this one if one is named."""
        token = self.peek()
        if not token or (wanted and token != wanted):
            raise self.fault(f"expected {wanted or 'more'} here, found {token or 'the end of the file'}")
        self.place = self.start + len(token)
        return token

    def quoted(self, what: str) -> str:
        """Take a text in quotation marks."""
        token = self.take()
        if token[0] != '"':
            raise self.fault(f"expected {what} in quotation marks, found {token}")
        return unquoted(token)

    def listed(self, what: str) -> Iterator[str]:
        """Take texts in braces."""
        self.take("{")
        while self.peek() != "}":
            yield self.quoted(what)
        self.take("}")

    def number(self, word: str, place: int) -> float:
        """Return what a word stands for, which must be a finite decimal or rational number."""
        if not NUMBER.fullmatch(word):
            raise self.fault(f"expected a number, found {word[:40]}", place)
        upper, _, lower = word.partition("/")
        try:
            return int(upper) / int(lower) if lower else float(word)
        except (ZeroDivisionError, OverflowError, ValueError):  # the last of thousands of digits
            raise self.fault(f"{word[:40]} is not a finite number", place) from None


def distinct(labels: Sequence[str]) -> tuple[str, ...]:
    """Number the labels that are empty, and those that were there before.

    Parameters
    ----------
    labels
        As they stand in a file.
    """
    found: dict[str, None] = {}
    counts: dict[str, int] = {}  # so that a thousand equal labels take a thousand steps
    for number, label in enumerate(labels, 1):
        base = name = label or str(number)
        count = counts.get(base, 1)
        while name in found:
            count += 1
            name = f"{base} ({count})"
        counts[base] = count
        found[name] = None
    return tuple(found)


def unquoted(token: str) -> str:
    """Return the label that stands between quotation marks.

    Parameters
    ----------
    token
        With its quotation marks.
    """
    return re.sub(r'\\(["\\])', r"\1", token[1:-1])


def quoted(label: str) -> str:
    """Escape quotation marks, and backslashes only where they would be misread: Gambit reads others twice.

    Parameters
    ----------
    label
        Any text.
    """
    return '"' + re.sub(r'\\(?=["\\]|$)|"', lambda match: "\\" + match[0], label) + '"'


def number_text(value: float) -> str:
    """Return a decimal number that reads back as the same one.

    Parameters
    ----------
    value
        Finite.
    """
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value).replace("e+", "e")
