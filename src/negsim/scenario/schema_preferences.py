"""The shape of payoffs: a formula, a table, or an order of preference."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field, ValidatorFunctionWrapHandler, WrapValidator

from negsim.scenario.schema_fields import Fields, Formula, Several

KINDS = ("statements", "weights", "ranking")


class PreferenceFile(Fields):
    """An order of preference in place of a formula: one of three."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [kind]} for kind in KINDS]})

    statements: list[str] = Field(
        [],
        description="Conditions wanted, the most important first: 'modify.yes if insist.yes'. A condition joins moves "
        "by and, or, not, if, iff.",
    )
    weights: dict[str, Formula] = Field(
        {}, description="Condition: what it counts where it holds, a formula on parameters; the payoff is their sum."
    )
    ranking: list[Several] = Field(
        [],
        description="Best first: labels of outcomes such as 'yes / no', or conditions; a list within the list is a "
        "tie. The first that holds counts, and every outcome needs one.",
    )


def _preference(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    return handler(value) if isinstance(value, dict) else value


Payoffs = Annotated[
    PreferenceFile,
    WrapValidator(_preference, json_schema_input_type=str | float | list[Any] | PreferenceFile),
]
