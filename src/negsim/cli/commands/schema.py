"""Print the JSON Schema of scenario files, or of what a command writes as JSON.

$ negsim schema            scenario files; move: documented moves
$ negsim schema solve      negsim solve --format json; and so on for check, list, paths, sweep, why ...
"""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import click

from negsim.cli.options import program
from negsim.errors import unknown

SCHEMAS = Path(__file__).parents[1] / "schemas"
ENDING = ".schema.json"


@program(__doc__)
@click.argument("name", default="scenario", metavar="[scenario|move|solve|...]")
def command(name: str) -> None:
    """Print one schema."""
    click.echo(json.dumps(schema(name), indent=2, ensure_ascii=False))


def schema(name: str) -> dict[str, Any]:
    """Return a published schema.

    Parameters
    ----------
    name
        ``scenario`` or ``move`` for files; the name of a command for what it writes.
    """
    model = {"scenario": "schema", "move": "catalog_schema"}
    outputs = sorted(file.name.removesuffix(ENDING) for file in SCHEMAS.glob(f"*{ENDING}"))
    if name in model:
        # imported by name: the model needs a library that no other schema needs
        found: dict[str, Any] = getattr(importlib.import_module("negsim.scenario.schema"), model[name])()
        return found
    if name not in outputs:
        raise unknown("schema", name, [*model, *outputs])
    read: dict[str, Any] = json.loads((SCHEMAS / f"{name}{ENDING}").read_text(encoding="utf-8"))
    return read
