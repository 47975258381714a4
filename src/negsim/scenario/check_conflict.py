"""What must hold of the block ``games.conflict``: moves that exist, conditions on moves, a status quo that is one."""

from __future__ import annotations

from collections.abc import Iterator

from negsim.errors import Fault, suggestion
from negsim.scenario.check_chance import owners
from negsim.scenario.check_formulas import check_moves_only
from negsim.scenario.check_names import check_keys, listed
from negsim.scenario.conditions import parse_condition
from negsim.scenario.outcome_names import label_flaw
from negsim.scenario.scope import Scope, entries
from negsim.scenario.yaml_nodes import Node

PATH = "games.conflict"
MAX_JOINED = 1_000  # labels of joined states


def check_conflict(root: Node, scope: Scope) -> Iterator[Fault]:
    """Find the faults of the block ``games.conflict``.

    Parameters
    ----------
    root
        The file.
    scope
        Its names.
    """
    block = entries(root, "games", "conflict")
    yield from _check_irreversible(root, block.get("irreversible"), scope)
    coalesce, unseen, start = (block.get(key) for key in ("coalesce", "unseen", "start"))
    joined = entries(coalesce)
    if coalesce is not None and len(joined) > MAX_JOINED:
        yield coalesce.fault(f"holds more than {MAX_JOINED:,} labels", f"{PATH}.coalesce")
        return
    for label, node in joined.items():
        path = f'{PATH}.coalesce."{label}"' if "." in label else f"{PATH}.coalesce.{label}"
        if coalesce is not None and not label.strip():
            yield coalesce.key_fault(label, "a state needs a label", path)
        yield from _check_shape(node, scope, path, "which outcomes are one state depends on moves alone")
    yield from check_keys(unseen, entries(root, "actors"), "actor", f"{PATH}.unseen")
    for actor, node in entries(unseen).items():
        for at, item in enumerate(listed(node) or [node]):
            path = f"{PATH}.unseen.{actor}.{at}" if listed(node) else f"{PATH}.unseen.{actor}"
            yield from _check_shape(item, scope, path, "which outcomes are not seen depends on moves alone")
    named = start.value if start is not None and isinstance(start.value, str) else ""
    if start is not None and named and named not in joined and (flaw := label_flaw(named, scope.moves)):
        yield start.fault(flaw, f"{PATH}.start")


def _check_shape(node: Node, scope: Scope, path: str, rule: str) -> Iterator[Fault]:
    if isinstance(node.value, str):
        yield from check_moves_only(node, scope, path, rule, parse_condition)


def _check_irreversible(root: Node, node: Node | None, scope: Scope) -> Iterator[Fault]:
    own, seen = owners(root), set[str]()
    for at, item in enumerate(listed(node)):
        if not isinstance(item.value, str):
            continue
        move, dot, level = item.value.partition(".")
        flaw = ""
        if move not in scope.moves:
            flaw = f"there is no move '{move}'{suggestion(move, scope.moves)}"
        elif dot and scope.moves[move] and level not in scope.moves[move]:
            flaw = f"the move '{move}' has no level '{level}'{suggestion(level, scope.moves[move])}"
        elif own.get(move) == "":
            flaw = f"'{move}' is a move of chance, and this is about what actors can take back"
        elif item.value in seen:
            flaw = f"'{item.value}' is there twice"
        seen.add(item.value)
        if flaw:
            yield item.fault(flaw, f"{PATH}.irreversible.{at}")
