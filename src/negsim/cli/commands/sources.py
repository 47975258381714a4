"""Trace every number and move of a scenario to the paragraph it is taken from, or a text to whatever cites it.

$ negsim sources minsk_first_three            each number, move and claim: title, author, date, paragraph
$ negsim sources frolov-2021                  what cites this text, in the catalog and in the scenarios
$ negsim sources frolov-2021#P21 --json       what cites this paragraph
"""

from __future__ import annotations

from pathlib import Path

import click

from negsim.catalog import citing
from negsim.cli.inputs import Source, change_options, complete_file
from negsim.cli.options import program
from negsim.cli.output import Output, output_options
from negsim.errors import NotApplicable, suggestion, unknown
from negsim.scenario.files import shipped
from negsim.scenario.sources import catalog_sources, citation
from negsim.views.records.citing import of_uses
from negsim.views.tables import citing as tables


@program(__doc__)
@click.argument("what", required=False, metavar="[FILE|SOURCE]", shell_complete=complete_file)
@change_options
@output_options
def command(
    what: str | None, settings: tuple[tuple[str, str], ...], overrides: tuple[str, ...], output: Output
) -> None:
    """Trace one scenario, or one text; or list the texts."""
    known = dict(catalog_sources())
    if what is None:
        return output.write(tables.texts(known.values()), lambda: of_uses((), known.values()))
    if citation(what).source in known:
        return _text(what, bool(settings or overrides), output)
    if what not in shipped() and not Path(what).exists() and "did you mean" in suggestion(citation(what).source, known):
        raise unknown("text", citation(what).source, known)
    scenario = Source(file=what, overrides=overrides, settings=settings).scenario()
    uses, texts = citing.of_scenario(scenario), dict(scenario.sources)
    return output.write(
        tables.of_scenario(scenario, uses),
        lambda: of_uses(uses, texts.values(), scenario, overrides),
        lambda: tables.flat(uses, texts),
    )


def _text(name: str, changed: bool, output: Output) -> None:
    if changed:
        raise NotApplicable(f"{name} is a text: it has no overrides and no parameters to set; they belong to scenarios")
    text, uses = catalog_sources()[citation(name).source], citing.of_source(name)
    return output.write(
        tables.of_source(text, uses), lambda: of_uses(uses, [text]), lambda: tables.flat(uses, {text.id: text})
    )
