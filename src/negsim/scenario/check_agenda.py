"""What must hold of the agenda in ``games.bargaining``: moves that exist, numbers between levels, issues, sizes."""

from __future__ import annotations

import math
from collections.abc import Iterator

from negsim.errors import Fault, suggestion
from negsim.scenario.amounts import PATH
from negsim.scenario.bargaining import MAX_AGREEMENTS
from negsim.scenario.check_chance import owners
from negsim.scenario.check_names import check_known, check_labels, listed, texts
from negsim.scenario.paths import dotted
from negsim.scenario.scope import Scope, entries, level_numbers, number
from negsim.scenario.yaml_nodes import Node

MAX_NUMBERS = 30_000  # of a move
NEAR = 1e-9  # of a step: numbers that are so near to a level are that level


def check_agenda(root: Node, scope: Scope) -> Iterator[Fault]:
    """Find the faults of what is on the table.

    Parameters
    ----------
    root
        The file.
    scope
        Its names.
    """
    block = entries(root, "games", "bargaining")
    agenda, own = block.get("agenda"), owners(root)
    yield from check_known(agenda, scope.moves, "move", f"{PATH}.agenda")
    for at, item in enumerate(listed(agenda)):
        if isinstance(item.value, str) and own.get(item.value) == "":
            yield item.fault(f"chance decides '{item.value}', and nobody can agree on that", f"{PATH}.agenda.{at}")
    for move in moves_on(root):
        if len(scope.moves[move]) > MAX_NUMBERS:
            told = f"'{move}' has more than {MAX_NUMBERS:,} levels, too many to agree on"
            yield entries(root, "games")["bargaining"].key_fault("agenda", told, f"{PATH}.agenda")
    if agenda is not None and agenda.value == []:
        told = "there is nothing to agree on; name some moves, or leave this out for all moves of actors"
        yield agenda.fault(told, f"{PATH}.agenda")
    yield from _check_assuming(root, block, scope)
    yield from _check_continuous(root, block, scope)
    yield from _check_issues(root, block)


def moves_on(root: Node) -> dict[str, None]:
    """Return the moves of actors on the agenda, in order; all of them if the file names none.

    Parameters
    ----------
    root
        The file.
    """
    named, owned = entries(root, "games", "bargaining").get("agenda"), owners(root)
    found = [move for move in dict.fromkeys(texts(named)) if owned.get(move)]
    return dict.fromkeys(found or [move for move, owner in owned.items() if owner])


def grid_of(stretch: Node) -> tuple[float, float, int] | None:
    """Return the first number, the step and how many there are; None where that cannot be read.

    Parameters
    ----------
    stretch
        What the file says of a move under ``continuous``.
    """
    low, high, step = (number(entries(stretch).get(key)) for key in ("from", "to", "step"))
    if low is None or high is None or step is None or not (step > 0 and high > low):
        return None
    count = (high - low) / step
    return low, step, int(count + NEAR) + 1 if count < 1e15 else 10**15


def _check_assuming(root: Node, block: dict[str, Node], scope: Scope) -> Iterator[Fault]:
    assuming, own, agenda = block.get("assuming"), owners(root), moves_on(root)
    for move, level in entries(assuming).items():
        path, flaw = f"{PATH}.assuming.{move}", ""
        if move not in scope.moves:
            flaw = f"there is no move '{move}'{suggestion(move, scope.moves)}"
        elif own.get(move) == "":
            flaw = f"'{move}' is a move of chance, and this is about what actors do"
        elif move in agenda:
            flaw = f"'{move}' is on the agenda, so its level is agreed on; leave it out here, or there"
        if flaw and assuming is not None:
            yield assuming.key_fault(move, flaw, path)
        elif isinstance(level.value, str) and scope.moves[move] and level.value not in scope.moves[move]:
            hint = suggestion(level.value, scope.moves[move])
            yield level.fault(f"the move '{move}' has no level '{level.value}'{hint}", path)


def _check_continuous(root: Node, block: dict[str, Node], scope: Scope) -> Iterator[Fault]:
    stretches, agenda = block.get("continuous"), moves_on(root)
    if stretches is None:
        return
    for move, node in entries(stretches).items():
        if move not in agenda:
            told = f"'{move}' is not on the agenda{suggestion(move, agenda)}"
            yield stretches.key_fault(move, told, f"{PATH}.continuous.{move}")
        yield from _check_stretch(node, f"{PATH}.continuous.{move}")
    tables = [actor for actor, payoff in entries(root, "payoffs").items() if isinstance(payoff.value, list)]
    if tables:
        told = f"the payoffs of '{tables[0]}' are a table, which says nothing between levels; write a formula"
        yield stretches.fault(told, f"{PATH}.continuous")
    else:
        yield from _check_size(root, stretches, scope)


def _check_stretch(node: Node, path: str) -> Iterator[Fault]:
    given = entries(node)
    low, high, step = (number(given.get(key)) for key in ("from", "to", "step"))
    if low is not None and high is not None and low >= high:
        yield given["from"].fault(f"{low:g} is not below 'to', which is {high:g}", f"{path}.from")
    elif step is not None and step <= 0:
        yield given["step"].fault(f"should be above 0, not {step:g}", f"{path}.step")
    elif low is not None and high is not None and step is not None and step > high - low:
        yield given["step"].fault(f"{step:g} is more than there is between {low:g} and {high:g}", f"{path}.step")
    elif (grid := grid_of(node)) and grid[2] > MAX_NUMBERS:
        counted = f"{grid[2]:,}" if grid[2] < 10**15 else "over 10^15"
        told = f"makes {counted} numbers, at most {MAX_NUMBERS:,}; use a larger step"
        yield given["step"].fault(told, f"{path}.step")


def _check_size(root: Node, stretches: Node, scope: Scope) -> Iterator[Fault]:
    grids = {move: grid_of(node) for move, node in entries(stretches).items()}
    if any(grid is None or grid[2] > MAX_NUMBERS for grid in grids.values()):
        return
    sizes = [len(levels) + _new_numbers(root, move, grids.get(move)) for move, levels in scope.moves.items() if levels]
    outcomes = math.prod(sizes)
    if outcomes > MAX_AGREEMENTS:
        shown = f"{outcomes:,}" if outcomes < 10**15 else f"about 10^{math.floor(sum(map(math.log10, sizes)))}"
        told = f"with these numbers there are {shown} outcomes, at most {MAX_AGREEMENTS:,}; use larger steps"
        yield stretches.fault(told, f"{PATH}.continuous")


def _new_numbers(root: Node, move: str, grid: tuple[float, float, int] | None) -> int:
    """How many of the numbers are not levels of the move already."""
    if grid is None:
        return 0
    low, step, count = grid
    at = [(value - low) / step for value in level_numbers(entries(root, "moves")[move])] if count else []
    known = {round(place) for place in at if abs(place - round(place)) <= NEAR and -1 < round(place) < count}
    return count - len(known)


def _check_issues(root: Node, block: dict[str, Node]) -> Iterator[Fault]:
    linkage = block.get("linkage")
    issues, agenda, path = entries(linkage).get("issues"), moves_on(root), f"{PATH}.linkage.issues"
    if linkage is None or issues is None or not isinstance(issues.value, dict) or not issues.value:
        return
    yield from check_labels(issues, "issue", path)
    settled: dict[str, str] = {}
    for issue, moves in issues.value.items():
        if moves.value == []:
            yield moves.fault("an issue needs at least one move", f"{path}.{dotted((issue,))}")
        for at, item in enumerate(listed(moves)):
            if not isinstance(item.value, str):
                continue
            if item.value not in agenda:
                told = f"'{item.value}' is not on the agenda{suggestion(item.value, agenda)}"
                yield item.fault(told, f"{path}.{dotted((issue,))}.{at}")
            elif item.value in settled:
                told = f"'{item.value}' is settled by the issue '{settled[item.value]}' already"
                yield item.fault(told, f"{path}.{dotted((issue,))}.{at}")
            settled.setdefault(item.value, issue)
    left = [f"'{move}'" for move in agenda if move not in settled]
    if left:
        told = f"no issue settles {' and '.join(left[:3])}; each move of the agenda is in one issue"
        yield linkage.key_fault("issues", told, path)
