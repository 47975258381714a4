"""Solve a scenario for many values of its parameters, and say which equilibria hold where.

$ negsim sweep baseline_impasse --vary audience_cost_R=0:6:301 --vary confidence_q=0:1:101
$ negsim sweep baseline_impasse --vary audience_cost_R --vary confidence_q --design sobol --n 8192
$ negsim sweep baseline_impasse --vary risk_R=1,2,3 --vary override=none,frolov -m "payoff(russia)" -o points.csv
$ negsim sweep baseline_impasse --vary risk_R=0:8:1000000 --executor processes --workers 2 --store runs/risk

A range is low:high:count, low:high, or the parameter's own when only its name is given. A file that ends in .csv,
.npz or .parquet holds every point, a .json file the summary. With --store, a sweep that was stopped goes on where it
was when the same command is given again.
"""

from __future__ import annotations

from dataclasses import replace

import click

from negsim.cli.faults import ANSWERED_NO
from negsim.cli.inputs import Source, source_options
from negsim.cli.options import program
from negsim.cli.output import Output, output_options, tell
from negsim.cli.planned import planned
from negsim.cli.points import write_sweep
from negsim.cli.progress import Progress
from negsim.cli.question import Question, question_options
from negsim.cli.vary import Varied, asked, vary_options
from negsim.cli.workers import Work, work_options
from negsim.scenario.model import Scenario
from negsim.studies.solve import default_form
from negsim.studies.sweep import job_of, sweep
from negsim.studies.sweeps.variants import Overrides

DESIGNS = ("grid", "random", "latin_hypercube", "sobol", "saltelli", "morris")


@program(__doc__)
@source_options
@vary_options
@click.option("--design", type=click.Choice(DESIGNS), help="Which points [default: the file's, else grid].")
@click.option("--n", type=click.IntRange(min=1), help="Points of a design that is drawn; values a parameter of a grid.")
@click.option("-m", "--measure", "measures", multiple=True, metavar="QUANTITY", help="As in claims; repeat for more.")
@question_options(seed=False)
@click.option("--seed", type=click.IntRange(min=0), help="Of a design that is drawn [default: the file's, else 0].")
@work_options
@click.option("-n", "--dry-run", is_flag=True, help="Say how much work it would be, trying a second of it.")
@output_options
@click.pass_context
def command(
    ctx: click.Context,
    source: Source,
    varied: Varied,
    design: str | None,
    n: int | None,
    measures: tuple[str, ...],
    question: Question,
    seed: int | None,
    work: Work,
    dry_run: bool,
    output: Output,
) -> None:
    """Sweep, and write the summary or every point."""
    scenario = source.scenario()
    points = asked(scenario, varied, design, n, seed, question.form)
    form, solver = question.form or default_form(scenario), question.solver_for(scenario)
    quantities, overrides = measures or points.measures, _variants(source, scenario, points.overrides)
    if dry_run:
        told = planned(job_of(scenario, form, solver, points.design, quantities, overrides), work)
        return output.write(told, told.to_dict)
    with Progress("points", quiet=bool(ctx.meta.get("negsim.quiet"))) as progress:
        found = sweep(
            scenario,
            form,
            solver,
            design=points.design,
            measures=quantities,
            overrides=overrides,
            executor=work.executor,
            store=work.store,
            shard=work.shard,
            progress=progress,
        )
    drawn = getattr(points.design, "seed", None)
    write_sweep(found, output, source.overrides, "" if drawn is None else f"seed {drawn}")
    if found.faults:
        lost = sum(fault.stop - fault.start for fault in found.faults)
        again = "the same command does them again" if work.store else "with --store DIR, all others would be kept"
        tell(f"{lost:,} points could not be worked on, the first because {found.faults[0].message}; {again}")
        ctx.exit(ANSWERED_NO)
    return None


def _variants(source: Source, scenario: Scenario, overrides: tuple[str, ...]) -> Overrides:
    """The scenario under each of the overrides, before what was set; what is piped in is there to be read but once."""
    if source.file == "-":
        return overrides
    wanted = {name: tuple(name.split("+")) if name else () for name in overrides}
    return {
        name: replace(source, overrides=(*source.overrides, *more)).scenario() if more else scenario
        for name, more in wanted.items()
    }
