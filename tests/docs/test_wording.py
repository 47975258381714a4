"""What is shown to people is worded as the ethics page promises: no contest, no verdict, the label on the payoffs."""

from __future__ import annotations

import re

import pytest

from negsim.scenario.model import ILLUSTRATIVE
from tests.docs.markdown import ROOT, pages

CONTEST = re.compile(  # a win-set is the field's own word for what would be ratified
    r"\b(win(?!-set)|wins|winner|winning|beat|beats|kill|kills|killed|enemy|victory|loser|losers)\b", re.IGNORECASE
)
SHOWN = [
    *pages(),
    *sorted((ROOT / "scenarios").glob("*.yaml")),
    *sorted((ROOT / "src/negsim/catalog").rglob("*.yaml")),
    *sorted((ROOT / "src/negsim/views").rglob("*.py")),
    *sorted((ROOT / "src/negsim/cli").rglob("*.py")),
    ROOT / "src/negsim/studies/explain.py",
]


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_worded_as_a_contest(path):
    assert not CONTEST.findall(path.read_text(encoding="utf-8"))


def test_the_words_are_found_where_they_are():
    assert CONTEST.findall("He WINS; nobody wins a window") == ["WINS", "wins"]


@pytest.mark.parametrize(
    "name", ["README.md", "docs/index.md", "docs/tutorial/first_scenario.md", "docs/discussion/ethics.md"]
)
def test_the_label_stands_where_a_reader_begins(name):
    assert ILLUSTRATIVE in " ".join((ROOT / name).read_text(encoding="utf-8").split())
