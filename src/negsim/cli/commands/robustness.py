"""Ask how robust a conclusion is: in which share of the assumed ranges it holds, and what it takes to change it.

$ negsim robustness baseline_impasse
$ negsim robustness scenarios/*.yaml --format json
$ negsim robustness baseline_impasse --samples 10000 --seed 7
"""

from __future__ import annotations

import click

from negsim.cli.inputs import Source, change_options, complete_file
from negsim.cli.options import program
from negsim.cli.output import Output, output_options
from negsim.studies.robustness.robustness import SAMPLES, robustness
from negsim.views.records.robustness import of_all
from negsim.views.tables.robustness import of_robustness, of_several


@program(__doc__)
@click.argument("files", nargs=-1, required=True, shell_complete=complete_file)
@change_options
@click.option("--form", metavar="NAME", help="See 'negsim list forms' [default: as for solve].")
@click.option("--solver", metavar="NAME", help="See 'negsim list solvers' [default: as for solve].")
@click.option("--samples", type=click.IntRange(1, 10**7), default=SAMPLES, show_default=True, help="Points drawn.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="What they are drawn with.")
@output_options
def command(
    files: tuple[str, ...],
    settings: tuple[tuple[str, str], ...],
    overrides: tuple[str, ...],
    form: str | None,
    solver: str | None,
    samples: int,
    seed: int,
    output: Output,
) -> None:
    """Ask it of FILES: scenarios, by path or by name."""
    sources = [Source(file=file, overrides=overrides, settings=settings) for file in files]
    found = [robustness(source.scenario(), form, solver, samples=samples, seed=seed) for source in sources]
    screen = of_robustness(found[0]) if len(found) == 1 else of_several(found)
    output.write(screen, lambda: of_all(found, overrides))
