"""Ask how robust a conclusion is: in which share of the assumed ranges it holds, and what it takes to change it.

$ negsim robustness baseline_impasse
$ negsim robustness scenarios/*.yaml --part nearest --format json
$ negsim robustness baseline_impasse --samples 10000 --seed 7
"""

from __future__ import annotations

from dataclasses import replace

import click

from negsim.cli.inputs import Source, change_options, complete_file
from negsim.cli.options import program
from negsim.cli.output import Output, output_options, tell
from negsim.errors import NotApplicable
from negsim.studies.robustness.robustness import PARTS, robustness
from negsim.views.records.robustness import of_all
from negsim.views.tables.robustness import in_numbers, of_several, sections


@program(__doc__)
@click.argument("files", nargs=-1, required=True, shell_complete=complete_file)
@change_options
@click.option("--form", metavar="NAME", help="See 'negsim list forms' [default: as for solve].")
@click.option("--solver", metavar="NAME", help="See 'negsim list solvers' [default: as for solve].")
@click.option(
    "--part",
    "parts",
    multiple=True,
    type=click.Choice(("shares", *PARTS)),
    help="Only shares of all ranges, and this; repeat for more [default: all].",
)
@click.option(
    "--samples", type=click.IntRange(1, 10**7), help="Points drawn [default: 1000, or 200 where one takes long]."
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="What they are drawn with.")
@output_options
def command(
    files: tuple[str, ...],
    settings: tuple[tuple[str, str], ...],
    overrides: tuple[str, ...],
    form: str | None,
    solver: str | None,
    parts: tuple[str, ...],
    samples: int | None,
    seed: int,
    output: Output,
) -> None:
    """Ask it of FILES: scenarios, by path or by name."""
    asked = [part for part in PARTS if not parts or part in parts]
    found = []
    for file in files:
        scenario = Source(file=file, overrides=overrides, settings=settings).scenario()
        try:
            found.append(robustness(scenario, form, solver, parts=asked, samples=samples, seed=seed))
        except NotApplicable as fault:
            if len(files) == 1:
                raise
            tell(f"{file} is left out: {fault}")
    if not found:
        raise NotApplicable("none of these scenarios has a headline. Use others, or --form and --solver")
    output = replace(output, all_rows=True)  # what is shown is cut where it is long
    screen = sections(found[0]) if len(found) == 1 else (of_several(found).without("form", "of its range"),)
    output.write(screen, lambda: of_all(found, overrides), lambda: in_numbers(found))
