"""Find what could be agreed: the zone of agreement, the frontier, and what each solution of bargaining singles out.

$ negsim bargain moratorium_length
$ negsim bargain cfe2_multi_issue --set disagreement_value_R=0.3 --solver nash_bargaining --solver egalitarian
$ negsim bargain unbundled_vs_package --all
$ negsim bargain moratorium_length --format json -o talks.json
"""

from __future__ import annotations

from dataclasses import replace

import click

from negsim.cli.inputs import Source, source_options
from negsim.cli.options import program
from negsim.cli.output import Output, output_options
from negsim.cli.question import names
from negsim.solvers.base import solvers
from negsim.studies.bargain import bargain
from negsim.views.records.bargain import of_bargain
from negsim.views.tables.bargain import in_moves, sections


@program(__doc__)
@source_options
@click.option(
    "--solver",
    "chosen",
    multiple=True,
    metavar="NAME",
    shell_complete=names(solvers),
    help="Only this solution; repeat for more [default: all that apply].",
)
@output_options
def command(source: Source, chosen: tuple[str, ...], output: Output) -> None:
    """Find what could be agreed, and write it."""
    found = bargain(source.read(), solver=chosen)
    screen = sections(found, every_way=output.all_rows)
    if found.scenario is not None:
        screen = (replace(screen[0], question=found.scenario.question), *screen[1:])
    output.write(screen, lambda: of_bargain(found, source.overrides), lambda: in_moves(found))
