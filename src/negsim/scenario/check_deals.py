"""Whether the outcomes that ``games.bargaining`` and ``games.repeated`` speak of exist, once all moves are known."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from negsim.errors import Fault
from negsim.scenario.amounts import PATH, REPEATED
from negsim.scenario.bargaining import STATUS_QUO, Bargaining, Repetition
from negsim.scenario.check_numbers import size_flaw
from negsim.scenario.model import Scenario
from negsim.scenario.outcome_names import levels_named
from negsim.scenario.scope import entries
from negsim.scenario.yaml_nodes import Node


def check_deals(scenario: Scenario, root: Node) -> Iterator[Fault]:
    """Find outcomes that are named and forbidden, and an agenda over which every outcome is.

    Parameters
    ----------
    scenario
        Complete.
    root
        The file it was read from, for the places.
    """
    games = entries(root, "games")
    bargaining, repeated = scenario.games.get("bargaining"), scenario.games.get("repeated")
    if isinstance(bargaining, Bargaining):
        yield from _check_bargaining(scenario, bargaining, games["bargaining"])
    if isinstance(repeated, Repetition):
        for key in ("agreement", "punishment"):
            label = getattr(repeated, key)
            if not _is_allowed(scenario, _levels(scenario, label)):
                yield entries(games["repeated"])[key].fault(f"the outcome '{label}' is forbidden", f"{REPEATED}.{key}")


def _check_bargaining(scenario: Scenario, block: Bargaining, node: Node) -> Iterator[Fault]:
    standing = {name: block.assuming.get(name, move.initial) for name, move in scenario.moves.items()}
    off = {name: level for name, level in standing.items() if name not in block.agenda}
    if not block.continuous and not _is_allowed(scenario, off):
        told = "every outcome over the moves on the agenda is forbidden, so there is nothing to agree on"
        yield node.key_fault("agenda", told, f"{PATH}.agenda")
        return
    if block.continuous and (flaw := size_flaw(scenario, _widened(scenario, block))):
        yield node.key_fault("continuous", flaw, f"{PATH}.continuous")
    if isinstance(block.disagreement, str):
        is_unchanged = block.disagreement == STATUS_QUO
        wanted = standing if is_unchanged else _levels(scenario, block.disagreement)
        if not _is_allowed(scenario, wanted):
            label = " / ".join((wanted or {}).values())
            flaw = f"without agreement the outcome would be '{label}', which is forbidden; write another outcome"
            yield node.key_fault("disagreement", f"{flaw}, or {{actor: payoff}}", f"{PATH}.disagreement")


def _widened(scenario: Scenario, block: Bargaining) -> int:
    """How many outcomes there are with the numbers between levels, or a few more."""
    more = {move: int((each.high - each.low) / each.step) + 1 for move, each in block.continuous.items()}
    return math.prod(len(move.levels) + more.get(name, 0) for name, move in scenario.moves.items())


def _levels(scenario: Scenario, label: str) -> dict[str, str] | None:
    return levels_named(label, {key: tuple(level.id for level in move.levels) for key, move in scenario.moves.items()})


def _is_allowed(scenario: Scenario, levels: Mapping[str, str] | None) -> bool:
    """Whether an outcome with these levels is not forbidden; true where they are numbers between levels."""
    if levels is None:
        return True
    columns = [tuple(scenario.moves).index(move) for move in levels]
    numbers = [[each.id for each in scenario.moves[move].levels].index(level) for move, level in levels.items()]
    return bool((scenario.outcomes()[:, columns] == numbers).all(1).any())
