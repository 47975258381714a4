"""What must hold of formulas about situations in ``games.stochastic``: conditions, hazards, payoffs, the deadline."""

from __future__ import annotations

from collections.abc import Iterator

from negsim.errors import Fault, suggestion
from negsim.scenario.check_chance import owners, standing_moves
from negsim.scenario.check_formulas import check_formula
from negsim.scenario.check_names import check_keys, name_flaw
from negsim.scenario.check_values import check_probability
from negsim.scenario.dynamics import MAX_STAGES
from negsim.scenario.paths import child
from negsim.scenario.scope import Scope, entries
from negsim.scenario.syntax import Name, parse
from negsim.scenario.yaml_nodes import Node

PATH = "games.stochastic"


def check_situations(root: Node, node: Node, scope: Scope) -> Iterator[Fault]:
    """Find the faults of what reads a situation, or ends the play.

    Parameters
    ----------
    root, node
        The file, and its block.
    scope
        Its names, state variables among them.
    """
    block = entries(node)
    yield from _check_allowed(root, block, scope)
    yield from _check_hazards(block, scope, entries(root, "actors"))
    yield from _check_payoffs(root, node, block, scope)
    yield from _check_deadline(block)
    yield from _check_plans(root, block, scope)


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


def _check_plans(root: Node, block: dict[str, Node], scope: Scope) -> Iterator[Fault]:
    own = owners(root)
    for name, node in entries(block.get("plans")).items():
        path = f"{PATH}.plans.{name}"
        yield from check_keys(node, [move for move in scope.moves if own.get(move) != ""], "move", path)
        for move, formula in entries(node).items():
            yield from _check_situation(root, block, formula, scope, f"{path}.{move}")


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
    if entries(block.get("at_deadline")) and not has_deadline(block):
        yield node.key_fault("at_deadline", "there is no 'deadline' at which to get this", f"{PATH}.at_deadline")


def has_deadline(block: dict[str, Node]) -> bool:
    """Return whether play stops after some number of stages; an empty ``deadline:`` is none.

    Parameters
    ----------
    block
        The fields of ``games.stochastic``.
    """
    return "deadline" in block and block["deadline"].value is not None


def _check_deadline(block: dict[str, Node]) -> Iterator[Fault]:
    deadline = block.get("deadline")
    if deadline is None or deadline.value is None:
        return
    value = deadline.value
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_STAGES:
        shown = str(value).lower() if not isinstance(value, str) else repr(value)
        told = f"should be a whole number of stages from 1 to {MAX_STAGES:,}, not {shown[:40]}"
        yield deadline.fault(told, f"{PATH}.deadline")
