"""Write what a sweep found: a summary to read or as JSON, or every point as CSV, NumPy arrays or parquet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from negsim.cli.output import Output, tell
from negsim.errors import NotApplicable
from negsim.studies.store.chunk import arrow
from negsim.studies.sweeps.record import Sweep
from negsim.views.records import answers
from negsim.views.renderers.comma_separated import comma_separated
from negsim.views.tables.sweep import blocks, columns, sections

ROWS = 2**17  # points in a group of rows of a parquet file


def write_sweep(found: Sweep, output: Output, overrides: Sequence[str] = (), note: str = "") -> None:
    """Write a sweep in the way that was asked for, or that the ending of the file tells.

    Parameters
    ----------
    found
        What was found.
    output
        How, and where to.
    overrides
        The names of the overrides that were applied to its scenario.
    note
        A sentence to stand below the table.
    """
    ending = output.file.suffix.lower() if output.file is not None else ""
    if output.file is not None and ending in WRITERS:
        WRITERS[ending](found, output.file)
        return tell(f"wrote {output.file}")
    if output.kind == "csv":
        return output.lines(_lines(found))
    first, *others = sections(found)
    return output.write((first.with_notes(note), *others), lambda: answers.of_sweep(found, overrides))


def _lines(found: Sweep) -> Iterator[str]:
    for k, block in enumerate(blocks(found)):
        text = comma_separated(block)
        yield text if k == 0 else text.partition("\n")[2]


def _arrays(found: Sweep, file: Path) -> None:
    arrays = {name: values.astype(str) if values.dtype == object else values for name, values in columns(found).items()}
    try:
        np.savez_compressed(file, **arrays)
    except ValueError as fault:
        raise NotApplicable(f"{file}: {fault}") from None


def _parquet(found: Sweep, file: Path) -> None:
    """Write group of rows by group of rows, so that large sweeps fit in memory."""
    pa, parquet = arrow()
    writer = None
    try:
        for start in range(0, max(len(found), 1), ROWS):
            part = columns(found, start, start + ROWS)
            words = {
                name: pa.array(column).dictionary_encode() for name, column in part.items() if column.dtype == object
            }
            table = pa.table(
                {**{name: pa.array(column) for name, column in part.items() if name not in words}, **words}
            )
            table = table.select(list(part))
            writer = writer or parquet.ParquetWriter(file, table.schema, compression="zstd")
            writer.write_table(table)
    finally:
        if writer is not None:
            writer.close()


WRITERS = {".npz": _arrays, ".parquet": _parquet}
