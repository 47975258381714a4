"""Links inside the pages lead somewhere; no page or picture is fetched from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.markdown import ROOT, pages

LINK = re.compile(r"(?<!`)\[[^\]\[]*\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^#+ +(?P<title>.+)$", re.MULTILINE)
MADE = "generated"  # pages that the build makes; the build itself fails on a wrong link to one


def slug(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def targets(page: Path) -> list[str]:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [match["target"] for match in LINK.finditer(text)]


def broken(page: Path) -> list[str]:
    found = []
    for target in targets(page):
        path, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:") or MADE in Path(path).parts:
            continue
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (
            anchor and slug(anchor) not in {slug(m["title"]) for m in HEADING.finditer(there.read_text("utf-8"))}
        ):
            found.append(target)
    return found


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    assert not broken(page)


def test_a_broken_link_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Here\n[a](#here) [b](there.md) [c](#nowhere)\n")
    assert broken(page) == ["there.md", "#nowhere"]
