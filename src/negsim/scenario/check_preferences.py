"""What must hold of an order of preference: one of three kinds, conditions that parse, labels that name outcomes."""

from __future__ import annotations

from collections.abc import Iterator

from negsim.errors import Fault
from negsim.scenario.check_formulas import MAX_SIZE, check_formula
from negsim.scenario.check_names import listed
from negsim.scenario.check_values import check_parameters_only
from negsim.scenario.conditions import parse_condition
from negsim.scenario.outcome_names import label_flaw, levels_named
from negsim.scenario.preferences import MAX_STATEMENTS
from negsim.scenario.scope import Scope, entries
from negsim.scenario.yaml_nodes import Node

KINDS = ("statements", "weights", "ranking")
QUOTES = ("'", '"')


def check_preference(node: Node, scope: Scope, path: str) -> Iterator[Fault]:
    """Find the faults of one actor's order of preference.

    Parameters
    ----------
    node, path
        Where it stands.
    scope
        The names of the file.
    """
    given = entries(node)
    kinds = [kind for kind in KINDS if kind in given]
    if not given:
        yield node.fault(f"needs one of {', '.join(KINDS)}", path)
    elif len(kinds) > 1:
        yield node.fault(f"has {' and '.join(kinds)}; an actor has one of them", path)
    elif kinds and given[kinds[0]].value in ([], {}):
        yield node.key_fault(kinds[0], "holds nothing, so that all outcomes would be alike", f"{path}.{kinds[0]}")
    yield from _check_statements(given.get("statements"), scope, f"{path}.statements")
    yield from _check_weights(given.get("weights"), scope, f"{path}.weights")
    yield from _check_ranking(given.get("ranking"), scope, f"{path}.ranking")


def _check_statements(node: Node | None, scope: Scope, path: str) -> Iterator[Fault]:
    if node is not None and len(listed(node)) > MAX_STATEMENTS:
        yield node.fault(f"holds {len(node.value)} statements; at most {MAX_STATEMENTS} can be told apart", path)
        return
    for at, item in enumerate(listed(node)):
        if isinstance(item.value, str):
            yield from check_formula(item, scope, f"{path}.{at}", parse_condition)[0]


def _check_weights(node: Node | None, scope: Scope, path: str) -> Iterator[Fault]:
    given = entries(node)
    if node is not None and sum(map(len, given)) > MAX_SIZE:
        yield node.fault(f"the conditions have more than {MAX_SIZE:,} characters together", path)
        return
    for text, weight in given.items():
        place = f'{path}."{text}"' if "." in text else f"{path}.{text}"
        if node is not None:
            yield from check_formula(key_node(node, text), scope, place, parse_condition)[0]
        yield from check_parameters_only(weight, scope, place)


def key_node(node: Node, key: str) -> Node:
    """Return the key of a mapping as a text that stands where it stands, so that faults can point into it.

    Parameters
    ----------
    node
        The mapping.
    key
        One of its keys.
    """
    origin, line, column = node.keys.get(key, (node.origin, node.line, node.column))
    shown = origin.lines[line - 1] if 0 < line <= len(origin.lines) else ""
    style = shown[column - 1 : column]
    return Node(
        key, origin, line, column, style=style if style in QUOTES else "", end_line=line, note=node.value[key].note
    )


def _check_ranking(node: Node | None, scope: Scope, path: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for at, place in enumerate(listed(node)):
        entries_of = [(f"{path}.{at}", place)]
        if isinstance(place.value, list):
            entries_of = [(f"{path}.{at}.{k}", item) for k, item in enumerate(place.value)]
            if not entries_of:
                yield place.fault("an empty list; a tie holds two entries or more", f"{path}.{at}")
        for where, entry in entries_of:
            if isinstance(entry.value, str):
                yield from _check_entry(entry, scope, where)
                if entry.value in seen:
                    yield entry.fault(f"'{entry.value}' is there twice", where)
                seen.add(entry.value)


def _check_entry(node: Node, scope: Scope, path: str) -> Iterator[Fault]:
    """An entry is the label of an outcome; or else a condition, unless it looks like a label with a slip."""
    text = node.value
    named = levels_named(text, scope.moves)
    if named is not None:
        meant = Node(" and ".join(f"{move}.{level}" for move, level in named.items()), node.origin)
        if check_formula(meant, scope, path, parse_condition)[0]:
            yield node.fault("a label with names too long to be read", path)
        return
    faults, _ = check_formula(node, scope, path, parse_condition)
    if not faults or "/" not in text:
        yield from faults
    elif flaw := label_flaw(text, scope.moves):
        yield node.fault(flaw, path)
