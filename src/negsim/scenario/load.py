"""Read a scenario: a file, or the bare name of a shipped one, to a complete frozen `Scenario`."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from negsim.errors import Fault, ScenarioError
from negsim.scenario import files
from negsim.scenario import overrides as changes
from negsim.scenario.check import check
from negsim.scenario.check_amounts import check_defaults
from negsim.scenario.check_deals import check_deals
from negsim.scenario.check_numbers import check_numbers
from negsim.scenario.check_states import check_states
from negsim.scenario.model import Scenario
from negsim.scenario.yaml_nodes import Node
from negsim.scenario.yaml_reader import MAX_BYTES, MAX_FAULTS, read

MAX_EXTENDS = 8


def load(path_or_name: str | Path, *, overrides: Sequence[str] = (), values: Mapping[str, Any] = {}) -> Scenario:
    """Read a scenario.

    Parameters
    ----------
    path_or_name
        A file; or the name of a shipped scenario or textbook game, such as ``"baseline_impasse"``.
    overrides
        Names of the file's overrides, applied in order.
    values
        Dotted path, or name of a parameter -> new value: a number, or a text that is read as YAML.

    Raises
    ------
    ScenarioError
        With every fault of the file.

    Examples
    --------
    >>> load("prisoners_dilemma").outcome_labels()[0]
    'cooperate / cooperate'
    """
    path = files.find(path_or_name)
    return load_text(files.text_of(path), name=str(path), overrides=overrides, values=values)


def load_text(
    text: str, *, name: str = "<text>", overrides: Sequence[str] = (), values: Mapping[str, Any] = {}
) -> Scenario:
    """Read a scenario from text.

    Parameters
    ----------
    text
        What a file would hold.
    name
        What messages call it; a path that ``extends`` starts from.
    overrides, values
        As for `load`.

    Raises
    ------
    ScenarioError
        With every fault of the text.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if len(text) > MAX_BYTES:
        raise ScenarioError([Fault(message=f"larger than {MAX_BYTES:,} bytes; that is no scenario", file=name)])
    root = changes.apply(_extended(read(text, name), Path(name), 0), overrides, values)
    boundary: Any = importlib.import_module("negsim.scenario.boundary")  # pydantic loads here, when a file is read
    file, faults = boundary.validate_scenario(root)
    found = list(islice(check(root), MAX_FAULTS + 1))
    told = {(f.file, f.line, f.column, f.path) for f in found}
    faults = _sorted([*found, *(f for f in faults if (f.file, f.line, f.column, f.path) not in told)])
    if not faults:
        scenario: Scenario = boundary.build(file, _id(name))
        faults = check_numbers(scenario, root)
        for check_all in (check_states, check_deals, check_defaults):
            faults = faults or _sorted([*check_all(scenario, root)])
        if not faults:
            return scenario
    raise ScenarioError(faults)


def _id(name: str) -> str:
    """The id of a scenario that has none of its own: the name of its file, so far as that can be one."""
    return re.sub(r"[^\w.-]+", "_", Path(name).stem).strip("_.-") or "scenario"


def _extended(root: Node, path: Path, depth: int) -> Node:
    """Lay a file over the file that it extends."""
    if not isinstance(root.value, dict):
        raise ScenarioError([root.fault("a scenario is a mapping: 'title: ...', 'actors: ...' and so on")])
    base = root.value.pop("extends", None)
    if base is None:
        return root
    if not isinstance(base.value, str) or depth >= MAX_EXTENDS:
        told = "should be the name of a scenario" if depth < MAX_EXTENDS else "files extend each other in a circle"
        raise ScenarioError([base.fault(told, "extends")])
    try:
        found = files.find_beside(path, base.value)
        under = read(files.text_of(found), str(found))
    except ScenarioError as fault:
        raise ScenarioError([base.fault(str(f), "extends") for f in fault.faults]) from None
    merged = changes.merge(_extended(under, found, depth + 1), root)
    if "id" not in root.value:
        merged.value.pop("id", None)
    return merged


def _sorted(faults: Sequence[Fault]) -> list[Fault]:
    """In the order of the file; the command line comes last."""
    unique = {(f.file, f.line, f.column, f.path, f.message): f for f in faults}
    ordered = sorted(unique.values(), key=lambda f: (f.file.startswith("--set"), f.file, f.line, f.column))
    if len(ordered) > MAX_FAULTS:
        rest = Fault(message=f"and more: only the first {MAX_FAULTS} faults are told", file=ordered[0].file)
        return [*ordered[:MAX_FAULTS], rest]
    return ordered
