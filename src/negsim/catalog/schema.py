"""The shape of the catalog's files on actors, facts, disagreements, numbers and events; for editors and tests."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from negsim.scenario.schema_fields import Fields, Several

_CITATION = "A source id and the paragraph in it: 'trenin-2022#WN3'; or a list of those."


class StatementFile(Fields):
    """What somebody says, and where."""

    says: str = Field(description="What is said, in our words.")
    by: str = Field(description="Who says it.")
    source: Several = Field(description=_CITATION)


class ActorEntry(Fields):
    """A party, and what is said of it."""

    name: str
    role: str = Field(description="What it is in the talks.")
    part_of: str = Field("", description="Id of the actor that it belongs to.")
    aims: list[StatementFile] = []
    red_lines: list[StatementFile] = []
    constraints: list[StatementFile] = []
    beliefs: list[StatementFile] = []
    outside_options: list[StatementFile] = []
    capabilities: list[StatementFile] = []


class StaticFile(Fields):
    """In which direction a quantity should move as a parameter rises."""

    parameter: str
    quantity: str
    sign: Literal["+", "-", "0", "+/-"] = Field(description="0: not at all; +/-: either.")


class FactEntry(Fields):
    """A stylised fact."""

    name: str
    tier: Literal["core", "secondary"]
    says: str = Field(description="The assertion, in our words.")
    by: str = Field(description="Who makes it.")
    source: Several = Field(description=_CITATION)
    mechanism: str = Field(description="How it comes about in a model.")
    scope: str = Field(description="Where it is meant to hold.")
    statics: list[StaticFile] = Field(min_length=1)
    forms: list[str] = Field(description="The forms of game in which it can be seen.")
    parameters: list[str] = Field(description="The parameters that it is about.")


class DisagreementEntry(Fields):
    """Where the texts part company."""

    topic: str
    views: list[StatementFile] = Field(min_length=2)
    presets: dict[str, dict[str, float | str]] = Field({}, description="Override: {parameter: value}; assumptions.")
    parameters: list[str]
    scenarios: list[str]


class NumberEntry(Fields):
    """A number that a text states."""

    value: str = Field(description="As it stands there.")
    what: str
    by: str = Field(description="Who states it.")
    use: str = Field(description="How models use it.")
    source: Several = Field(description=_CITATION)


class EventEntry(Fields):
    """What happened."""

    date: str
    precision: str = Field(description="How exactly the date is known.")
    phase: Literal["background", "pressure", "demands", "talks", "aftermath", "expected"]
    says: str = Field(description="What happened.")
    actors: list[str] = []
    moves: list[str] = Field([], description="Ids of the documented moves that it was.")
    source: Several = Field(description=_CITATION)


class AmbiguityEntry(Fields):
    """What the texts leave open."""

    what: str
    says: str = Field(description="What stands where, and how it is read here.")
    source: Several = Field(description=_CITATION)


class ActorsFile(Fields):
    """The documented actors by id."""

    actors: dict[str, ActorEntry]


class FactsFile(Fields):
    """The stylised facts by id."""

    facts: dict[str, FactEntry]


class DisagreementsFile(Fields):
    """The disagreements by id."""

    disagreements: dict[str, DisagreementEntry]


class NumbersFile(Fields):
    """The published numbers by id."""

    numbers: dict[str, NumberEntry]


class TimelineFile(Fields):
    """The events by id, in the order of time."""

    timeline: dict[str, EventEntry]


class AmbiguitiesFile(Fields):
    """What is left open, by id."""

    ambiguities: dict[str, AmbiguityEntry]


FILES: dict[str, type[BaseModel]] = {
    "actors": ActorsFile,
    "facts": FactsFile,
    "disagreements": DisagreementsFile,
    "numbers": NumbersFile,
    "timeline": TimelineFile,
    "ambiguities": AmbiguitiesFile,
}


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of one of the catalog's files.

    Parameters
    ----------
    kind
        A name of `FILES`: ``"facts"``.
    """
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | FILES[kind].model_json_schema()
