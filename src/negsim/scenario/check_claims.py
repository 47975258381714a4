"""Checks of claims: the quantities that they watch, the parameters that they move, and the overrides they name."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass, replace

from negsim.errors import Fault, suggestion
from negsim.scenario.check_variables import levels_of_variables
from negsim.scenario.paths import child
from negsim.scenario.quantities import ACTOR, CONCEPT, FORM, is_ending, names_in, parse_quantity
from negsim.scenario.scope import Scope, entries, number
from negsim.scenario.yaml_nodes import Node

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


@dataclass(frozen=True)
class Quantities:
    """What quantities may name in a file.

    Attributes
    ----------
    scope
        The names of parameters, measures and moves.
    wide
        And of state variables, for totals over time.
    hazards
        Endings of play.
    words
        Kind -> its names: actors, forms of a promise, concepts.
    """

    scope: Scope
    wide: Scope
    hazards: Container[str]
    words: Mapping[str, Collection[str]]

    @classmethod
    def of(cls, root: Node, scope: Scope) -> Quantities:
        """Collect them.

        Parameters
        ----------
        root
            The file.
        scope
            The names that it defines.
        """
        words = {
            ACTOR: entries(root, "actors"),
            FORM: entries(root, "games", "bargaining", "promises", "forms"),
            CONCEPT: CONCEPTS,
        }
        hazards = entries(root, "games", "stochastic", "hazards")
        games = child(root, "games")
        block = child(games, "stochastic") if games is not None else None
        state = child(block, "state") if block is not None else None
        return cls(scope, replace(scope, variables=levels_of_variables(state)), hazards, words)

    def faults(self, node: Node | None, path: str, skip: Container[str] = ()) -> Iterator[Fault]:
        """Yield the faults of a quantity.

        Parameters
        ----------
        node, path
            Where it stands; what is not text is passed over.
        skip
            Kinds of words whose names are not known here.
        """
        known = {kind: names for kind, names in self.words.items() if kind not in skip}
        yield from _quantity(node, self.scope, self.wide, self.hazards, path)
        yield from _words(node, known, path)


def check_claims(root: Node, scope: Scope, quantities: Quantities) -> Iterator[Fault]:
    """Yield every fault of the claims of a file.

    Parameters
    ----------
    root
        The file.
    scope
        The names that it defines.
    quantities
        What quantities may name.
    """
    claims = child(root, "claims")
    if claims is None or not isinstance(claims.value, list):
        return
    seen: set[str] = set()
    for at, claim in enumerate(claims.value):
        if not isinstance(claim.value, dict):
            continue
        yield from _parameters(claim, scope, f"claims.{at}")
        skip = () if child(claim, "solver") is None else (CONCEPT,)
        yield from quantities.faults(child(claim, "quantity"), f"claims.{at}.quantity", skip)
        yield from _overrides(child(claim, "overrides"), root, f"claims.{at}.overrides")
        name_node = child(claim, "id")
        if name_node is not None and isinstance(name_node.value, str):
            if name_node.value in seen:
                yield name_node.fault(f"another claim is called '{name_node.value}' already", f"claims.{at}.id")
            seen.add(name_node.value)


def _parameters(claim: Node, scope: Scope, path: str) -> Iterator[Fault]:
    for key in ("vary", "given"):
        parent = child(claim, key)
        for name in entries(parent):
            if parent is not None and name not in scope.parameters:
                told = f"unknown parameter '{name}'{suggestion(name, scope.parameters)}"
                yield parent.key_fault(name, told, f"{path}.{key}.{name}")
    vary = child(claim, "vary")
    if vary is not None and vary.value == {}:
        yield vary.fault("no parameter moves; name one at least, with the ends of its range", f"{path}.vary")
    for name, ends in entries(vary).items():
        two = [number(end) for end in ends.value] if isinstance(ends.value, list) else []
        if len(two) == 2 and two[0] is not None and two[0] == two[1]:
            yield ends.fault("its range is a point; give two different ends", f"{path}.vary.{name}")


def _quantity(node: Node | None, scope: Scope, wide: Scope, hazards: Container[str], path: str) -> Iterator[Fault]:
    if node is None or not isinstance(node.value, str):
        return
    terms, flaws = parse_quantity(node.value)
    yield from (node.fault_within(flaw.offset, flaw.message, path) for flaw in flaws)
    for term in terms:
        seen = wide if term.name == "total" else scope
        for name in () if is_ending(term, hazards) else names_in(term):
            flaw = seen.flaw(name.text)
            if flaw:
                yield node.fault_within(name.offset, flaw, path)


def _words(node: Node | None, known: Mapping[str, Collection[str]], path: str) -> Iterator[Fault]:
    """Single words of a quantity: actors, forms of a promise, concepts."""
    if node is None or not isinstance(node.value, str):
        return
    for part in (part for term in parse_quantity(node.value)[0] for part in term.parts):
        names = known.get(part.kind)
        if names is not None and part.text not in names:
            told = f"there is no {part.kind} '{part.text}'{suggestion(part.text, names)}"
            yield node.fault_within(part.offset, told, path)


def _overrides(node: Node | None, root: Node, path: str) -> Iterator[Fault]:
    if node is None or not isinstance(node.value, list):
        return
    known = entries(root, "overrides")
    for at, entry in enumerate(node.value):
        if isinstance(entry.value, str) and entry.value not in known:
            told = f"there is no override '{entry.value}'{suggestion(entry.value, known)}"
            yield entry.fault(told, f"{path}.{at}")
