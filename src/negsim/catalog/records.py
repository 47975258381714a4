"""What the texts document besides moves: actors, facts, disagreements, numbers, events, and what they leave open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from negsim.scenario.model import Citation
from negsim.scenario.record import Frozen
from negsim.scenario.sources import Opinion


@dataclass(frozen=True, kw_only=True)
class DocumentedActor:
    """A party, and what is said of it, by whom.

    Attributes
    ----------
    id, name, role
        Its id in the index of the texts, such as ``NATO.EAST``; what people call it; what it is in the talks.
    part_of
        Id of the actor that it belongs to; or empty.
    aims, red_lines, constraints, beliefs, outside_options, capabilities
        Each said by somebody, and cited.
    """

    id: str
    name: str
    role: str
    part_of: str = ""
    aims: tuple[Opinion, ...] = ()
    red_lines: tuple[Opinion, ...] = ()
    constraints: tuple[Opinion, ...] = ()
    beliefs: tuple[Opinion, ...] = ()
    outside_options: tuple[Opinion, ...] = ()
    capabilities: tuple[Opinion, ...] = ()

    @property
    def sources(self) -> tuple[Citation, ...]:
        """Return every place that is cited for it, each once."""
        said = (*self.aims, *self.red_lines, *self.constraints, *self.beliefs, *self.outside_options)
        return tuple(dict.fromkeys(c for one in (*said, *self.capabilities) for c in one.sources))


@dataclass(frozen=True, kw_only=True)
class Static:
    """In which direction a quantity should move as a parameter rises.

    Attributes
    ----------
    parameter, quantity
        Their names.
    sign
        ``+``, ``-``, ``0`` for not at all, or ``+/-`` where it may be either.
    """

    parameter: str
    quantity: str
    sign: str


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A stylised fact: what the texts assert about such conflicts, as comparative statics.

    Attributes
    ----------
    id, name, tier
        Such as ``SF14``; a name; ``core`` or ``secondary``.
    says, by
        The assertion in our words, and who makes it.
    mechanism, scope
        How it comes about in a model, and where it is meant to hold.
    statics
        The directions that it asserts.
    forms, parameters
        The forms of game in which it can be seen, and the parameters that it is about.
    sources
        Where it stands.
    """

    id: str
    name: str
    tier: str
    says: str
    by: str
    mechanism: str = ""
    scope: str = ""
    statics: tuple[Static, ...] = ()
    forms: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """Where the texts, or those whom they report, part company.

    Attributes
    ----------
    id, topic
        Such as ``G03``, and the question.
    views
        Who says what, and where.
    presets
        Name of an override -> parameter -> the value that stands for the view; every value is an assumption.
    parameters, scenarios
        On what it bears.
    """

    id: str
    topic: str
    views: tuple[Opinion, ...]
    presets: Mapping[str, Mapping[str, float | str]] = field(default_factory=Frozen)
    parameters: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[Citation, ...]:
        """Return every place that is cited for it, each once."""
        return tuple(dict.fromkeys(c for one in self.views for c in one.sources))


@dataclass(frozen=True, kw_only=True)
class PublishedNumber:
    """A number that a text states.

    Attributes
    ----------
    id, value
        Such as ``N06``, and the number as it stands there.
    what, by, use
        What it counts, who states it, and how models use it.
    sources
        Where it stands.
    """

    id: str
    value: str
    what: str
    by: str
    use: str = ""
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Event:
    """What happened, as far as the texts say.

    Attributes
    ----------
    id, date, precision
        Such as ``T29``; when, and how exactly that is known.
    phase, says
        The part of the story, and what happened.
    actors, moves
        Ids of those who took part, and of the documented moves that it was.
    sources
        Where it stands.
    """

    id: str
    date: str
    precision: str
    phase: str
    says: str
    actors: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ambiguity:
    """What the texts leave open or tell in several ways, and how it is read here.

    Attributes
    ----------
    id, what, says
        Such as ``Q02``; the point; what stands where.
    sources
        Where.
    """

    id: str
    what: str
    says: str
    sources: tuple[Citation, ...] = ()
