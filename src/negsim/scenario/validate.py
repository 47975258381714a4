"""From what validation finds to faults with a place, a path and a suggestion."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from negsim.errors import Fault, suggestion
from negsim.scenario import (
    schema,
    schema_bargaining,
    schema_conflict,
    schema_dynamics,
    schema_preferences,
    schema_promises,
    schema_sweep,
    schema_turns,
)
from negsim.scenario.paths import dotted, nearest
from negsim.scenario.yaml_nodes import Node
from negsim.scenario.yaml_reader import MAX_FAULTS

M = TypeVar("M", bound=BaseModel)

_RECORDS: dict[tuple[type[BaseModel], str], type[BaseModel]] = {
    (schema.ScenarioFile, "actors"): schema.ActorFile,
    (schema.ScenarioFile, "parameters"): schema.ParameterFile,
    (schema.ScenarioFile, "moves"): schema.MoveFile,
    (schema.ScenarioFile, "sources"): schema.SourceFile,
    (schema.ScenarioFile, "claims"): schema.ClaimFile,
    (schema.ScenarioFile, "payoffs"): schema_preferences.PreferenceFile,
    (schema.MoveFile, "levels"): schema.LevelFile,
    (schema.CatalogMoveFile, "feasible"): schema.OpinionFile,
    (schema.SourcesFile, "sources"): schema.SourceFile,
    (schema_turns.ExtensiveFile, "turns"): schema_turns.TurnFile,
    (schema_dynamics.StochasticFile, "state"): schema_dynamics.VariableFile,
    (schema_dynamics.StochasticFile, "hazards"): schema_dynamics.HazardFile,
    (schema_dynamics.VariableFile, "next"): schema_dynamics.DriftFile,
    (schema_bargaining.BargainingFile, "continuous"): schema_bargaining.StretchFile,
    (schema_promises.PromisesFile, "forms"): schema_promises.PromiseFormFile,
    (schema_promises.PromiseFormFile, "ratified_by"): schema_promises.BodyFile,
    (schema_sweep.SweepFile, "correlated"): schema_sweep.CorrelationFile,
}
_BLOCKS: dict[tuple[Any, ...], type[BaseModel]] = {
    ("sweep",): schema_sweep.SweepFile,
    ("games", "extensive"): schema_turns.ExtensiveFile,
    ("games", "stochastic"): schema_dynamics.StochasticFile,
    ("games", "screening"): schema_turns.ScreeningFile,
    ("games", "conflict"): schema_conflict.ConflictFile,
    ("games", "bargaining"): schema_bargaining.BargainingFile,
    ("games", "bargaining", "disagreement"): schema_bargaining.EquilibriumFile,
    ("games", "bargaining", "rule"): schema_bargaining.RuleFile,
    ("games", "bargaining", "talks"): schema_bargaining.TalksFile,
    ("games", "bargaining", "linkage"): schema_bargaining.LinkageFile,
    ("games", "bargaining", "promises"): schema_promises.PromisesFile,
    ("games", "repeated"): schema_bargaining.RepeatedFile,
}
_NUMBER = re.compile(r"[-+]?[0-9.]+(e[-+]?[0-9]+)?")
_QUOTED = re.compile("'([^']*)'")
_KINDS = {
    "string_type": "text",
    "float_type": "a number",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping of names",
    "model_type": "a mapping of fields",
    "model_attributes_type": "a mapping of fields",
}


def validate(model: type[M], root: Node) -> tuple[M | None, list[Fault]]:
    """Check the shape of a file; return the record, or None, and the faults.

    Parameters
    ----------
    model
        The shape.
    root
        The file.
    """
    try:
        return model.model_validate(root.plain), []
    except ValidationError as fault:
        return None, [_fault(model, root, error) for error in fault.errors(include_url=False)[:MAX_FAULTS]]


def _fault(model: type[BaseModel], root: Node, error: Any) -> Fault:
    path = tuple(error["loc"])
    message = _message(model, path, error)
    node, left, parent, key = nearest(root, path)
    if left and error["type"] != "missing" and not isinstance(node.value, dict):
        path, left = path[: -len(left)], ()  # a number written for a record that holds only a number
    if error["type"] in ("extra_forbidden",) and not left and parent is not None:
        return parent.key_fault(str(key), message, dotted(path))
    if left and parent is not None:  # the field is missing: point to the key of what should hold it
        return parent.key_fault(str(key), message, dotted(path))
    return node.fault(message, dotted(path))


def _message(model: type[BaseModel], path: tuple[Any, ...], error: Any) -> str:
    kind, given = error["type"], error.get("input")
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return f"unknown field{suggestion(str(path[-1]), _fields(model, path[:-1]))}"
    if kind in _KINDS:
        return f"should be {_KINDS[kind]}, not {_shown(given)}{_quotes(kind, given)}"
    if kind == "literal_error":
        expected = error["ctx"]["expected"]
        hint = suggestion(given, _QUOTED.findall(expected)) if isinstance(given, str) else ""
        return f"should be {expected}, not {_shown(given)}{hint if 'mean' in hint else ''}"
    if kind == "value_error":
        return str(error["ctx"]["error"])
    if kind == "finite_number":
        return f"should be a finite number, not {_shown(given)}"
    if kind == "too_short":
        return f"needs at least {error['ctx']['min_length']}"
    if kind == "too_long":
        return f"holds at most {error['ctx']['max_length']}"
    return str(error["msg"])[:1].lower() + str(error["msg"])[1:]


def _quotes(kind: str, given: Any) -> str:
    if kind == "string_type" and isinstance(given, int | float):
        return "; put it in quotes"
    if kind == "float_type" and isinstance(given, str) and _NUMBER.fullmatch(given):
        return "; leave out the quotes"
    return ""


def _shown(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if len(repr(value)) < 60 else repr(value)[:57] + "..."


def _fields(model: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    """The fields that the record at a path has."""
    at = max((len(block) for block in _BLOCKS if path[: len(block)] == block), default=0)
    model = _BLOCKS.get(path[:at], model)
    while at < len(path):
        inner = _RECORDS.get((model, str(path[at])))
        if inner is None:
            return []
        model, at = inner, at + 2
    return [field.alias or name for name, field in model.model_fields.items()]
