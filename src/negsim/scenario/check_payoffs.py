"""What must hold of payoffs: a formula, a table that fits the moves, or an order of preference, for every actor."""

from __future__ import annotations

from collections.abc import Iterator

from negsim.errors import Fault, suggestion
from negsim.scenario.check_formulas import check_formula
from negsim.scenario.check_preferences import check_preference
from negsim.scenario.paths import child
from negsim.scenario.scope import Scope, entries
from negsim.scenario.yaml_nodes import Node


def check_payoffs(root: Node, scope: Scope) -> Iterator[Fault]:
    """Find the faults of payoffs.

    Parameters
    ----------
    root
        The file.
    scope
        Its names.
    """
    actors, payoffs = entries(root, "actors"), child(root, "payoffs")
    given = entries(payoffs)
    if payoffs is None or not isinstance(payoffs.value, dict):
        return
    for actor in given:
        if actors and actor not in actors:
            told = f"there is no actor '{actor}'{suggestion(actor, actors)}"
            yield payoffs.key_fault(actor, told, f"payoffs.{actor}")
    for actor in actors:
        if actor not in given:
            yield root.key_fault("payoffs", f"has no formula for the actor '{actor}'", "payoffs")
    for actor, node in given.items():
        if isinstance(node.value, dict):
            yield from check_preference(node, scope, f"payoffs.{actor}")
        elif isinstance(node.value, list):
            yield from _check_table(node, scope, list(scope.moves.items()), f"payoffs.{actor}")
        else:
            yield from check_formula(node, scope, f"payoffs.{actor}")[0]


def _check_table(node: Node, scope: Scope, moves: list[tuple[str, tuple[str, ...]]], path: str) -> Iterator[Fault]:
    if not moves:
        if isinstance(node.value, list):
            yield node.fault("is nested deeper than there are moves", path)
        else:
            yield from check_formula(node, scope, path)[0]
        return
    (move, levels), *others = moves
    if not levels:
        return
    if not isinstance(node.value, list):
        yield node.fault(f"should be a list with one entry for each level of '{move}'", path)
    elif len(node.value) != len(levels):
        told = f"should hold {len(levels)} entries, one for each level of '{move}', not {len(node.value)}"
        yield node.fault(told, path)
    else:
        for at, item in enumerate(node.value):
            yield from _check_table(item, scope, others, f"{path}.{at}")
