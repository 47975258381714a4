"""What a command reads: a scenario or game file, with named overrides and set parameters."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click
from click.shell_completion import CompletionItem

from negsim.cli.options import stacked
from negsim.errors import Fault, NotApplicable, ScenarioError
from negsim.formats.base import Format, formats, of_path
from negsim.games.base import Game
from negsim.scenario.files import shipped
from negsim.scenario.load import load, load_text
from negsim.scenario.model import Scenario


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file as the user named it, and what to change in it.

    Attributes
    ----------
    file
        A path, the name of a shipped scenario, or ``-`` for standard input.
    overrides
        Names of overrides of the scenario, in order.
    settings
        Parameter -> value as typed.
    """

    file: str
    overrides: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()

    def read(self) -> Scenario | Game:
        """Read the file, whatever it holds."""
        if self.file == "-":
            return self._piped(_standard_input())
        kind = of_path(self.file)
        if kind is None:
            return self.scenario()
        self._unchanged(self.file)
        reader: Format = formats[kind]
        return reader.read(self.file)

    def _piped(self, text: str) -> Scenario | Game:
        """Read what is piped in: a game of Gambit's, which begins with its kind and version, or else a scenario."""
        kind = GAMBIT.get(text.lstrip("\ufeff \t\r\n")[:4])
        if kind is None:
            return load_text(text, name="<stdin>", overrides=self.overrides, values=dict(self.settings))
        self._unchanged("what is piped in")
        reader: Format = formats[kind]
        return reader.parse(text, "<stdin>")

    def _unchanged(self, what: str) -> None:
        """Refuse changes to a game."""
        if self.overrides or self.settings:
            raise NotApplicable(
                f"{what} is a game: it has no overrides and no parameters to set; they belong to scenarios"
            )

    def scenario(self) -> Scenario:
        """Read the file as a scenario."""
        values = dict(self.settings)
        if self.file == "-":
            return load_text(_standard_input(), name="<stdin>", overrides=self.overrides, values=values)
        if of_path(self.file) is not None:
            raise NotApplicable(f"{self.file} is a game file, and this command needs a scenario")
        return load(self.file, overrides=self.overrides, values=values)


GAMBIT = {"EFG ": "efg", "NFG ": "nfg"}  # how its files begin, and their format here


def assignment(text: str, what: str) -> tuple[str, str]:
    """Split ``name=value``.

    Parameters
    ----------
    text
        As typed.
    what
        An example, for the message.
    """
    name, sign, value = text.partition("=")
    if not (sign and name.strip() and value.strip()):
        raise click.BadParameter(f"{text!r} is not NAME=VALUE, such as {what}")
    return name.strip(), value.strip()


def _settings(ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(assignment(text, "audience_cost_R=3") for text in texts)


def complete_file(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a shipped scenario, or of a file."""
    names = [name for name in shipped() if name.startswith(incomplete)]
    return [*(CompletionItem(name) for name in names), CompletionItem(incomplete, type="file")]


def _standard_input() -> str:
    """The text piped in; a byte order mark and Windows line ends are the loader's to remove."""
    data = sys.stdin.buffer.read()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise ScenarioError([Fault(message="this is not text in UTF-8", file="<stdin>", line=line)]) from None


change_options = stacked(
    click.option(
        "-S", "--set", "settings", multiple=True, metavar="NAME=VALUE", callback=_settings, help="Set a parameter."
    ),
    click.option(
        "--override", "overrides", multiple=True, metavar="NAME", help="Apply a named override; repeat for more."
    ),
)


def source_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add FILE, ``--set`` and ``--override`` to a command, which receives them as `source`."""

    @click.argument("file", shell_complete=complete_file)
    @change_options
    @functools.wraps(function)
    def wrapper(*, file: str, settings: tuple[tuple[str, str], ...], overrides: tuple[str, ...], **rest: Any) -> Any:
        return function(source=Source(file=file, overrides=overrides, settings=settings), **rest)

    return wrapper
