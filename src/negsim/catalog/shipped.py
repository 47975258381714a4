"""Which shipped scenarios test a fact, take a side in a disagreement, or use a documented move."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from negsim.scenario.files import scenario_folder, text_of
from negsim.scenario.record import Frozen
from negsim.scenario.yaml_reader import read

_FACT = re.compile(r"SF\d\d")


@dataclass(frozen=True, kw_only=True)
class Mentions:
    """What the shipped scenarios say of the catalog's entries.

    Attributes
    ----------
    facts
        Fact -> scenario -> the ids of its claims on it: ``SF14`` -> ``baseline_impasse`` -> ``SF14``, ``SF14b``.
    disagreements
        Disagreement -> scenario -> the names of its overrides that take a side.
    moves
        Documented move -> the scenarios that use it, be it in an override.
    """

    facts: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=Frozen)
    disagreements: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=Frozen)
    moves: Mapping[str, tuple[str, ...]] = field(default_factory=Frozen)


@cache
def mentions() -> Mentions:
    """Return which shipped scenarios mention what; what a file takes over from another counts for that other."""
    facts: dict[str, dict[str, list[str]]] = {}
    sides: dict[str, dict[str, list[str]]] = {}
    moves: dict[str, dict[str, None]] = {}
    for path in sorted(scenario_folder().glob("*.yaml")):
        file: dict[str, Any] = read(text_of(path), str(path)).plain
        for claim in file.get("claims", []):
            if found := _FACT.match(claim["id"]):
                facts.setdefault(found[0], {}).setdefault(path.stem, []).append(claim["id"])
        for name, override in file.get("overrides", {}).items():
            named = override.get("disagreement", [])
            for each in [named] if isinstance(named, str) else named:
                sides.setdefault(each, {}).setdefault(path.stem, []).append(name)
        for use in (*_used(file.get("moves", {})), *_used(file.get("overrides", {}))):
            moves.setdefault(use, {})[path.stem] = None
    return Mentions(
        facts=Frozen({key: _frozen(facts[key]) for key in sorted(facts)}),
        disagreements=Frozen({key: _frozen(sides[key]) for key in sorted(sides)}),
        moves=Frozen({key: tuple(moves[key]) for key in sorted(moves)}),
    )


def _used(part: Any) -> Iterator[str]:
    """The documented moves that are named anywhere in a part of a file."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key.rpartition(".")[2] == "use" and isinstance(value, str):
                yield value
            else:
                yield from _used(value)


def _frozen(found: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return Frozen({key: tuple(values) for key, values in found.items()})
