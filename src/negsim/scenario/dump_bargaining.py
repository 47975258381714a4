"""Write the blocks ``games.bargaining`` and ``games.repeated`` as a scenario file holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from negsim.scenario.bargaining import (
    Bargaining,
    Body,
    Decision,
    Equilibrium,
    Linkage,
    PromiseForm,
    Promises,
    Repetition,
    Stretch,
    Talks,
)
from negsim.scenario.expression import Expression
from negsim.scenario.record import plain

_FILED = {"form": "equilibrium", "low": "from", "high": "to", "decision": "rule", "bodies": "ratified_by"}
_RECORDS = (Bargaining, Body, Equilibrium, Linkage, PromiseForm, Promises, Repetition, Stretch, Talks)


def bargaining_contents(block: Bargaining | Repetition) -> dict[str, Any]:
    """Return one of the blocks as plain data.

    Parameters
    ----------
    block
        What the file said.
    """
    return _record(block)


def _record(entry: Any) -> dict[str, Any]:
    """The fields of a record that say something, as the file calls them."""
    found = {_FILED.get(item.name, item.name): _value(getattr(entry, item.name)) for item in fields(entry)}
    return {name: value for name, value in found.items() if name != "id" and value not in (None, "", {}, [])}


def _value(value: Any) -> Any:
    if isinstance(value, Expression):
        return value.text
    if isinstance(value, Decision):
        return "unanimity" if value == Decision() else _record(value)
    if isinstance(value, _RECORDS):
        return _record(value)
    if isinstance(value, Mapping):
        return {key: _value(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    return plain(value)
