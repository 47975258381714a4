"""A table as HTML, for notebooks and pages; every label is escaped."""

from __future__ import annotations

from html import escape

from negsim.views.renderers.plain import is_numeric, text_of
from negsim.views.tables.base import ROWS, Table


def html(table: Table, limit: int | None = ROWS) -> str:
    """Return the table as a ``<figure>`` element.

    Parameters
    ----------
    table
        What to show.
    limit
        The most rows; None for all.
    """
    shown = table.head(limit)
    sides = ["right" if is_numeric(shown, place) else "left" for place in range(len(shown.columns))]
    head = "".join(_cell("th", name, side) for name, side in zip(shown.columns, sides, strict=True))
    body = "".join(
        "<tr>"
        + "".join(
            _cell("td", text_of(cell, name), side) for cell, name, side in zip(row, shown.columns, sides, strict=True)
        )
        + "</tr>"
        for row in shown.rows
    )
    grid = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if shown.rows else ""
    question = f"<p><em>{escape(shown.question)}</em></p>" if shown.question else ""
    notes = "".join(f"<div><small>{escape(note)}</small></div>" for note in shown.notes)
    title = escape(shown.title).replace("\n", "<br/>")
    return f"<figure><figcaption><strong>{title}</strong>{question}</figcaption>{grid}{notes}</figure>"


def _cell(tag: str, text: str, side: str) -> str:
    return f'<{tag} style="text-align: {side}; padding: 0.1em 0.6em">{escape(text)}</{tag}>'
