"""Dotted paths into a file: the same in messages, in overrides and after ``--set``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from negsim.scenario.yaml_nodes import Node

_PART = re.compile(r'"([^"]*)"|([^."]+)')


def dotted(path: tuple[Any, ...]) -> str:
    """Write a path; a name that has a dot in it, or nothing, gets quotes."""
    return ".".join(f'"{part}"' if "." in str(part) or part == "" else str(part) for part in path)


def split(text: str) -> tuple[str, ...]:
    """Read a path: ``moves.response.levels``; a name that has a dot in it needs quotes."""
    return tuple(quoted or bare for quoted, bare in _PART.findall(text))


def child(node: Node, part: Any) -> Node | None:
    """Return the value under a key, or at a place of a list; None if there is none."""
    if isinstance(node.value, dict):
        found: Node | None = node.value.get(str(part))
        return found
    if isinstance(node.value, list):
        if str(part).isdecimal() and len(str(part)) < 7 and int(part) < len(node.value):
            return _item(node, int(part))
        return next((item for item in node.value if item.value == part), None)
    return None


def _item(node: Node, number: int) -> Node:
    found: Node = node.value[number]
    return found


def nearest(root: Node, path: tuple[Any, ...]) -> tuple[Node, tuple[Any, ...], Node | None, Any]:
    """Walk as far along a path as the file goes.

    Returns
    -------
    tuple
        The node reached, the part of the path left over, and the node and key that hold it.
    """
    node, parent, key = root, None, None
    for number, part in enumerate(path):
        found = child(node, part)
        if found is None:
            return node, path[number:], parent, key
        node, parent, key = found, node, part
    return node, (), parent, key


def leaves(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Go through every value that holds no others, with its path."""
    if isinstance(node.value, dict) and node.value:
        for key, item in node.value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(node.value, list) and node.value:
        for number, item in enumerate(node.value):
            yield from leaves(item, (*path, str(number)))
    else:
        yield path, node
