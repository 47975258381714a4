"""The tree holds what a stranger expects, and nothing of the machine it was written on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("src", "tests", "docs", "benchmarks", "scenarios", ".ci")
EXPECTED = ("README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "Makefile")
MADE = {"__pycache__", "_build", "generated", ".ipynb_checkpoints"}
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.~:/])/(?:home|work|root|Users|mnt|private)/\w")


def files() -> list[Path]:
    inside = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    here = [path for path in ROOT.iterdir() if path.suffix in {".md", ".toml", ".txt", ".cff", ".yaml", ".yml"}]
    return [path for path in inside + here + [ROOT / "Makefile"] if path.is_file() and not MADE & set(path.parts)]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize("name", EXPECTED)
def test_what_a_stranger_looks_for_is_there(name):
    assert len(text(ROOT / name)) > 200


def test_the_ruler_of_paths_can_tell():
    assert SOMEBODYS_FOLDER.search("open('" + "/".join(["", "home", "someone", "x.yaml"]) + "')")
    assert not SOMEBODYS_FOLDER.search("/".join(["https://example.org", "work", "x and docs", "work", "x"]))


def test_no_file_names_a_folder_of_somebodys_machine():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in files()
        if path.suffix not in {".png", ".gz"}
        for number, line in enumerate(text(path).splitlines(), 1)
        if SOMEBODYS_FOLDER.search(line)
    ]
    assert not found


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "util", "helpers", "helper", "misc", "common", "manager"}
    assert not [path for path in (ROOT / "src").rglob("*.py") if path.stem in drawers]


def test_no_file_is_too_large_for_a_repository():
    assert not {str(path.relative_to(ROOT)): path.stat().st_size for path in files() if path.stat().st_size > 600_000}
