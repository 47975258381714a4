"""A file as a tree of values that remember where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from negsim.errors import Fault

MAX_SHOWN = 500  # characters of a line that is shown


@dataclass(frozen=True)
class Origin:
    """Where text comes from: a file, or an assignment on the command line.

    Attributes
    ----------
    label
        What messages call it.
    lines
        Its lines, for excerpts.
    """

    label: str
    lines: tuple[str, ...] = ()

    def fault(self, message: str, *, line: int = 0, column: int = 0, path: str = "") -> Fault:
        """Make a fault of this text; lines and columns count from 1."""
        source = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Fault(
            message=printable(message),
            path=printable(path),
            file=printable(self.label),
            line=line,
            column=column,
            source="".join(char if char.isprintable() else " " for char in source) if len(source) < MAX_SHOWN else "",
        )


def printable(text: str) -> str:
    """Return a text with line ends and control characters spelled out, so that a message stays on its line."""
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


@dataclass(slots=True)
class Node:
    """A value of the file.

    Attributes
    ----------
    value
        A text, number, true, false or None; a list of nodes; or key -> node.
    origin, line, column
        Where it begins.
    keys
        Of a mapping: key -> (origin, line, column).
    size
        How many values it holds, itself included and aliases expanded.
    style
        How a text was written: ``""`` plain, ``'`` or ``"`` quoted, ``|`` or ``>`` block.
    end_line
        Where it ends.
    note
        What was set here from outside, such as ``override 'x'``; for messages.
    """

    value: Any
    origin: Origin
    line: int = 0
    column: int = 0
    keys: dict[str, tuple[Origin, int, int]] = field(default_factory=dict)
    size: int = 1
    style: str = ""
    end_line: int = 0
    note: str = ""

    @property
    def plain(self) -> Any:
        """The value as plain data."""
        if isinstance(self.value, dict):
            return {key: item.plain for key, item in self.value.items()}
        if isinstance(self.value, list):
            return [item.plain for item in self.value]
        return self.value

    def fault(self, message: str, path: str = "") -> Fault:
        """Make a fault that points to this value."""
        return self.origin.fault(self._told(message), line=self.line, column=self.column, path=path)

    def key_fault(self, key: str, message: str, path: str = "") -> Fault:
        """Make a fault that points to a key of this mapping."""
        origin, line, column = self.keys.get(key, (self.origin, self.line, self.column))
        child = self.value.get(key) if isinstance(self.value, dict) else None
        return origin.fault((child or self)._told(message), line=line, column=column, path=path)

    def fault_within(self, offset: int, message: str, path: str = "") -> Fault:
        """Make a fault that points to a character of this text."""
        line, column = self._place(offset)
        return self.origin.fault(self._told(message), line=line, column=column, path=path)

    def _told(self, message: str) -> str:
        return f"{message} ({self.note})" if self.note else message

    def _place(self, offset: int) -> tuple[int, int]:
        """Find a character of the text in the file by counting the visible characters before it."""
        if not self.line or not isinstance(self.value, str):
            return self.line, self.column
        left = len("".join(self.value[:offset].split()))
        line, column = self.line, self.column - 1
        if self.style in ("|", ">"):
            line, column = line + 1, 0
        elif self.style:
            column += 1
        for number in range(line, min(self.end_line, len(self.origin.lines)) + 1):
            text = self.origin.lines[number - 1]
            for at in range(column, len(text)):
                if not text[at].isspace():
                    if not left:
                        return number, at + 1
                    left -= 1
            column = 0
        return self.line, self.column


def node_of(value: Any, origin: Origin) -> Node:
    """Make a node of plain data that comes from nowhere in a file.

    Parameters
    ----------
    value
        Texts, numbers, lists and mappings.
    origin
        What messages call it.
    """
    if isinstance(value, dict):
        items = {str(key): node_of(item, origin) for key, item in value.items()}
        return Node(items, origin, size=1 + sum(item.size for item in items.values()))
    if isinstance(value, list | tuple):
        parts = [node_of(item, origin) for item in value]
        return Node(parts, origin, size=1 + sum(item.size for item in parts))
    return Node(value.item() if hasattr(value, "item") else value, origin)  # a NumPy scalar is a number
