"""Solvers as plain data and back: a store never unpickles what it reads, so a folder from elsewhere can do no harm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from negsim.errors import NotApplicable, UnknownName
from negsim.reductions.base import Reduction, reductions
from negsim.registry import Registry
from negsim.solvers.base import Solver, solvers

KINDS: Mapping[str, tuple[type[Any], Registry[Any]]] = {
    "solver": (Solver, solvers),
    "reduction": (Reduction, reductions),
}
KEYS = {"kind", "name", "options"}


def written(value: Any) -> Any:
    """Return a solver with its options as mappings, lists, texts and numbers.

    Parameters
    ----------
    value
        A solver, or an option of one.

    Raises
    ------
    NotApplicable
        If it is not registered, so that nothing could find it again.
    """
    for kind, (base, registry) in KINDS.items():
        if isinstance(value, base):
            options = {item.name: written(getattr(value, item.name)) for item in fields(value)}
            return {"kind": kind, "name": _name(kind, registry, value), "options": options}
    if isinstance(value, np.generic):
        return value.item()
    return [written(item) for item in value] if isinstance(value, tuple | list) else value


def read(told: Any) -> Any:
    """Make again what was written.

    Parameters
    ----------
    told
        As `written` returns it.

    Raises
    ------
    UnknownName
        If there is no such solver here.
    """
    if isinstance(told, Mapping) and set(told) == KEYS:
        _, registry = KINDS[told["kind"]]
        return registry[told["name"]](**{name: read(value) for name, value in told["options"].items()})
    return tuple(map(read, told)) if isinstance(told, list) else told


def _name(kind: str, registry: Registry[Any], value: object) -> str:
    try:
        return registry.name_of(value)
    except UnknownName:
        raise NotApplicable(
            f"a store names what it keeps, and the {kind} {type(value).__name__} has no name. Register it: "
            f"@{kind}s('{type(value).__name__.lower()}')"
        ) from None
