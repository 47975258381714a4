"""Draw a scenario or a game: payoffs, maps, tipping surfaces, quantal response, trees, graphs, fans of escalation.

$ negsim plot baseline_impasse -o matrix.png
$ negsim plot baseline_impasse --plot equilibrium_map -x audience_cost_R=0:6 -y confidence_q -o map.svg
$ negsim plot baseline_impasse --plot tipping_surface -x audience_cost_R -y confidence_q -O z=aspiration_R -o three.png
$ negsim plot baseline_impasse --plot scatter_matrix -O n=2000 -O most=5 -o scatter.png
$ negsim plot baseline_impasse --plot logit_branch -O precision=5 -o branch.pdf
$ negsim plot moratorium_length --plot utility_space -o agreements.png
$ negsim plot four_track_grand_game -O to=38 -o graph.png
$ negsim plot countermeasures_ladder --plot hitting_times -O horizon=20 -o times.png
$ negsim plot runs/a --plot scatter_matrix -o scatter.png

FILE is a scenario, a game, or the folder of a sweep that was stored.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from negsim.cli.inputs import Source, assignment, source_options
from negsim.cli.options import program
from negsim.cli.output import tell
from negsim.cli.question import names, with_options
from negsim.errors import NotApplicable
from negsim.scenario.model import Scenario
from negsim.studies.store.opened import open_sweep
from negsim.views.plots.base import Plot, plots
from negsim.views.show import suited


@program(__doc__)
@source_options
@click.option("--plot", "name", metavar="NAME", shell_complete=names(plots), help="See 'negsim list plots'.")
@click.option("-x", "across", metavar="NAME[=LOW:HIGH]", help="Parameter across, for a map.")
@click.option("-y", "up", metavar="NAME[=LOW:HIGH]", help="Parameter up, for a map.")
@click.option("-O", "--option", "texts", multiple=True, metavar="KEY=VALUE", help="An option of the plot; may repeat.")
@click.option(
    "-o",
    "--output",
    "picture",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The picture: .png, .svg or .pdf [default: SCENARIO_PLOT.png].",
)
@click.option("--dpi", type=click.IntRange(20, 1200), default=150, show_default=True, help="Dots per inch of a .png.")
def command(
    source: Source,
    name: str | None,
    across: str | None,
    up: str | None,
    texts: tuple[str, ...],
    picture: Path | None,
    dpi: int,
) -> None:
    """Draw, and save the picture."""
    thing = _thing(source)
    chosen = name or ("equilibrium_map" if across or up else suited(thing))
    plot = with_options(plots[chosen], _asked(plots[chosen], across, up, texts), f"option of {chosen}")
    stem = (thing.id if isinstance(thing, Scenario) else Path(source.file).stem) or "game"
    place = picture or Path(f"{stem}_{chosen}.png")
    kinds = ("png", "svg", "pdf", "eps", "jpg")
    if place.suffix[1:].lower() not in kinds:
        raise NotApplicable(f"{place}: a picture ends in one of .{', .'.join(kinds)}")
    plot.draw(thing).savefig(place, dpi=dpi)
    tell(f"wrote {place}")


def _thing(source: Source) -> Any:
    """What the file holds; or the sweep in a folder."""
    if not Path(source.file).is_dir():
        return source.read()
    if source.overrides or source.settings:
        raise NotApplicable(f"{source.file} is a sweep that is finished: it takes no --set and no --override")
    return open_sweep(source.file)


def _asked(kind: type[Plot], across: str | None, up: str | None, texts: tuple[str, ...]) -> dict[str, str]:
    """The options of the plot as typed; ``-x`` and ``-y`` name a parameter and perhaps a range."""
    asked = dict(assignment(text, "count=101") for text in texts)
    known = {field.name for field in fields(kind)}
    for axis, text in (("x", across), ("y", up)):
        if text is None:
            continue
        if axis not in known:
            raise NotApplicable(f"-{axis} is for plots over parameters, such as equilibrium_map")
        asked[axis], _, span = text.partition("=")
        if span:
            asked[f"{axis}_range"] = _pair(span, text)
    return asked


def _pair(span: str, text: str) -> str:
    ends: list[Any] = span.split(":")
    try:
        low, high = map(float, ends)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not NAME=LOW:HIGH") from None
    if not low < high:
        raise click.BadParameter(f"{text!r}: the range is empty")
    return f"{low}, {high}"
