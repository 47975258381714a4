"""No eight words in a row of the source texts stand in the project outside quotation marks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from negsim import catalog
from tests.oracles.shingles import BREAK, copied, hashed, packed, shingles, unpacked

ROOT = Path(__file__).parents[2]
STORED = json.loads((Path(__file__).parent / "data" / "source_shingles.json").read_text(encoding="utf-8"))
SALT, KNOWN = bytes.fromhex(STORED["salt"]), unpacked(STORED["hashes"])
FOLDERS = ("scenarios", "src", "docs", "notebooks", "benchmarks")
ENDINGS = (".yaml", ".md", ".py", ".ipynb", ".j2", ".html", ".js")
MADE_UP = "Seven grey herons waited beside the canal until the ferry left for the other shore in the evening."


def files() -> list[Path]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in ENDINGS]
    found += [path for path in ROOT.glob("*.md")]
    return sorted(path for path in found if not {"_build", "generated", ".ipynb_checkpoints"} & set(path.parts))


def texts(path: Path) -> Iterator[str]:
    """What a file says: the texts in data, the strings and comments of a program, the cells of a notebook."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".yaml":
        yield from scalars(yaml.compose(text, Loader=yaml.CSafeLoader))
        yield "\n".join(line.partition("#")[2] for line in text.splitlines() if line.lstrip().startswith("#"))
    elif path.suffix == ".py":
        yield strings(text)
    elif path.suffix == ".ipynb":
        yield from ("".join(cell["source"]) for cell in json.loads(text)["cells"])
    else:
        yield text


def scalars(node: Any) -> Iterator[str]:
    if isinstance(node, yaml.ScalarNode):
        yield node.value
    elif node is not None:
        for part in node.value:
            for each in part if isinstance(part, tuple) else (part,):
                yield from scalars(each)


LITERAL = re.compile(r'"""(.*?)"""|"((?:[^"\\\n]|\\.)*)"|#([^\n]*)', re.DOTALL)


def strings(text: str) -> str:
    """The strings and comments of a program, one after the other, since a long text is written in several."""
    parts = (next(filter(None, found.groups()), "") for found in LITERAL.finditer(text))
    return "\n".join(parts).replace('"', " ")  # in a program, only “ and ” mark a quotation


TITLES = [source.title for source in catalog.sources().values()]


def shared(path: Path) -> list[str]:
    """The copies in a file, but for the titles of the texts, which everybody who cites them repeats."""
    told = f"\n{BREAK}\n".join(
        " ".join(text.split()) for text in texts(path) if text.count(" ") + text.count("\n") >= 7
    )
    for title in TITLES:
        told = told.replace(title, BREAK)
    return copied(told, KNOWN, SALT)


@pytest.mark.parametrize("folder", [*FOLDERS, "README.md and its like"])
def test_no_eight_words_in_a_row_are_taken_from_the_texts(folder):
    chosen = [path for path in files() if path.relative_to(ROOT).parts[0] == folder or path.parent == ROOT]
    found = {str(path.relative_to(ROOT)): copies for path in chosen if (copies := shared(path))}
    assert not found


def test_the_stored_hashes_are_those_of_the_texts():
    """Three of the five titles stand in their texts, and are eight words or more."""
    assert len(KNOWN) == STORED["count"] > 8_000
    for name in ("kortunov-2022", "frolov-2021", "aljazeera-2022"):
        title = catalog.sources()[name].title
        assert {hashed(each, SALT) in KNOWN for each in shingles(title)} == {True}, name
    assert copied(f"As asked before: {catalog.sources()['frolov-2021'].title}", KNOWN, SALT)
    assert not copied(MADE_UP, KNOWN, SALT)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("the herons waited beside the canal until the boat", 0),
        ("grey herons waited beside the canal until the", 1),
        ("Grey *herons* waited,\n  beside the   canal; until the FERRY", 2),
        ("they say “grey herons waited beside the canal until the ferry left” and so on", 0),
        ('they say "grey herons waited beside the canal until the ferry left" and so on', 0),
        ("“grey herons waited” beside the canal until the ferry left", 0),
        ("the ferry left for the other shore in the evening, “waited”", 3),
    ],
)
def test_a_copy_is_found_however_it_is_set(text, count):
    known = frozenset(hashed(each, SALT) for each in shingles(MADE_UP))
    assert unpacked(packed(known)) == known
    assert len(copied(text, known, SALT)) == count


def test_copies_are_found_in_every_kind_of_file(tmp_path, monkeypatch):
    known = frozenset(hashed(each, SALT) for each in shingles(MADE_UP))
    monkeypatch.setitem(globals(), "KNOWN", known)
    first, second = MADE_UP[:47], MADE_UP[48:]
    kinds = {
        "a.yaml": f"note: >-\n  {first}\n  {second}\n",
        "b.yaml": f"# {MADE_UP}\nnote: x\n",
        "c.py": f'"""Text.\n\n{MADE_UP}\n"""\n',
        "d.py": f'x = ("{first} "\n     "{second}")\n',
        "e.py": f"x = 1  # {MADE_UP}\n",
        "f.md": f"# Title\n\n- {MADE_UP}\n",
        "g.ipynb": json.dumps({"cells": [{"source": ["first\n", MADE_UP]}]}),
    }
    for name, text in kinds.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert len(shared(tmp_path / name)) == len(list(shingles(MADE_UP))), name
