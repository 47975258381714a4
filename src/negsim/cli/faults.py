"""What the program says, and the code it ends with, when something goes wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

import click

import negsim.solvers
from negsim.errors import Fault, NegsimError, NotApplicable, ScenarioError, SolveError

OK, ANSWERED_NO, BAD_INPUT, INCOMPLETE, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 70, 130


def report(error: BaseException) -> int:
    """Write an error to standard error, in words, and return the exit code.

    Parameters
    ----------
    error
        Whatever a command raised.
    """
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else INTERNAL
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, ScenarioError):
        click.echo("\n".join(excerpt(fault) for fault in error.faults), err=True)
        return BAD_INPUT
    if isinstance(error, (NegsimError, OSError)):
        click.echo(f"negsim: {_words(error)}", err=True)
        return INCOMPLETE if isinstance(error, SolveError) else BAD_INPUT
    if isinstance(error, MemoryError):
        click.echo(f"negsim: not enough memory ({error}); ask for fewer points, or for a smaller game", err=True)
        return BAD_INPUT
    click.echo(
        f"negsim: internal error: {type(error).__name__}: {error}; run again with --traceback, and please report it",
        err=True,
    )
    return INTERNAL


def excerpt(fault: Fault) -> str:
    """Return a fault in one line, and below it the line of the file with a caret under the place.

    Parameters
    ----------
    fault
        One thing that is wrong in a file.
    """
    if not (fault.source.strip() and fault.line):
        return str(fault)
    start = max(fault.column - 1, 0)
    found = re.match(r"[\w.-]+", fault.source[start:])
    gutter = f"{fault.line:>5} | "
    line, start, width = _window(fault.source.rstrip(), start, len(found.group()) if found else 1)
    return f"{fault}\n{gutter}{line}\n{' ' * (len(gutter) - 2)}| {' ' * start}{'^' * width}"


def _window(line: str, start: int, width: int, room: int = 100) -> tuple[str, int, int]:
    """Cut a long line around the place, and replace what a terminal would act on."""
    cut = max(0, start - room // 2)
    shown = "".join(sign if sign.isprintable() else " " for sign in line[cut : cut + room])
    return shown, start - cut, max(1, min(width, len(shown) - (start - cut)))


def _words(error: BaseException) -> str:
    if isinstance(error, NotApplicable):
        return _typed(str(error))
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error)
    return str(error)


def _typed(message: str) -> str:
    """Name solvers and their options as they are typed in a shell.

    ``Use PureNash()`` becomes ``Use --solver pure_nash``, and ``FiniteHorizon(stages=20)`` becomes
    ``--solver finite_horizon -O stages=20``.
    """
    solvers = cast("Mapping[str, type[Any]]", negsim.solvers)  # read as a registry, so that --help needs no solver
    for name in solvers:
        kind = solvers[name]
        message = re.sub(rf"\b{kind.__name__}\(\)", f"--solver {name}", message)
        message = re.sub(rf"\b{kind.__name__}\((\w+=\w+)\)", rf"--solver {name} -O \1", message)
        message = re.sub(rf"\b{kind.__name__}\b", name, message)
    return message
