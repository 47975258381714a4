"""Checks of how parameters may vary: their distributions, and the plan of a sweep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from negsim.errors import Fault, NotApplicable, suggestion
from negsim.scenario.distribution import distribution_of
from negsim.scenario.paths import child
from negsim.scenario.plan import NO_OVERRIDE, tried
from negsim.scenario.scope import Scope, entries, number
from negsim.scenario.yaml_nodes import Node


def check_distributions(root: Node) -> Iterator[Fault]:
    """Find distributions that cannot be read, or reach beyond the range of their parameter.

    Parameters
    ----------
    root
        The file.
    """
    for name, node in entries(root, "parameters").items():
        told = child(node, "distribution")
        if told is None or not isinstance(told.value, str):
            continue
        path = f"parameters.{name}.distribution"
        low, high = (number(child(node, end)) for end in ("low", "high"))
        try:
            kind = distribution_of(told.value)
        except NotApplicable as fault:
            yield told.fault(str(fault), path)
            continue
        if low is None or high is None:
            continue
        try:
            kind = kind.within(low, high)
        except NotApplicable as fault:
            yield told.fault(str(fault), path)
            continue
        if kind.low < low or kind.high > high:
            reach = f"reaches from {kind.low:g} to {kind.high:g}, beyond the range from {low:g} to {high:g}"
            yield told.fault(f"{told.value} {reach}; cut it, or widen the range", path)


def check_plan(root: Node, scope: Scope, quantity: Callable[[Node | None, str], Iterator[Fault]]) -> Iterator[Fault]:
    """Find what the plan of a sweep names wrongly.

    Parameters
    ----------
    root
        The file.
    scope
        The names that it defines.
    quantity
        Finds the faults of a quantity at a path.
    """
    plan = child(root, "sweep")
    if plan is None:
        return
    vary = child(plan, "vary")
    yield from _vary(vary, scope)
    yield from _known(child(plan, "overrides"), [NO_OVERRIDE, *entries(root, "overrides")], "override", "overrides")
    varied = _names(vary)
    for at, pair in enumerate(_items(child(plan, "correlated"))):
        between = child(pair, "between")
        yield from _known(between, varied, "varied parameter", f"correlated.{at}.between")
        if between is not None and len({item.value for item in _items(between) if isinstance(item.value, str)}) == 1:
            yield between.fault("a correlation is between two parameters", f"sweep.correlated.{at}.between")
    for at, measure in enumerate(_items(child(plan, "measures"))):
        yield from quantity(measure, f"sweep.measures.{at}")


def _vary(vary: Node | None, scope: Scope) -> Iterator[Fault]:
    if vary is None:
        return
    if vary.value in ({}, []):
        yield vary.fault("no parameter varies; name one at least", "sweep.vary")
    yield from _known(vary if isinstance(vary.value, list) else None, scope.parameters, "parameter", "vary")
    for name, node in entries(vary).items():
        path = f"sweep.vary.{name}"
        if name not in scope.parameters:
            yield vary.key_fault(name, f"unknown parameter '{name}'{suggestion(name, scope.parameters)}", path)
        elif isinstance(node.value, str):
            try:
                tried(node.value)
            except NotApplicable as fault:
                yield node.fault(str(fault), path)


def _known(node: Node | None, known: Sequence[str], kind: str, path: str) -> Iterator[Fault]:
    """Names in a list that are not among the known ones, or stand there twice."""
    seen: set[str] = set()
    for at, item in enumerate(_items(node)):
        if not isinstance(item.value, str):
            continue
        if item.value not in known:
            yield item.fault(f"unknown {kind} '{item.value}'{suggestion(item.value, known)}", f"sweep.{path}.{at}")
        elif item.value in seen and kind != "varied parameter":
            yield item.fault(f"the {kind} '{item.value}' is there twice", f"sweep.{path}.{at}")
        seen.add(item.value)


def _names(vary: Node | None) -> list[str]:
    return [*entries(vary), *(item.value for item in _items(vary) if isinstance(item.value, str))]


def _items(node: Node | None) -> list[Node]:
    return list(node.value) if node is not None and isinstance(node.value, list) else []
