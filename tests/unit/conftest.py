"""What tests of commands share: a command line that is typed in a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from negsim.cli.commands.schema import schema
from negsim.cli.main import main


@pytest.fixture
def typed(capsys, tmp_path, monkeypatch) -> Callable[..., tuple[int, str, str]]:
    """Run a command line; return its exit code and what it wrote to either stream."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def call(*words: str) -> tuple[int, str, str]:
        code = main(list(words))
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def read(typed) -> Callable[..., Any]:
    """Run a command line for its JSON; return it, checked against the schema of the command."""

    def call(*words: str) -> Any:
        code, out, err = typed(*words, "--format", "json")
        assert code == 0, err
        found = json.loads(out)
        jsonschema.validate(found, schema(words[0]))
        return found

    return call
