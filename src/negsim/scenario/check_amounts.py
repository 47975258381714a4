"""What must hold of the numbers that bargaining and repeated play need, written out or by formulas at the defaults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeAlias

import numpy as np

from negsim.errors import Fault
from negsim.scenario.amounts import PATH, Amount, bargaining_amounts
from negsim.scenario.bargaining import MAX_AMOUNTS
from negsim.scenario.check_names import listed, texts
from negsim.scenario.check_numbers import corners
from negsim.scenario.check_values import check_parameters_only, literal
from negsim.scenario.expression import Array, Expression
from negsim.scenario.model import Scenario
from negsim.scenario.paths import dotted
from negsim.scenario.scope import Scope, entries
from negsim.scenario.yaml_nodes import Node

Read: TypeAlias = Callable[[Node | None], float | None]

ROUNDING = 1e-9  # of votes
MAX_ROWS = 1_000  # of parameters, at which formulas are evaluated


def check_amounts(root: Node, scope: Scope) -> Iterator[Fault]:
    """Find formulas that cannot be read, and numbers written out that cannot stand where they do.

    Parameters
    ----------
    root
        The file.
    scope
        Its names.
    """
    amounts = list(islice(bargaining_amounts(root), MAX_AMOUNTS + 1))
    if len(amounts) > MAX_AMOUNTS:
        yield root.key_fault("games", f"hold more than {MAX_AMOUNTS:,} formulas about bargaining", PATH)
        return
    for amount in amounts:
        yield from check_parameters_only(amount.node, scope, amount.path)
        value = literal(amount.node)
        if value is not None and (flaw := amount.flaw(value)):
            yield amount.node.fault(flaw, amount.path)
    yield from _check_pairs(root, literal, "")


def check_defaults(scenario: Scenario, root: Node) -> Iterator[Fault]:
    """Find formulas that come to what cannot stand where they do, at the defaults, or to no number elsewhere.

    Parameters
    ----------
    scenario
        Complete.
    root
        The file it was read from, for the places.
    """
    amounts = list(bargaining_amounts(root))
    if not amounts:
        return
    batch = {name: values[:, 0] for name, values in corners(scenario, MAX_ROWS).items()}
    texts = {amount.path: Expression(str(amount.node.value)) for amount in amounts}
    values = scenario.evaluate(texts, batch)
    found = {id(amount.node): float(values[amount.path][0]) for amount in amounts}
    for amount in amounts:
        yield from _check_values(amount, values[amount.path], scenario, batch)
    yield from _check_pairs(root, lambda node: None if node is None else found.get(id(node)), " at the defaults")


def _check_values(amount: Amount, values: Array, scenario: Scenario, batch: dict[str, Array]) -> Iterator[Fault]:
    flaw = amount.flaw(float(values[0]))
    broken = np.flatnonzero(~np.isfinite(values))
    if flaw:
        yield amount.node.fault(f"{flaw}, at the defaults", amount.path)
    elif len(broken):
        changed = [
            f"{name} = {batch[name][broken[0]]:g}"
            for name, parameter in scenario.parameters.items()
            if batch[name][broken[0]] != parameter.value
        ]
        told = f"is no finite number when {', '.join(changed[:3])}{' ...' if len(changed) > 3 else ''}"
        yield amount.node.fault(told, amount.path)


def _check_pairs(root: Node, read: Read, when: str) -> Iterator[Fault]:
    """Find numbers that do not go together."""
    block = entries(root, "games", "bargaining")
    for actor, ends in entries(block.get("resolve")).items():
        low, high = [*map(read, listed(ends)[:2]), None, None][:2]
        if low is not None and high is not None and low > high:
            told = f"the least worth of disagreement comes first, and {low:g} is more than {high:g}{when}"
            yield ends.fault(told, f"{PATH}.resolve.{actor}")
    parties = texts(block.get("parties")) or list(entries(root, "actors"))
    yield from _check_power(block.get("power"), parties, read, when)
    yield from _check_patience(block, read, when)
    promises = entries(block.get("promises"))
    for name, form in entries(promises.get("forms")).items():
        path, given = f"{PATH}.promises.forms.{dotted((name,))}", entries(form)
        is_kept = "revoked" not in given or read(given["revoked"]) == 0
        if is_kept and entries(given.get("worth")) and read(promises.get("rate")) == 0:
            told = "with neither a discount rate nor a rate at which it is taken back, its worth has no sum"
            yield form.fault(f"{told}{when}; write a 'rate', or 'revoked'", path)
        yield from _check_thresholds(given.get("ratified_by"), read, when, f"{path}.ratified_by")


def _check_power(power: Node | None, parties: list[str], read: Read, when: str) -> Iterator[Fault]:
    given = entries(power)
    if power is not None and all(party in given and read(given[party]) == 0 for party in parties):
        yield power.fault(f"somebody needs some power{when}", f"{PATH}.power")


def _check_patience(block: dict[str, Node], read: Read, when: str) -> Iterator[Fault]:
    """Talks in which nobody loses by waiting have no end."""
    talks = block.get("talks")
    given = entries(talks)
    discount, breakdown = given.get("discount"), given.get("breakdown")
    each = list(entries(discount).values()) or ([discount] if discount is not None else [])
    waits = all(read(node) == 1 for node in each) and (breakdown is None or read(breakdown) == 0)
    if talks is not None and isinstance(talks.value, dict) and waits and "rounds" not in given:
        told = f"nobody loses by waiting{when}, so talks would never end; write a 'discount' below 1, a 'breakdown'"
        yield talks.fault(f"{told}, or 'rounds'", f"{PATH}.talks")


def _check_thresholds(bodies: Node | None, read: Read, when: str, path: str) -> Iterator[Fault]:
    for name, body in entries(bodies).items():
        count, threshold = (read(entries(body).get(key)) for key in ("voters", "threshold"))
        if count is not None and threshold is not None and threshold > count + ROUNDING:
            told = f"{threshold:g} must say yes, and there are {count:g} voters{when}: it could never be ratified"
            yield body.key_fault("threshold", told, f"{path}.{dotted((name,))}.threshold")
