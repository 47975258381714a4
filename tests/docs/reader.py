"""A reader who types a page from top to bottom, in one folder, and compares what is seen with what is shown.

A block with a file name as its caption is written to that file; ``python`` blocks of a page run in one session, and a
``text`` block right after one shows what was printed; in a ``console`` block lines after ``$`` are commands, and what
follows is their output. ``...`` in an output stands for anything. ``bash`` blocks (installing, make) are left alone.

``python -m tests.docs.reader PAGE ...`` writes what is seen into pages whose outputs are out of date; read the change
before you commit it.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from tests.docs.markdown import ROOT, Block, blocks

PLAIN = {"COLUMNS": "100", "NO_COLOR": "1", "MPLBACKEND": "agg", "LC_ALL": "C.UTF-8"}


def typed(page: Path) -> bool:
    """Whether there is anything to type on a page."""
    return any(block.language in {"python", "console"} and not block.caption for block in blocks(page))


def matches(expected: str, seen: str) -> bool:
    """Whether an output is as shown, up to spaces at line ends and what ``...`` stands for."""
    want, got = ("\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n" for text in (expected, seen))
    return doctest.OutputChecker().check_output(want, got, doctest.ELLIPSIS)


def read(page: Path, folder: Path) -> Iterator[tuple[Block, str]]:
    """Type a page; yield every block that shows an output, with what was seen instead.

    The folder is the current one for the whole page, and has the shipped scenarios beside it.
    """
    (folder / "scenarios").symlink_to(ROOT / "scenarios")
    session: dict[str, object] = {"__name__": "__main__"}
    found = blocks(page)
    with contextlib.chdir(folder):
        for block, following in zip_longest(found, found[1:]):
            if block.caption:
                Path(block.caption).parent.mkdir(parents=True, exist_ok=True)
                Path(block.caption).write_text(block.text, encoding="utf-8")
            elif block.language == "console":
                yield block, console(block.text, folder)
            elif block.language == "python":
                printed = python(block, session)
                if following is not None and following.language == "text":
                    yield following, printed


def python(block: Block, session: dict[str, object]) -> str:
    """Run a block in a session; return what it prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile("\n" * block.line + block.text, "page", "exec"), session)
    return printed.getvalue()


def console(text: str, folder: Path) -> str:
    """Run the commands of a block; return the block as it would look with what they write now."""
    shims = folder / ".bin"
    shims.mkdir(exist_ok=True)
    (shims / "negsim").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m negsim "$@"\n')
    (shims / "negsim").chmod(0o755)
    environment = {**os.environ, **PLAIN, "PATH": f"{shims}{os.pathsep}{os.environ['PATH']}"}
    seen = ""
    for line in text.splitlines():
        if line.startswith("$ "):
            done = subprocess.run(
                line[2:],
                shell=True,
                env=environment,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=60,
            )
            seen += f"{line}\n{done.stdout}"
    return seen


def refresh(page: Path) -> int:
    """Write what is seen into a page; return how many blocks were out of date."""
    lines = page.read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        old = [(block, seen) for block, seen in read(page, Path(folder)) if not matches(block.text, seen)]
    for block, seen in reversed(old):  # from the end, so that the places of the others stay
        shown = [line.rstrip() for line in seen.strip().splitlines()]
        lines[block.line : block.line + len(block.text.splitlines())] = shown
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(old)


if __name__ == "__main__":
    os.environ.update(PLAIN)
    for name in sys.argv[1:]:
        print(f"{name}: {refresh(Path(name).resolve())} outputs changed")  # noqa: T201
