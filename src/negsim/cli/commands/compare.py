"""Look at a scenario through every lens that applies: what each predicts, and why they differ; or at two side by side.

$ negsim compare baseline_impasse
$ negsim compare baseline_impasse --set-right audience_cost_R=2
$ negsim compare four_track_grand_game --override frolov --override-right trenin
$ negsim compare four_track_grand_game --format json
"""

from __future__ import annotations

import click

from negsim.cli.inputs import Source, assignment, complete_file, source_options
from negsim.cli.options import program
from negsim.cli.output import Output, output_options
from negsim.studies.compare.compare import compare
from negsim.studies.compare.sides import side_by_side
from negsim.views.records.compare import of_comparison, of_sides
from negsim.views.tables import compare as tables
from negsim.views.tables import sides


@program(__doc__)
@source_options
@click.argument("other", required=False, shell_complete=complete_file)
@click.option("--set-right", multiple=True, metavar="NAME=VALUE", help="Set a parameter of the right side.")
@click.option("--override-right", multiple=True, metavar="NAME", help="Apply a named override to the right side.")
@output_options
def command(
    source: Source, other: str | None, set_right: tuple[str, ...], override_right: tuple[str, ...], output: Output
) -> None:
    """Compare FILE through every lens; with OTHER, or options of the right side, the two side by side."""
    left = compare(source.scenario())
    if other is None and not set_right and not override_right:
        return output.write(
            tables.sections(left, every=output.all_rows),
            lambda: of_comparison(left, source.overrides),
            lambda: tables.in_columns(left),
        )
    settings = tuple(assignment(text, "audience_cost_R=3") for text in set_right)
    beside = Source(file=other or source.file, overrides=override_right, settings=settings)
    found = side_by_side(left, compare(beside.scenario()))
    return output.write(
        sides.sections(found),
        lambda: of_sides(found, source.overrides, override_right),
        lambda: sides.in_columns(found),
    )
