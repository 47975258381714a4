"""The shape of the block ``games.bargaining``: what is on the table, who must agree, and what follows otherwise."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, ValidatorFunctionWrapHandler, WrapValidator

from negsim.errors import suggestion
from negsim.scenario.bargaining import STATUS_QUO
from negsim.scenario.dynamics import MAX_ROUNDS
from negsim.scenario.schema_fields import Fields, ForEach, Formula, Solver
from negsim.scenario.schema_promises import PromisesFile

RULES = ("unanimity", "majority")


class EquilibriumFile(Fields):
    """Disagreement is what an equilibrium of the scenario, seen in another form, is worth."""

    equilibrium: str = Field(description="That form, such as strategic or stochastic.")
    solver: Solver = {}


class RuleFile(Fields):
    """Who must agree, by votes."""

    quota: float | None = Field(None, description="How many votes must agree; all if left out.")
    votes: dict[str, float] = Field({}, description="Party: number of votes; 1 for those left out.")
    veto: list[str] = Field([], description="Parties without whom nothing is agreed.")


class StretchFile(Fields):
    """Numbers between the levels of a move that can be agreed on as well."""

    model_config = ConfigDict(validate_by_alias=True, validate_by_name=False)

    low: float = Field(alias="from", description="The first number.")
    high: float = Field(alias="to", description="The last number.")
    step: float = Field(description="How far apart they are.")


class TalksFile(Fields):
    """How talks go on when nothing is agreed at once."""

    discount: ForEach = Field(
        {}, description="Worth today of a gain one round later, 0 to 1: for all parties, or for each; 1 if left out."
    )
    breakdown: Formula = Field("0", description="The probability that talks end after each refusal.")
    outside: dict[str, Formula] = Field(
        {}, description="Party: the payoff it gets if it leaves instead of answering; none can leave if left out."
    )
    rounds: int | None = Field(
        None, ge=1, le=MAX_ROUNDS, description="The deadline: how many offers there can be; none if left out."
    )
    first: str = Field("", description="The party that makes the first offer; the first of the parties if left out.")


class LinkageFile(Fields):
    """How the issues on the agenda hang together."""

    issues: dict[str, list[str]] = Field(
        {}, description="Issue: the moves that settle it; each move of the agenda is an issue if left out."
    )
    unbundler: str = Field("", description="The party that demands a package and would have to take it apart.")
    apart: dict[str, Formula] = Field(
        {}, description="Party: what it gets besides, once, if issues are settled apart; 0 for those left out."
    )


def _disagreement(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and "equilibrium" in value:
        return EquilibriumFile.model_validate(value)
    if not isinstance(value, dict):
        raise ValueError("should be status_quo, an outcome, {actor: formula}, or {equilibrium: form}")
    return handler(value)


def _rule(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    if isinstance(value, dict):
        return handler(value)
    if value in RULES:
        return value
    hint = suggestion(value, RULES) if isinstance(value, str) else ""
    raise ValueError(f"should be unanimity, majority, or {{quota: ..., votes: ..., veto: ...}}{hint}")


Disagreement = Annotated[
    dict[str, Formula],
    WrapValidator(_disagreement, json_schema_input_type=str | EquilibriumFile | dict[str, str | float]),
]
Rule = Annotated[RuleFile, WrapValidator(_rule, json_schema_input_type=Literal["unanimity", "majority"] | RuleFile)]
_NOTHING: Any = STATUS_QUO  # a word in place of a record
_ALL: Any = RULES[0]
Ends = Annotated[list[Formula], Field(min_length=2, max_length=2)]


class BargainingFile(Fields):
    """What could be agreed, and what follows without agreement."""

    parties: list[str] = Field([], description="Actors who negotiate; all if left out.")
    agenda: list[str] = Field([], description="Moves that are on the table; all moves of actors if left out.")
    assuming: dict[str, str] = Field(
        {}, description="Move off the agenda: the level at which it stands; its initial level if left out."
    )
    disagreement: Disagreement = Field(
        _NOTHING,
        description="What follows without agreement: status_quo, an outcome such as 'no / yes', a formula for each "
        "party, or an equilibrium of another form.",
    )
    lotteries: bool = Field(False, description="Whether lotteries over agreements can be agreed on.")
    continuous: dict[str, StretchFile] = Field(
        {}, description="Move of the agenda: numbers between its levels that can be agreed on too."
    )
    power: dict[str, Formula] = Field({}, description="Party: its bargaining power; 1 for those left out.")
    rule: Rule = Field(
        _ALL,
        description="Who must agree: unanimity, majority (more than half of the parties), or votes and vetoes.",
    )
    talks: TalksFile | None = Field(None, description="How talks go on when nothing is agreed at once.")
    resolve: dict[str, Ends] = Field(
        {}, description="Party: the least and the most that disagreement may be worth to it, which it alone knows."
    )
    linkage: LinkageFile | None = Field(None, description="How the issues on the agenda hang together.")
    promises: PromisesFile | None = Field(None, description="The forms that a promise can take.")
    solver: Solver = {}


class RepeatedFile(Fields):
    """An agreement that must be kept period after period, as nobody enforces it."""

    agreement: str = Field(description="The outcome of a period in which it is kept, such as 'comply / comply'.")
    punishment: str = Field(description="The outcome of a period in which a violation is punished.")
    discount: ForEach = Field(description="Worth of the next period's payoffs today: for all actors, or for each.")
    detection: Formula = Field("1", description="The probability that a violation in a period is noticed.")
    lag: Formula = Field("1", description="Periods that a violation pays before it can be punished.")
    length: Formula = Field("", description="Periods of punishment; for ever if left out.")
