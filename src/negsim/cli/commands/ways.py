"""Find the ways from the status quo of a conflict to its equilibria: who would have to move, and who gains by it.

$ negsim ways four_track_grand_game --concept nash
$ negsim ways four_track_grand_game --to 38 --longest 3 --format json
"""

from __future__ import annotations

from dataclasses import replace

import click

from negsim.cli.inputs import Source, source_options
from negsim.cli.options import program
from negsim.cli.output import Output, output_options
from negsim.scenario.model import Scenario
from negsim.studies.status_quo import Ways, ways
from negsim.views.records.ways import of_ways as record
from negsim.views.tables.base import Table
from negsim.views.tables.ways import every, of_ways


@program(__doc__)
@source_options
@click.option("--to", multiple=True, metavar="STATE", help="List every way to this state; repeat for more.")
@click.option("--start", metavar="STATE", help="State in which everything begins [default: the scenario's].")
@click.option(
    "--concept", "concepts", multiple=True, metavar="NAME", help="Only equilibria under this concept; repeat for more."
)
@click.option("--longest", type=click.IntRange(1, 50), default=5, show_default=True, help="Moves of a listed way.")
@click.option("--most", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Ways listed to a state.")
@click.option("--every", "listed", is_flag=True, help="List every way to each equilibrium, as --to does.")
@output_options
def command(
    source: Source,
    to: tuple[str, ...],
    start: str | None,
    concepts: tuple[str, ...],
    longest: int,
    most: int,
    listed: bool,
    output: Output,
) -> None:
    """Find the ways, and write them."""
    thing = source.read()
    scenario = thing if isinstance(thing, Scenario) else None
    found = ways(thing, start=start, to=to, concepts=concepts, longest=longest, most=most)
    listed = listed or bool(to)
    output.write(screen(found, scenario, listed), lambda: record(found, scenario, source.overrides, every=listed))


def screen(found: Ways, scenario: Scenario | None, listed: bool) -> tuple[Table, ...]:
    """Return the table of ways, or one for each state that was asked for, with the scenario's title above."""
    first, *others = [every(found, state) for state in found.goals] if listed and found.goals else [of_ways(found)]
    title = scenario.title if scenario else found.game.title or "A conflict"
    return (replace(first, title=title, question=first.title), *others)
