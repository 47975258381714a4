"""Conditions on outcomes: formulas that hold or do not, two of which ``if`` or ``iff`` may join.

``a if b`` holds unless b does and a does not; ``a iff b`` holds if both do or neither.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from negsim.errors import Fault, ScenarioError
from negsim.scenario import latex
from negsim.scenario.expression import Array, on_arrays, on_fractions
from negsim.scenario.syntax import MAX_LENGTH, Apply, Flaw, Name, Step, parse

_JOIN = re.compile(r"(?<![\w.])iff?(?![\w.])")
_LOUD = re.compile(r"(?<![\w.])(IFF?|If|Iff)(?![\w.])")
_BEFORE = re.compile(r"(\w+)\s*$")
_MARK = "\N{LATIN LETTER DENTAL CLICK}"  # Python takes it in names, and no name of a scenario may have it
_HIDDEN = re.compile(rf"{_MARK}\d+{_MARK}*")


@dataclass(frozen=True)
class Condition:
    """A formula of which only matters whether it is 0; ``if`` and ``iff`` join two.

    Attributes
    ----------
    text
        What the file says, such as ``"modify.yes if insist.yes"``.

    Raises
    ------
    ScenarioError
        If the text is no condition; every flaw is listed with its column.

    Examples
    --------
    >>> promise = Condition("accept if (modify and not delay)")
    >>> [float(promise({"accept": 0, "modify": modify, "delay": 0})) for modify in (0, 1)]
    [1.0, 0.0]
    """

    text: str

    def __post_init__(self) -> None:
        steps, flaws = parse_condition(self.text)
        if flaws:
            raise ScenarioError([Fault(message=f.message, column=f.offset + 1, source=self.text) for f in flaws])
        object.__setattr__(self, "_steps", (*steps, _NOT, _NOT))

    def __reduce__(self) -> tuple[type[Condition], tuple[str]]:
        return Condition, (self.text,)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The program, which comes to 1 or 0."""
        found: tuple[Step, ...] = self.__dict__["_steps"]
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """The names it needs, a level as ``move.level``."""
        return frozenset(step.text for step in self.steps if isinstance(step, Name))

    def __call__(self, env: Mapping[str, Any]) -> Array:
        """Return 1 where it holds and 0 elsewhere, in the shape that the arrays broadcast to.

        Parameters
        ----------
        env
            A number or an array for every name.
        """
        return on_arrays(self.steps, env)

    def exact(self, env: Mapping[str, Fraction]) -> Fraction:
        """Return 1 if it holds and else 0, without rounding on the way.

        Parameters
        ----------
        env
            A fraction for every name.
        """
        return on_fractions(self.steps, env, self.text)

    def latex(self) -> str:
        """Return the condition as LaTeX."""
        return latex.render(self.steps[:-2])

    def __str__(self) -> str:
        return self.text


_NOT = Apply("not", 1)


@lru_cache(maxsize=256)
def parse_condition(text: str) -> tuple[tuple[Step, ...], tuple[Flaw, ...]]:
    """Return the program of a condition and all that is wrong with it; a condition with flaws has no program.

    Brackets that hold a join are read first, from the inside out, and stand as one name of the same length in what is
    around them, so that places stay what they are.

    Parameters
    ----------
    text
        The condition.
    """
    if loud := _LOUD.search(text):
        return (), (Flaw(f"'{loud[0]}' is not part of conditions; write '{loud[0].lower()}'", loud.start()),)
    if len(text) > MAX_LENGTH or _MARK in text or not _JOIN.search(text):
        return parse(text)
    flaws: list[Flaw] = []
    hidden: dict[str, tuple[Step, ...]] = {}
    opened: list[int] = []
    left = text
    for at, char in enumerate(text):
        if char == "(":
            opened.append(at)
        elif char == ")" and opened:
            start = opened.pop()
            inner = left[start + 1 : at]
            if _JOIN.search(inner):
                name = f"{_MARK}{len(hidden)}".ljust(len(inner), _MARK)
                if _is_call(left[:start]):
                    told = "'if' and 'iff' join conditions; put brackets around what they join"
                    return (), (Flaw(told, start + 1),)
                hidden[name], found = _joined(inner, start + 1, hidden)
                flaws += found
                left = f"{left[:start]} {name} {left[at + 1 :]}"
    steps, found = _joined(left, 0, hidden)
    flaws += found
    return (() if flaws else steps), tuple(flaws)


def _is_call(before: str) -> bool:
    """Whether a bracket after this text holds what a function is called with: numbers, between commas."""
    word = _BEFORE.search(before)
    return word is not None and word[1] not in ("and", "or", "not", "if", "iff")


def _joined(text: str, offset: int, hidden: Mapping[str, tuple[Step, ...]]) -> tuple[tuple[Step, ...], list[Flaw]]:
    """Read a text in which at most one join stands outside brackets."""
    joins = [*_JOIN.finditer(text)]
    if len(joins) > 1:
        return (), [Flaw("a second 'if' or 'iff'; put brackets around two of the three", offset + joins[1].start())]
    if not joins:
        return _piece(text, offset, hidden)
    word, start, end = joins[0][0], *joins[0].span()
    if not text[:start].strip() or not text[end:].strip():
        side = "before" if not text[:start].strip() else "after"
        return (), [Flaw(f"nothing stands {side} '{word}'", offset + start)]
    first, flaws = _piece(text[:start], offset, hidden)
    second, others = _piece(text[end:], offset + end, hidden)
    if word == "if":
        return (*first, *second, _NOT, Apply("or", 2)), flaws + others
    return (*first, _NOT, *second, _NOT, Apply("==", 2)), flaws + others


def _piece(text: str, offset: int, hidden: Mapping[str, tuple[Step, ...]]) -> tuple[tuple[Step, ...], list[Flaw]]:
    steps, flaws = parse(text)
    out: list[Step] = []
    for step in steps:
        if isinstance(step, Name) and step.text in hidden:
            out += hidden[step.text]
        elif isinstance(step, Name) and _MARK in step.text:
            flaws = (*flaws, Flaw("a dot only joins a move and one of its levels, as in 'move.level'", step.offset))
        else:
            out.append(Name(step.text, step.offset + offset) if isinstance(step, Name) else step)
    return tuple(out), [Flaw(_HIDDEN.sub("(...)", flaw.message), flaw.offset + offset) for flaw in flaws]
