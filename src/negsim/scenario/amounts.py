"""The formulas of ``games.bargaining`` and ``games.repeated`` in a file: where each stands, and what it may come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from negsim.scenario.bargaining import MAX_VOTERS
from negsim.scenario.check_names import listed
from negsim.scenario.paths import dotted
from negsim.scenario.scope import entries
from negsim.scenario.yaml_nodes import Node

PATH = "games.bargaining"
REPEATED = "games.repeated"


@dataclass(frozen=True)
class Amount:
    """A formula on parameters.

    Attributes
    ----------
    path, node
        Where it stands.
    flaw
        What is wrong with a number that it comes to; nothing if the number can stand there.
    """

    path: str
    node: Node
    flaw: Callable[[float], str]


def any_number(value: float) -> str:
    """Say what is wrong with a payoff."""
    return "" if abs(value) < float("inf") else f"should be a finite number, not {value:g}"


def share(value: float) -> str:
    """Say what is wrong with a probability, a discount or the like."""
    return "" if 0 <= value <= 1 else f"{value:g} is not between 0 and 1"


def rate(value: float) -> str:
    """Say what is wrong with a rate, a power, or a threshold."""
    return "" if 0 <= value < float("inf") else f"should be 0 or more, not {value:g}"


def periods(value: float) -> str:
    """Say what is wrong with a number of periods."""
    return "" if 1 <= value < float("inf") else f"should be 1 or more, not {value:g}"


def voters(value: float) -> str:
    """Say what is wrong with a number of voters."""
    if 1 <= value <= MAX_VOTERS and float(value).is_integer():
        return ""
    return f"should be a whole number from 1 to {MAX_VOTERS:,}, not {value:g}"


def bargaining_amounts(root: Node) -> Iterator[Amount]:
    """Go through the formulas of the two blocks.

    Parameters
    ----------
    root
        The file.
    """
    block = entries(root, "games", "bargaining")
    told, talks, promises = (block.get(key) for key in ("disagreement", "talks", "promises"))
    if "equilibrium" not in entries(told):
        yield from _each(told, f"{PATH}.disagreement", any_number)
    yield from _each(block.get("power"), f"{PATH}.power", rate)
    yield from _each(_within(talks, "outside"), f"{PATH}.talks.outside", any_number)
    yield from _one_or_each(_within(talks, "discount"), f"{PATH}.talks.discount")
    yield from _one(_within(talks, "breakdown"), f"{PATH}.talks.breakdown", share)
    for actor, ends in entries(block.get("resolve")).items():
        for at, node in enumerate(listed(ends)):
            yield Amount(f"{PATH}.resolve.{actor}.{at}", node, any_number)
    yield from _each(_within(block.get("linkage"), "apart"), f"{PATH}.linkage.apart", any_number)
    yield from _one(_within(promises, "rate"), f"{PATH}.promises.rate", rate)
    yield from _each(_within(promises, "refused"), f"{PATH}.promises.refused", any_number)
    for name, form in entries(_within(promises, "forms")).items():
        yield from _of_form(form, f"{PATH}.promises.forms.{dotted((name,))}")
    repeated = entries(root, "games", "repeated")
    yield from _one_or_each(repeated.get("discount"), f"{REPEATED}.discount")
    yield from _one(repeated.get("detection"), f"{REPEATED}.detection", share)
    for key in ("lag", "length"):
        yield from _one(repeated.get(key), f"{REPEATED}.{key}", periods)


def _of_form(form: Node, path: str) -> Iterator[Amount]:
    yield from _one(_within(form, "adopted"), f"{path}.adopted", share)
    yield from _one(_within(form, "revoked"), f"{path}.revoked", rate)
    for key in ("worth", "cost"):
        yield from _each(_within(form, key), f"{path}.{key}", any_number)
    for name, body in entries(_within(form, "ratified_by")).items():
        for key, flaw in (("voters", voters), ("threshold", rate), ("support", share), ("correlation", share)):
            yield from _one(_within(body, key), f"{path}.ratified_by.{dotted((name,))}.{key}", flaw)


def _within(node: Node | None, key: str) -> Node | None:
    return entries(node).get(key)


def _one(node: Node | None, path: str, flaw: Callable[[float], str]) -> Iterator[Amount]:
    if node is not None:
        yield Amount(path, node, flaw)


def _each(node: Node | None, path: str, flaw: Callable[[float], str]) -> Iterator[Amount]:
    for key, formula in entries(node).items():
        yield Amount(f"{path}.{key}", formula, flaw)


def _one_or_each(node: Node | None, path: str) -> Iterator[Amount]:
    """A discount, for all or for each."""
    is_each = node is not None and isinstance(node.value, dict)
    yield from _each(node, path, share) if is_each else _one(node, path, share)
