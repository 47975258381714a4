"""The block of a scenario file that says what to vary together."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from negsim.scenario.schema_fields import Fields


def _vary(value: Any) -> Any:
    """Bring names alone, texts and lists of values to one: name -> text."""
    if isinstance(value, list):
        value = dict.fromkeys(map(str, value))
    if not isinstance(value, dict):
        raise ValueError("should be names of parameters, or names with what to try")
    return {name: _text(tried) for name, tried in value.items()}


def _text(tried: Any) -> Any:
    if tried is None:
        return ""
    if isinstance(tried, list) and all(isinstance(item, int | float) for item in tried):
        return ", ".join(map(repr, tried))
    return tried


Vary = Annotated[
    dict[str, str],
    BeforeValidator(_vary, json_schema_input_type=list[str] | dict[str, str | list[float] | None]),
]


class CorrelationFile(Fields):
    """Two parameters that vary together."""

    between: Annotated[list[str], Field(min_length=2, max_length=2)] = Field(description="The two parameters.")
    rank: float = Field(gt=-1, lt=1, description="Their rank correlation (Spearman's), between -1 and 1.")


class SweepFile(Fields):
    """What to vary together, and how: followed by a sweep that is told nothing else."""

    design: str = Field("grid", description="Which points: grid, random, latin_hypercube, sobol ...")
    n: int | None = Field(None, ge=1, description="How many points; of a grid, values of each range.")
    seed: int = Field(0, ge=0, description="What points are drawn with.")
    vary: Vary = Field(
        description="Names of parameters; or name: low:high:count, low:high, a list of values, a distribution, or "
        "nothing for the parameter's own distribution, or else its range."
    )
    overrides: list[str] = Field([], description="Overrides to go through; 'none' for the scenario as it is.")
    correlated: list[CorrelationFile] = Field([], description="Pairs of parameters that vary together.")
    measures: list[str] = Field([], description="Quantities to read from the answers, as in claims.")
