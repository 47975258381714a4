"""Show a scenario, a game file, a documented move, actor or fact, a solver, a concept; nothing is solved.

$ negsim show baseline_impasse         parties, moves, parameters, sources
$ negsim show move moratorium           a documented option; and so fact SF14, actor UKR, disagreement G03
$ negsim show solver all_nash          what it does, its options, its source
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from negsim.cli.inputs import Source, change_options, complete_file
from negsim.cli.options import program
from negsim.cli.output import Output, output_options
from negsim.errors import unknown
from negsim.formats.base import formats
from negsim.games.strategic import StrategicGame
from negsim.scenario.model import Scenario
from negsim.scenario.record import plain
from negsim.views.table import table
from negsim.views.tables.scenario import sections
from negsim.views.tables.sheets import SHEETS


@program(__doc__)
@click.argument("words", nargs=-1, required=True, metavar="[KIND] NAME", shell_complete=complete_file)
@change_options
@output_options
def command(
    words: tuple[str, ...], settings: tuple[tuple[str, str], ...], overrides: tuple[str, ...], output: Output
) -> None:
    """Show one thing."""
    if len(words) > 2:
        raise click.UsageError(f"one thing at a time: {' '.join(words)}")
    if len(words) == 2:
        kind, name = words
        if kind not in SHEETS:
            raise unknown("kind of thing", kind, SHEETS)
        found = SHEETS[kind](name)
        return output.write(found, lambda: {str(name): value for name, value in found.rows})
    if words[0] in SHEETS and not Path(words[0]).exists():
        raise click.UsageError(
            f"which {words[0]}? Name one: negsim show {words[0]} NAME; negsim list tells what there is"
        )
    thing = Source(file=words[0], overrides=overrides, settings=settings).read()
    if isinstance(thing, Scenario) and output.kind == "table":
        return output.pages(sections(thing))
    return output.write(table(thing), lambda: _data(thing))


def _data(thing: Any) -> Any:
    if isinstance(thing, Scenario):
        return plain(thing)
    return json.loads(formats["json"].text(thing)) if isinstance(thing, StrategicGame) else table(thing).to_dict()
