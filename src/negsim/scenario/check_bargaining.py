"""What must hold of names in ``games.bargaining`` and ``games.repeated``: parties, and what no agreement leads to."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from negsim.errors import Fault, suggestion
from negsim.scenario.amounts import PATH, REPEATED
from negsim.scenario.bargaining import STATUS_QUO
from negsim.scenario.check_agenda import check_agenda, grid_of
from negsim.scenario.check_names import check_keys, check_known, check_labels, texts
from negsim.scenario.check_values import literal
from negsim.scenario.dynamics import MAX_ROUNDS
from negsim.scenario.outcome_names import label_flaw
from negsim.scenario.paths import dotted
from negsim.scenario.scope import Scope, entries, number
from negsim.scenario.yaml_nodes import Node

FORMS = ("strategic", "extensive", "stochastic", "screening", "conflict")  # that have equilibria
DESCRIBED = ("stochastic", "screening")  # forms that a file must describe before they can be played


def check_bargaining(root: Node, scope: Scope) -> Iterator[Fault]:
    """Find faults of names in ``games.bargaining``: parties, moves, levels, outcomes, forms.

    Parameters
    ----------
    root
        The file.
    scope
        Its names.
    """
    node = entries(root, "games").get("bargaining")
    if node is None or not isinstance(node.value, dict):
        return
    actors, block = entries(root, "actors"), entries(node)
    named = block.get("parties")
    yield from check_known(named, actors, "actor", f"{PATH}.parties")
    parties = dict.fromkeys([party for party in texts(named) if party in actors] or actors)
    if len(parties) < 2 or (named is not None and named.value == []):
        yield (named or node).fault("bargaining needs at least two parties", f"{PATH}.parties" if named else PATH)
    yield from check_agenda(root, scope)
    yield from _check_disagreement(root, block.get("disagreement"), parties, scope)
    for key in ("power", "resolve"):
        yield from check_keys(block.get(key), parties, "party", f"{PATH}.{key}")
    yield from _check_rule(block.get("rule"), parties)
    yield from _check_talks(block.get("talks"), parties)
    linkage, promises = block.get("linkage"), block.get("promises")
    yield from check_keys(entries(linkage).get("apart"), parties, "party", f"{PATH}.linkage.apart")
    yield from _check_one(entries(linkage).get("unbundler"), parties, "party", f"{PATH}.linkage.unbundler")
    yield from _check_promises(promises, actors)


def check_repeated(root: Node, scope: Scope) -> Iterator[Fault]:
    """Find faults of names in ``games.repeated``.

    Parameters
    ----------
    root
        The file.
    scope
        Its names.
    """
    block, actors = entries(root, "games", "repeated"), entries(root, "actors")
    for key in ("agreement", "punishment"):
        told = block.get(key)
        if told is not None and isinstance(told.value, str) and (flaw := label_flaw(told.value, scope.moves)):
            yield told.fault(flaw, f"{REPEATED}.{key}")
    yield from _check_every(block.get("discount"), actors, "actor", "discount", f"{REPEATED}.discount")


def _check_one(node: Node | None, known: Collection[str], what: str, path: str) -> Iterator[Fault]:
    if node is not None and isinstance(node.value, str) and node.value not in known:
        yield node.fault(f"there is no {what} '{node.value}'{suggestion(node.value, known)}", path)


def _check_every(node: Node | None, known: Collection[str], what: str, of: str, path: str) -> Iterator[Fault]:
    """Check a mapping that has to have an entry for everybody."""
    if node is None or not isinstance(node.value, dict):
        return
    yield from check_keys(node, known, what, path)
    for name in known:
        if name not in node.value:
            yield node.fault(f"has no {of} for the {what} '{name}'", path)


def _check_disagreement(root: Node, told: Node | None, parties: Collection[str], scope: Scope) -> Iterator[Fault]:
    path = f"{PATH}.disagreement"
    if told is None:
        return
    if isinstance(told.value, str) and told.value != STATUS_QUO:
        flaw = label_flaw(told.value, _with_numbers(root, told.value, scope))
        if flaw and "/" not in told.value and len(scope.moves) > 1:
            flaw = f"'{told.value}' is neither {STATUS_QUO} nor an outcome{flaw[flaw.rfind(';') :]}"
        if flaw:
            yield told.fault(flaw, path)
    form = entries(told).get("equilibrium")
    if form is None:
        yield from _check_every(told, parties, "party", "payoff", path)
    elif isinstance(form.value, str):
        if form.value not in FORMS:
            known = f"no form with equilibria is '{form.value}'{suggestion(form.value, FORMS)}"
            yield form.fault(known, f"{path}.equilibrium")
        elif form.value in DESCRIBED and form.value not in entries(root, "games"):
            yield form.fault(f"the file has no block 'games.{form.value}'", f"{path}.equilibrium")


def _with_numbers(root: Node, label: str, scope: Scope) -> dict[str, tuple[str, ...]]:
    """The levels of each move, and the number in the label where the move takes such numbers."""
    stretches, parts = entries(root, "games", "bargaining", "continuous"), [part.strip() for part in label.split("/")]
    wide = dict(scope.moves)
    for move, part in zip(wide, parts, strict=False):
        grid, value = grid_of(stretches[move]) if move in stretches else None, literal_number(part)
        if grid is not None and value is not None:
            low, step, count = grid
            at = (value - low) / step
            if abs(at - round(at)) < 1e-9 and 0 <= round(at) < count:
                wide[move] = (*wide[move], part)
    return wide


def literal_number(text: str) -> float | None:
    """Return the number that a text writes as messages and labels do; None if it writes none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if f"{value:.12g}" == text else None


def _check_rule(rule: Node | None, parties: Collection[str]) -> Iterator[Fault]:
    given, path = entries(rule), f"{PATH}.rule"
    votes, quota = given.get("votes"), given.get("quota")
    yield from check_keys(votes, parties, "party", f"{path}.votes")
    yield from check_known(given.get("veto"), parties, "party", f"{path}.veto")
    counts = {party: number(node) for party, node in entries(votes).items()}
    for party, count in counts.items():
        if count is not None and not 0 <= count <= 1e9:
            yield entries(votes)[party].fault(f"should be from 0 to 10^9, not {count:g}", f"{path}.votes.{party}")
    asked, total = number(quota), sum(1.0 if (count := counts.get(party, 1.0)) is None else count for party in parties)
    if quota is not None and asked is not None and not 0 < asked <= total:
        told = f"{asked:g} votes must agree, and there are {total:g}: nothing could ever be agreed"
        yield quota.fault(told if asked > 0 else f"should be above 0, not {asked:g}", f"{path}.quota")


def _check_talks(talks: Node | None, parties: Collection[str]) -> Iterator[Fault]:
    given, path = entries(talks), f"{PATH}.talks"
    yield from check_keys(given.get("outside"), parties, "party", f"{path}.outside")
    yield from _check_every(given.get("discount"), parties, "party", "discount", f"{path}.discount")
    yield from _check_one(given.get("first"), parties, "party", f"{path}.first")
    rounds = given.get("rounds")
    value = literal(rounds)
    if rounds is not None and value is not None and not (value.is_integer() and 1 <= value <= MAX_ROUNDS):
        yield rounds.fault(f"should be a whole number from 1 to {MAX_ROUNDS:,}, not {value:g}", f"{path}.rounds")


def _check_promises(promises: Node | None, actors: Collection[str]) -> Iterator[Fault]:
    given, path = entries(promises), f"{PATH}.promises"
    yield from _check_one(given.get("chooser"), actors, "actor", f"{path}.chooser")
    yield from check_keys(given.get("refused"), actors, "actor", f"{path}.refused")
    forms = given.get("forms")
    yield from check_labels(forms, "form", f"{path}.forms")
    for name, form in entries(forms).items():
        here = f"{path}.forms.{dotted((name,))}"
        for key in ("worth", "cost"):
            yield from check_keys(entries(form).get(key), actors, "actor", f"{here}.{key}")
        yield from check_labels(entries(form).get("ratified_by"), "body", f"{here}.ratified_by")
