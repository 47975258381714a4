"""Convert a scenario or a game file to another game format.

$ negsim convert game.nfg game.json
$ negsim convert baseline_impasse impasse.nfg --set audience_cost_R=3
$ negsim convert talks.yaml - --to nfg
"""

from __future__ import annotations

from pathlib import Path

import click

from negsim.cli.inputs import Source, source_options
from negsim.cli.options import program
from negsim.cli.output import tell
from negsim.cli.question import names
from negsim.errors import NotApplicable
from negsim.formats.base import Format, formats, of_path
from negsim.scenario.model import Scenario
from negsim.studies.solve import default_form, game


@program(__doc__)
@source_options
@click.argument("target")
@click.option("--to", "name", metavar="FORMAT", shell_complete=names(formats), help="See 'negsim list formats'.")
@click.option("--form", metavar="NAME", help="See a scenario in this form [default: what the target holds].")
def command(source: Source, target: str, name: str | None, form: str | None) -> None:
    """Read, convert and write; - is standard output."""
    kind = name or (None if target == "-" else of_path(target))
    if kind is None:
        endings = ", ".join(f"{each.suffix} ({key})" for key, each in formats.items())
        raise NotApplicable(f"{target}: which format? Use --to, or one of the endings {endings}")
    writer: Format = formats[kind]
    thing = source.read()
    seen = form or _form(thing, kind)
    text = writer.text(game(thing, seen)).rstrip("\n")
    if target == "-":
        return click.echo(text)
    Path(target).write_text(text + "\n", encoding="utf-8", newline="\n")
    other = isinstance(thing, Scenario) and seen != default_form(thing)
    return tell(f"wrote {target}" + f", the scenario in the form '{seen}'" * other)


def _form(thing: object, kind: str) -> str | None:
    """The form in which a scenario goes into a file of some format: tables, unless the format is for another.

    JSON holds tables and conflicts, and a conflict put into tables would lose which of its moves cannot be undone.
    """
    if not isinstance(thing, Scenario):
        return None
    if kind == "json" and default_form(thing) == "conflict":
        return "conflict"
    return HELD.get(kind, "strategic")


HELD = {"efg": "extensive", "gmcr": "conflict"}
