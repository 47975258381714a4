"""Find where the answer changes: the values of a parameter at which outcomes start or cease to be equilibria."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from negsim.cli.inputs import Source, source_options
from negsim.cli.options import program
from negsim.cli.output import Output, output_options
from negsim.scenario.model import Scenario
from negsim.studies.thresholds.point import TippingPoint
from negsim.studies.tipping import tipping
from negsim.views.tables.base import LABEL, Table
from negsim.views.tables.tipping import of_points
from negsim.views.wording import number


@program(__doc__)
@source_options
@click.argument("parameter")
@click.option("--outcome", metavar="NAMES", help="Only this outcome, such as 'insist / offer_menu'.")
@click.option("--form", metavar="NAME", help="See 'negsim list forms' [default: as for solve].")
@click.option("--concept", metavar="NAME", help="Of a conflict nash, gmr ..., of bargaining a solver.")
@click.option("--low", type=float, help="Lower end of the range looked at [default: the parameter's].")
@click.option("--high", type=float, help="Upper end.")
@output_options
def command(
    source: Source,
    parameter: str,
    outcome: str | None,
    form: str | None,
    concept: str | None,
    low: float | None,
    high: float | None,
    output: Output,
) -> None:
    """Find the tipping points of one parameter, the others held."""
    scenario = source.scenario()
    points = tipping(scenario, parameter, outcome=outcome, form=form, concept=concept, low=low, high=high)
    found = screen(points, scenario, parameter)
    if output.kind == "table":
        found = found.without("parameter")  # which the title names
    output.write(found, lambda: [record(point) for point in points])


def screen(points: tuple[TippingPoint, ...], scenario: Scenario, parameter: str) -> Table:
    """Return the table of tipping points with the parameter's meaning above."""
    about = scenario.parameters[parameter]
    found = of_points(points)
    place = f"{parameter}, {about.name}; {number(about.value)} in the scenario (unit: {about.unit})"
    return replace(
        found,
        title=f"{scenario.title}\nTipping points of {place}",
        notes=(
            *(() if points else ("nothing changes in the range looked at",)),
            *(note for note in found.notes if note != LABEL),
            scenario.basis,
        ),
    )


def record(point: TippingPoint) -> dict[str, Any]:
    """Return a tipping point as the published schema has it."""
    return {
        "outcome": point.outcome,
        "value": point.value,
        "direction": point.direction,
        "actor": point.actor,
        "deviation": point.deviation,
        "parameter": point.parameter,
        "place": point.place,
        "concept": point.concept,
        "kind": point.kind,
        "exact": None if point.exact is None else str(point.exact),
        "default": point.default,
        "sentence": point.sentence,
    }
