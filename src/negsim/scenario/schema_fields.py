"""Kinds of fields that records of a scenario file share: formulas, lists of levels, names of solvers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from negsim.scenario.dynamics import MAX_LEVELS

ALL = "*"  # stands for every actor where one formula serves all


def _formula(value: Any) -> Any:
    return repr(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _for_each(value: Any) -> Any:
    return value if isinstance(value, dict) else {ALL: value}


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


def _labels(value: Any) -> Any:
    """Bring a number of levels, or a list of names and numbers, to a list of names; places are checked elsewhere."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_LEVELS:
        return [str(number) for number in range(value)]
    if isinstance(value, list):
        return [str(item) if isinstance(item, int) and not isinstance(item, bool) else item for item in value]
    raise ValueError(f"should be a list of names, or how many levels there are, at most {MAX_LEVELS:,}")


Formula = Annotated[str, BeforeValidator(_formula, json_schema_input_type=str | float)]
Several = Annotated[list[str], BeforeValidator(_listed, json_schema_input_type=str | list[str])]
ForEach = Annotated[
    dict[str, Formula], BeforeValidator(_for_each, json_schema_input_type=str | float | dict[str, str | float])
]
Labels = Annotated[list[str], BeforeValidator(_labels, json_schema_input_type=list[str | int] | int)]


class Fields(BaseModel):
    """What every record of a file shares: no other fields than its own, and no type in place of another."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, defer_build=True)


Solver = Annotated[
    dict[str, Any],
    BeforeValidator(_named, json_schema_input_type=str | dict[str, Any]),
    Field(description="Name of the solver to begin with, or its name and options: {name: ..., option: ...}."),
]
