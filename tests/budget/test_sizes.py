"""Files and functions stay small enough to read at a sitting."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "src").rglob("*.py"))


def function_lengths(path: Path) -> dict[str, int]:
    """Lines of every function of a file, its docstring not counted: explaining more must not cost anything."""
    lengths = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = node.body[0] if ast.get_docstring(node) else None
            spared = docstring.end_lineno - docstring.lineno + 1 if docstring else 0
            lengths[f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"] = node.end_lineno - node.lineno + 1 - spared
    return lengths


@pytest.fixture(scope="module")
def lengths() -> dict[str, int]:
    return {name: size for path in FILES for name, size in function_lengths(path).items()}


def test_a_ruler_measures_without_the_docstring(tmp_path):
    ruler = ROOT / "tests" / "budget" / "test_sizes.py"
    assert function_lengths(ruler)[f"tests/budget/test_sizes.py:{_line_of(ruler, 'def lengths')} lengths"] == 2


def test_no_file_is_longer_than_400_lines():
    long = {str(path.relative_to(ROOT)): lines(path) for path in FILES if lines(path) > 400}
    assert not long


def test_the_median_file_has_at_most_120_lines():
    sizes = [lines(path) for path in FILES if path.name != "__init__.py"]
    assert statistics.median(sizes) <= 120


def test_no_function_is_longer_than_80_lines(lengths):
    assert not {name: size for name, size in lengths.items() if size > 80}


def test_19_functions_of_20_have_at_most_40_lines(lengths):
    assert statistics.quantiles(lengths.values(), n=20)[-1] <= 40


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _line_of(path: Path, start: str) -> int:
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if line.startswith(start))
