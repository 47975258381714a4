"""Files that are there whole or not at all, and whose names say what they hold."""

from __future__ import annotations

import hashlib
import os
import re
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

MARK = 16  # hexadecimal digits of SHA-256 in a name: two contents share them by chance once in 10^19
STALE = 3600.0  # seconds after which a half-written file belongs to nobody any more
_NAME = re.compile(rf"part-(\d{{8,}})-([0-9a-f]{{{MARK}}})\.parquet")


def mark(contents: bytes) -> str:
    """Return the digits that stand for some contents in a name.

    Parameters
    ----------
    contents
        Of a file.
    """
    return hashlib.sha256(contents).hexdigest()[:MARK]


def name_of(number: int, contents: bytes) -> str:
    """Return the name of a chunk's file, which follows from what it holds.

    Parameters
    ----------
    number
        Of the chunk.
    contents
        Of the file.
    """
    return f"part-{number:08d}-{mark(contents)}.parquet"


def parts(folder: Path) -> Iterator[tuple[int, str, Path]]:
    """Yield the number of each chunk in a folder, the digits in its name and its place, in order; other files are not.

    Parameters
    ----------
    folder
        Where; there may be none yet.
    """
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        told = _NAME.fullmatch(path.name)
        if told:
            yield int(told[1]), told[2], path


def write_whole(path: Path, contents: bytes) -> None:
    """Write a file so that it is there whole or not at all, even if the machine stops in between.

    Parameters
    ----------
    path, contents
        Where, and what; a file of this name is replaced.

    Raises
    ------
    OSError
        If the disk is full or may not be written to; nothing is left behind.
    """
    draft = _draft(path, contents)
    try:
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    _settle(path.parent)


def write_first(path: Path, contents: bytes) -> bool:
    """Write a file unless there is one of this name, which then stays as it is; several programs may try at once.

    Parameters
    ----------
    path, contents
        Where, and what.

    Returns
    -------
    bool
        Whether this one was the first.

    Raises
    ------
    OSError
        As for `write_whole`.
    """
    if path.exists():
        return False
    draft = _draft(path, contents)
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links: as good as it can be
        if path.exists():
            return False
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _settle(path.parent)
    return True


def sweep_out(folder: Path) -> None:
    """Remove what programs that were killed had begun to write, an hour later: others may be writing now.

    Parameters
    ----------
    folder
        Where.
    """
    for path in folder.glob(".*.tmp"):
        try:
            if time.time() - path.stat().st_mtime > STALE:
                path.unlink(missing_ok=True)
        except OSError:  # somebody else's by now
            continue


def _draft(path: Path, contents: bytes) -> Path:
    """Write under a name of its own in the same folder, through to the disk."""
    draft = path.with_name(f".{path.name}-{uuid.uuid4().hex}.tmp")
    try:
        with draft.open("wb") as file:
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft


def _settle(folder: Path) -> None:
    """Make a new name last; systems that cannot do so for folders keep it anyway."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)
