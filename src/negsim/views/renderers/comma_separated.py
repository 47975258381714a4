"""A table as comma-separated values, numbers in full."""

from __future__ import annotations

import csv
import io

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
    writer.writerows(["" if cell is None else cell for cell in row] for row in table.rows)
    return out.getvalue().rstrip("\n")
