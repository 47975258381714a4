"""The shape of a scenario file; the JSON Schema for editors is made from it.

Only the loader uses this module: validation stays at the boundary, and the rest of negsim sees finished records.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from negsim.scenario.model import ILLUSTRATIVE
from negsim.scenario.schema_dynamics import GamesFile
from negsim.scenario.schema_fields import Fields, Formula, Several, Solver
from negsim.scenario.schema_preferences import Payoffs
from negsim.scenario.schema_sweep import SweepFile

_CITATION = "A source id and the paragraph in it: 'trenin-2022#WN3'; or a list of those."


def _levels(value: Any) -> Any:
    """Bring the three ways of writing levels to one: name -> fields."""
    if isinstance(value, list):
        return {str(item): {} for item in value}  # the names are checked with their places, elsewhere
    if isinstance(value, dict):
        return {
            name: {"value": item} if not isinstance(item, dict) and item is not None else item or {}
            for name, item in value.items()
        }
    raise ValueError("should be a list of names, or names with numbers, or names with fields")


Basis = Literal["illustrative payoff (assumption), not an estimate", "textbook payoffs"]


class ActorFile(Fields):
    """A party."""

    name: str = Field("", description="What people call it; the id if left out.")
    note: str = ""
    source: Several = Field([], description=_CITATION)


class LevelFile(Fields):
    """How far a move is taken."""

    value: float | None = Field(
        None, description="What the move's name stands for in formulas; 0, 1, 2 ... if left out."
    )
    name: str = Field("", description="What people call it; the id if left out.")
    use: str = Field("", description="The documented option of the catalog that it is, such as CTR.MISSILES_NEAR.")
    note: str = ""
    source: Several = Field([], description=_CITATION)


Levels = Annotated[
    dict[str, LevelFile],
    BeforeValidator(_levels, json_schema_input_type=list[str] | dict[str, float | LevelFile]),
]


class MoveFile(Fields):
    """A documented option of an actor, or something that chance decides; taken at one of its levels."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["actor"]}, {"required": ["chance"]}]})

    actor: str = Field("", description="Id of the actor whose choice it is.")
    chance: dict[str, Formula] = Field(
        {}, description="Instead of an actor: level: probability, a formula, for a move that chance decides."
    )
    use: str = Field("", description="The documented option of the catalog that it is, such as CTR.MISSILES_NEAR.")
    name: str = Field("", description="What people call it; the catalog's name, or the id, if left out.")
    levels: Levels = Field(
        {}, description="Names in order; or name: number; or name: fields. 'no' and 'yes', or chance's, if left out."
    )
    initial: str = Field("", description="The level at which things stand at the start; the first if left out.")
    reversible: bool = Field(True, description="Whether it can be taken back.")
    note: str = ""
    source: Several = Field([], description=_CITATION)


class ParameterFile(Fields):
    """A number, its range, and where it comes from."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["source"]}, {"required": ["assumption"]}]},
    )

    value: float = Field(description="The default.")
    low: float = Field(description="The lower end of the range worth exploring.")
    high: float = Field(description="The upper end of the range worth exploring.")
    unit: str = Field(description="A label such as points, years, or 0-1 (checked to lie between 0 and 1).")
    name: str = Field("", description="What people call it; the id if left out.")
    source: Several = Field([], description=_CITATION)
    assumption: str = Field("", description="Why this number is assumed. A parameter needs a source or an assumption.")
    note: str = ""
    distribution: str = Field(
        "", description="How it may vary in its range, such as 'triangular(0, 3, 6)', in quotes; evenly if left out."
    )


class SourceFile(Fields):
    """A published text."""

    title: str
    author: str = ""
    outlet: str = ""
    date: str = ""
    url: str = ""
    note: str = Field("", description="What is uncertain about the text.")
    paragraphs: dict[str, int] = Field({}, description="Section code: number of paragraphs; checks citations.")


class ClaimFile(Fields):
    """What a source asserts, as comparative statics."""

    id: str
    says: str = Field(description="The assertion in plain words.")
    source: Several = Field([], description=_CITATION)
    form: str = Field("strategic", description="The form of game under which it is read.")
    solver: Solver = {}
    vary: dict[str, Annotated[list[float], Field(min_length=2, max_length=2)]] = Field(
        description="Parameter: [from, to]."
    )
    quantity: str = Field(description="What is watched, such as probability(missiles.deploy).")
    sign: Literal["increasing", "decreasing", "constant"]
    given: dict[str, float] = Field({}, description="Parameter: value held instead of its default.")
    overrides: list[str] = Field([], description="Named overrides under which it is read.")
    points: int = Field(33, ge=2, le=1025, description="How many values to try.")
    step: float = Field(0.0, ge=0, description="The least step, such as 1 for whole numbers; 0 for any.")
    scope: str = Field("", description="Where the assertion is known to fail.")


_SEVERAL = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_OF_OVERRIDES: dict[str, Any] = {
    "note": {"type": "string", "description": "What the override stands for."},
    "source": _SEVERAL | {"description": _CITATION},
    "disagreement": _SEVERAL | {"description": "Disagreements of the catalog of which it takes a side, such as G03."},
}
Changes = Annotated[dict[str, Any], WithJsonSchema({"type": "object", "properties": _OF_OVERRIDES})]


def _may_extend(found: dict[str, Any]) -> None:
    """A file that builds on another needs to say only what differs."""
    found["anyOf"] = [{"required": ["extends"]}, {"required": found.pop("required")}]


class ScenarioFile(Fields):
    """A scenario: parties, moves, parameters and payoffs, each with its source."""

    model_config = ConfigDict(title="negsim scenario", json_schema_extra=_may_extend)

    negsim: Literal[1] = Field(1, description="Version of the format.")
    extends: str = Field("", description="Another scenario to build on: a file beside this one, or a shipped name.")
    id: str = Field("", description="The scenario's id; the file's name if left out.")
    title: str
    question: str = Field("", description="What the scenario is meant to answer.")
    note: str = ""
    look_at: str = Field("", description="What to look at in the answers.")
    seminar: str = Field("", description="How to use it in a seminar.")
    absent: dict[str, str] = Field({}, description="Affected parties not at the table: where they are.")
    basis: Basis = Field(ILLUSTRATIVE, description="What the payoffs are: an assumption, or a textbook's numbers.")
    unit: str = Field("points", description="Unit of the payoffs.")
    sources: dict[str, SourceFile] = Field({}, description="Texts cited besides those of the catalog.")
    actors: dict[str, ActorFile] = Field(min_length=1)
    parameters: dict[str, ParameterFile] = {}
    moves: dict[str, MoveFile] = Field(min_length=1)
    measures: dict[str, Formula] = Field({}, description="Named quantities; measures may use measures.")
    payoffs: dict[str, Payoffs] = Field(
        description="For each actor a formula; a nested list with a cell for each outcome, moves in file order; or an "
        "order of preference: {statements: ...}, {weights: ...} or {ranking: ...}."
    )
    forbidden: list[str] = Field([], description="Conditions on moves; outcomes that meet one of them do not exist.")
    games: GamesFile = Field(
        default_factory=lambda: GamesFile.model_validate({}), description="What a form needs besides, by form."
    )
    overrides: dict[str, Changes] = Field({}, description="Named sets of changes: {path or parameter: value}.")
    claims: list[ClaimFile] = []
    sweep: SweepFile | None = Field(None, description="What to vary together; 'negsim sweep FILE' follows it.")


class OpinionFile(Fields):
    """Who says whether a move is feasible."""

    by: str
    says: str
    source: Several = []


class CatalogMoveFile(Fields):
    """A documented option, described in our words from the cited paragraphs."""

    model_config = ConfigDict(title="negsim documented move")

    id: str
    name: str
    actor: Several = Field(description="Whose option it is.")
    category: str
    form: list[str] = []
    precondition: list[str] = []
    reversible: str = ""
    reversible_basis: str = Field("", description="text, inference or assumption.")
    gives: dict[str, str] = {}
    costs: dict[str, str] = {}
    feasible: list[OpinionFile] = []
    provokes: list[str] = Field([], description="Ids of the moves that tend to follow.")
    levels: list[str] = Field([], description="Its levels where a scenario gives none; 'no' and 'yes' if left out.")
    extent: dict[str, str] = Field({}, description="What the texts say of how far it goes: {dimension: text}.")
    note: str = ""
    source: Several = Field([], description=_CITATION)


class SourcesFile(Fields):
    """The texts that the catalog cites."""

    model_config = ConfigDict(title="negsim sources")

    sources: dict[str, SourceFile]


def schema() -> dict[str, Any]:
    """Return the JSON Schema of scenario files."""
    return _schema(ScenarioFile)


def catalog_schema() -> dict[str, Any]:
    """Return the JSON Schema of the catalog's moves."""
    return _schema(CatalogMoveFile)


def sources_schema() -> dict[str, Any]:
    """Return the JSON Schema of the catalog's list of sources."""
    return _schema(SourcesFile)


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | model.model_json_schema()
