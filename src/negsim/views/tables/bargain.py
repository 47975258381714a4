"""Tables of what could be agreed: what every solution singles out, and the zone of agreement."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from negsim.games.talks.terms import mean_level, terms
from negsim.scenario.model import basis_of
from negsim.solvers.base import Row, Solution, Status, solvers
from negsim.studies.bargain import Bargain
from negsim.studies.sentences.bargaining import solution_called
from negsim.studies.sentences.phrases import joined
from negsim.views.tables.agreements import ACCEPTED, named_by, risk, shown
from negsim.views.tables.bargaining import rule_of
from negsim.views.tables.base import Cell, Table, filled, table
from negsim.views.tables.enforcement import of_enforcement
from negsim.views.tables.linkage import distinct, of_linkage
from negsim.views.tables.openings import none_does, of_openings
from negsim.views.tables.promises import of_promises

WITHOUT = "without agreement"
MARK = "*"
EXPECTED = "where an offer may be refused, payoffs are expected ones: refusals count"
UNTOLD = (
    "the file says nothing of bargaining (games.bargaining): all moves are taken to be on the table, and without "
    "agreement to stay as they are"
)


@table.register
def of_bargain(found: Bargain) -> Table:
    """List what every solution singles out, and what each party gets; what follows without agreement comes first.

    Parameters
    ----------
    found
        What `negsim.studies.bargain.bargain` returned.
    """
    game = found.game
    rows: list[list[Cell]] = [[WITHOUT, None, None, *map(float, game.disagreement[0]), None]]
    for name, solution in found.solutions.items():
        spoken = solution_called(name)
        if not len(solution):
            rows.append([spoken, "no agreement", None, *[None] * len(game.players), None])
        rows += [[spoken, shown(row), risk(row), *row.payoffs.values(), float(row.residual)] for row in solution]
    return filled(
        game.title or f"Bargaining of {len(game.players)} parties",
        ["solution", "agreement", ACCEPTED, *(f"payoff of {player}" for player in game.players), "residual"],
        rows,
        notes=(*_notes(found), basis_of(game.comment)),
    )


def _core(core: Solution[Any, Any]) -> Table:
    """The agreements of the core, or that there are none."""
    players = core.game.players
    rows: list[list[Cell]] = [[shown(row), *row.payoffs.values()] for row in core]
    rows = rows or [["none: some group with the votes would replace each", *[None] * len(players)]]
    told = core.solver.concept.definition
    return filled("Core", ["agreement", *(f"payoff of {player}" for player in players)], rows, notes=[told])


def zone(found: Bargain) -> Table:
    """List the zone of agreement, and the least and the most that each party gets there; with lotteries, the frontier.

    Parameters
    ----------
    found
        What `negsim.studies.bargain.bargain` returned.
    """
    game, inside = found.game, found.zone
    heads = [f"payoff of {player}" for player in game.players]
    if inside.empty:
        return Table(title="Zone of agreement", columns=("agreement", *heads), rows=())
    rows: list[list[Cell]] = [
        ["the least in the zone", *map(float, inside.low)],
        ["the most in the zone", *map(float, inside.high)],
    ]
    if game.lotteries and found.frontier is not None:
        rows += [[shown(row), *row.payoffs.values()] for row in found.frontier]
        title, note = "Frontier of the zone of agreement", _corners(len(game.players))
    else:
        best, paid = _efficient(found), game.payoffs[0]
        rows += [[game.agreements[k] + MARK * (k in best), *map(float, paid[:, k])] for k in inside.agreements]
        title, note = "Zone of agreement", f"{MARK} nobody could have more without another having less" if best else ""
    notes = [note]
    return filled(title, ["agreement", *heads], rows, notes=notes)


def _corners(parties: int) -> str:
    """Say how the frontier of lotteries runs between the agreements that are listed."""
    if parties == 2:
        return "the corners of the frontier: between two neighbours, any mixture"
    return "agreements of the list that are on the frontier; so are mixtures of some of them"


def _efficient(found: Bargain) -> set[int]:
    """Numbers of the agreements on the frontier of a list."""
    if found.frontier is None or found.game.lotteries:
        return set()
    return {int(k) for k in found.frontier.result.agreement[:, 0]}


def sections(found: Bargain, *, every_way: bool = False) -> tuple[Table, ...]:
    """Return all there is to say as short tables, to be read one after the other.

    Parameters
    ----------
    found
        What `negsim.studies.bargain.bargain` returned.
    every_way
        Whether ways of linking the issues that lead to the same have a row each.
    """
    first, opened = of_bargain(found), found.openings
    if opened is not None:
        first = replace(first, notes=tuple(filter(None, (first.notes[0], none_does(opened), *first.notes[1:]))))
    more = [zone(found)] + ([] if opened is None else [of_openings(opened)])
    more += [] if found.core is None else [_core(found.core)]
    more += [] if found.linkage is None else [(of_linkage if every_way else distinct)(found.linkage)]
    more += [] if found.promises is None else [of_promises(found.promises)]
    more += [] if found.enforcement is None else [of_enforcement(found.enforcement)]
    *earlier, last = (part for part in (first, *more) if part.rows)
    label = first.notes[-1]
    without = [replace(part, notes=tuple(note for note in part.notes if note != label)) for part in (*earlier, last)]
    return (*without[:-1], without[-1].with_notes(label))


def in_moves(found: Bargain) -> Table:
    """Return what every solution singles out with nothing rounded, for machines: one column a move.

    Parameters
    ----------
    found
        What `negsim.studies.bargain.bargain` returned.
    """
    game = found.game
    moves = () if game.sheet is None else game.sheet.options
    rows: list[list[Cell]] = [
        [WITHOUT, None, *[None] * len(moves), *map(float, game.disagreement[0]), None, None, Status.solved.name]
    ]
    for name, solution in found.solutions.items():
        status = Status(solution.status[0]).name
        if not len(solution):
            rows.append([name, None, *[None] * (len(moves) + len(game.players) + 2), status])
        for row in solution:
            lottery = row.agreement
            label = next(iter(lottery)) if len(lottery) == 1 else None
            told = [*row.payoffs.values(), risk(row), float(row.residual), status]
            rows.append([name, label, *_levels(row), *told])
    columns = ["solution", "agreement", *moves, *(f"payoff of {player}" for player in game.players)]
    return Table(
        title="What every solution singles out",
        columns=(*columns, ACCEPTED, "residual", "status"),
        rows=tuple(map(tuple, rows)),
    )


def _levels(row: Row) -> list[Cell]:
    """The level of each move; its mean as a number where a lottery mixes levels."""
    game = row.solution.game
    cells: list[Cell] = []
    for move, levels in terms(game, row.solution.result, row.row).items():
        certain = len(levels) == 1 or not game.sheet.numbers
        cells.append(str(next(iter(levels))) if certain else mean_level(game, move, levels))
    return cells


def _notes(found: Bargain) -> list[str]:
    game = found.game
    mixed = any(len(row.agreement) > 1 for solution in found.solutions.values() for row in solution)
    means = "where a lottery, or a division, mixes levels, their mean is given"
    return [
        found.because or _room(found),
        "" if found.scenario is None or "bargaining" in found.scenario.games else UNTOLD,
        named_by(game),
        EXPECTED if any(risk(row) is not None for solution in found.solutions.values() for row in solution) else "",
        means if mixed and game.sheet is not None and game.sheet.numbers else "",
        rule_of(game),
        *_refused(found),
    ]


def _refused(found: Bargain) -> list[str]:
    """Say which solutions do not apply, and why."""
    reasons: dict[str, list[str]] = {}
    for name, reason in found.refused.items():
        reasons.setdefault(reason.removeprefix(f"{solvers[name].__name__} "), []).append(solution_called(name))
    return [f"{joined(names)}: {reason}" for reason, names in reasons.items()]


def _room(found: Bargain) -> str:
    """Say how many agreements are in the zone."""
    size, of = found.zone.size, len(found.game.agreements)
    if not size:
        return f"zone of agreement: none of the {of:,} agreements themselves, but lotteries or divisions between them"
    told = f"zone of agreement: {size:,} of {of:,} agreements, by which nobody loses whose consent it takes"
    if found.game.lotteries:
        return f"{told}, and lotteries or divisions between agreements"
    return told
