"""A table to look at: a title, named columns, rows of text and numbers, and notes below."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any, TypeAlias

from negsim.errors import NegsimError, NotApplicable

Cell: TypeAlias = str | float | int | bool | None
LABEL = "illustrative payoff (assumption), not an estimate"
LATE = {  # studies that most of the work does without: module of the thing -> file here, loaded when one is met
    "negsim.catalog.records": "documents",
    "negsim.scenario.sources": "documents",
    "negsim.studies.bargain": "bargain",
    "negsim.studies.compare.comparison": "compare",
    "negsim.studies.compare.sides": "sides",
    "negsim.studies.enforcement.record": "enforcement",
    "negsim.studies.linkage.compare": "linkage",
    "negsim.studies.goals": "goals",
    "builtins": "several",  # tipping points, and findings of claims, come as a tuple
    "negsim.studies.claims.record": "claims",
    "negsim.studies.inverse": "inverse",
    "negsim.studies.paths": "paths",
    "negsim.studies.promises.record": "promises",
    "negsim.studies.promises.tied_hands": "two_level",
    "negsim.studies.promises.win_sets": "two_level",
    "negsim.studies.robustness.record": "robustness",
    "negsim.studies.sensitivity.record": "sensitivity",
    "negsim.studies.sensitivity.regional": "regional",
    "negsim.studies.status_quo": "ways",
    "negsim.studies.store.status": "store",
    "negsim.studies.thresholds.openings": "openings",
    "negsim.studies.thresholds.point": "tipping",
    "negsim.studies.why": "why",
}
ROWS = 20  # more than these are not dumped on a reader who did not ask for them


@dataclass(frozen=True, kw_only=True)
class Table:
    """What there is to say about a thing, in rows; how it looks is decided by whoever shows it.

    Attributes
    ----------
    title
        What the table is about.
    columns
        Their names.
    rows
        One cell a column; numbers stay numbers.
    notes
        Sentences to stand below.
    question
        A sentence to stand between the title and the rows; empty for none.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    question: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} cells in a table of {len(self.columns)} columns: {row}")

    def __len__(self) -> int:
        return len(self.rows)

    def __str__(self) -> str:
        """Return the table as aligned text."""
        renderer: Any = importlib.import_module("negsim.views.renderers.plain")  # it knows what a table is
        return str(renderer.plain(self.head(ROWS)))

    def __repr__(self) -> str:
        title = self.title.partition("\n")[0]
        return f"<Table: {title} ({len(self)} row{'s' * (len(self) != 1)}: {', '.join(self.columns)}); see print(...)>"

    def column(self, name: str) -> tuple[Cell, ...]:
        """Return the cells of one column."""
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)

    def head(self, limit: int | None, advice: str = "") -> Table:
        """Return the first rows, with a note that says how many are left out.

        Parameters
        ----------
        limit
            The most rows; None for all of them.
        advice
            How to see the rest, for the note.
        """
        if limit is None or len(self) <= limit:
            return self
        note = f"... {len(self) - limit:,} more" + f", {advice}" * bool(advice)
        return replace(self, rows=self.rows[:limit], notes=(note, *self.notes))

    def without(self, *names: str) -> Table:
        """Return the table without some columns."""
        kept = [k for k, name in enumerate(self.columns) if name not in names]
        rows = tuple(tuple(row[k] for k in kept) for row in self.rows)
        return replace(self, columns=tuple(self.columns[k] for k in kept), rows=rows)

    def with_notes(self, *notes: str) -> Table:
        """Return the table with more notes below."""
        return replace(self, notes=(*self.notes, *(note for note in notes if note)))

    def to_dict(self) -> dict[str, Any]:
        """Return the table as plain lists and dictionaries."""
        return {
            "title": self.title,
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "notes": list(self.notes),
        }

    def to_dataframe(self) -> Any:
        """Return the rows as a pandas data frame.

        Raises
        ------
        NegsimError
            If pandas is not installed.
        """
        try:
            pandas: Any = importlib.import_module("pandas")
        except ImportError:
            raise NegsimError(
                "to_dataframe() needs pandas, which is not installed: pip install pandas. "
                "Without it, .rows and .columns hold the same numbers."
            ) from None
        return pandas.DataFrame(list(self.rows), columns=list(self.columns))


def filled(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    notes: Iterable[str] = (),
    question: str = "",
) -> Table:
    """Make a table, leaving out the columns in which no row says anything, and empty notes."""
    given = [tuple(row) for row in rows]
    kept = [k for k in range(len(columns)) if not given or any(row[k] not in (None, "") for row in given)]
    return Table(
        title=title,
        columns=tuple(columns[k] for k in kept),
        rows=tuple(tuple(row[k] for k in kept) for row in given),
        notes=tuple(note for note in notes if note),
        question=question,
    )


@singledispatch
def table(thing: Any) -> Table:
    """Return what there is to say about a thing as a table.

    Parameters
    ----------
    thing
        A scenario, a game, a solution or one row of it, a sweep, or tipping points.

    Raises
    ------
    NotApplicable
        If there is no table for things of this kind.
    """
    late = LATE.get(type(thing).__module__)
    if late is not None:
        importlib.import_module(f"negsim.views.tables.{late}")  # registers itself
        make = table.dispatch(type(thing))
        if make is not table.dispatch(object):
            return make(thing)
    raise NotApplicable(
        f"there is no table of a {type(thing).__name__}; use a scenario, a game, a solution, a sweep or tipping points"
    )


@table.register
def of_table(given: Table) -> Table:
    """Return a table as it is.

    Parameters
    ----------
    given
        What `table` made.
    """
    return given
