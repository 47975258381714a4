"""Every error negsim raises on purpose.

NegsimError
├── ScenarioError    a scenario file is wrong: it lists every fault with its place
├── FormatError      a game file (.nfg, JSON) is wrong: it names the place
├── InvalidGame      the arrays do not make a game: a wrong shape, a NaN
├── UnknownName      nothing is registered, or defined, under this name
├── NotApplicable    this solver, plot or format does not handle this game
└── SolveError       a solver ran and failed, and `strict` was asked for
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


class NegsimError(Exception):
    """The root of the tree: catch it to catch whatever negsim raises on purpose."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong in a file, and where.

    Attributes
    ----------
    message
        What is wrong and what was meant.
    path
        Dotted path inside the file, such as ``moves.moratorium.levels``; empty for the whole file.
    file, line, column
        Where; lines and columns count from 1, and 0 means "no particular line".
    source
        The line of the file, for an excerpt with a caret; empty when there is none.
    """

    message: str
    path: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    source: str = ""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return ": ".join(part for part in (place, self.path, self.message) if part)


class ScenarioError(NegsimError):
    """A scenario is wrong; `faults` lists everything that is, in the order of the file.

    Parameters
    ----------
    faults
        All faults found in one reading.
    """

    def __init__(self, faults: Sequence[Fault]):
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type, tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)


class FormatError(NegsimError):
    """A game file is wrong; the message names the file, the place and the mend."""


class InvalidGame(NegsimError):
    """The arrays given do not make a game; the message names the offending cell or axis."""


class UnknownName(NegsimError):
    """Nothing has this name; the message lists what there is and the nearest match."""


class NotApplicable(NegsimError):
    """A solver, plot or format does not handle this game; the message says which would."""


class SolveError(NegsimError):
    """A solver failed and `strict` was asked for; without `strict` the status says so as data."""


def unknown(kind: str, name: str, known: Iterable[str]) -> UnknownName:
    """Make the error for a name that is not among the known ones.

    Parameters
    ----------
    kind
        What the name should have been, in the singular: ``"solver"``.
    name
        The name that was given.
    known
        The names there are.
    """
    return UnknownName(f"unknown {kind} '{name}'{suggestion(name, known)}")


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"``, or else the list of known names, for the end of a message."""
    names = sorted(known)[:400]  # comparing takes time
    close = difflib.get_close_matches(name, names, n=1)
    if close:
        return f"; did you mean '{close[0]}'?"
    if not names:
        return "; there are none"
    shown = ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
    return f"; there are: {shown}"
