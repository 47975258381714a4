"""Everything public says what it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
KINDS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def undocumented(tree: ast.Module | ast.ClassDef, owner: str) -> Iterator[str]:
    """Names of public things without a docstring, inside classes too, not inside functions."""
    if ast.get_docstring(tree) is None:
        yield owner
    for node in tree.body:
        if not isinstance(node, KINDS) or node.name.startswith("_") or _is_exempt(node):
            continue
        if isinstance(node, ast.ClassDef):
            yield from undocumented(node, f"{owner}.{node.name}")
        elif ast.get_docstring(node) is None:
            yield f"{owner}.{node.name}"


def _is_exempt(node: KINDS) -> bool:
    """Property setters and overloads speak through the thing they belong to."""
    return any(ast.unparse(mark).endswith(("overload", ".setter")) for mark in node.decorator_list)


def test_a_missing_docstring_is_found():
    code = '"""M."""\nclass A:\n    """A."""\n    def open(self): ...\n    def _own(self): ...\ndef f(): ...\n'
    assert list(undocumented(ast.parse(code), "m")) == ["m.A.open", "m.f"]


def test_everything_public_has_a_docstring():
    missing = [
        name
        for path in sorted(SOURCE.rglob("*.py"))
        for name in undocumented(ast.parse(path.read_text(encoding="utf-8")), str(path.relative_to(SOURCE)))
    ]
    assert not missing
