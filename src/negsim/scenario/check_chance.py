"""What must hold of moves that chance decides; whose each move is, and which moves stand."""

from __future__ import annotations

from collections.abc import Iterator

from negsim.errors import Fault, suggestion
from negsim.scenario.check_formulas import check_formula
from negsim.scenario.check_names import texts
from negsim.scenario.check_values import check_probability, check_sum
from negsim.scenario.paths import child
from negsim.scenario.scope import Scope, entries, levels_of
from negsim.scenario.yaml_nodes import Node


def check_chance(root: Node, scope: Scope) -> Iterator[Fault]:
    """Find the faults of moves that chance decides, and moves that nobody does.

    Parameters
    ----------
    root
        The file.
    scope
        Its names.
    """
    for name, node in entries(root, "moves").items():
        given, path = entries(node), f"moves.{name}"
        chance = given.get("chance")
        if isinstance(node.value, dict) and chance is None and "actor" not in given:
            told = "needs an 'actor', or 'chance' with a probability for each level"
            yield (child(root, "moves") or root).key_fault(name, told, path)
        if chance is None or not isinstance(chance.value, dict):
            continue
        if "actor" in given:
            yield node.key_fault("chance", "a move belongs to an actor or to chance, not to both", f"{path}.chance")
        if "reversible" in given and given["reversible"].value is False:
            told = "chance decides anew at each of its turns; leave this out"
            yield node.key_fault("reversible", told, f"{path}.reversible")
        yield from _check_draw(node, chance, scope, path)


def _check_draw(node: Node, chance: Node, scope: Scope, path: str) -> Iterator[Fault]:
    levels = levels_of(node)
    for level, formula in chance.value.items():
        if levels and level not in levels:
            told = f"the move has no level '{level}'{suggestion(level, levels)}"
            yield chance.key_fault(level, told, f"{path}.chance.{level}")
        yield from check_formula(formula, scope, f"{path}.chance.{level}")[0]
        yield from check_probability(formula, f"{path}.chance.{level}")
    for level in levels:
        if level not in chance.value:
            yield node.key_fault("chance", f"has no probability for the level '{level}'", f"{path}.chance")
    yield from check_sum(chance.value, chance, f"{path}.chance", whole=True)


def owners(root: Node) -> dict[str, str]:
    """Return whose each move is: an actor's id; empty for moves of chance.

    Parameters
    ----------
    root
        The file.
    """
    found = {}
    for name, node in entries(root, "moves").items():
        actor = child(node, "actor") if isinstance(node.value, dict) else None
        if actor is not None and isinstance(actor.value, str):
            found[name] = actor.value
        elif entries(node, "chance"):
            found[name] = ""
    return found


def standing_moves(root: Node, block: dict[str, Node]) -> list[str]:
    """Return the moves that stay as they are until changed.

    Parameters
    ----------
    root, block
        The file, and its block ``games.stochastic``.
    """
    if "standing" in block and block["standing"].value is not None:
        return texts(block["standing"])
    return [] if entries(block.get("state")) else [move for move, owner in owners(root).items() if owner]
