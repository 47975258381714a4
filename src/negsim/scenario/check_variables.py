"""What must hold of the state variables of ``games.stochastic``: names, levels, and the ways in which they change."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from negsim.errors import Fault, suggestion
from negsim.scenario.check_formulas import check_formula
from negsim.scenario.check_names import listed, name_flaw
from negsim.scenario.check_values import check_probability, check_sum, literal
from negsim.scenario.dynamics import MAX_LEVELS, MAX_VARIABLES
from negsim.scenario.paths import child
from negsim.scenario.scope import Scope, entries
from negsim.scenario.yaml_nodes import Node

PATH = "games.stochastic.state"


def levels_of_variables(state: Node | None) -> dict[str, tuple[str, ...]]:
    """Return the names of each variable's levels; nothing where they cannot be read.

    Parameters
    ----------
    state
        The block of the file.
    """
    return {name: _levels(child(node, "levels")) for name, node in islice(entries(state).items(), MAX_VARIABLES)}


def _levels(node: Node | None) -> tuple[str, ...]:
    value = node.value if node is not None else None
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_LEVELS:
        return tuple(map(str, range(value)))
    return tuple(dict.fromkeys(str(item.value) for item in listed(node) if _is_label(item.value)))


def _is_label(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def check_variables(root: Node, state: Node | None, scope: Scope) -> Iterator[Fault]:
    """Find the faults of state variables.

    Parameters
    ----------
    root
        The file.
    state
        Its block of variables.
    scope
        The names of the file, the variables among them.
    """
    taken = {name: section for section in _SECTIONS for name in entries(root, section)}
    for name, node in islice(entries(state).items(), MAX_VARIABLES):
        path = f"{PATH}.{name}"
        flaw = name_flaw(name)
        if name in taken:
            flaw = f"the name is also that of one of the {taken[name]}; choose another name"
        if flaw and state is not None:
            yield state.key_fault(name, flaw, path)
        if not isinstance(node.value, dict):
            continue
        levels, initial = scope.variables[name], child(node, "initial")
        yield from _check_levels(child(node, "levels"), f"{path}.levels")
        if initial is not None and _is_label(initial.value) and levels and str(initial.value) not in levels:
            told = f"the state variable has no level '{initial.value}'{suggestion(str(initial.value), levels)}"
            yield initial.fault(told, f"{path}.initial")
        yield from _check_ways(child(node, "next"), levels, scope, f"{path}.next")


_SECTIONS = ("actors", "measures", "moves", "parameters")


def _check_levels(node: Node | None, path: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for at, item in enumerate(listed(node)):
        label = str(item.value)
        if not _is_label(item.value):
            continue
        if not label.isdecimal() and (flaw := name_flaw(label)):
            yield item.fault(f"level '{label}': {flaw}", f"{path}.{at}")
        if label in seen:
            yield item.fault(f"the level '{label}' is there twice", f"{path}.{at}")
        seen.add(label)
    if node is not None and node.value == []:
        yield node.fault("a state variable needs at least one level", path)


def _check_ways(node: Node | None, levels: tuple[str, ...], scope: Scope, path: str) -> Iterator[Fault]:
    if node is None:
        return
    if not isinstance(node.value, list):
        yield from _check_target(node, levels, scope, path)
        return
    given, rest = {}, 0
    for at, way in enumerate(node.value):
        to, probability = (child(way, key) if isinstance(way.value, dict) else None for key in ("to", "probability"))
        if to is not None:
            yield from _check_target(to, levels, scope, f"{path}.{at}.to")
        if probability is None:
            rest += 1
            continue
        given[str(at)] = probability
        yield from check_formula(probability, scope, f"{path}.{at}.probability")[0]
        yield from check_probability(probability, f"{path}.{at}.probability")
    yield from check_sum(given, node, path, whole=False)
    if rest > 1:
        yield node.fault("only one of the ways can leave out its probability and take what the others leave", path)


def _check_target(node: Node, levels: tuple[str, ...], scope: Scope, path: str) -> Iterator[Fault]:
    faults, names = check_formula(node, scope, path)
    yield from faults
    value = literal(node)
    if value is not None and levels and not names and not (value.is_integer() and 0 <= value < len(levels)):
        yield node.fault(f"the levels are numbered from 0 to {len(levels) - 1}, and this is {value:g}", path)
