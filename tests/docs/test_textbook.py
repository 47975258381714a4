"""Every concept has its chapter: the definition word for word, an example by hand, the residual, and when to use it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from negsim.concepts.base import Concept, concepts
from tests.docs.markdown import ROOT, blocks

LABEL = re.compile(r"^\(chapter-(?P<name>[a-z-]+)\)=$", re.MULTILINE)
HEADINGS = ("by hand", "residual", "when to use", "pitfalls", "source")
CHAPTERS = sorted((ROOT / "docs/textbook").glob("*.md"))


def treated(page: Path) -> dict[str, str]:
    """Concepts that a page says it treats -> what stands from its label to the next one."""
    text = page.read_text(encoding="utf-8")
    marks = [*LABEL.finditer(text)]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return {mark["name"].replace("-", "_"): text[mark.end() : end] for mark, end in zip(marks, ends, strict=False)}


def lacking(page: Path, name: str) -> list[str]:
    """What the chapter of a concept lacks."""
    found: Any = concepts[name]
    definition = (found if isinstance(found, Concept) else found(1.0)).definition
    quoted = " ".join(line[2:] for line in treated(page)[name].splitlines() if line.startswith("> "))
    titles = [line.lower() for line in page.read_text(encoding="utf-8").splitlines() if re.match(r"#+ ", line)]
    code = "".join(block.text for block in blocks(page) if block.language == "python")
    faults = [f"no heading '{part}'" for part in HEADINGS if not any(part in title for title in titles)]
    if " ".join(definition.split()) not in " ".join(quoted.split()):
        faults.append(f"the definition is not quoted: {definition}")
    if not re.search(rf"\b{name}\b", code) or ".residual" not in code:
        faults.append("no code that computes the residual")
    return faults


def test_every_concept_has_one_chapter():
    assert sorted(name for page in CHAPTERS for name in treated(page)) == list(concepts)


@pytest.mark.parametrize(
    ("page", "name"), [pytest.param(page, name, id=name) for page in CHAPTERS for name in treated(page)]
)
def test_chapter_is_whole(page, name):
    assert not lacking(page, name)


def test_a_chapter_with_gaps_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("(chapter-nash)=\n# Nash\n\n> Nobody gains.\n\n## By hand\n\n## Source\n")
    assert len(lacking(page, "nash")) == 5


def test_every_page_is_in_the_index():
    index = (ROOT / "docs/textbook/index.md").read_text(encoding="utf-8")
    assert {page.stem for page in CHAPTERS} - set(re.findall(r"^(\w+)$", index, re.MULTILINE)) == {"index"}
