"""A table as comma-separated values, numbers in full, yes and no as 1 and 0."""

from __future__ import annotations

import csv
import io
from typing import Any

from negsim.views.tables.base import Table


def comma_separated(table: Table) -> str:
    """Return the header and the rows; notes are left out, since readers of such files take every line for data.

    Parameters
    ----------
    table
        What to show.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(map(_cell, row) for row in table.rows)
    return out.getvalue().rstrip("\n")


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return int(value) if isinstance(value, bool) else value
