"""Say how far a sweep that is kept in a folder has come, and do what is missing.

$ negsim store runs/a
$ negsim store runs/a --resume --executor processes --workers 2
$ negsim store runs/a --resume -o points.csv

Folders are made by 'negsim sweep ... --store runs/a'. Without --resume nothing is computed and nothing is changed.
"""

from __future__ import annotations

from pathlib import Path

import click

from negsim.cli.faults import ANSWERED_NO
from negsim.cli.options import program
from negsim.cli.output import Output, output_options, tell
from negsim.cli.points import write_sweep
from negsim.cli.progress import Progress
from negsim.studies.store.opened import resume
from negsim.studies.store.status import status
from negsim.views.records.store import of_kept as record
from negsim.views.tables.store import of_kept


@program(__doc__)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--resume", "goes_on", is_flag=True, help="Do what is missing, and show what was found.")
@click.option("--executor", default="inline", show_default=True, help="Who does it: inline, processes or dask.")
@click.option("--workers", type=click.IntRange(min=1), help="How many.")
@click.option("--scheduler", metavar="ADDRESS", help="Of a Dask cluster that is running.")
@output_options
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path,
    goes_on: bool,
    executor: str,
    workers: int | None,
    scheduler: str | None,
    output: Output,
) -> None:
    """Look at FOLDER, or go on with the sweep there."""
    if not goes_on:
        kept = status(folder)
        return output.write(of_kept(kept), lambda: record(kept))
    with Progress("points", quiet=bool(ctx.meta.get("negsim.quiet"))) as progress:
        found = resume(folder, executor=executor, workers=workers, scheduler=scheduler, progress=progress)
    write_sweep(found, output)
    if found.faults:
        tell(
            f"{len(found.faults):,} chunks could not be worked on: {found.faults[0]}; the same command tries them again"
        )
        ctx.exit(ANSWERED_NO)
    return None
