"""Checks of numbers that several blocks of a file share: those written out, and formulas of parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from negsim.errors import Fault
from negsim.scenario.check_formulas import check_formula
from negsim.scenario.expression import Expression
from negsim.scenario.scope import Scope, number
from negsim.scenario.syntax import Name, parse
from negsim.scenario.yaml_nodes import Node

NEAR = 1e-9  # probabilities that are written out may sum to this much over 1


def literal(node: Node | None) -> float | None:
    """Return the number that a formula without names comes to, be it infinite or no number; None for all else.

    Parameters
    ----------
    node
        Where the formula stands.
    """
    if node is None or not isinstance(node.value, str):
        return number(node)
    steps, flaws = parse(node.value)
    if flaws or any(isinstance(step, Name) for step in steps):
        return None
    return float(Expression(node.value)({}))


def check_probability(node: Node, path: str) -> Iterator[Fault]:
    """Find a probability, discount or the like that is written out and not between 0 and 1.

    Parameters
    ----------
    node, path
        Where the formula stands.
    """
    value = literal(node)
    if value is not None and not 0 <= value <= 1:
        yield node.fault(f"{value:g} is not between 0 and 1", path)


def check_sum(nodes: Mapping[str, Node], parent: Node, path: str, *, whole: bool) -> Iterator[Fault]:
    """Find probabilities that are written out and do not sum to 1, or to more than 1.

    Parameters
    ----------
    nodes
        The probabilities.
    parent, path
        Where they stand.
    whole
        Whether they are all there are, so that they must sum to 1.
    """
    given = [literal(node) for node in nodes.values()]
    known = [value for value in given if value is not None]
    total = sum(known)
    if all(0 <= value <= 1 for value in known):
        if total > 1 + NEAR:
            yield parent.fault(f"the probabilities sum to {total:g}, which is over 1", path)
        elif whole and known and len(known) == len(given) and total < 1 - NEAR:
            yield parent.fault(f"the probabilities sum to {total:g}, not to 1", path)


def check_parameters_only(node: Node, scope: Scope, path: str) -> Iterator[Fault]:
    """Check a formula of parameters.

    Parameters
    ----------
    node, path
        Where it stands.
    scope
        The names of the file.
    """
    faults, names = check_formula(node, scope, path)
    yield from faults
    for name in sorted({name.partition(".")[0] for name in names} & (scope.names - {*scope.parameters})):
        yield node.fault(f"only parameters and numbers can stand here, and '{name}' is no parameter", path)
