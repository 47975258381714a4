"""Tables that trace numbers and moves to their paragraphs, and texts to whatever cites them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from negsim.catalog.citing import Use
from negsim.scenario.model import Scenario, Source
from negsim.views.tables.base import Cell, Table, filled

FLAT = (
    "kind",
    "id",
    "what it is",
    "value",
    "unit",
    "where",
    "source",
    "paragraph",
    "title",
    "author",
    "outlet",
    "date",
)
UNPUBLISHED = "assumed"


def of_scenario(scenario: Scenario, uses: Sequence[Use]) -> tuple[Table, ...]:
    """Return from where everything in a scenario is taken, and the texts themselves.

    Parameters
    ----------
    scenario
        What the file says.
    uses
        What `negsim.catalog.citing.of_scenario` returned for it.
    """
    rows: list[list[Cell]] = []
    for use in uses:
        place = str(use.citation or "")
        if rows and rows[-1][:2] == [use.kind, use.id]:
            rows[-1][4] = f"{rows[-1][4]}, {place}"
        else:
            rows.append([use.kind, use.id, use.says, use.value, place or (UNPUBLISHED if use.assumption else "")])
    assumed = [use.id for use in uses if use.kind == "parameter" and use.assumption]
    notes = (
        "a source behind an assumed number says what the number stands for, not how large it is" if assumed else "",
        scenario.basis,
    )
    columns = ("kind", "id", "what it is", "value", "taken from")
    return (
        filled(f"{scenario.title}: from where everything is taken", columns, rows, notes=notes),
        texts(scenario.sources.values()),
    )


def texts(sources: Iterable[Source]) -> Table:
    """Return the texts that are cited.

    Parameters
    ----------
    sources
        Any.
    """
    rows = [[s.id, s.title, s.author, s.outlet, s.date] for s in sources]
    return filled("Texts", ("id", "title", "author", "outlet", "date"), rows)


def of_source(source: Source, uses: Sequence[Use]) -> Table:
    """Return everything that cites a text, one thing and paragraph a row.

    Parameters
    ----------
    source
        The text.
    uses
        What `negsim.catalog.citing.of_source` returned for it.
    """
    rows = [
        [use.citation.paragraph if use.citation else "", use.kind, use.id, use.says, use.where or "catalog"]
        for use in uses
    ]
    told = ", ".join(part for part in (source.author, source.title, source.outlet, source.date) if part)
    return Table(
        title=f"{source.id}: what cites it",
        question=told,
        columns=("paragraph", "kind", "id", "what it is", "where"),
        rows=tuple(map(tuple, rows)),
        notes=tuple(note for note in (source.note,) if note),
    )


def flat(uses: Sequence[Use], sources: dict[str, Source]) -> Table:
    """Return one thing and place a row, with the text's title, author, outlet and date.

    Parameters
    ----------
    uses
        Any.
    sources
        The texts by id.
    """
    return Table(title="Sources", columns=(*FLAT, "assumption"), rows=tuple(_row(use, sources) for use in uses))


def _row(use: Use, sources: dict[str, Source]) -> tuple[Cell, ...]:
    text = None if use.citation is None else sources.get(use.citation.source)
    place = ("", "") if use.citation is None else (use.citation.source, use.citation.paragraph)
    about = ("", "", "", "") if text is None else (text.title, text.author, text.outlet, text.date)
    return (use.kind, use.id, use.says, use.value, use.unit, use.where, *place, *about, use.assumption)
