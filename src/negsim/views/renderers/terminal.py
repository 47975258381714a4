"""A table in the weights and colours of a terminal, laid out as the plain one is."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from negsim.views.renderers.plain import HANGING, grid, wrapped
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
    columns = console.width
    head, body = grid(table, columns) if table.rows else ([], [])
    blocks = [
        [(table.title, "bold cyan"), (table.question, "italic")],
        [*((line, "bold") for line in head), *((line, "") for line in body)],
        [(note, "dim") for note in table.notes],
    ]
    with console.capture() as capture:
        for k, block in enumerate([[part for part in block if part[0]] for block in blocks]):
            if k and block and any(blocks[0][0]):
                console.print()
            for text, style in block:
                # labels come from files: they are handed over as text and never as markup
                lines = text if k == 1 else wrapped(text, columns, HANGING if k == 2 else "")
                console.print(Text(lines, style=style), soft_wrap=True)
    return capture.get().rstrip("\n")
