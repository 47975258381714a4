"""A sheet of facts about one thing: what each is called, and what is known."""

from __future__ import annotations

from collections.abc import Mapping

from negsim.views.tables.base import Cell, Table


def sheet(title: str, facts: Mapping[str, Cell]) -> Table:
    """Make a table of facts, leaving out those about which nothing is known.

    Parameters
    ----------
    title
        What the facts are about.
    facts
        Name -> fact.
    """
    return Table(title=title, columns=("fact", "value"), rows=tuple((k, v) for k, v in facts.items() if v))
