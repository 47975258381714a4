"""What is told of a chunk as a whole, beside its table: plain data, so that nothing is lost when it is read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games import results
from negsim.games.results import Result
from negsim.studies.regimes.outcomes import Summary
from negsim.studies.regimes.stable_states import StateCounts
from negsim.studies.store import values

ARRAYS = ("regime", "count", "payoff", "status", "zone", "room")  # of a summary: these are columns


def written(summary: Summary) -> dict[str, Any]:
    """Return what a summary tells beside its columns.

    Parameters
    ----------
    summary
        Of a chunk.
    """
    states = summary.states
    return {
        "regimes": summary.regimes,
        "rows": summary.rows.__name__,
        "solver": values.written(summary.solver),
        "states": None if states is None else {item.name: _list(getattr(states, item.name)) for item in fields(states)},
        "types": {name: getattr(summary, name).dtype.str for name in ARRAYS if getattr(summary, name) is not None},
    }


def read(told: Mapping[str, Any], columns: Mapping[str, Any]) -> Summary:
    """Put a summary together again, to the last bit.

    Parameters
    ----------
    told
        As `written` returns it, or as JSON gives it back.
    columns
        Name of each array -> its values.
    """
    kind = getattr(results, told["rows"], None)
    if not (isinstance(kind, type) and issubclass(kind, Result)):
        raise NotApplicable(
            f"this version of negsim knows no answers of the kind {told['rows']}. Use the version named in the manifest"
        )
    arrays = {name: np.asarray(columns[name], np.dtype(dtype)) for name, dtype in told["types"].items()}
    return Summary(
        regimes=tuple((tuple(members), mixed) for members, mixed in told["regimes"]),
        rows=kind,
        solver=values.read(told["solver"]),
        states=_states(told["states"]),
        **arrays,
    )


def _states(told: Mapping[str, Any] | None) -> StateCounts | None:
    if told is None:
        return None
    return StateCounts(
        concepts=tuple(told["concepts"]),
        parties=tuple(told["parties"]),
        states=tuple(told["states"]),
        conflicts=told["conflicts"],
        stable=np.array(told["stable"], np.intp),
        equilibrium=np.array(told["equilibrium"], np.intp),
    )


def _list(value: Any) -> Any:
    return value.tolist() if isinstance(value, np.ndarray) else value
