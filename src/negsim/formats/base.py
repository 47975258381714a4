"""A format turns game files into games, and games into files."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from negsim.errors import FormatError, NotApplicable
from negsim.games.base import Game
from negsim.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Format(ABC):
    """A game file format: a frozen value whose fields are its options.

    Attributes
    ----------
    suffix
        How the names of its files end, with the dot.
    reference
        Where the format is defined.
    """

    suffix: ClassVar[str]
    reference: ClassVar[str]

    @abstractmethod
    def parse(self, text: str, name: str = "") -> Game:
        """Read the text of a file as a game.

        Parameters
        ----------
        text
            The whole file.
        name
            The name of the file, for messages.

        Raises
        ------
        FormatError
            ``file:line:column: what is wrong``.
        """

    @abstractmethod
    def text(self, game: Game) -> str:
        """Return the text of a file that holds the game.

        Raises
        ------
        NotApplicable
            If the format cannot hold it.
        """

    def read(self, path: str | Path) -> Game:
        """Read a file.

        Parameters
        ----------
        path
            Where it is.
        """
        place = Path(path)
        try:
            text = place.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            raise FormatError(f"{place}: there is no such file") from None
        except UnicodeDecodeError as fault:
            raise FormatError(f"{place}: not a text file (byte {fault.start} is not UTF-8)") from None
        except OSError as fault:
            raise FormatError(f"{place}: {fault.strerror or fault}") from None
        return self.parse(text, str(place))

    def write(self, game: Game, path: str | Path) -> None:
        """Write a game to a file.

        Parameters
        ----------
        game
            What to write.
        path
            Where to.
        """
        Path(path).write_text(self.text(game), encoding="utf-8", newline="\n")


formats: Registry[Any] = Registry("format", "negsim.formats")
SCENARIO_SUFFIXES = ("", ".yaml", ".yml")  # known without a look at the formats, which takes a while


def of_path(path: str | Path) -> str | None:
    """Return the name of the format whose files end like this path, or None.

    Parameters
    ----------
    path
        A path, or only a name.
    """
    suffix = Path(path).suffix.lower()
    if suffix in SCENARIO_SUFFIXES:
        return None
    return next((name for name in formats if formats[name].suffix == suffix), None)


def single(game: Game, format_name: str) -> None:
    """Raise unless the batch holds one game.

    Parameters
    ----------
    game
        The batch.
    format_name
        For the message.

    Raises
    ------
    NotApplicable
        Naming the mend.
    """
    if len(game) != 1:
        raise NotApplicable(f"a {format_name} file holds one game, and this batch has {len(game)}. Use game.take([k]).")
