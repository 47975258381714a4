"""Say why a state of a conflict holds or not: who could gain by moving, and how the others could answer.

$ negsim why baseline_impasse "insist / refuse"
$ negsim why four_track_grand_game 38 --concept seq --format json
"""

from __future__ import annotations

from dataclasses import replace

import click

from negsim.cli.inputs import Source, source_options
from negsim.cli.options import program
from negsim.cli.output import Output, output_options
from negsim.games.graphs.sequences import Sequences
from negsim.scenario.model import Scenario
from negsim.studies.sanctions.deterrence import CLASSIC
from negsim.studies.why import KINDS, why
from negsim.views.records.why import of_why as record
from negsim.views.tables.why import answers, of_why


@program(__doc__)
@source_options
@click.argument("state")
@click.option(
    "--concept",
    "concepts",
    multiple=True,
    type=click.Choice(CLASSIC),
    help="Only this concept; repeat for more [default: all five].",
)
@click.option(
    "--sequences",
    type=click.Choice(KINDS),
    help="How the others can answer [default: as the scenario's solver has it, else legal].",
)
@output_options
def command(source: Source, state: str, concepts: tuple[str, ...], sequences: Sequences | None, output: Output) -> None:
    """Find out why STATE, given by its label or number, is stable for each party or not."""
    thing = source.read()
    scenario = thing if isinstance(thing, Scenario) else None
    found = why(thing, state, concepts=concepts or CLASSIC, sequences=sequences)
    screen = of_why(found)
    if scenario is not None:
        screen = replace(screen, title=scenario.title)
    output.write(screen, lambda: record(found, scenario, source.overrides), lambda: answers(found))
