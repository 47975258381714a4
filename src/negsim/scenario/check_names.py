"""Checks of names that several blocks of a file share: what formulas can call, and what lists and keys speak of."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from negsim.errors import Fault, suggestion
from negsim.scenario.syntax import FUNCTIONS, is_name
from negsim.scenario.yaml_nodes import Node


def name_flaw(name: str) -> str:
    """Say why formulas cannot use a name; nothing if they can.

    Parameters
    ----------
    name
        As the file writes it.
    """
    if is_name(name):
        return ""
    if name in FUNCTIONS:
        return f"'{name}' is a function of formulas; choose another name"
    if name.isascii() and name.isidentifier():
        return f"'{name}' is a word of the formula language; choose another name"
    return "a name is made of the letters a-z, digits and _, and begins with a letter"


def listed(node: Node | None) -> list[Node]:
    """Return the items of a list in the file; nothing if there is no such list.

    Parameters
    ----------
    node
        Where the list should be.
    """
    return node.value if node is not None and isinstance(node.value, list) else []


def texts(node: Node | None) -> list[str]:
    """Return the texts of a list in the file.

    Parameters
    ----------
    node
        Where the list should be.
    """
    return [item.value for item in listed(node) if isinstance(item.value, str)]


def check_known(node: Node | None, known: Collection[str], what: str, path: str) -> Iterator[Fault]:
    """Find entries of a list that name nothing, or are there twice.

    Parameters
    ----------
    node, path
        Where the list stands.
    known
        The names there are.
    what
        What they name, such as ``actor``.
    """
    seen: set[str] = set()
    for at, item in enumerate(listed(node)):
        if not isinstance(item.value, str):
            continue
        if item.value not in known:
            yield item.fault(f"there is no {what} '{item.value}'{suggestion(item.value, known)}", f"{path}.{at}")
        elif item.value in seen:
            yield item.fault(f"the {what} '{item.value}' is there twice", f"{path}.{at}")
        seen.add(item.value)


def check_keys(node: Node | None, known: Collection[str], what: str, path: str) -> Iterator[Fault]:
    """Find keys of a mapping that name nothing.

    Parameters
    ----------
    node, path
        Where the mapping stands.
    known
        The names there are.
    what
        What they name, such as ``actor``.
    """
    if node is None or not isinstance(node.value, dict):
        return
    for key in node.value:
        if key not in known:
            yield node.key_fault(key, f"there is no {what} '{key}'{suggestion(key, known)}", f"{path}.{key}")


def check_labels(node: Node | None, what: str, path: str) -> Iterator[Fault]:
    """Find keys of a mapping that are no labels, as they hold nothing to read.

    Parameters
    ----------
    node, path
        Where the mapping stands.
    what
        What they label, such as ``issue``.
    """
    if node is None or not isinstance(node.value, dict):
        return
    for key in node.value:
        if not key.strip():
            yield node.key_fault(key, f"each {what} needs a name", path)
