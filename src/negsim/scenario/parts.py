"""What a scenario is made of: parties, moves and their levels, parameters, sources, claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from negsim.scenario.distribution import Distribution
from negsim.scenario.expression import Expression
from negsim.scenario.record import LATER, Frozen


@dataclass(frozen=True, kw_only=True)
class Citation:
    """A place in a source.

    Attributes
    ----------
    source
        Id of the source, such as ``trenin-2022``.
    paragraph
        Where in it, such as ``WN3``; empty for the whole.
    """

    source: str
    paragraph: str = ""

    def __str__(self) -> str:
        return f"{self.source}#{self.paragraph}" if self.paragraph else self.source


@dataclass(frozen=True, kw_only=True)
class Source:
    """A published text.

    Attributes
    ----------
    id, title, author, outlet, date, note, url
        How to find it; the note says what is uncertain about it.
    paragraphs
        Section code -> number of paragraphs, where the text has been indexed: ``{"P": 21}`` allows ``#P1`` to ``#P21``.
    """

    id: str
    title: str
    author: str = ""
    outlet: str = ""
    date: str = ""
    note: str = ""
    url: str = ""
    paragraphs: Mapping[str, int] = field(default_factory=Frozen)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A party.

    Attributes
    ----------
    id, name, note, sources
        Its id in the file, what people call it, and where its aims are documented.
    """

    id: str
    name: str
    note: str = ""
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Level:
    """How far a move is taken.

    Attributes
    ----------
    id, name
        Its id within the move, and what people call it.
    value
        The number that the move's name stands for in formulas when this level is chosen.
    use
        The documented option of the catalog that it is, such as ``CTR.MISSILES_NEAR``; or empty.
    note, sources
        A remark, and where it is documented.
    """

    id: str
    name: str
    value: float
    use: str = ""
    note: str = ""
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Move:
    """A documented option of an actor, or something that chance decides, taken at one of its levels.

    Attributes
    ----------
    id, name, actor
        Its id, what people call it, and the id of the actor whose choice it is; empty where chance decides.
    levels
        Its levels, in the order of the file.
    initial
        Id of the level at which things stand before anybody moves.
    reversible
        Whether it can be taken back.
    chance
        Level -> its probability when chance decides, a formula on parameters, measures and moves as they stand; empty
        for a move of an actor.
    use
        The documented option of the catalog that it is; or empty.
    note, sources
        A remark, and where it is documented.
    """

    id: str
    name: str
    actor: str
    levels: tuple[Level, ...]
    initial: str
    reversible: bool = True
    chance: Mapping[str, Expression] = field(default_factory=Frozen)
    use: str = ""
    note: str = ""
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A number that somebody assumed or published.

    Attributes
    ----------
    id, name
        Its id, the name in formulas; and what people call it.
    value, low, high
        The default, and the range worth exploring; in `unit`.
    unit
        A label, such as ``points`` or ``0-1``.
    assumption
        Why the number is assumed; empty if it is published.
    sources
        Where the number, or what it stands for, is documented.
    note
        A remark.
    distribution
        How the number may vary within its range, an assumption like the range; None for evenly.
    """

    id: str
    name: str
    value: float
    low: float
    high: float
    unit: str
    assumption: str = ""
    note: str = ""
    sources: tuple[Citation, ...] = ()
    distribution: Distribution | None = field(default=None, metadata=LATER)

    @property
    def exact(self) -> Fraction:
        """The default as the decimal number that the file shows: 0.2 is 1/5."""
        return Fraction(repr(self.value))


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a source asserts, as comparative statics that can be executed.

    Attributes
    ----------
    id, says, sources
        Its id, the assertion in plain words, and who makes it.
    form, solver
        The form under which it is read, and name and options of the solver; empty to leave the choice open.
    vary
        Parameter -> (from, to); several move together.
    quantity
        What is watched, such as ``probability(missiles.deploy)``; see `negsim.scenario.quantities`.
    sign
        ``increasing``, ``decreasing`` or ``constant``, in the weak sense, as the parameters go from the first of their
        numbers to the second.
    given
        Parameter -> value held instead of its default.
    overrides
        Named sets of changes under which it is read.
    points
        How many values to try.
    step
        By how much the first parameter moves at least, such as 1 where only whole numbers make sense; 0 for any.
    scope
        Where the assertion is known to fail.
    """

    id: str
    says: str
    sources: tuple[Citation, ...] = ()
    form: str = "strategic"
    solver: Mapping[str, object] = field(default_factory=Frozen)
    vary: Mapping[str, tuple[float, float]] = field(default_factory=Frozen)
    quantity: str = ""
    sign: str = "increasing"
    given: Mapping[str, float] = field(default_factory=Frozen)
    overrides: tuple[str, ...] = ()
    points: int = 33
    step: float = 0.0
    scope: str = ""


@dataclass(frozen=True, kw_only=True)
class Override:
    """A named set of changes to a scenario.

    Attributes
    ----------
    note, sources
        What it stands for and where it comes from.
    disagreements
        The disagreements of the catalog of which it takes a side, such as ``G03``.
    values
        Dotted path, or name of a parameter -> new value.
    """

    note: str = ""
    sources: tuple[Citation, ...] = ()
    disagreements: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=Frozen)
