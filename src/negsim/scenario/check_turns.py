"""What must hold of the turns of ``games.extensive``, and of the demands of ``games.screening``."""

from __future__ import annotations

from collections.abc import Iterator

from negsim.errors import Fault, suggestion
from negsim.scenario.check_chance import owners
from negsim.scenario.check_formulas import check_formula
from negsim.scenario.check_names import check_known, listed
from negsim.scenario.check_values import check_parameters_only, check_probability, literal
from negsim.scenario.dynamics import MAX_ROUNDS
from negsim.scenario.scope import Scope, entries
from negsim.scenario.yaml_nodes import Node


def check_turns(root: Node, scope: Scope) -> Iterator[Fault]:
    """Find the faults of the block ``games.extensive``.

    Parameters
    ----------
    root
        The file.
    scope
        Its names.
    """
    block, path = entries(root, "games", "extensive"), "games.extensive"
    for at, turn in enumerate(listed(block.get("turns"))):
        if isinstance(turn.value, dict):
            yield from _check_turn(root, turn, owners(root), f"{path}.turns.{at}")
    rounds, ends_if, discount = (block.get(key) for key in ("rounds", "ends_if", "discount"))
    if rounds is not None:
        yield from check_parameters_only(rounds, scope, f"{path}.rounds")
        yield from _check_rounds(rounds, f"{path}.rounds")
    if ends_if is not None:
        yield from check_formula(ends_if, scope, f"{path}.ends_if")[0]
    if discount is not None:
        yield from check_parameters_only(discount, scope, f"{path}.discount")
        yield from check_probability(discount, f"{path}.discount")


def check_screening(root: Node, scope: Scope) -> Iterator[Fault]:
    """Find the faults of the block ``games.screening``.

    Parameters
    ----------
    root
        The file.
    scope
        Its names.
    """
    block, actors, path = entries(root, "games", "screening"), entries(root, "actors"), "games.screening"
    for key in ("proposer", "responder"):
        node = block.get(key)
        if node is not None and isinstance(node.value, str) and node.value not in actors:
            yield node.fault(f"there is no actor '{node.value}'{suggestion(node.value, actors)}", f"{path}.{key}")
    one, other = block.get("proposer"), block.get("responder")
    if one is not None and other is not None and one.value == other.value:
        yield other.fault(f"{other.value} already demands, and somebody else answers", f"{path}.responder")
    for key in ("rounds", "discount", "stake", "shape"):
        if key in block:
            yield from check_parameters_only(block[key], scope, f"{path}.{key}")
    yield from _check_rounds(block.get("rounds"), f"{path}.rounds")
    if "discount" in block:
        yield from check_probability(block["discount"], f"{path}.discount")


def _check_rounds(node: Node | None, path: str) -> Iterator[Fault]:
    value = literal(node)
    if node is not None and value is not None and not (value.is_integer() and 1 <= value <= MAX_ROUNDS):
        yield node.fault(f"should be a whole number from 1 to {MAX_ROUNDS:,}, not {value:g}", path)


def _check_turn(root: Node, turn: Node, owner: dict[str, str], path: str) -> Iterator[Fault]:
    given, actors = entries(turn), entries(root, "actors")
    actor = given.get("actor")
    if "chance" in given:
        for key in ("actor", "moves", "sees"):
            if key in given:
                yield turn.key_fault(key, "chance decides at this turn: nobody else does, or sees", f"{path}.{key}")
    else:
        for key in ("actor", "moves"):
            if key not in given:
                told = f"needs {'an' if key == 'actor' else 'its'} '{key}', or 'chance' with moves that chance decides"
                yield turn.fault(told, path)
    if actor is not None and isinstance(actor.value, str) and actor.value not in actors:
        yield actor.fault(f"there is no actor '{actor.value}'{suggestion(actor.value, actors)}", f"{path}.actor")
    for key in ("moves", "chance", "sees"):
        yield from check_known(given.get(key), entries(root, "moves"), "move", f"{path}.{key}")
        if key in given and key != "sees" and given[key].value == []:
            yield turn.key_fault(key, "a turn needs at least one move", f"{path}.{key}")
    if actor is not None and isinstance(actor.value, str) and actor.value in actors:
        yield from _check_owner(given.get("moves"), owner, actor.value, f"{path}.moves")
    yield from _check_owner(given.get("chance"), owner, "", f"{path}.chance")


def _check_owner(moves: Node | None, owner: dict[str, str], due: str, path: str) -> Iterator[Fault]:
    for at, item in enumerate(listed(moves)):
        found = owner.get(item.value) if isinstance(item.value, str) else None
        if found is not None and found != due:
            told = f"'{item.value}' is a move of {found or 'chance'}, not of {due or 'chance'}"
            hint = f"; write {{chance: [{item.value}]}} as a turn of its own" if not found else ""
            yield item.fault(f"{told}{hint}", f"{path}.{at}")
