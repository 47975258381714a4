"""List what there is: scenarios, games, moves, solvers, concepts, formats, forms, plots."""

from __future__ import annotations

from typing import Any

import click

from negsim.cli.options import program
from negsim.cli.output import Output, output_options
from negsim.errors import unknown
from negsim.views.tables.base import Table
from negsim.views.tables.inventory import INVENTORY, inventory


@program(__doc__)
@click.argument("kind", required=False, metavar="[KIND]", type=click.Choice(list(INVENTORY)))
@click.option("--category", help="Only moves of this category, such as CTR.")
@output_options
def command(kind: str | None, category: str | None, output: Output) -> None:
    """List one kind of thing, or how many there are of each."""
    if kind is None:
        rows = tuple((name, len(inventory(name)), about) for name, (about, _) in INVENTORY.items())
        found = Table(title="What there is: negsim list KIND", columns=("kind", "how many", "what"), rows=rows)
    else:
        found = inventory(kind)
    if category is not None:
        found = _of_category(found, category)
    output.write(found, lambda: _records(found))


def _of_category(found: Table, category: str) -> Table:
    if "category" not in found.columns:
        raise click.UsageError("--category is for 'negsim list moves'")
    column = found.column("category")
    if category not in column:
        raise unknown("category", category, {str(name) for name in column})
    rows = tuple(row for row, name in zip(found.rows, column, strict=True) if name == category)
    return Table(title=f"{found.title}, category {category}", columns=found.columns, rows=rows, notes=found.notes)


def _records(found: Table) -> list[dict[str, Any]]:
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]
