"""Say what to cite: for a solver, a concept, a scenario's sources, or negsim itself.

$ negsim cite
$ negsim cite all_nash --style bibtex
$ negsim cite baseline_impasse
"""

from __future__ import annotations

import click

from negsim.cli.options import program
from negsim.studies.cite import STYLES, cite


@program(__doc__)
@click.argument("thing", required=False, metavar="[NAME|FILE]")
@click.option("--style", type=click.Choice(STYLES), default=STYLES[0], show_default=True)
def command(thing: str | None, style: str) -> None:
    """Write the citations, one a line or a paragraph."""
    click.echo(cite(thing, style))
