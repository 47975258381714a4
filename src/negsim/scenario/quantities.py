"""Quantities that claims watch: ``probability(...)``, ``payoff(...)`` and the like, added or taken from each other."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache

from negsim.errors import Fault, ScenarioError, suggestion
from negsim.scenario.conditions import parse_condition
from negsim.scenario.syntax import MAX_LENGTH, Flaw, Name, parse

CONDITION, FORMULA, TEXT = "condition", "formula", "text"
ACTOR, CONCEPT, FORM = "actor", "concept", "form of a promise"
WORDS = (ACTOR, CONCEPT, FORM)
KINDS: dict[str, tuple[str, ...]] = {
    "probability": (CONDITION,),
    "measure": (FORMULA,),
    "total": (FORMULA,),
    "payoff": (ACTOR,),
    "stable": (CONCEPT, CONDITION),
    "belief": (TEXT, TEXT),
    "agreed": (),
    "room": (),
    "zone": (),
    "settled": (TEXT,),
    "unbundled": (),
    "least_discount": (ACTOR,),
    "adopted": (FORM,),
    "worth": (FORM,),
    "best_form": (FORM,),
}  # what stands between the brackets of each
MORE: dict[str, str] = {"worth": ACTOR}  # what may follow after a comma
ENDINGS = ("agreement", "no_agreement")  # of talks: no outcomes, and yet they have a probability
GIVEN = ("probability", "measure")  # may say under which condition
_GIVEN = re.compile(r"(?<![\w.])given(?![\w.(])")
_AT = re.compile(r"\s+at\s+")
_START = re.compile(r"\s*([+-]?)\s*([A-Za-z_]\w*)?\s*(\(?)")


@dataclass(frozen=True)
class Part:
    """What stands between brackets, or a piece of it; `offset` is its place in the text."""

    text: str
    kind: str
    offset: int


@dataclass(frozen=True)
class Term:
    """One of the quantities that are added up.

    Attributes
    ----------
    sign
        1, or -1 where it is taken away.
    name
        What it is, such as ``"probability"``.
    parts
        Of what.
    given
        The condition under which it is read; None for no such.
    """

    sign: int
    name: str
    parts: tuple[Part, ...]
    given: Part | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the parts."""
        return tuple(part.text for part in self.parts)


def terms(text: str) -> tuple[Term, ...]:
    """Return the terms of a quantity.

    Parameters
    ----------
    text
        What the file says, such as ``"worth(treaty) - worth(declaration)"``.

    Raises
    ------
    ScenarioError
        If it is no quantity; every flaw is listed with its column.
    """
    found, flaws = parse_quantity(text)
    if flaws:
        raise ScenarioError([Fault(message=f.message, column=f.offset + 1, source=text) for f in flaws])
    return found


@lru_cache(maxsize=256)
def parse_quantity(text: str) -> tuple[tuple[Term, ...], tuple[Flaw, ...]]:
    """Return the terms of a quantity and all that is wrong with it; one with flaws has no terms.

    Parameters
    ----------
    text
        The quantity.
    """
    if len(text) > MAX_LENGTH:
        return (), (Flaw(f"a quantity of {len(text)} characters; at most {MAX_LENGTH} are read: use measures"),)
    found: list[Term] = []
    flaws: list[Flaw] = []
    at = 0
    while at < len(text.rstrip()) or not found:
        start = _START.match(text, at)
        end = _closing(text, start.end()) if start and start[3] else -1
        if start is None or end < 0 or start[2] not in KINDS or (found and not start[1]):
            return (), (*flaws, Flaw(_wrong(text, at, start, bool(found)), at))
        term, wrong = _term(-1 if start[1] == "-" else 1, start[2], text[start.end() : end], start.end())
        flaws += wrong
        found.append(term)
        at = end + 1
    return (() if flaws else tuple(found)), tuple(flaws)


def names_in(term: Term) -> Iterator[Name]:
    """Yield the names that the conditions and formulas of a term use, each with its place in the text.

    Parameters
    ----------
    term
        Of a quantity.
    """
    for part in (*term.parts, *([term.given] if term.given else [])):
        for step in _read(part)[0]:
            if isinstance(step, Name):
                yield Name(step.text, step.offset + part.offset)


def is_ending(term: Term, hazards: Container[str]) -> bool:
    """Whether a term is the probability of what is no outcome: that a hazard happens, or that something is agreed.

    Parameters
    ----------
    term
        Of a quantity.
    hazards
        Names of the hazards there are.
    """
    return term.name == "probability" and (term.texts[0] in hazards or term.texts[0] in ENDINGS)


def _term(sign: int, name: str, inside: str, offset: int) -> tuple[Term, list[Flaw]]:
    given = None
    if name in GIVEN and (found := _GIVEN.search(inside)):
        given = _part(inside, found.end(), len(inside), CONDITION, offset)
        inside = inside[: found.start()]
    pieces = _pieces(name, inside)
    kinds = KINDS[name] + ((MORE[name],) if name in MORE and len(pieces) > len(KINDS[name]) else ())
    if len(pieces) != len(kinds) or not all(inside[start:end].strip() for start, end in pieces):
        wanted = " at ".join(KINDS[name]) if name == "belief" else ", ".join(KINDS[name])
        return Term(sign, name, ()), [Flaw(f"'{name}' is read as {name}({wanted})", offset)]
    parts = tuple(_part(inside, *piece, kind, offset) for piece, kind in zip(pieces, kinds, strict=True))
    flaws = [
        Flaw(flaw.message, flaw.offset + part.offset)
        for part in (*parts, *([given] if given else []))
        for flaw in _read(part)[1]
    ]
    return Term(sign, name, parts, given), flaws


def _pieces(name: str, inside: str) -> list[tuple[int, int]]:
    """Where the parts between the brackets begin and end."""
    if not inside.strip():
        return []
    if name == "belief":
        cut = _AT.search(inside)
        return [(0, cut.start()), (cut.end(), len(inside))] if cut else [(0, len(inside))]
    comma = inside.find(",") if len(KINDS[name]) > 1 or name in MORE else -1
    return [(0, comma), (comma + 1, len(inside))] if comma >= 0 else [(0, len(inside))]


def _part(inside: str, start: int, end: int, kind: str, offset: int) -> Part:
    text = inside[start:end]
    return Part(text.strip(), kind, offset + start + len(text) - len(text.lstrip()))


def _read(part: Part) -> tuple[tuple[object, ...], tuple[Flaw, ...]]:
    """The steps of a condition or formula, and its flaws; a word must be one."""
    if part.kind == CONDITION:
        return parse_condition(part.text)
    if part.kind == FORMULA:
        return parse(part.text)
    if part.kind in WORDS and not re.fullmatch(r"\w+", part.text):
        return (), (Flaw(f"'{part.text}' is no name"),)
    return (), ()


def _closing(text: str, at: int) -> int:
    """Where the bracket that was opened before is closed; -1 if it is not."""
    depth = 1
    for place in range(at, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place
    return -1


def _wrong(text: str, at: int, start: re.Match[str] | None, later: bool) -> str:
    told = f"; quantities are {', '.join(f'{name}(...)' for name in KINDS)}"
    if start is None or not start[2]:
        return f"'{text[at:].strip()[:40]}' is no quantity{told}"
    if start[2] not in KINDS:
        return f"'{start[2]}' is no quantity{suggestion(start[2], KINDS)}"
    if not start[3]:
        return f"'{start[2]}' lacks its brackets: {start[2]}(...)"
    return "quantities are joined by + or -" if later and not start[1] else "a bracket is not closed"
