"""What must hold of the block ``games.stochastic``, and of the names of blocks."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator
from dataclasses import replace

from negsim.errors import Fault, suggestion
from negsim.scenario.check_formulas import check_formula
from negsim.scenario.check_turns import owners
from negsim.scenario.check_values import (
    check_keys,
    check_known,
    check_parameters_only,
    check_probability,
    check_sum,
    literal,
    name_flaw,
    texts,
)
from negsim.scenario.check_variables import check_variables, levels_of_variables
from negsim.scenario.dynamics import MAX_STAGES
from negsim.scenario.paths import child
from negsim.scenario.scope import Scope, entries, levels_of
from negsim.scenario.syntax import Name, parse
from negsim.scenario.yaml_nodes import Node

MAX_STATES = 200_000
BLOCKS = ("extensive", "stochastic", "screening")
OTHERS = ("strategic", "conflict", "bargaining", "bayesian", "repeated", "spatial")
PATH = "games.stochastic"


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
    yield from _check_allowed(root, block, wide)
    yield from _check_hazards(block, wide, actors)
    yield from _check_payoffs(root, node, block, wide)
    yield from _check_deadline(block)


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


def _check_discount(node: Node, block: dict[str, Node], scope: Scope, actors: dict[str, Node]) -> Iterator[Fault]:
    discount, path = block.get("discount"), f"{PATH}.discount"
    if discount is None:
        if "deadline" not in block:
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
        if literal(formula) == 1 and "deadline" not in block and not entries(block.get("hazards")):
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


def _check_situation(root: Node, block: dict[str, Node], node: Node, scope: Scope, path: str) -> Iterator[Fault]:
    """Check a formula about the situation before a stage: it cannot know moves that are chosen anew."""
    faults, names = check_formula(node, scope, path)
    yield from faults
    if faults:
        return
    reached, waiting, measures = set(names), list(names), entries(root, "measures")
    while waiting:
        formula = measures.get(waiting.pop())
        if formula is not None and isinstance(formula.value, str):
            new = {step.text for step in parse(formula.value)[0] if isinstance(step, Name)} - reached
            reached |= new
            waiting += new
    standing = standing_moves(root, block)
    for move in sorted({name.partition(".")[0] for name in reached} & {*scope.moves} - {*standing}):
        told = f"'{move}' is chosen anew at every stage, so a situation does not tell it; add it to 'standing'"
        yield node.fault(told, path)


def _check_allowed(root: Node, block: dict[str, Node], scope: Scope) -> Iterator[Fault]:
    allowed, own = block.get("allowed"), owners(root)
    for key, formula in entries(allowed).items():
        path = f'{PATH}.allowed."{key}"' if "." in key else f"{PATH}.allowed.{key}"
        move, dot, level = key.partition(".")
        flaw = ""
        if move not in scope.moves:
            flaw = f"there is no move '{move}'{suggestion(move, scope.moves)}"
        elif dot and scope.moves[move] and level not in scope.moves[move]:
            flaw = f"the move '{move}' has no level '{level}'{suggestion(level, scope.moves[move])}"
        elif own.get(move) == "":
            flaw = f"'{move}' is a move of chance, and this is about what actors can choose"
        if flaw and allowed is not None:
            yield allowed.key_fault(key, flaw, path)
        yield from _check_situation(root, block, formula, scope, path)


def _check_hazards(block: dict[str, Node], scope: Scope, actors: dict[str, Node]) -> Iterator[Fault]:
    hazards = block.get("hazards")
    for name, node in entries(hazards).items():
        path = f"{PATH}.hazards.{name}"
        if (flaw := name_flaw(name)) and hazards is not None:
            yield hazards.key_fault(name, flaw, path)
        rate = child(node, "rate") if isinstance(node.value, dict) else None
        if rate is not None:
            yield from check_formula(rate, scope, f"{path}.rate")[0]
            yield from check_probability(rate, f"{path}.rate")
        yield from check_keys(child(node, "payoffs"), actors, "actor", f"{path}.payoffs")
        for actor, formula in entries(node, "payoffs").items():
            yield from check_formula(formula, scope, f"{path}.payoffs.{actor}")[0]


def _check_payoffs(root: Node, node: Node, block: dict[str, Node], scope: Scope) -> Iterator[Fault]:
    actors = entries(root, "actors")
    for key in ("payoffs", "at_deadline"):
        yield from check_keys(block.get(key), actors, "actor", f"{PATH}.{key}")
    payoffs = entries(block.get("payoffs"))
    for actor in actors if payoffs else ():
        if actor not in payoffs:
            yield node.key_fault("payoffs", f"has no formula for the actor '{actor}'", f"{PATH}.payoffs")
    for actor, formula in payoffs.items():
        yield from check_formula(formula, scope, f"{PATH}.payoffs.{actor}")[0]
    for actor, formula in entries(block.get("at_deadline")).items():
        yield from _check_situation(root, block, formula, scope, f"{PATH}.at_deadline.{actor}")
    if "escalation" in block:
        yield from _check_situation(root, block, block["escalation"], scope, f"{PATH}.escalation")
    if entries(block.get("at_deadline")) and "deadline" not in block:
        yield node.key_fault("at_deadline", "there is no 'deadline' at which to get this", f"{PATH}.at_deadline")


def _check_deadline(block: dict[str, Node]) -> Iterator[Fault]:
    deadline = block.get("deadline")
    if deadline is None or deadline.value is None:
        return
    value = deadline.value
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_STAGES:
        shown = str(value).lower() if not isinstance(value, str) else repr(value)
        told = f"should be a whole number of stages from 1 to {MAX_STAGES:,}, not {shown[:40]}"
        yield deadline.fault(told, f"{PATH}.deadline")
