"""Every seminar notebook runs from top to bottom, holds what a seminar needs, and keeps no output in the repository."""

from __future__ import annotations

import re

import nbformat
import pytest
from nbclient import NotebookClient

from negsim.scenario.model import ILLUSTRATIVE
from tests.docs.markdown import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
by_name = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def prose(path) -> str:
    """What a reader sees without running anything."""
    cells = nbformat.read(path, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def solutions(path) -> list:
    """The cells of code with which exercises are solved."""
    return [cell for cell in nbformat.read(path, as_version=4).cells if "solution" in cell.metadata.get("tags", [])]


def test_there_are_six():
    assert len(NOTEBOOKS) == 6


@by_name
def test_it_runs(path):
    """Solutions assert what they say, so a wrong expected answer fails here."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": ROOT}}).execute()
    ran = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in ran)


@by_name
def test_it_keeps_no_output_and_names_its_cells_by_place(path):
    cells = nbformat.read(path, as_version=4).cells
    assert [cell.id for cell in cells] == [f"cell-{place:02d}" for place in range(1, len(cells) + 1)]
    for cell in cells:
        assert cell.cell_type == "markdown" or (not cell.outputs and cell.execution_count is None)


@by_name
def test_it_says_how_long_it_takes_and_what_its_numbers_are(path):
    told = " ".join(prose(path).split())
    minutes = int(re.search(r"(\d+) minutes", told).group(1))
    assert 30 <= minutes <= 60
    assert ILLUSTRATIVE in told


@by_name
def test_its_exercises_are_solved(path):
    told = prose(path)
    asked, _, solved = told.partition("## Solutions")
    numbers = re.findall(r"\*\*Exercise (\d+)", asked)
    assert len(numbers) >= 4 and numbers == [str(k) for k in range(1, len(numbers) + 1)]
    assert re.findall(r"^\*\*(\d+)\.", solved, re.MULTILINE) == numbers
    checked = solutions(path)
    assert len(checked) >= 3 and all("assert " in cell.source for cell in checked)


@by_name
def test_what_each_cell_shows_is_told_to_those_who_only_read(path):
    cells = nbformat.read(path, as_version=4).cells
    codes = [k for k, cell in enumerate(cells) if cell.cell_type == "code"]
    alone = [k for k in codes if k + 1 < len(cells) and cells[k + 1].cell_type == "code"]
    assert len(alone) <= len(codes) // 4
