"""Find what would have to change for a state to be an equilibrium: preferences, payoffs, or one parameter.

$ negsim inverse baseline_impasse "take_menu / offer_menu"
$ negsim inverse baseline_impasse "take_menu / offer_menu" --also "insist / refuse" --concept seq
$ negsim inverse four_track_grand_game 38 --concept nash --format json
"""

from __future__ import annotations

from dataclasses import replace

import click

from negsim.cli.inputs import Source, source_options
from negsim.cli.options import program
from negsim.cli.output import Output, output_options
from negsim.scenario.model import Scenario
from negsim.studies.goals import seek
from negsim.studies.inverse import SAMPLES
from negsim.studies.sanctions.deterrence import CLASSIC
from negsim.views.records.inverse import of_inverse
from negsim.views.tables.goals import of_concepts as of_several
from negsim.views.tables.inverse import of_concepts, sections


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
@click.option("--also", multiple=True, metavar="STATE", help="Compare with another wanted state; repeat for more.")
@click.option(
    "--samples",
    type=click.IntRange(1, 10**7),
    default=SAMPLES,
    help="Rankings to draw where they cannot be counted.",
)
@click.option("--seed", type=click.IntRange(min=0), default=0, help="What they are drawn with.")
@output_options
def command(
    source: Source,
    state: str,
    concepts: tuple[str, ...],
    also: tuple[str, ...],
    samples: int,
    seed: int,
    output: Output,
) -> None:
    """Find what would make STATE, given by its label or number, an equilibrium."""
    thing = source.read()
    scenario = thing if isinstance(thing, Scenario) else None
    asked = [concept for concept in CLASSIC if concept in (concepts or CLASSIC)]
    goals = [seek(thing, [state, *also], concept, samples=samples, seed=seed) for concept in asked]
    found = [each.of(state) for each in goals]
    screen = sections(found, every_clause=output.all_rows)
    if scenario is not None:
        screen = (replace(screen[0], title=scenario.title), *screen[1:])
    if also:
        screen = (*screen, of_several(goals))
    output.write(screen, lambda: of_inverse(goals, state, scenario, source.overrides), lambda: of_concepts(found))
