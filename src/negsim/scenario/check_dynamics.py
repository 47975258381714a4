"""What must hold of the block ``games.stochastic``, and of the names of blocks."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator
from dataclasses import replace

from negsim.errors import Fault, suggestion
from negsim.scenario.check_chance import owners, standing_moves
from negsim.scenario.check_names import check_keys, check_known, texts
from negsim.scenario.check_situations import PATH, check_situations, has_deadline
from negsim.scenario.check_values import check_parameters_only, check_probability, check_sum, literal
from negsim.scenario.check_variables import check_variables, levels_of_variables
from negsim.scenario.paths import child
from negsim.scenario.scope import Scope, entries, levels_of
from negsim.scenario.yaml_nodes import Node

MAX_STATES = 200_000
BLOCKS = ("extensive", "stochastic", "screening", "conflict", "bargaining", "repeated")
OTHERS = ("strategic", "bayesian", "spatial")


def check_blocks(root: Node) -> Iterator[Fault]:
    """Find blocks whose names are nearly those of known ones; blocks of other forms are nobody's business here.

    Parameters
    ----------
    root
        The file.
    """
    games = child(root, "games")
    for key in entries(games):
        close = difflib.get_close_matches(key, BLOCKS, n=1, cutoff=0.75)
        if close and key not in (*BLOCKS, *OTHERS) and games is not None:
            yield games.key_fault(key, f"no form has this name; did you mean '{close[0]}'?", f"games.{key}")


def check_stochastic(root: Node, scope: Scope) -> Iterator[Fault]:
    """Find the faults of the block ``games.stochastic``.

    Parameters
    ----------
    root
        The file.
    scope
        Its names.
    """
    node = child(child(root, "games") or root, "stochastic") if entries(root, "games") else None
    if node is None or not isinstance(node.value, dict):
        return
    block = entries(node)
    wide = replace(scope, variables=levels_of_variables(block.get("state")))
    actors = entries(root, "actors")
    yield from _check_discount(node, block, scope, actors)
    yield from _check_turns(root, node, block, scope)
    yield from _check_standing(root, node, block)
    yield from check_variables(root, block.get("state"), wide)
    yield from _check_size(root, node, block, wide)
    yield from check_situations(root, node, wide)


def _check_discount(node: Node, block: dict[str, Node], scope: Scope, actors: dict[str, Node]) -> Iterator[Fault]:
    discount, path = block.get("discount"), f"{PATH}.discount"
    if discount is None:
        if not has_deadline(block):
            yield node.fault("needs a 'discount' below 1, or a 'deadline'", PATH)
        return
    each = {path: discount}
    if isinstance(discount.value, dict):
        yield from check_keys(discount, actors, "actor", path)
        for actor in actors:
            if actor not in discount.value:
                yield node.key_fault("discount", f"has no discount for the actor '{actor}'", path)
        each = {f"{path}.{actor}": formula for actor, formula in discount.value.items()}
    for place, formula in each.items():
        yield from check_parameters_only(formula, scope, place)
        yield from check_probability(formula, place)
        if literal(formula) == 1 and not has_deadline(block) and not entries(block.get("hazards")):
            told = "with a discount of 1 and nothing that ends the play, payoffs have no sum; write a 'deadline'"
            yield formula.fault(f"{told}, a hazard, or a discount below 1", place)


def _check_turns(root: Node, node: Node, block: dict[str, Node], scope: Scope) -> Iterator[Fault]:
    actors = entries(root, "actors")
    moving = {owner for owner in owners(root).values() if owner}
    turns = block["turns"].value if "turns" in block else "simultaneous"
    for key, wanted in (("order", ("alternating", "random")), ("shares", ("random",))):
        if key in block and turns not in wanted and turns in ("simultaneous", "alternating"):
            told = f"only turns that are {' or '.join(wanted)} have this; these are {turns}"
            yield node.key_fault(key, told, f"{PATH}.{key}")
    order = block.get("order")
    yield from check_known(order, actors, "actor", f"{PATH}.order")
    for at, actor in enumerate(texts(order)):
        item = child(order, at) if order is not None else None
        if actor in actors and actor not in moving and item is not None:
            yield item.fault(f"'{actor}' has no moves, so it cannot take turns", f"{PATH}.order.{at}")
    if turns == "random" and entries(block.get("shares")):
        taking = [actor for actor in texts(order) or actors if actor in moving]
        yield from _check_shares(node, block["shares"], taking, scope)


def _check_shares(node: Node, shares: Node, taking: list[str], scope: Scope) -> Iterator[Fault]:
    path = f"{PATH}.shares"
    for actor in taking:
        if actor not in shares.value:
            yield node.key_fault("shares", f"has no share for the actor '{actor}'", path)
    for actor, formula in shares.value.items():
        if actor not in taking:
            told = f"there is no '{actor}' among those who take turns{suggestion(actor, taking)}"
            yield shares.key_fault(actor, told, f"{path}.{actor}")
        yield from check_parameters_only(formula, scope, f"{path}.{actor}")
        yield from check_probability(formula, f"{path}.{actor}")
    yield from check_sum(shares.value, shares, path, whole=True)


def _check_standing(root: Node, node: Node, block: dict[str, Node]) -> Iterator[Fault]:
    own = owners(root)
    yield from check_known(block.get("standing"), entries(root, "moves"), "move", f"{PATH}.standing")
    standing = standing_moves(root, block)
    for name in standing:
        if own.get(name) == "":
            yield node.key_fault("standing", f"'{name}' is a move of chance, which never stands", f"{PATH}.standing")
    for name, move in entries(root, "moves").items():
        reversible = child(move, "reversible") if isinstance(move.value, dict) else None
        if reversible is not None and reversible.value is False and own.get(name) and name not in standing:
            told = f"the move '{name}' is irreversible, and one that does not stand is taken back after each stage"
            key = "standing" if "standing" in block else "state"
            yield node.key_fault(key, f"{told}; add it to 'standing'", f"{PATH}.standing")
    step = block.get("step")
    if step is not None and isinstance(step.value, int) and not isinstance(step.value, bool) and step.value < 1:
        yield step.fault(f"should be a whole number from 1 on, not {step.value}", f"{PATH}.step")


def _check_size(root: Node, node: Node, block: dict[str, Node], scope: Scope) -> Iterator[Fault]:
    moves = entries(root, "moves")
    sizes = [len(levels_of(moves[name])) or 1 for name in standing_moves(root, block) if name in moves]
    sizes += [len(levels) or 1 for levels in scope.variables.values()]
    states = math.prod(sizes)
    if states > MAX_STATES:
        shown = f"{states:,}" if len(sizes) < 50 else f"about 10^{math.floor(sum(map(math.log10, sizes)))}"
        yield (child(root, "games") or root).key_fault(
            "stochastic", f"standing moves and state variables make {shown} states; at most {MAX_STATES:,}", PATH
        )
