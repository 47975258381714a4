"""What must hold of formulas: they parse, their names exist, measures do not go in circles."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TypeAlias

from negsim.errors import Fault
from negsim.scenario.paths import child, leaves
from negsim.scenario.scope import Scope, entries
from negsim.scenario.syntax import Flaw, Name, Step, parse
from negsim.scenario.yaml_nodes import Node

Read: TypeAlias = tuple[tuple[Step, ...], tuple[Flaw, ...]]

MAX_SHOWN = 10  # measures of a circle that a message names
MAX_SIZE = 200_000  # characters of all formulas


def size_of(root: Node) -> int:
    """Return how many characters the formulas of a file have together."""
    sections = (child(root, name) for name in ("measures", "payoffs", "forbidden", "games"))
    texts = (node.value for section in sections if section is not None for _, node in leaves(section))
    return sum(len(text) for text in texts if isinstance(text, str))


def check_formulas(root: Node, scope: Scope) -> Iterator[Fault]:
    """Find the faults of measures and of what is forbidden.

    Parameters
    ----------
    root
        The file.
    scope
        Its names.
    """
    uses: dict[str, set[str]] = {}
    for name, node in entries(root, "measures").items():
        faults, uses[name] = check_formula(node, scope, f"measures.{name}")
        yield from faults
    yield from _circles(root, uses)
    yield from _check_conditions(root, scope, uses)


def check_formula(
    node: Node, scope: Scope, path: str, read: Callable[[str], Read] = parse
) -> tuple[list[Fault], set[str]]:
    """Check one formula; return its faults and the names it uses.

    Parameters
    ----------
    node
        Its place in the file.
    scope
        The names it may use.
    path
        Dotted.
    read
        What reads the text: as a formula, or as a condition.
    """
    if not isinstance(node.value, str):
        return _number_faults(node, path), set()
    steps, flaws = read(node.value)
    faults = [node.fault_within(flaw.offset, flaw.message, path) for flaw in flaws]
    names = [step for step in steps if isinstance(step, Name)]
    for step in names:
        flaw = scope.flaw(step.text)
        if flaw:
            faults.append(node.fault_within(step.offset, flaw, path))
    return faults, {step.text for step in names}


def _number_faults(node: Node, path: str) -> list[Fault]:
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        shown = {type(None): "empty", dict: "a mapping", list: "a list"}.get(type(value), str(value).lower()[:40])
        return [node.fault(f"should be a formula or a number, not {shown}", path)]
    if isinstance(value, float) and not math.isfinite(value):
        return [node.fault(f"should be a finite number, not {value}", path)]
    return []


def _circles(root: Node, uses: dict[str, set[str]]) -> Iterator[Fault]:
    """Report circles of measures, each at its first member; walks depth first, and each measure once."""
    parent = child(root, "measures")
    done: set[str] = set()
    for start in uses:
        trail: dict[str, Iterator[str]] = {}
        waiting = [start]
        while waiting:
            name = waiting.pop()
            if name in trail and parent is not None:
                circle = [*trail][[*trail].index(name) :]
                yield parent.key_fault(name, _circle_message(circle), f"measures.{name}")
            elif name not in done:
                trail[name] = iter(sorted(need for need in uses[name] if need in uses))
            while trail and not waiting:
                last = next(reversed(trail))
                need = next(trail[last], None)
                if need is None:
                    done.add(last)
                    del trail[last]
                else:
                    waiting.append(need)


def _circle_message(circle: list[str]) -> str:
    shown = circle if len(circle) <= MAX_SHOWN else [*circle[: MAX_SHOWN - 1], "..."]
    return f"measures go round in a circle: {' -> '.join([*shown, circle[0]])}"


def _check_conditions(root: Node, scope: Scope, uses: dict[str, set[str]]) -> Iterator[Fault]:
    """Conditions decide which outcomes exist, so they hold for all values of the parameters."""
    conditions = child(root, "forbidden")
    if conditions is None or not isinstance(conditions.value, list):
        return
    for at, node in enumerate(conditions.value):
        if isinstance(node.value, str):
            yield from check_moves_only(node, scope, f"forbidden.{at}", "only moves can be forbidden")


def check_moves_only(
    node: Node, scope: Scope, path: str, rule: str, read: Callable[[str], Read] = parse
) -> Iterator[Fault]:
    """Check a condition that shapes the game, so that it holds for all values of the parameters.

    Parameters
    ----------
    node, scope, path, read
        As for `check_formula`.
    rule
        What a name breaks that is no move.
    """
    faults, names = check_formula(node, scope, path, read)
    yield from faults
    for name in sorted(names & ({*scope.parameters} | {*scope.measures})):
        yield node.fault(f"{rule}, and '{name}' is none", path)
