"""Who does the work of a command on many points: options that several commands share."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from negsim.cli.options import stacked
from negsim.cli.output import tell
from negsim.cli.question import names
from negsim.studies.executors._any import executor_of
from negsim.studies.executors.base import Executor, executors


@dataclass(frozen=True, kw_only=True)
class Work:
    """Who works, on which part, and where what is finished is kept.

    Attributes
    ----------
    executor
        Who works.
    store
        A folder for finished chunks; None for none.
    shard
        ``(k, n)``: every n-th chunk, starting with the k-th.
    """

    executor: Executor
    store: Path | None = None
    shard: tuple[int, int] = (1, 1)


_options = stacked(
    click.option(
        "--executor", default="inline", show_default=True, metavar="NAME", shell_complete=names(executors),
        help="Who works: inline (this process), processes, or dask.",
    ),
    click.option("--workers", type=click.IntRange(min=1), help="How many processes [default: one a processor]."),
    click.option("--scheduler", metavar="ADDRESS", help="Of a Dask cluster that is running: tcp://10.0.0.1:8786."),
    click.option(
        "--store", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
        help="Keep finished chunks there; the same command goes on from them.",
    ),
    click.option("--shard", "piece", metavar="K/N", help="Do every N-th chunk only, starting with the K-th."),
)  # fmt: skip


def work_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--executor``, ``--workers``, ``--scheduler``, ``--store`` and ``--shard``, received as `work`."""

    @_options
    @functools.wraps(function)
    def wrapper(
        *,
        executor: str,
        workers: int | None,
        scheduler: str | None,
        store: Path | None,
        piece: str | None,
        **rest: Any,
    ) -> Any:
        who = executor_of(executor, workers=workers, scheduler=scheduler)
        try:
            return function(work=Work(executor=who, store=store, shard=_shard(piece)), **rest)
        except KeyboardInterrupt:
            if store is not None:
                tell(f"finished chunks are kept in {store}: the same command goes on from them")
            raise

    return wrapper


def _shard(text: str | None) -> tuple[int, int]:
    if text is None:
        return 1, 1
    found = re.fullmatch(r"\s*(\d{1,9})\s*/\s*(\d{1,9})\s*", text)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise click.BadParameter(f"{text!r}: write K/N, such as 1/8 for the first of eight", param_hint="'--shard'")
    return int(found[1]), int(found[2])
