"""Options that several commands share, and the kind of command that carries the options of all."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

import click

from negsim.cli.progress import Waiting, listen

F = TypeVar("F", bound=Callable[..., Any])


class Command(click.Command):
    """A command that also takes ``-q``, ``-v`` and ``--traceback``, and shows negsim's messages on standard error."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, listening to the messages of the library."""
        quiet, verbose = ctx.params.pop("quiet"), ctx.params.pop("verbose")
        ctx.params.pop("traceback")
        ctx.meta["negsim.quiet"] = quiet
        listen(-1 if quiet else verbose)
        counts_itself = ctx.command.name in ("sensitivity", "store", "sweep")
        with Waiting(f"negsim {ctx.info_name}", quiet or counts_itself) as waiting:
            ctx.meta["negsim.hush"] = waiting.hush
            return super().invoke(ctx)


def program(file_doc: str | None) -> Callable[[Callable[..., Any]], Command]:
    """Make a command of a function; its help is what its file says about itself.

    Parameters
    ----------
    file_doc
        The ``__doc__`` of the file.
    """

    def make(function: Callable[..., Any]) -> Command:
        name = function.__module__.rpartition(".")[2]
        words = inspect.cleandoc(file_doc or "").replace("\n\n$ ", "\n\n\b\n$ ")  # \b: click keeps these lines
        return click.command(name, cls=Command, help=words)(_loudness(function))

    return make


def stacked(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Join options into one decorator, shown in this order in the help."""

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


_loudness = stacked(
    click.option("-q", "--quiet", is_flag=True, help="No messages and no progress on standard error."),
    click.option("-v", "--verbose", count=True, help="More messages; -vv for all."),
    click.option("--traceback", is_flag=True, help="When something fails, show where in the program."),
)
