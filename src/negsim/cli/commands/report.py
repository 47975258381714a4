"""Write everything there is to say about a scenario as one page: answers, sliders, figures, assumptions, sources.

$ negsim report baseline_impasse -o impasse.html
$ negsim report four_track_grand_game --override trenin -o trenin.html
$ negsim report talks.yaml --slider audience_cost_R --slider confidence_q -o talks.html
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from negsim.cli.inputs import Source, source_options
from negsim.cli.options import program
from negsim.cli.output import tell
from negsim.scenario.model import Scenario
from negsim.views.report.page import checked, page


@program(__doc__)
@source_options
@click.option(
    "-o",
    "--output",
    "place",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page: a name that ends in .html [default: SCENARIO.html].",
)
@click.option(
    "--slider",
    "sliders",
    multiple=True,
    metavar="NAME",
    help="A parameter to have a slider; up to four [default: those that matter most].",
)
def command(source: Source, place: Path | None, sliders: tuple[str, ...]) -> None:
    """Find everything, and write the page."""
    scenario = source.scenario()

    def reload(name: str) -> Scenario:
        return replace(source, overrides=(*source.overrides, name)).scenario()

    to = checked(place or Path(f"{scenario.id or 'report'}.html"))
    text = page(scenario, sliders, None if source.file == "-" else reload)
    to.write_text(text, encoding="utf-8", newline="\n")
    tell(f"wrote {to}")
