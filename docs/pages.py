"""Pages that follow from what is registered: solvers, concepts, commands, cases and modules, one page each.

Nothing is listed by hand: a new file in the package has its page at the next build.
"""

from __future__ import annotations

import dataclasses
import inspect
import pkgutil
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from cases import case_pages, grid
from documents import document_pages
from fields import field_pages

import negsim
from negsim.cli.main import cli
from negsim.concepts.base import Concept, concepts
from negsim.solvers.base import solvers

PAGED = ("negsim.solvers.", "negsim.cli", "negsim.__main__")  # these have pages of another kind


def write(folder: Path) -> list[Path]:
    """Write every page under a folder, which is emptied first; return the pages."""
    shutil.rmtree(folder, ignore_errors=True)
    written = []
    for name, text in (
        *solver_pages(),
        *concept_pages(),
        *command_pages(),
        *module_pages(),
        *case_pages(),
        *document_pages(),
        *field_pages(),
    ):
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def solver_pages() -> Iterator[tuple[str, str]]:
    """Yield a page for every registered solver: what it finds, its options, whom to cite."""
    for name in solvers:
        kind = solvers[name]
        concept = kind().concept
        options = [(f"`{field.name}`", f"`{_default(field)}`", f"`{field.type}`") for field in dataclasses.fields(kind)]
        yield (
            f"solvers/{name}",
            f"# {name}\n\n"
            f"Finds: **{concept.name}** - {concept.definition}\n\n"
            f'Cite: {kind.reference}. On the command line: `--solver {name}`. In Python: `solvers["{name}"]()`.\n\n'
            f"{grid(('option', 'default', 'type'), options)}\n\n{_autodoc(kind.__module__)}",
        )


def concept_pages() -> Iterator[tuple[str, str]]:
    """Yield the glossary: every registered concept with its definition and who gave it."""
    entries = []
    for name in concepts:
        found: Any = concepts[name]
        concept = found if isinstance(found, Concept) else found(1.0)
        needs = "" if found is concept else f" It depends on {', '.join(inspect.signature(found).parameters)}."
        users = [f"[{s}](solvers/{s}.md)" for s in solvers if solvers[s]().concept.name == concept.name]
        found_by = f"\n\nFound by: {', '.join(users)}." if users else ""
        entries.append(
            f"({_anchor(name)})=\n## {name.replace('_', ' ')}\n\n"
            f"{concept.definition}{needs}\n\n*{concept.reference}*{found_by}\n\n"
            f"In the textbook, with an example by hand: {{ref}}`chapter-{name.replace('_', '-')}`.\n"
        )
    yield "concepts", "# Concepts\n\nEvery answer is judged by one of these definitions.\n\n" + "\n".join(entries)


def command_pages() -> Iterator[tuple[str, str]]:
    """Yield a page for every command, with the help it prints."""
    for name in cli.list_commands(click.Context(cli)):
        command = cli.get_command(click.Context(cli), name)
        context = click.Context(command, info_name=f"negsim {name}", max_content_width=100, terminal_width=100)
        yield f"commands/{name}", f"# negsim {name}\n\n```text\n{command.get_help(context)}\n```\n"


def module_pages() -> Iterator[tuple[str, str]]:
    """Yield a page for every module, but those that have a page of another kind."""
    for info in pkgutil.walk_packages(negsim.__path__, "negsim."):
        if (info.name == "negsim.solvers.base" or not info.name.startswith(PAGED)) and not _is_private(info.name):
            yield f"api/{info.name}", f"# {info.name}\n\n{_autodoc(info.name)}"


def _is_private(module: str) -> bool:
    return any(part.startswith("_") for part in module.split("."))


def _autodoc(module: str) -> str:
    return f"```{{eval-rst}}\n.. automodule:: {module}\n   :members:\n   :show-inheritance:\n```\n"


def _default(field: dataclasses.Field[Any]) -> str:
    return "required" if field.default is dataclasses.MISSING else repr(field.default)


def _anchor(name: str) -> str:
    return f"concept-{name}".replace("_", "-")
