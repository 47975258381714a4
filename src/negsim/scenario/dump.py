"""Write a scenario as a file again: resolved, with every default spelled out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from negsim.scenario.dump_conflict import preference_contents
from negsim.scenario.dump_dynamics import games_contents
from negsim.scenario.expression import Expression
from negsim.scenario.model import ILLUSTRATIVE, Citation, Claim, Override, Scenario
from negsim.scenario.plan import SweepPlan
from negsim.scenario.preferences import Preference
from negsim.scenario.record import plain
from negsim.scenario.table import PayoffTable

_TEXTS = ("question", "note", "look_at", "seminar")
_SAFE = re.compile(r"[A-Za-z][A-Za-z0-9_ ()/+*.,;#-]*")
_WORDS = ("null", "true", "false")


def dump(scenario: Scenario) -> str:
    """Return YAML that loads to an equal scenario.

    Parameters
    ----------
    scenario
        Any scenario.
    """
    return "\n".join(_block(contents(scenario), 0)) + "\n"


def contents(scenario: Scenario) -> dict[str, Any]:
    """Return what a file of this scenario holds, as plain data.

    Parameters
    ----------
    scenario
        Any scenario.
    """
    found: dict[str, Any] = {"negsim": 1, "id": scenario.id, "title": scenario.title}
    found |= {name: getattr(scenario, name) for name in _TEXTS}
    found |= {"absent": dict(scenario.absent), "basis": scenario.basis, "unit": scenario.unit}
    for section in ("sources", "actors", "parameters", "moves"):
        found[section] = {name: _record(entry) for name, entry in getattr(scenario, section).items()}
    for name, move in scenario.moves.items():
        found["moves"][name]["levels"] = {level.id: _record(level) for level in move.levels}
        if move.chance:
            found["moves"][name]["chance"] = {level: formula.text for level, formula in move.chance.items()}
    found["measures"] = {name: formula.text for name, formula in scenario.measures.items()}
    found["payoffs"] = {name: _payoff(formula) for name, formula in scenario.payoffs.items()}
    found["forbidden"] = [formula.text for formula in scenario.forbidden]
    found["games"] = games_contents(scenario.games)
    found["overrides"] = {name: _override(entry) for name, entry in scenario.overrides.items()}
    found["claims"] = [{"id": claim.id, **_claim(claim)} for claim in scenario.claims]
    found["sweep"] = _plan(scenario.sweep) if scenario.sweep else {}
    return {
        name: value
        for name, value in found.items()
        if name == "title" or (value not in ("", [], {}) and (name, value) not in _USUAL)
    }


_NEEDED = ("unit", "says", "vary", "quantity")  # a file must say them, be it nothing
_USUAL = (("basis", ILLUSTRATIVE), ("unit", "points"))


def _record(entry: Any, drop: Iterable[str] = ()) -> dict[str, Any]:
    """The fields of a record that say something; its id is its key."""
    found: dict[str, Any] = {}
    for item in fields(entry):
        value = getattr(entry, item.name)
        if item.name in ("id", "levels", *drop) or (_says_nothing(value) and item.name not in _NEEDED):
            continue
        is_cited = isinstance(value, tuple) and all(isinstance(part, Citation) for part in value)
        found["source" if is_cited else item.name] = [str(part) for part in value] if is_cited else plain(value)
    return found


def _override(entry: Override) -> dict[str, Any]:
    sides = {"disagreement": list(entry.disagreements)} if entry.disagreements else {}
    return {**_record(entry, drop=("values", "disagreements")), **sides, **plain(entry.values)}


def _claim(claim: Claim) -> dict[str, Any]:
    usual = {item.name: item.default for item in fields(claim)}
    return _record(claim, drop=[name for name in ("points", "step") if getattr(claim, name) == usual[name]])


def _plan(plan: SweepPlan) -> dict[str, Any]:
    """What the plan of a sweep says; the order of the correlated pair is the file's."""
    pairs = [{"between": [one, other], "rank": rank} for one, other, rank in plan.correlated]
    numbers = {"n": plan.n} if plan.n is not None else {}
    lists = {"overrides": list(plan.overrides), "correlated": pairs, "measures": list(plan.measures)}
    told = {"design": plan.design, **numbers, "seed": plan.seed, "vary": dict(plan.vary)}
    return {**told, **{name: items for name, items in lists.items() if items}}


def _says_nothing(value: Any) -> bool:
    return value is True or value is None or (isinstance(value, str | tuple | Mapping) and not value)


def _payoff(formula: Expression | PayoffTable | Preference) -> Any:
    if isinstance(formula, Expression):
        return formula.text
    if not isinstance(formula, PayoffTable):
        return preference_contents(formula)
    cells: list[Any] = [cell.text for cell in formula.cells]
    for size in reversed(formula.shape):
        cells = [cells[at : at + size] for at in range(0, len(cells), size)]
    return cells[0]


def _block(value: Mapping[str, Any], depth: int) -> Iterator[str]:
    """Lines of a mapping; lists and small things stay on one line."""
    indent = "  " * depth
    for key, item in value.items():
        if isinstance(item, Mapping) and item:
            yield f"{indent}{_text(key)}:"
            yield from _block(item, depth + 1)
        elif isinstance(item, list) and item and all(isinstance(part, Mapping) for part in item):
            yield f"{indent}{_text(key)}:"
            for part in item:
                first, *others = _block(part, depth + 2)
                yield from (f"{indent}  - {first.strip()}", *others)
        else:
            yield f"{indent}{_text(key)}: {_flow(item)}"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(text: str) -> str:
    """A text as it is where YAML cannot mistake it, else in quotes."""
    safe = _SAFE.fullmatch(text) and "," not in text and " #" not in text and text == text.strip()
    return text if safe and text.lower() not in _WORDS else json.dumps(text, ensure_ascii=True)
