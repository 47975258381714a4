"""What a command writes: a table, JSON or CSV, to standard output or a file."""

from __future__ import annotations

import functools
import importlib
import json
import math
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from negsim.cli.progress import at_terminal
from negsim.views.renderers.comma_separated import comma_separated
from negsim.views.renderers.plain import plain
from negsim.views.tables.base import ROWS, Table

KINDS = ("table", "json", "csv")


@dataclass(frozen=True, kw_only=True)
class Output:
    """How and where to write.

    Attributes
    ----------
    kind
        ``table``, ``json`` or ``csv``.
    file
        Where to; None for standard output.
    all_rows
        Whether a table shows every row.
    """

    kind: str = "table"
    file: Path | None = None
    all_rows: bool = False

    def write(
        self, table: Table | tuple[Table, ...], data: Callable[[], Any], flat: Callable[[], Table] | None = None
    ) -> None:
        """Write a result.

        Parameters
        ----------
        table
            For readers; or several, of which the first stands for the rest in CSV.
        data
            Makes what stands in the JSON; called only when that is asked for.
        flat
            Makes the table for CSV, where it is not the one for readers.
        """
        if self.kind == "json":
            return self.text(json.dumps(finite(data()), indent=2, ensure_ascii=False, allow_nan=False))
        tables = table if isinstance(table, tuple) else (table,)
        if self.kind == "csv":
            return self.text(comma_separated(flat() if flat else tables[0]))
        return self.pages(tables)

    def pages(self, tables: Sequence[Table]) -> None:
        """Write tables one after the other, for readers.

        Parameters
        ----------
        tables
            What to show.
        """
        hush()
        shown = [table.head(None if self.all_rows else ROWS, "use --all") for table in tables]
        if self.file is None and at_terminal(sys.stdout):
            return click.echo("\n\n".join(_coloured(table) for table in shown))
        return self.text("\n\n".join(plain(table, width_of_output()) for table in shown))

    def lines(self, texts: Iterable[str]) -> None:
        """Write text piece by piece, each on lines of its own.

        Parameters
        ----------
        texts
            The pieces.
        """
        hush()
        if self.file is None:
            for text in texts:
                click.echo(text)
            return
        with self.file.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(text + "\n" for text in texts)
        tell(f"wrote {self.file}")

    def text(self, text: str) -> None:
        """Write text as it is."""
        self.lines((text,))


def hush() -> None:
    """Stop counting seconds on standard error, since results are about to be written."""
    ctx = click.get_current_context(silent=True)
    if ctx is not None and "negsim.hush" in ctx.meta:
        ctx.meta["negsim.hush"]()


def tell(message: str) -> None:
    """Write a message, which is no result, to standard error.

    Parameters
    ----------
    message
        One line.
    """
    hush()
    click.echo(message, err=True)


def output_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--format``, ``--json``, ``--csv``, ``-o`` and ``--all`` to a command, which receives them as `output`."""

    @click.option("--format", "output_kind", type=click.Choice(KINDS), help="How to write the result [default: table].")
    @click.option("--json", "output_kind", flag_value="json", help="Short for --format json.")
    @click.option("--csv", "output_kind", flag_value="csv", help="Short for --format csv.")
    @click.option(
        "-o", "--output", "output_file", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file."
    )
    @click.option("--all", "all_rows", is_flag=True, help=f"Show every row of a table, not only {ROWS}.")
    @functools.wraps(function)
    def wrapper(*, output_kind: str | None, output_file: Path | None, all_rows: bool, **rest: Any) -> Any:
        ending = output_file.suffix[1:].lower() if output_file else ""
        chosen = output_kind or (ending if ending in KINDS else "table")
        if output_file is not None and not output_file.parent.is_dir():
            raise click.BadParameter(f"there is no folder {output_file.parent} to write to", param_hint="-o")
        return function(output=Output(kind=chosen, file=output_file, all_rows=all_rows), **rest)

    return wrapper


def width_of_output() -> int:
    """Return the columns of the terminal; ``COLUMNS`` or 100 where there is none."""
    return max(40, shutil.get_terminal_size((100, 24)).columns) if _has_width() else 100


def finite(value: Any) -> Any:
    """Replace infinite and undefined numbers, which JSON does not have, by null."""
    if isinstance(value, dict):
        return {str(key): finite(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _has_width() -> bool:
    return at_terminal(sys.stdout) or bool(os.environ.get("COLUMNS"))


def _coloured(table: Table) -> str:
    """Colours need a library that costs a tenth of a second; only a terminal pays for it."""
    terminal: Callable[[Table], str] = importlib.import_module("negsim.views.renderers.terminal").terminal
    return terminal(table)
