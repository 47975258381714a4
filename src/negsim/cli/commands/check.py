"""Check scenario and game files: every fault at once, with its line; nothing is solved.

$ negsim check talks.yaml
$ negsim check --strict scenarios/*.yaml

Exit codes: 0 all is well; 1 only remarks, and --strict was given; 2 a file is wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import click

from negsim.cli.faults import ANSWERED_NO, BAD_INPUT, OK, report
from negsim.cli.inputs import Source, change_options, complete_file
from negsim.cli.options import program
from negsim.cli.output import Output, hush, output_options
from negsim.cli.vary import Varied, asked
from negsim.errors import Fault, NegsimError, NotApplicable, ScenarioError
from negsim.games.base import Game, games
from negsim.scenario.conditions import Condition
from negsim.scenario.dynamics import TurnOrder
from negsim.scenario.expression import Expression
from negsim.scenario.model import Scenario
from negsim.solvers.base import form_of, solvers
from negsim.studies.solve import named_solver
from negsim.views.tables.base import Table


@program(__doc__)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=complete_file)
@change_options
@click.option("--strict", is_flag=True, help="Also remark on what is allowed but doubtful; exit with 1 if anything is.")
@output_options
def command(
    files: tuple[str, ...],
    settings: tuple[tuple[str, str], ...],
    overrides: tuple[str, ...],
    strict: bool,
    output: Output,
) -> None:
    """Check every file, even after a wrong one."""
    found = [_checked(Source(file=file, overrides=overrides, settings=settings), strict) for file in files]
    rows = tuple((each["file"], each["says"]) for each in found if not each["faults"])
    if rows or output.kind == "json":
        table = Table(title="", columns=("file", "what it holds"), rows=rows)
        output.write(table.with_notes(*(remark for each in found for remark in each["remarks"])), lambda: found)
    wrong, doubtful = (any(each[what] for each in found) for what in ("faults", "remarks"))
    sys.exit(BAD_INPUT if wrong else ANSWERED_NO if doubtful else OK)


def _checked(source: Source, strict: bool) -> dict[str, Any]:
    """Read one file, tell its faults on standard error, and return what there is to say of it."""
    try:
        thing = source.read()
        if isinstance(thing, Scenario):
            _check_solvers(thing, source.file)
            _check_plan(thing, source.file)
    except (NegsimError, OSError) as error:
        hush()
        report(error)
        told = error.faults if isinstance(error, ScenarioError) else [Fault(message=str(error), file=source.file)]
        faults = [vars(fault) for fault in told]
        return {"file": source.file, "says": "", "faults": faults, "remarks": []}
    remarks = [f"{source.file}: {remark}" for remark in doubts(thing)] if strict and isinstance(thing, Scenario) else []
    return {"file": source.file, "says": _holds(thing), "faults": [], "remarks": remarks}


def _check_solvers(scenario: Scenario, file: str) -> None:
    """Raise unless each solver that a scenario names exists, has the options told, and is for the form it stands at."""
    for form in scenario.games:
        try:
            solver = named_solver(scenario, form) if form in games else None
        except NegsimError as fault:
            raise NotApplicable(f"{file}: games.{form}.solver: {fault}") from None
        meant = "" if solver is None else form_of(type(solver))
        if meant not in ("", form):
            name, fit = solvers.name_of(solver), [key for key, kind in solvers.items() if form_of(kind) == form]
            raise NotApplicable(f"{file}: games.{form}.solver: {name} is for {meant} games. Use {', '.join(fit)}.")


def _check_plan(scenario: Scenario, file: str) -> None:
    """Raise unless the plan of a sweep makes points."""
    if scenario.sweep is not None:
        try:
            asked(scenario, Varied(), None, None, None)
        except NegsimError as fault:
            raise NotApplicable(f"{file}: sweep: {fault}") from None


def _holds(thing: Scenario | Game) -> str:
    if isinstance(thing, Scenario):
        counts = (len(thing.actors), len(thing.moves), len(thing.outcomes()), len(thing.parameters))
        words = ("parties", "moves", "outcomes", "parameters")
        return "ok: " + ", ".join(f"{count} {word}" for count, word in zip(counts, words, strict=True))
    return f"ok: {len(thing)} game{'s' * (len(thing) != 1)} of {len(thing.choices.players)} players"


def doubts(scenario: Scenario) -> Iterator[str]:
    """Yield what is allowed in a scenario but may be an oversight.

    Parameters
    ----------
    scenario
        What the file says.
    """
    told = (scenario.payoffs, scenario.measures, scenario.forbidden, scenario.games, scenario.moves)
    formulas = [formula for part in told for formula in _formulas(part)]
    used = {name for formula in formulas for name in formula.names}
    for name in scenario.parameters:
        if name not in used:
            yield f"the parameter {name} is in no formula"
    for name, move in scenario.moves.items():
        if not any((move.sources, move.use, *(level.sources or level.use for level in move.levels))):
            yield f"the move {name} has no source, and none of its levels has"
    turns = scenario.games.get("extensive")
    if isinstance(turns, TurnOrder):
        taken = {name for turn in turns.turns for name in turn.moves}
        for name in scenario.moves:
            if name not in taken:
                yield f"the move {name} is in no turn of games.extensive, and so stays at its first level"
    if not scenario.question:
        yield "there is no question: say what the scenario is to answer"


def _formulas(part: object) -> Iterator[Expression | Condition]:
    """Yield every formula in a part of a scenario, however deep."""
    if isinstance(part, Expression | Condition):
        yield part
    elif isinstance(part, Mapping):
        yield from _formulas(tuple(part.values()))
    elif isinstance(part, tuple | list):
        for each in part:
            yield from _formulas(each)
    elif is_dataclass(part):
        yield from _formulas(tuple(getattr(part, each.name) for each in fields(part)))
