"""Solve a scenario or a game: every equilibrium by name, with payoffs and residual, and what it means."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import click

from negsim.cli.faults import INCOMPLETE
from negsim.cli.inputs import Source, source_options
from negsim.cli.options import program
from negsim.cli.output import Output, output_options
from negsim.cli.question import Question, question_options
from negsim.games.results import Joint, Profiles
from negsim.games.strategic import StrategicGame
from negsim.scenario.model import Scenario
from negsim.solvers.base import Row, Solution
from negsim.studies.explain import explain
from negsim.studies.solve import solve
from negsim.views.records import answers
from negsim.views.remarks import pareto, security
from negsim.views.table import Table, table
from negsim.views.tables.solution import in_columns, sections

EXPLAINED = 3  # sentences below a table; more would push the table off the screen


@program(__doc__)
@source_options
@question_options()
@click.option("--require-complete", is_flag=True, help="Exit with 3 unless every answer was found.")
@output_options
def command(source: Source, question: Question, require_complete: bool, output: Output) -> None:
    """Solve, write, and say whether the answer is what was asked for."""
    thing = source.read()
    scenario = thing if isinstance(thing, Scenario) else None
    solution = solve(thing, question.form, question.solver_for(thing))
    output.write(
        (screen(solution, scenario), *sections(solution)[1:]),
        lambda: answers.of_solution(solution, scenario, source.overrides),
        lambda: in_columns(solution),
    )
    if require_complete and not (solution.ok and answers.is_complete(solution)):
        sys.exit(INCOMPLETE)


def screen(solution: Solution[Any, Any], scenario: Scenario | None) -> Table:
    """Return the table of a solution with the scenario's question above and sentences below."""
    found = table(solution)
    sentences = []
    if len(solution.game) == 1:
        sentences = [line for row in list(solution)[:EXPLAINED] for line in _meaning(row)]
        sentences += [security(solution.game)] if isinstance(solution.game, StrategicGame) else []
    title, question = (scenario.title, scenario.question) if scenario else (solution.game.title, "")
    return replace(
        found,
        title=title or "A game",
        question="\n".join(part for part in (question, found.title) if part),
        notes=(*sentences, *found.notes),
    )


def _meaning(row: Row) -> list[str]:
    """Say what a row means, in a paragraph or several; payoffs, equilibria, definition and label stand elsewhere."""
    elsewhere = ("Expected payoffs: ", "Equilibria under ", "Definition (", "Payoffs: ")
    lines = [line for line in explain(row).splitlines() if not line.startswith(elsewhere)]
    which = "" if len(row.solution) == 1 else f"#{row.row + 1}: "
    if row.solution.game.choices.several:
        return [which + line for line in lines]
    told = " ".join(lines)
    if isinstance(row.solution.game, StrategicGame) and isinstance(row.solution.result, (Profiles, Joint)):
        told = f"{told} {pareto(row)}"
    return [which + told]
