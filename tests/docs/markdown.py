"""Reads the blocks of a Markdown page, as a reader would: what to type, and what is then seen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FENCE = re.compile(
    r"^(?P<mark>`{3,}) ?(?:\{code-block\} *)?(?P<language>[\w{}-]*) *[^\n]*\n(?P<body>.*?)^(?P=mark) *$",
    re.DOTALL | re.MULTILINE,
)
CAPTION = re.compile(r"\A:caption:[ ]*(?P<caption>[^\n]*)\n+")


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, its text, the file name in its caption, and the line it starts on."""

    language: str
    text: str
    caption: str
    line: int


def blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(text):
        caption = CAPTION.match(match["body"])
        body = match["body"][caption.end() :] if caption else match["body"]
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(match["language"], body, caption["caption"] if caption else "", line))
    return found


def pages() -> list[Path]:
    """Return every page written by hand, the README included."""
    written = [path for path in (ROOT / "docs").rglob("*.md") if not {"_build", "generated"} & set(path.parts)]
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(written)]
