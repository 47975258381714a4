"""Solve a scenario for many values of its parameters, and say which equilibria hold where.

$ negsim sweep baseline_impasse --vary audience_cost_R=0:6:301 --vary confidence_q=0:1:101
$ negsim sweep baseline_impasse --vary audience_cost_R --vary confidence_q --design random --n 10000
$ negsim sweep baseline_impasse --vary risk_R=1,2,3 -o points.csv

A range is low:high:count, low:high, or the parameter's own when only its name is given. A .csv file holds every
point, an .npz file the same as arrays for NumPy, a .json file the summary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import numpy as np

from negsim.cli.inputs import Source, source_options
from negsim.cli.options import program
from negsim.cli.output import Output, output_options, tell
from negsim.cli.progress import Progress
from negsim.cli.question import Question, question_options
from negsim.errors import NotApplicable
from negsim.games.strategic import StrategicGame
from negsim.scenario.model import Scenario
from negsim.studies.design import design_of
from negsim.studies.designs.base import Design
from negsim.studies.solve import game, named_solver
from negsim.studies.sweep import Sweep, sweep
from negsim.views.records import answers
from negsim.views.renderers.comma_separated import comma_separated
from negsim.views.table import Table
from negsim.views.tables.sweep import blocks, columns, sections
from negsim.views.wording import number

BYTES_A_POINT = 40  # of what a sweep keeps


@program(__doc__)
@source_options
@click.option("--vary", "varied", multiple=True, required=True, metavar="NAME[=RANGE]", help="Repeat for more.")
@click.option("--design", type=click.Choice(["grid", "random"]), default="grid", show_default=True)
@click.option("--n", type=click.IntRange(min=1), help="Points of a random design; values a parameter of a grid.")
@question_options(seed=False)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of a random design.")
@click.option("-n", "--dry-run", is_flag=True, help="Say how much work it would be, and stop.")
@output_options
@click.pass_context
def command(
    ctx: click.Context,
    source: Source,
    varied: tuple[str, ...],
    design: str,
    n: int | None,
    question: Question,
    seed: int,
    dry_run: bool,
    output: Output,
) -> None:
    """Sweep, and write the summary or every point."""
    scenario = source.scenario()
    points = design_of(scenario, dict(map(_range, varied)), design, n, seed)
    if dry_run:
        return output.write(_plan(scenario, points, question), lambda: _plan(scenario, points, question).to_dict())
    with Progress("points", quiet=bool(ctx.meta.get("negsim.quiet"))) as progress:
        found = sweep(scenario, question.form, question.solver_for(scenario), vary=(), design=points, progress=progress)
    if output.file is not None and output.file.suffix.lower() == ".npz":
        return _arrays(found, output.file)
    if output.kind == "csv":
        return output.lines(_lines(found))
    first, *others = sections(found)
    shown = first.with_notes(f"seed {seed}" if design == "random" else "")
    return output.write((shown, *others), lambda: answers.of_sweep(found, source.overrides))


def _range(text: str) -> tuple[str, Any]:
    """Read ``name``, ``name=low:high``, ``name=low:high:count`` or ``name=1,2,3``."""
    name, _, values = text.partition("=")
    if not values.strip():
        return name.strip(), None
    try:
        if ":" not in values:
            return name.strip(), [float(part) for part in values.split(",")]
        parts = tuple(float(part) for part in values.split(":"))
    except ValueError:
        parts = ()
    if len(parts) not in (2, 3):
        raise click.BadParameter(
            f"{text!r}: write a range as low:high:count, low:high or a list 1,2,3", param_hint="'--vary'"
        )
    return name.strip(), parts


def _plan(scenario: Scenario, points: Design, question: Question) -> Table:
    first = game(scenario, question.form)
    sizes = " x ".join(map(str, first.shape)) if isinstance(first, StrategicGame) else type(first).name
    facts: Mapping[str, str] = {
        "points": f"{len(points):,}",
        "parameters": ", ".join(points.names),
        "games": f"{sizes}, {len(first.players)} players",
        "solver": str(question.solver_for(scenario) or named_solver(scenario, question.form) or "auto"),
        "memory for results": f"{number(len(points) * BYTES_A_POINT / 1e6, 3)} MB",
    }
    return Table(title="A plan; nothing was solved", columns=("what", "how much"), rows=tuple(facts.items()))


def _arrays(found: Sweep, file: Path) -> None:
    arrays = {name: values.astype(str) if values.dtype == object else values for name, values in columns(found).items()}
    try:
        np.savez_compressed(file, **arrays)
    except ValueError as fault:
        raise NotApplicable(f"{file}: {fault}") from None
    tell(f"wrote {file}")


def _lines(found: Sweep) -> Iterator[str]:
    for k, block in enumerate(blocks(found)):
        text = comma_separated(block)
        yield text if k == 0 else text.partition("\n")[2]
