"""The how-to's solver, dropped as one file into a copy of the package, is found everywhere with no other edit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.markdown import ROOT, blocks

NAME = "cournot_adjustment"


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """A copy of the tree with the page's file in it."""
    folder = tmp_path_factory.mktemp("copy")
    for part in ("src", "tests/contracts", "docs", "scenarios"):
        leave = shutil.ignore_patterns("__pycache__", "_build", "generated")
        shutil.copytree(ROOT / part, folder / part, ignore=leave)
    shutil.copy(ROOT / "pyproject.toml", folder)
    [block] = [block for block in blocks(ROOT / "docs/how-to/add_a_solver.md") if block.caption]
    assert block.caption == f"src/negsim/solvers/strategic/{NAME}.py"
    (folder / block.caption).write_text(block.text, encoding="utf-8")
    return folder


def python(copy: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "COLUMNS": "120", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_copy_is_what_runs(copy):
    assert str(copy) in python(copy, "-c", "import negsim; print(negsim.__file__)")


def test_it_is_listed(copy):
    assert NAME in python(copy, "-m", "negsim", "list", "solvers")


def test_the_command_line_solves_with_it_and_its_options(copy):
    call = ("-m", "negsim", "solve", "baseline_impasse", "--solver", NAME, "--option", "max_steps=50")
    told = python(copy, *call, "--format", "json")
    assert f'"{NAME}"' in told
    assert '"insist": 1.0' in told
    assert '"offer_menu": 1.0' in told


def test_it_passes_the_contracts_of_all_solvers(copy):
    told = python(copy, "-m", "pytest", "tests/contracts", "-k", NAME, "-o", "addopts=--import-mode=importlib")
    assert "passed" in told
    assert "failed" not in told


def test_it_has_a_page_of_the_reference(copy):
    code = "import sys; sys.path.insert(0, 'docs'); import pages, pathlib; pages.write(pathlib.Path('made'))"
    python(copy, "-c", code)
    page = (copy / "made" / "solvers" / f"{NAME}.md").read_text(encoding="utf-8")
    assert "Cournot (1838)" in page
    assert "`max_steps`" in page
    assert NAME in (copy / "made" / "concepts.md").read_text(encoding="utf-8")


def test_it_passes_the_linters(copy):
    path = f"src/negsim/solvers/strategic/{NAME}.py"
    python(copy, "-m", "ruff", "check", "--no-cache", path)
    python(copy, "-m", "ruff", "format", "--check", "--no-cache", path)
    python(copy, "-m", "mypy", "--cache-dir", os.devnull, path)
