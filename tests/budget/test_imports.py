"""Imports: none of our own inside functions, no cycles, and nothing heavy for `import negsim`."""

from __future__ import annotations

import ast
import graphlib
import json
import subprocess
import sys
from pathlib import Path

import grimp

SOURCE = Path(__file__).parents[2] / "src"
HEAVY = {"numba", "scipy", "matplotlib", "pydantic", "pandas", "xarray", "nashpy", "quantecon", "rich", "jinja2"}


def inner_imports(path: Path) -> list[str]:
    """Where a file imports something inside a function: ``line: module``."""
    found = []
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom):
                    modules = ["negsim" if node.level else str(node.module)]
                found += [f"{path.relative_to(SOURCE)}:{node.lineno}: {module}" for module in modules]
    return found


def test_no_function_imports_our_own_modules():
    inner = [place for path in SOURCE.rglob("*.py") for place in inner_imports(path)]
    assert inner, "third-party imports inside functions are there to be seen"
    assert not [place for place in inner if place.rpartition(" ")[2].split(".")[0] == "negsim"]


def test_no_import_cycles():
    graph = grimp.build_graph("negsim", exclude_type_checking_imports=True, cache_dir=None)
    order = graphlib.TopologicalSorter({m: graph.find_modules_directly_imported_by(m) for m in graph.modules})
    order.prepare()  # raises CycleError, which names the cycle


def test_the_core_never_imports_the_optional_gambit_package():
    names = [place for path in SOURCE.rglob("*.py") for place in _imported(path) if place.startswith("pygambit")]
    assert not names


def test_import_negsim_loads_nothing_heavy():
    code = "import json, sys, negsim; print(json.dumps([name.partition('.')[0] for name in sys.modules]))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not HEAVY & set(json.loads(told))


def test_there_are_at_most_15_public_names():
    code = "import negsim; print(*(name for name in dir(negsim) if not name.startswith('_')))"
    names = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert 0 < len(names) <= 15, names


def _imported(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            found.append(str(node.module))
    return found
