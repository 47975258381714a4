"""Changes to a file before it is read: ``extends``, named overrides, and ``--set`` assignments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from negsim.errors import Fault, ScenarioError, suggestion
from negsim.scenario.paths import child, dotted, leaves, split
from negsim.scenario.yaml_nodes import Node, Origin, node_of
from negsim.scenario.yaml_reader import read_value

MAX_LEAVES = 400  # compared with a path that does not exist
RESERVED = ("note", "source", "disagreement")  # of an override: what it stands for, not a change


def merge(base: Node, above: Node, path: tuple[str, ...] = ()) -> Node:
    """Lay one file over another: mappings are joined, everything else is replaced.

    Payoffs are replaced, too, where one file gives an actor statements and the other weights, or a ranking; and so is a
    disagreement where only one of the files makes it an equilibrium.

    Parameters
    ----------
    base, above
        The file built upon, and the file that builds on it.
    path
        Where in the files.
    """
    if not isinstance(base.value, dict) or not isinstance(above.value, dict):
        return above
    if path[:1] == ("payoffs",) and len(path) == 2 and base.value.keys() != above.value.keys():
        return above
    if path == ("games", "bargaining", "disagreement") and ("equilibrium" in base.value) != (
        "equilibrium" in above.value
    ):
        return above
    items = dict(base.value)
    for key, item in above.value.items():
        items[key] = merge(items[key], item, (*path, key)) if key in items else item
    size = 1 + sum(item.size for item in items.values())
    return Node(items, above.origin, above.line, above.column, {**base.keys, **above.keys}, size)


def apply(root: Node, names: Sequence[str], values: Mapping[str, Any]) -> Node:
    """Make the changes of named overrides, in order, and then those of assignments.

    Parameters
    ----------
    root
        The file.
    names
        Of its overrides.
    values
        Path, or name of a parameter -> text to be read as YAML, or a number.

    Raises
    ------
    ScenarioError
        If an override or a path does not exist.
    """
    faults: list[Fault] = []
    for name in names:
        root = _apply_named(root, name, faults)
    for path, value in values.items():
        origin = Origin(f"--set {path}={value}"[:120])
        try:
            node = read_value(value, origin.label) if isinstance(value, str) else node_of(value, origin)
        except ScenarioError as fault:
            faults += [origin.fault(f.message, path=path) for f in fault.faults]
            continue
        flaw = path_flaw(root, path)
        if flaw:
            faults.append(origin.fault(flaw))
        else:
            root = put(root, full_path(root, path), node)
    if faults:
        raise ScenarioError(faults)
    return root


def full_path(root: Node, path: str) -> tuple[str, ...]:
    """Read a path; the bare name of a parameter means its value."""
    parts = split(path)
    parameters = child(root, "parameters")
    if len(parts) == 1 and parameters is not None and child(parameters, parts[0]) is not None:
        return "parameters", parts[0], "value"
    return parts


def path_flaw(root: Node, path: str) -> str:
    """Say what is wrong with a path; nothing if it leads to a place in the file.

    Parameters
    ----------
    root
        The file.
    path
        Dotted, or the bare name of a parameter.
    """
    parts = full_path(root, path)
    node: Node | None = root
    for part in parts[:-1]:
        node = child(node, part) if node is not None else None
    is_open = node is not None and isinstance(node.value, dict)
    if parts and is_open and (len(parts) > 1 or child(root, parts[0]) is not None or parts[0] in _TOP):
        return ""
    if node is not None and parts and child(node, parts[-1]) is not None:
        return ""
    parameters = child(root, "parameters")
    names = list(parameters.value) if parameters is not None and isinstance(parameters.value, dict) else []
    known = [dotted(leaf) for leaf, _ in islice(leaves(root), MAX_LEAVES)] if len(parts) > 1 else names
    hint = suggestion(path, known)
    kind = "path" if len(parts) > 1 else "parameter"
    return f"unknown {kind} '{path}'{hint if len(parts) == 1 or 'mean' in hint else ''}"


_TOP = ("title", "question", "note", "look_at", "seminar", "basis", "unit", "id")


def put(root: Node, path: tuple[str, ...], node: Node) -> Node:
    """Return the file with another value at a path; the file itself does not change.

    Parameters
    ----------
    root
        The file.
    path
        Where; everything but its last part exists.
    node
        The value.
    """
    if not path:
        return node
    copy = Node(root.value, root.origin, root.line, root.column, dict(root.keys), root.size, note=root.note)
    if isinstance(root.value, list):
        at = next(k for k in range(len(root.value)) if str(k) == path[0])
        copy.value = [*root.value[:at], put(root.value[at], path[1:], node), *root.value[at + 1 :]]
        return copy
    below = root.value.get(path[0], Node({}, node.origin))
    copy.value = {**root.value, path[0]: put(below, path[1:], node)}
    if len(path) == 1:
        copy.keys[path[0]] = (node.origin, node.line, node.column)
    return copy


def _apply_named(root: Node, name: str, faults: list[Fault]) -> Node:
    offered = child(root, "overrides")
    known = list(offered.value) if offered is not None and isinstance(offered.value, dict) else []
    if name not in known or offered is None:
        faults.append(root.origin.fault(f"unknown override '{name}'{suggestion(name, known)}"))
        return root
    chosen = offered.value[name]
    for path, node in chosen.value.items() if isinstance(chosen.value, dict) else ():
        if path in RESERVED:
            continue
        flaw = path_flaw(root, path)
        if flaw:
            faults.append(chosen.key_fault(path, flaw, f"overrides.{name}"))
            continue
        told = Node(
            node.value, node.origin, node.line, node.column, node.keys, node.size, node.style, node.end_line,
            f"override '{name}'",
        )  # fmt: skip
        root = put(root, full_path(root, path), told)
    return root
