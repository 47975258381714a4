"""What must hold in a scenario beyond its shape: names that exist, ranges that make sense, sizes that fit."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from negsim.errors import Fault, suggestion
from negsim.scenario.check_amounts import check_amounts
from negsim.scenario.check_bargaining import check_bargaining, check_repeated
from negsim.scenario.check_chance import check_chance
from negsim.scenario.check_claims import Quantities, check_claims
from negsim.scenario.check_conflict import check_conflict
from negsim.scenario.check_dynamics import check_blocks, check_stochastic
from negsim.scenario.check_formulas import MAX_SIZE, check_formulas, size_of
from negsim.scenario.check_names import name_flaw
from negsim.scenario.check_payoffs import check_payoffs
from negsim.scenario.check_sweep import check_distributions, check_plan
from negsim.scenario.check_turns import check_screening, check_turns
from negsim.scenario.overrides import RESERVED, path_flaw
from negsim.scenario.paths import child
from negsim.scenario.scope import Scope, entries, levels_of, number, read_scope
from negsim.scenario.sources import catalog_sources, citation_flaw, disagreement_ids, move_ids
from negsim.scenario.yaml_nodes import Node

MAX_OUTCOMES = 200_000
MAX_ENTRIES = 60  # actors, and moves
MAX_PATHS = 20  # faults of overrides: looking for the path that was meant takes time
_ID = re.compile(r"\w[\w.-]*")
SHARES = ("0-1", "probability", "share")  # units whose numbers lie between 0 and 1


def check(root: Node) -> Iterator[Fault]:
    """Go through what is wrong with names, formulas, ranges and sizes.

    Parameters
    ----------
    root
        The file; whatever is not shaped as it should be is passed over.
    """
    scope = read_scope(root)
    yield from _check_id(root)
    yield from _check_names(root, scope)
    yield from _check_parameters(root)
    yield from check_distributions(root)
    yield from _check_moves(root)
    yield from _check_size(root, scope)
    if size_of(root) > MAX_SIZE:
        told = f"the formulas have more than {MAX_SIZE:,} characters together"
        yield root.key_fault("payoffs", told, "payoffs")
    else:
        yield from check_formulas(root, scope)
        yield from check_payoffs(root, scope)
        yield from check_amounts(root, scope)
    yield from check_chance(root, scope)
    yield from check_blocks(root)
    yield from check_turns(root, scope)
    yield from check_screening(root, scope)
    yield from check_stochastic(root, scope)
    yield from check_conflict(root, scope)
    yield from check_bargaining(root, scope)
    yield from check_repeated(root, scope)
    yield from _check_citations(root)
    quantities = Quantities.of(root, scope)
    yield from check_claims(root, scope, quantities)
    yield from check_plan(root, scope, quantities.faults)
    yield from islice(_check_overrides(root), MAX_PATHS)


def _check_id(root: Node) -> Iterator[Fault]:
    """The id names files, such as pictures."""
    own = child(root, "id")
    if own is not None and isinstance(own.value, str) and own.value and not _ID.fullmatch(own.value):
        yield own.fault("an id is made of letters, digits, '_', '-' and '.', and begins with a letter or digit", "id")


def _check_names(root: Node, scope: Scope) -> Iterator[Fault]:
    """Every name that formulas use is a name, and means one thing."""
    seen: dict[str, str] = {}
    for section in ("parameters", "moves", "measures"):
        for name in entries(root, section):
            if flaw := name_flaw(name):
                yield entry_fault(root, section, name, flaw)
            elif name in seen:
                told = f"the name is also that of one of the {seen[name]}; formulas could not tell them apart"
                yield entry_fault(root, section, name, told)
            seen.setdefault(name, section)
    for actor in entries(root, "actors"):
        if flaw := name_flaw(actor):
            yield entry_fault(root, "actors", actor, flaw)
    for name, move in entries(root, "moves").items():
        for level in levels_of(move):
            if flaw := name_flaw(level):
                node = child(move, "levels") or child(move, "chance") or move
                yield node.key_fault(level, f"level '{level}': {flaw}", f"moves.{name}.levels")


def _check_parameters(root: Node) -> Iterator[Fault]:
    for name, node in entries(root, "parameters").items():
        path = f"parameters.{name}"
        given = entries(node)
        if not isinstance(node.value, dict):
            continue
        if not any(_is_given(given.get(key)) for key in ("source", "assumption")):
            told = "needs a 'source', or an 'assumption' that says why the number is assumed"
            yield entry_fault(root, "parameters", name, told)
        value, low, high = (number(given.get(key)) for key in ("value", "low", "high"))
        if low is not None and high is not None and low > high:
            yield given["low"].fault(f"{low:g} is above 'high', which is {high:g}", f"{path}.low")
        elif value is not None and low is not None and value < low:
            yield given["value"].fault(f"{value:g} is below 'low', which is {low:g}", f"{path}.value")
        elif value is not None and high is not None and value > high:
            yield given["value"].fault(f"{value:g} is above 'high', which is {high:g}", f"{path}.value")
        if "unit" in given and given["unit"].value in SHARES:
            yield from (
                given[key].fault(f"{limit:g} is not between 0 and 1, as the unit says", f"{path}.{key}")
                for key, limit in (("low", low), ("high", high))
                if limit is not None and not 0 <= limit <= 1
            )


def _is_given(node: Node | None) -> bool:
    return node is not None and node.value not in (None, "", [])


def entry_fault(root: Node, section: str, name: str, message: str) -> Fault:
    """Make a fault that points to the key of an entry."""
    parent = child(root, section) or root
    return parent.key_fault(name, message, f"{section}.{name}")


def _check_moves(root: Node) -> Iterator[Fault]:
    actors = entries(root, "actors")
    for name, node in entries(root, "moves").items():
        given, path = entries(node), f"moves.{name}"
        actor = given.get("actor")
        if actor is not None and isinstance(actor.value, str) and actors and actor.value not in actors:
            yield actor.fault(f"there is no actor '{actor.value}'{suggestion(actor.value, actors)}", f"{path}.actor")
        levels, initial = levels_of(node), given.get("initial")
        if initial is not None and isinstance(initial.value, str) and levels and initial.value not in levels:
            told = f"the move has no level '{initial.value}'{suggestion(initial.value, levels)}"
            yield initial.fault(told, f"{path}.initial")
        yield from _check_level_list(given.get("levels"), f"{path}.levels")
        yield from _check_use(given.get("use"), f"{path}.use")
        for level, entry in entries(node, "levels").items():
            yield from _check_use(child(entry, "use"), f"{path}.levels.{level}.use")


def _check_level_list(levels: Node | None, path: str) -> Iterator[Fault]:
    if levels is None or not isinstance(levels.value, list):
        return
    seen: set[str] = set()
    for at, item in enumerate(levels.value):
        if not isinstance(item.value, str):
            yield item.fault("levels in a list are names; write {ten: 10, twenty: 20} to number them", f"{path}.{at}")
        elif item.value in seen:
            yield item.fault(f"the level '{item.value}' is there twice", f"{path}.{at}")
        else:
            seen.add(item.value)


def _check_use(use: Node | None, path: str) -> Iterator[Fault]:
    if use is not None and isinstance(use.value, str) and use.value and use.value not in move_ids():
        hint = suggestion(use.value, move_ids())
        yield use.fault(f"the catalog has no documented move '{use.value}'{hint}", path)


def _check_size(root: Node, scope: Scope) -> Iterator[Fault]:
    for section in ("actors", "moves"):
        if len(entries(root, section)) > MAX_ENTRIES:
            yield root.key_fault(section, f"more than {MAX_ENTRIES}", section)
    sizes = [len(levels) for levels in scope.moves.values() if levels]
    outcomes = math.prod(sizes)
    if outcomes > MAX_OUTCOMES:
        shown = f"{outcomes:,}" if len(sizes) < 50 else f"about 10^{math.floor(sum(map(math.log10, sizes)))}"
        yield root.key_fault("moves", f"make {shown} outcomes together; at most {MAX_OUTCOMES:,}", "moves")


def _check_citations(root: Node) -> Iterator[Fault]:
    known = {name: dict(source.paragraphs) for name, source in catalog_sources().items()}
    for name, node in entries(root, "sources").items():
        counts = {code: number(count) for code, count in entries(node, "paragraphs").items()}
        known[name] = {code: int(count) for code, count in counts.items() if count is not None}
    for section in ("actors", "parameters", "moves", "overrides", "claims"):
        for path, node in _cited(child(root, section), section):
            flaw = citation_flaw(node.value, known) if isinstance(node.value, str) else ""
            if flaw:
                yield node.fault(flaw, path)


def _cited(node: Node | None, path: str) -> Iterator[tuple[str, Node]]:
    """Every citation below a node, with its path."""
    if node is None:
        return
    items: Iterable[tuple[object, Node]] = ()
    if isinstance(node.value, dict):
        items = node.value.items()
    elif isinstance(node.value, list):
        items = enumerate(node.value)
    for key, item in items:
        if key != "source":
            yield from _cited(item, f"{path}.{key}")
        elif isinstance(item.value, list):
            yield from ((f"{path}.source.{at}", part) for at, part in enumerate(item.value))
        else:
            yield f"{path}.source", item


def _check_reserved(node: Node, path: str) -> Iterator[Fault]:
    """What an override says of itself is text, and citations are texts."""
    note, source = entries(node).get("note"), entries(node).get("source")
    if note is not None and not isinstance(note.value, str):
        yield note.fault("should be text that says what the override stands for", f"{path}.note")
    for entry in _several(source):
        if not isinstance(entry.value, str):
            yield entry.fault("should be a source and a paragraph, such as trenin-2022#WN3", f"{path}.source")
    for entry in _several(entries(node).get("disagreement")):
        if not isinstance(entry.value, str):
            yield entry.fault("should be a disagreement of the catalog, such as G03", f"{path}.disagreement")
        elif entry.value not in disagreement_ids():
            hint = suggestion(entry.value, disagreement_ids())
            yield entry.fault(f"the catalog has no disagreement '{entry.value}'{hint}", f"{path}.disagreement")


def _several(node: Node | None) -> list[Node]:
    """What one entry, or a list of them, holds."""
    if node is None:
        return []
    return node.value if isinstance(node.value, list) else [node]


def _check_overrides(root: Node) -> Iterator[Fault]:
    for name, node in entries(root, "overrides").items():
        yield from _check_reserved(node, f"overrides.{name}")
        for path in entries(node):
            flaw = "" if path in RESERVED else path_flaw(root, path)
            if flaw:
                yield node.key_fault(path, flaw, f"overrides.{name}")
