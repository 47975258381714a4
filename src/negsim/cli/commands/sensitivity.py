"""Ask which of the assumed numbers matter most: shares of the variance, a screening, a tornado, or what separates.

$ negsim sensitivity baseline_impasse
$ negsim sensitivity baseline_impasse -m "payoff(russia)" -m "payoff(nato)" --format json
$ negsim sensitivity baseline_impasse --method tornado --vary audience_cost_R=0:6 --vary confidence_q
$ negsim sensitivity countermeasures_ladder -m "probability(collision)" --method morris --samples 20
$ negsim sensitivity baseline_impasse --method regional -m "probability(response.take_menu) > 0.5"

FILE is a scenario, or the folder of a sweep over a saltelli, morris or one_at_a_time design. Without -m, the measure
is the probability of the likeliest outcome at the defaults. Figures are drawn unless the result is JSON or CSV.
"""

from __future__ import annotations

from pathlib import Path

import click

from negsim.cli.faults import ANSWERED_NO
from negsim.cli.inputs import Source, source_options
from negsim.cli.options import program
from negsim.cli.output import Output, output_options, tell
from negsim.cli.progress import Progress
from negsim.cli.question import Question, question_options
from negsim.cli.vary import Varied, vary_options
from negsim.cli.workers import Work, work_options
from negsim.errors import NotApplicable
from negsim.scenario.model import Scenario
from negsim.studies.sensitivity.estimates import Found
from negsim.studies.sensitivity.record import MIDDLE, OF
from negsim.studies.sensitivity.sampling import METHODS, SOBOL
from negsim.studies.sensitivity.sensitivity import sensitivities
from negsim.studies.store.opened import open_sweep
from negsim.studies.sweep import Sweep
from negsim.views.records.sensitivity import of_sensitivity
from negsim.views.show import show
from negsim.views.tables.sensitivity import each_parameter, of_several

PICTURES = {"sobol": ("sobol_bars", "scatter_matrix"), "regional": ("regional", "scatter_matrix")}


@program(__doc__)
@source_options
@click.option("-m", "--measure", "measures", multiple=True, metavar="QUANTITY", help="As in claims; repeat for more.")
@click.option("--method", type=click.Choice(METHODS), default=SOBOL, show_default=True)
@click.option("--samples", type=click.IntRange(min=1), help="Base samples, trajectories, values or points.")
@vary_options
@question_options(seed=False)
@click.option("--of", type=click.Choice(OF), default=MIDDLE, show_default=True, help="Where there are several answers.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of points and intervals.")
@work_options
@click.option("--figures", type=click.Path(path_type=Path, file_okay=False), help="Folder for figures.")
@click.option("--no-figures", is_flag=True, help="Draw none.")
@output_options
@click.pass_context
def command(
    ctx: click.Context,
    source: Source,
    measures: tuple[str, ...],
    method: str,
    samples: int | None,
    varied: Varied,
    question: Question,
    of: str,
    seed: int,
    work: Work,
    figures: Path | None,
    no_figures: bool,
    output: Output,
) -> None:
    """Ask which parameters the measures depend on."""
    _check(varied, work)
    thing = _thing(source)
    with Progress("points", quiet=bool(ctx.meta.get("negsim.quiet"))) as progress:
        found = sensitivities(
            thing,
            measures,
            method,
            vary=varied.vary or None,
            samples=samples,
            form=question.form,
            solver=question.solver_for(thing),
            seed=seed,
            executor=work.executor,
            store=work.store,
            progress=progress,
            of=of,
        )
    output.write(
        of_several(found),
        lambda: of_sensitivity(found, method, source.overrides),
        lambda: each_parameter(found),
    )
    if not no_figures and (figures is not None or output.kind == "table"):
        _draw(found, method, figures)
    faults = [fault for each in found[:1] if each.asked and each.asked.sweep for fault in each.asked.sweep.faults]
    if faults:
        tell(f"{len(faults)} chunks could not be worked on, the first because {faults[0].message}; they are left out")
        ctx.exit(ANSWERED_NO)


def _check(varied: Varied, work: Work) -> None:
    """Refuse what goes with sweeps alone."""
    if varied.overrides:
        raise NotApplicable("one set of overrides at a time: use --override NAME instead of --vary override=...")
    if varied.correlated:
        raise NotApplicable("these methods take parameters as independent of each other: leave --correlate out")
    if work.shard != (1, 1):
        raise NotApplicable(
            "what matters is read from all points: use negsim sweep --design saltelli --measure M --store DIR "
            "--shard K/N, then negsim sensitivity DIR"
        )


def _thing(source: Source) -> Scenario | Sweep:
    """The scenario, or the sweep that a folder holds."""
    if not Path(source.file).is_dir():
        return source.scenario()
    if source.overrides or source.settings:
        raise NotApplicable(f"{source.file} is a sweep that is finished: it takes no --set and no --override")
    return open_sweep(source.file)


def _draw(found: tuple[Found, ...], method: str, folder: Path | None) -> None:
    """Draw every measure that moves, in a folder that is named after the scenario."""
    moving = [each for each in found if each.moves and each.asked is not None]
    for number, each in enumerate(moving, 1):
        assert each.asked is not None
        place = folder or Path(f"{each.asked.scenario.id}_sensitivity")
        place.mkdir(parents=True, exist_ok=True)
        sweep = each.asked.sweep
        varied = 0 if sweep is None else sum(bool((column != column[0]).any()) for column in sweep.columns.values())
        for plot in PICTURES.get(method, (method,)):
            if plot == "scatter_matrix" and varied < 2:
                continue
            file = place / f"{plot}{f'_{number}' * (len(moving) > 1)}.png"
            show(each, plot).savefig(file, dpi=150)
            tell(f"wrote {file}")
