"""Try what the sources assert: does each quantity move as claimed, where does that break, where does it tip?

$ negsim claims baseline_impasse
$ negsim claims scenarios/ --id SF14 --format json
$ negsim claims --coverage
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from negsim.cli.inputs import complete_file
from negsim.cli.options import program
from negsim.cli.output import Output, output_options
from negsim.studies.claims.coverage import coverage
from negsim.studies.claims.evaluate import claims
from negsim.views.records import claims as records
from negsim.views.tables import claims as tables


@program(__doc__)
@click.argument("files", nargs=-1, shell_complete=complete_file)
@click.option("--id", "ids", multiple=True, metavar="SF14", help="Only this fact or claim; repeat for more.")
@click.option("--coverage", "covers", is_flag=True, help="Show which facts the claims are about, and where.")
@output_options
def command(files: tuple[str, ...], ids: tuple[str, ...], covers: bool, output: Output) -> None:
    """Try the claims of FILES: scenarios, or folders of them; all shipped scenarios when none is named."""
    found = claims([Path(file) if Path(file).exists() else file for file in files] or None, ids=ids)
    output = replace(output, all_rows=True)  # claims are few, and those that do not hold may stand last
    if not covers:
        return output.write(
            tables.of_findings(found), lambda: records.of_findings(found), lambda: tables.each_point(found)
        )
    facts = coverage(found)
    return output.write(
        tables.of_coverage(facts), lambda: records.of_coverage(facts), lambda: tables.by_scenario(facts)
    )
