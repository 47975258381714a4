"""Start a scenario file of your own from a shipped one, with the schema for your editor beside it.

$ negsim new talks.yaml --from baseline_impasse
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from negsim.cli.commands.schema import schema
from negsim.cli.inputs import complete_file
from negsim.cli.options import program
from negsim.cli.output import tell
from negsim.errors import NotApplicable
from negsim.scenario import files
from negsim.scenario.load import load

FOLDER, NAME = ".negsim", "scenario.schema.json"
MODELINE = "# yaml-language-server: $schema="


@program(__doc__)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "model",
    default="baseline_impasse",
    show_default=True,
    metavar="NAME|FILE",
    shell_complete=complete_file,
    help="The scenario to copy.",
)
@click.option("--force", is_flag=True, help="Write over a file that is already there.")
def command(file: Path, model: str, force: bool) -> None:
    """Copy a scenario, and tell editors where its schema is."""
    if file.suffix.lower() not in (".yaml", ".yml"):
        raise NotApplicable(f"{file}: the name of a scenario file ends in .yaml")
    if file.exists() and not force:
        raise NotApplicable(f"{file} is already there; choose another name, or --force to write over it")
    load(model)  # a faulty model is told here, not in the copy
    lines = files.text_of(files.find(model)).splitlines()
    body = lines[1:] if lines[0].startswith(MODELINE) else lines
    place = file.parent / FOLDER / NAME
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(
        json.dumps(schema("scenario"), indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n"
    )
    copied = "\n".join([f"{MODELINE}{FOLDER}/{NAME}", *body])
    file.write_text(copied + "\n", encoding="utf-8", newline="\n")
    tell(f"wrote {file} and {place}; next: negsim check {file}")
