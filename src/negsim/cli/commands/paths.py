"""Follow play under an equilibrium: where it ends and when, its likeliest routes, and whose change of plan matters.

$ negsim paths countermeasures_ladder --horizon 20
$ negsim paths countermeasures_ladder --start exits --outcome collision --format json
$ negsim paths cbm_accident_risk --set cbm_strength=0.6 --plot accidents.png
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from negsim.cli.inputs import Source, source_options
from negsim.cli.options import program
from negsim.cli.output import Output, output_options, tell
from negsim.cli.question import Question, question_options
from negsim.errors import NotApplicable
from negsim.scenario.model import Scenario
from negsim.studies.paths import Paths, paths
from negsim.views.records.paths import of_paths
from negsim.views.show import show
from negsim.views.tables.base import Table
from negsim.views.tables.paths import SHOWN, by_stage, sections

PICTURES = (".png", ".svg", ".pdf", ".eps", ".jpg")


@program(__doc__)
@source_options
@question_options(seed=False)
@click.option("--start", metavar="STATE", help="State in which play begins [default: the scenario's].")
@click.option(
    "--horizon", type=click.IntRange(min=0), help="Stages to look at [default: until 99.9 % of play has ended]."
)
@click.option("--outcome", metavar="NAME", help="What critical moves are about [default: the first hazard].")
@click.option("--row", type=click.IntRange(min=0), default=0, help="Which answer to follow, counted from 0.")
@click.option("--most", type=click.IntRange(1, 10_000), default=10, help="Paths, routes and critical moves to find.")
@click.option("--trajectories", type=click.IntRange(min=0), default=1000, help="Courses of play to simulate.")
@click.option("--seed", type=click.IntRange(min=0), default=0, help="What they are drawn with.")
@click.option("--plot", "picture", type=click.Path(path_type=Path, dir_okay=False), help="Draw the stages: .png, .svg.")
@output_options
def command(
    source: Source,
    question: Question,
    start: str | None,
    horizon: int | None,
    outcome: str | None,
    row: int,
    most: int,
    trajectories: int,
    seed: int,
    picture: Path | None,
    output: Output,
) -> None:
    """Solve, follow, write, and draw if asked."""
    if picture is not None and picture.suffix.lower() not in PICTURES:
        raise NotApplicable(f"{picture}: a picture ends in one of {', '.join(PICTURES)}")
    thing = source.read()
    scenario = thing if isinstance(thing, Scenario) else None
    found = paths(
        thing,
        question.form,
        question.solver_for(thing),
        row=row,
        start=start,
        horizon=horizon,
        outcome=outcome,
        most=most,
        trajectories=trajectories,
        seed=seed,
    )
    if output.kind == "table":
        output.pages(screen(found, scenario, None if output.all_rows else SHOWN))
    else:
        output.write((), lambda: of_paths(found, scenario, source.overrides), lambda: by_stage(found))
    if picture is not None:
        show(found).savefig(picture, dpi=150)
        tell(f"wrote {picture}")


def screen(found: Paths, scenario: Scenario | None, most: int | None) -> tuple[Table, ...]:
    """Return the tables of paths with the scenario's question above."""
    first, *others = sections(found, most)
    title, question = (scenario.title, scenario.question) if scenario else (found.solution.game.title, "")
    asked = "\n".join(part for part in (question, first.title) if part)
    return (replace(first, title=title or "A game", question=asked), *others)
