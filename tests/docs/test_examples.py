"""Whatever a page says to type works, and what it shows is what is seen."""

from __future__ import annotations

import difflib
import re

import pytest

from tests.docs.markdown import ROOT, pages
from tests.docs.reader import PLAIN, matches, read, refresh, typed


@pytest.mark.parametrize("page", [p for p in pages() if typed(p)], ids=lambda page: str(page.relative_to(ROOT)))
def test_page_does_what_it_shows(page, tmp_path, monkeypatch):
    for name, value in PLAIN.items():
        monkeypatch.setenv(name, value)
    for block, seen in list(read(page, tmp_path)):
        if not matches(block.text, seen):
            lines = difflib.unified_diff(block.text.splitlines(), seen.splitlines(), "shown", "seen", lineterm="")
            pytest.fail(f"{page.relative_to(ROOT)}:{block.line}\n" + "\n".join(lines), pytrace=False)


def test_the_comparison_can_tell():
    assert matches("a\nb ...\n", "a  \nb anything\n\n")
    assert not matches("a\nb\n", "a\nc\n")


def test_a_page_that_shows_what_is_not_so_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n\n```console\n$ echo right\nright\n```\n")
    assert [matches(block.text, seen) for block, seen in read(page, tmp_path)] == [False, True]


def test_outputs_are_written_where_they_belong(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "# Two\n\n```python\nprint(1)\n```\n\n```text\n```\n\n```python\nprint(2)\n```\n\n```text\n1\n```\n"
    )
    assert refresh(page) == 2
    assert page.read_text() == (
        "# Two\n\n```python\nprint(1)\n```\n\n```text\n1\n```\n\n```python\nprint(2)\n```\n\n```text\n2\n```\n"
    )


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_begins_with_its_title(page):
    assert re.match(r"(---\n.*?\n---\n+)?(\([\w-]+\)=\n)?# \S", page.read_text(encoding="utf-8"), re.DOTALL)


def test_some_pages_are_typed():
    assert sum(typed(page) for page in pages()) >= 3
