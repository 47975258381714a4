"""The documentation builds without a warning, and its pages load nothing from elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOADED = re.compile(r'<(?:script|img|iframe)[^>]*\bsrc="(https?:|//)|<link[^>]*rel="stylesheet"[^>]*href="(https?:|//)')


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("_build", "generated"))
    for name in ("CONTRIBUTING.md", "scenarios"):
        (folder / name).symlink_to(ROOT / name)
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", str(folder / "docs"), str(folder / "html")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr
    return folder / "html"


def test_pages_build_without_a_warning(built):
    assert (built / "tutorial" / "first_scenario.html").exists()


def test_every_solver_has_a_page(built):
    from negsim import solvers

    assert {page.stem for page in (built / "generated" / "solvers").glob("*.html")} == set(solvers)


def test_pages_load_nothing_from_elsewhere(built):
    loaded = {
        page.name: found[0] for page in built.rglob("*.html") if (found := LOADED.search(page.read_text("utf-8")))
    }
    assert not loaded


def test_every_page_carries_the_label(built):
    label = "illustrative payoffs (assumption), not estimates"
    apart = {"search.html", "genindex.html", "webpack-macros.html"}  # these are the theme's
    pages = [page for page in built.rglob("*.html") if page.name not in apart]
    assert pages
    assert not [page.name for page in pages if label not in page.read_text("utf-8")]
