"""Whether the states of a conflict are what ``games.conflict`` says: joined states that are one, a status quo."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from negsim.errors import Fault
from negsim.scenario.conflicts import Conflict
from negsim.scenario.expression import Array
from negsim.scenario.model import Scenario
from negsim.scenario.outcome_names import levels_named
from negsim.scenario.paths import child
from negsim.scenario.yaml_nodes import Node

PATH = "games.conflict"
NEAR = 1e-9  # of an actor's range of payoffs: what counts as equal


def check_states(scenario: Scenario, root: Node) -> Iterator[Fault]:
    """Find outcomes that are joined although an actor tells them apart, and a status quo that does not exist.

    Payoffs are compared at the defaults.

    Parameters
    ----------
    scenario
        Complete.
    root
        The file it was read from, for the places.
    """
    block = scenario.games.get("conflict")
    if not isinstance(block, Conflict):
        return
    node = child(child(root, "games") or root, "conflict") or root
    if block.start not in block.coalesce and (named := _levels(scenario, block.start)):
        numbers = [[level.id for level in scenario.moves[move].levels].index(name) for move, name in named.items()]
        if not (scenario.outcomes() == numbers).all(1).any():
            yield (child(node, "start") or node).fault(f"the outcome '{block.start}' is forbidden", f"{PATH}.start")
    yield from _check_unseen(scenario, block, child(node, "unseen") or node)
    if block.coalesce:
        meets = scenario.over_outcomes(tuple(block.coalesce.values()))[0] != 0
        yield from _check_joined(scenario, block, meets, child(node, "coalesce") or node)


def _levels(scenario: Scenario, label: str) -> dict[str, str] | None:
    return levels_named(label, {key: tuple(level.id for level in move.levels) for key, move in scenario.moves.items()})


def _check_unseen(scenario: Scenario, block: Conflict, node: Node) -> Iterator[Fault]:
    for actor, conditions in block.unseen.items():
        if conditions and (scenario.over_outcomes(conditions)[0] != 0).any(0).all():
            told = "every outcome meets one of these, so that the actor would know of none"
            yield node.key_fault(actor, told, f"{PATH}.unseen.{actor}")


def _check_joined(scenario: Scenario, block: Conflict, meets: NDArray[np.bool_], node: Node) -> Iterator[Fault]:
    table = scenario.payoff_table()[0]
    least = NEAR * np.ptp(table, axis=1)
    taken: dict[int, str] = {}
    for label, row in zip(block.coalesce, meets, strict=True):
        members = np.flatnonzero(row)
        shared = next((taken[member] for member in map(int, members) if member in taken), "")
        taken |= dict.fromkeys(map(int, members), label)
        flaw = ""
        if not len(members):
            flaw = "no outcome meets this condition"
        elif shared:
            flaw = f"meets outcomes of '{shared}' as well; let each outcome be of one state"
        elif label in _others(scenario, members, label):
            flaw = "another outcome has this label already"
        else:
            flaw = _difference(scenario, table[:, members], members, least)
        if flaw:
            yield node.key_fault(label, flaw, f"{PATH}.coalesce.{label}")


def _others(scenario: Scenario, members: NDArray[np.intp], label: str) -> set[str]:
    """The label, if it is that of an outcome which is not joined here."""
    named = _levels(scenario, label)
    if named is None or " / ".join(named.values()) != label:
        return set()
    return {label} - {scenario.outcome_label(int(member)) for member in members}


def _difference(scenario: Scenario, table: Array, members: NDArray[np.intp], least: Array) -> str:
    apart = np.argwhere(np.abs(table - table[:, :1]) > least[:, None])
    if not len(apart):
        return ""
    player, at = apart[0]
    one, other = (scenario.outcome_label(int(members[k])) for k in (0, at))
    actor = [*scenario.actors][player]
    worth = f"{table[player, 0]:g} and {table[player, at]:g}"
    return f"joins '{one}' and '{other}', which {actor} does not rank alike: {worth} at the defaults"
