"""List what there is: scenarios, games, solvers, concepts; moves, actors, facts and more of what the texts document."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from negsim.cli.options import program
from negsim.cli.output import Output, output_options
from negsim.errors import unknown
from negsim.views.tables import documents
from negsim.views.tables.base import Table
from negsim.views.tables.inventory import INVENTORY, inventory

ASIDE = {"solvers": ("reference",), **documents.ASIDE}
MORE = {
    "solvers": "more on one: negsim show solver NAME; whom to cite: negsim cite NAME",
    "moves": "more on one: negsim show move NAME",
    "facts": "more on one: negsim show fact NAME; how they fare: negsim claims",
    "disagreements": "more on one: negsim show disagreement NAME",
}


@program(__doc__)
@click.argument("kind", required=False, metavar="[KIND]", type=click.Choice(list(INVENTORY)))
@click.option("--category", help="Only moves of this category, such as CTR or countermeasure.")
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
    shown = found
    if output.kind == "table" and kind is not None:
        shown = found.without(*ASIDE.get(kind, ())).with_notes(MORE.get(kind, ""))
    output.write(shown, lambda: _records(found))


def _of_category(found: Table, category: str) -> Table:
    if "category" not in found.columns:
        raise click.UsageError("--category is for 'negsim list moves'")
    ids, kinds = found.column("move"), found.column("category")
    prefixes = [str(name).partition(".")[0] for name in ids]
    rows = tuple(
        row for row, *known in zip(found.rows, kinds, prefixes, strict=True) if category.lower() in map(_lower, known)
    )
    if not rows:
        raise unknown("category", category, {*map(str, kinds), *prefixes})
    return replace(found, title=f"{found.title}, category {category}", rows=rows)


def _lower(name: object) -> str:
    return str(name).lower()


def _records(found: Table) -> list[dict[str, Any]]:
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]
