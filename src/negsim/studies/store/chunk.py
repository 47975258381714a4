"""A chunk of a sweep as a parquet file: a table that any tool reads, from which the chunk comes back bit by bit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.games.base import IntArray, games
from negsim.solvers.base import Status
from negsim.studies.store import kept
from negsim.studies.store.names import names
from negsim.studies.store.runs import Span
from negsim.studies.sweeps.job import Job, Part
from negsim.studies.sweeps.measures import Spread

META = b"negsim"  # the key, in the metadata of the file, of what does not fit columns
OURS = ("point", "override", "equilibria", "count", "zone", "room", "status")


def arrow() -> tuple[Any, Any]:
    """Return pyarrow and its part for parquet files.

    Raises
    ------
    NotApplicable
        If it is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise NotApplicable("a store needs pyarrow, which is not installed: pip install 'negsim[sweep]'") from None
    return pyarrow, pyarrow.parquet


def contents(job: Job, game: Any, span: Span, part: Part, about: Mapping[str, Any]) -> bytes:
    """Return the file of a chunk: the same bytes for the same chunk.

    Parameters
    ----------
    job, game
        The sweep, and one of the games of this chunk's variant.
    span, part
        Which of its points these are, and what is kept of them.
    about
        What else the file should say: which sweep it is of, and the number of the chunk.
    """
    pa, parquet = arrow()
    summary, called = part.summary, names(game, part.summary)
    told = {"span": span, "players": game.players, "names": called, "measures": list(part.spreads)}
    columns: dict[str, Any] = {
        **_point(pa, job, span),
        "equilibria": _words(pa, summary.regime, called),
        "count": np.asarray(summary.count, np.int64),
        **{f"payoff of {player}": summary.payoff[:, k] for k, player in enumerate(game.players)},
    }
    for text, spread in part.spreads.items():
        columns |= {f"lowest of {text}": spread.lowest, f"highest of {text}": spread.highest}
    if games[job.form] is BargainingGame:  # columns of every file, also of one in which nothing could be solved
        columns |= {
            "zone": pa.nulls(len(summary.count), pa.int64())
            if summary.zone is None
            else np.asarray(summary.zone, np.int64),
            "room": pa.nulls(len(summary.count), pa.float64()) if summary.room is None else summary.room,
        }
    columns["status"] = _words(pa, summary.status, [status.name for status in Status])
    meta = json.dumps({**about, **told, **kept.written(summary)}, ensure_ascii=False)
    table = pa.table({name: pa.array(column) for name, column in columns.items()}, metadata={META: meta})
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd", compression_level=1, **_packing(pa, table.schema))
    return bytes(sink.getvalue())


def part_of(contents: bytes) -> Part:
    """Read a chunk.

    Parameters
    ----------
    contents
        Of its file.
    """
    pa, parquet = arrow()
    table = parquet.read_table(pa.BufferReader(contents), use_threads=False)
    told = json.loads(table.schema.metadata[META])
    columns = {name: _numbers(table, name) for name in ("count", "zone", "room") if name in told["types"]}
    columns["regime"] = _codes(table, "equilibria", told["names"])
    columns["status"] = _codes(table, "status", [status.name for status in Status])
    columns["payoff"] = np.column_stack([_numbers(table, f"payoff of {player}") for player in told["players"]])
    spreads = {
        text: Spread(lowest=_numbers(table, f"lowest of {text}"), highest=_numbers(table, f"highest of {text}"))
        for text in told["measures"]
    }
    return Part(summary=kept.read(told, columns), spreads=spreads)


def told_of(contents: bytes) -> dict[str, Any]:
    """Return what a chunk says about itself.

    Parameters
    ----------
    contents
        Of its file.

    Raises
    ------
    NotApplicable
        If it is no chunk of a sweep.
    """
    pa, parquet = arrow()
    try:
        meta = parquet.read_schema(pa.BufferReader(contents)).metadata or {}
    except pa.ArrowException:
        meta = {}
    if META not in meta:
        raise NotApplicable("not a chunk of a sweep")
    told: dict[str, Any] = json.loads(meta[META])
    return told


def _packing(pa: Any, schema: Any) -> dict[str, Any]:
    """How the columns are packed: bytes of one place together, which is smaller and faster than number by number."""
    texts = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    whole = {field.name: "DELTA_BINARY_PACKED" for field in schema if pa.types.is_integer(field.type)}
    real = {field.name: "BYTE_STREAM_SPLIT" for field in schema if pa.types.is_floating(field.type)}
    return {"use_dictionary": texts, "column_encoding": whole | real}


def _point(pa: Any, job: Job, span: Span) -> dict[str, Any]:
    """The columns that say which points these are."""
    variant, start = divmod(span[0], len(job.design))
    values = job.design.columns(start, start + span[1] - span[0])
    found: dict[str, Any] = {"point": np.arange(*span)}
    if len(job.variants) > 1:
        found["override"] = _words(pa, np.zeros(span[1] - span[0], np.intp), [job.variants[variant].override])
    return found | {f"parameter {name}" if name in OURS else name: column for name, column in values.items()}


def _words(pa: Any, codes: IntArray, words: Any) -> Any:
    """A column of a few texts; none where the code is below zero."""
    numbers = pa.array(np.asarray(codes, np.int32), mask=np.asarray(codes) < 0)
    return pa.DictionaryArray.from_arrays(numbers, pa.array(list(words), pa.string()))


def _codes(table: Any, name: str, words: Any) -> IntArray:
    """The numbers of the texts of a column; -1 where there is none."""
    column = table.column(name).combine_chunks()
    places = {word: number for number, word in enumerate(words)}
    codes = np.array([*(places[word] for word in column.dictionary.to_pylist()), -1], np.intp)
    return np.asarray(codes[column.indices.fill_null(len(codes) - 1).to_numpy(zero_copy_only=False)])


def _numbers(table: Any, name: str) -> Any:
    return table.column(name).to_numpy()
