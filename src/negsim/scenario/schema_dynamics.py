"""The shape of the block ``games.stochastic``, and of all the blocks under ``games:`` together."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)

from negsim.scenario.dynamics import MAX_STAGES, MAX_VARIABLES
from negsim.scenario.schema_bargaining import BargainingFile, RepeatedFile
from negsim.scenario.schema_conflict import ConflictFile
from negsim.scenario.schema_fields import Fields, ForEach, Formula, Labels, Solver
from negsim.scenario.schema_turns import ExtensiveFile, ScreeningFile


def _few(value: Any) -> Any:
    if isinstance(value, dict) and len(value) > MAX_VARIABLES:
        raise ValueError(f"more than {MAX_VARIABLES}")  # before their levels are read
    return value


def _ways(value: Any) -> Any:
    return value if isinstance(value, list) else [{"to": value}]


class DriftFile(Fields):
    """One way in which a state variable may change in a stage."""

    to: Formula = Field(description="The number of the level it goes to; levels are counted from 0.")
    probability: Formula = Field("", description="How probable that is; what the other ways leave if left out.")


Ways = Annotated[list[DriftFile], BeforeValidator(_ways, json_schema_input_type=str | float | list[DriftFile])]


class VariableFile(Fields):
    """A part of the situation that nobody chooses directly, such as the rung of a ladder."""

    name: str = Field("", description="What people call it; the id if left out.")
    levels: Labels = Field(description="Names in order, or how many there are; counted from 0 in formulas.")
    initial: str | int = Field("", description="The level at the start; the first if left out.")
    next: Ways = Field([], description="The level it goes to, or several ways with probabilities; it stays otherwise.")


class HazardFile(Fields):
    """Something that may happen at any stage, and ends the play."""

    rate: Formula = Field(description="Its probability at a stage.")
    name: str = Field("", description="What people call it; the id if left out.")
    reads: Literal["reached", "current"] = Field(
        "reached", description="Whether the rate takes state variables as they stand after the stage, or before it."
    )
    payoffs: dict[str, Formula] = Field({}, description="What each actor gets, once; 0 for those left out.")
    note: str = ""


class StochasticFile(Fields):
    """Play over stages, in which moves and the situation change."""

    discount: ForEach = Field(
        {}, description="Worth of the next stage's payoffs today, 0 to 1: for all actors, or for each."
    )
    turns: Literal["simultaneous", "alternating", "random"] = Field(
        "simultaneous", description="Who acts at a stage: all actors, one after the other, or one drawn by chance."
    )
    order: list[str] = Field([], description="Actors in the order of their turns; all with moves if left out.")
    shares: dict[str, Formula] = Field({}, description="With random turns: how probable each actor's turn is.")
    standing: list[str] | None = Field(
        None,
        description="Moves that stay as they are until changed; all if left out, or none where there is a 'state'.",
    )
    step: int | None = Field(None, ge=1, description="The most levels by which a standing move changes in a stage.")
    state: Annotated[dict[str, VariableFile], BeforeValidator(_few)] = Field(
        {}, description="Other parts of the situation, which change by formulas."
    )
    allowed: dict[str, Formula] = Field(
        {}, description="Move, or move.level: a condition on the situation under which it can be changed, or chosen."
    )
    hazards: dict[str, HazardFile] = Field({}, description="What may end the play, by the name of the outcome.")
    payoffs: dict[str, Formula] = Field({}, description="Payoffs of a stage; the scenario's if left out.")
    deadline: int | None = Field(
        None, ge=1, le=MAX_STAGES, description="Number of stages after which play stops; never if left out."
    )
    at_deadline: dict[str, Formula] = Field({}, description="What each actor gets then; 0 for those left out.")
    escalation: Formula = Field("", description="Rung of a situation; the measure 'escalation' if left out.")
    plans: dict[str, dict[str, Formula]] = Field(
        {}, description="Plans to be judged, by name: move: the number of the level to take in a situation, a formula."
    )
    solver: Solver = {}


class GamesFile(BaseModel):
    """What a form needs besides, by form. Forms that are not listed here take whatever fields they like."""

    model_config = ConfigDict(extra="allow", strict=True, allow_inf_nan=False, defer_build=True)
    __pydantic_extra__: dict[str, dict[str, Any]] = Field(init=False)

    extensive: ExtensiveFile | None = Field(None, description="Who moves when, and knowing what.")
    stochastic: StochasticFile | None = Field(None, description="How the situation changes from stage to stage.")
    screening: ScreeningFile | None = Field(None, description="Demands against a deadline.")
    conflict: ConflictFile | None = Field(None, description="What cannot be undone, is one state, or is not seen.")
    bargaining: BargainingFile | None = Field(None, description="What could be agreed, and what follows otherwise.")
    repeated: RepeatedFile | None = Field(None, description="An agreement that nobody enforces, kept or violated.")
    _order: tuple[str, ...] = PrivateAttr(())

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, value: Any, handler: ModelWrapValidatorHandler[GamesFile]) -> GamesFile:
        found = handler(value)
        found._order = tuple(value) if isinstance(value, dict) else ()
        return found

    @property
    def blocks(self) -> dict[str, Any]:
        """The blocks that are there, in the order of the file: the first names the form in which a scenario is seen."""
        return {name: getattr(self, name) for name in self._order if getattr(self, name) is not None}
