"""A table in the colours of a terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console, Group
from rich.table import Table as RichTable
from rich.text import Text

from negsim.views.renderers.plain import is_numeric, printable, text_of
from negsim.views.tables.base import Table


def terminal(table: Table, *, width: int | None = None, colour: bool | None = None) -> str:
    """Return the table as text with the terminal's codes for weight and colour.

    Parameters
    ----------
    table
        What to show.
    width
        Columns of the terminal; found out when left out.
    colour
        Whether to colour; when left out, as the environment says (``NO_COLOR``, ``TERM``).
    """
    console = Console(
        width=width, force_terminal=True, no_color=None if colour is None else not colour, highlight=False
    )
    with console.capture() as capture:
        console.print(_parts(table))
    return capture.get().rstrip("\n")


def _parts(table: Table) -> Group:
    """Labels come from files, so they are handed over as text and never as markup."""
    grid = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for place, name in enumerate(table.columns):
        number = is_numeric(table, place)
        grid.add_column(Text(printable(name)), justify="right" if number else "left", no_wrap=number, overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text(text_of(cell, name)) for cell, name in zip(row, table.columns, strict=True)))
    parts: list[Text | RichTable] = [Text(printable(table.title), style="bold cyan")] if table.title else []
    parts += [Text(printable(table.question), style="italic")] if table.question else []
    notes = [Text(printable(note), style="dim") for note in table.notes]
    parts += [Text(""), grid, Text("")] if table.rows else [Text("")]
    return Group(*parts, *notes)
