"""The program ``negsim``: finds its commands by their files, runs one, and turns errors into lines and exit codes."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from negsim import __version__
from negsim.cli.faults import INTERRUPTED, OK, report
from negsim.errors import suggestion

COMMANDS = Path(__file__).parent / "commands"
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")  # of linear algebra


class Commands(click.Group):
    """The files of a folder, one a command, each imported only when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the files."""
        return sorted(file.stem for file in COMMANDS.glob("*.py") if not file.stem.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the file of a command; None when there is no such file."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found: click.Command = importlib.import_module(f"negsim.cli.commands.{cmd_name}").command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first argument names; suggest the nearest when there is none."""
        names = self.list_commands(ctx)
        if not ctx.resilient_parsing and args[0] not in names and not args[0].startswith("-"):
            ctx.fail(f"unknown command '{args[0]}'{suggestion(args[0], names)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List every command with the first line of its file."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, first_line(name)) for name in self.list_commands(ctx)])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the name of a command without importing any."""
        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        return [CompletionItem(name, help=first_line(name)) for name in names] + click.Command.shell_complete(
            self, ctx, incomplete
        )


def first_line(command: str) -> str:
    """Return the first line of a command's file: what it does, in a sentence."""
    with (COMMANDS / f"{command}.py").open(encoding="utf-8") as file:
        return file.readline().strip().strip('"')


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="negsim", message="%(prog)s %(version)s")
def cli() -> None:
    """Simulate negotiations with game theory: one scenario file, seen through every lens.

    FILE is a scenario, a game file, the name of a shipped scenario, or - for standard input.

    Exit codes: 0 done; 1 a check answered no; 2 bad input; 3 no answer, or not every answer, and
    --require-complete was given; 70 a fault of negsim; 130 interrupted.
    """


def run() -> None:
    """Run the program and end the process: the entry point of ``negsim`` and of ``python -m negsim``."""
    for name in THREADS:  # our systems are small, and several threads take four times as long over them
        os.environ.setdefault(name, "1")
    code = main(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output has gone; keep the interpreter from complaining
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if code == INTERRUPTED:  # Python dies of the signal, whatever the code, if it came while text was being executed
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def main(args: list[str]) -> int:
    """Run one command line and return its exit code.

    Parameters
    ----------
    args
        The words after ``negsim``.
    """
    out = sys.stdout
    try:
        code = cli.main(args, prog_name="negsim", standalone_mode=False)
    except BaseException as error:
        if sys.stdout is not out:  # click puts a stand-in there when whoever reads our output has gone: no fault
            return OK
        if "--traceback" in args and not isinstance(error, (click.ClickException, click.Abort, SystemExit)):
            raise
        return report(error)
    return code if isinstance(code, int) else OK
