"""Gambit's .efg: one extensive game, its tree node by node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from negsim.errors import FormatError, InvalidGame, NotApplicable
from negsim.formats._efg_reader import File
from negsim.formats._efg_tree import game_of
from negsim.formats._efg_writer import lines
from negsim.formats._gambit import Scanner, distinct, quoted
from negsim.formats.base import Format, formats, single
from negsim.games.base import Game
from negsim.games.extensive import ExtensiveGame

MOST_PLAYERS = 32_767  # a node names its player with 16 bits


@dataclass(frozen=True, kw_only=True)
class Efg(Format):
    """Read and write .efg files: trees with chance, information sets, and payoffs on the way or at the end.

    Payoffs on the way are added to those at the end. Names of nodes are not kept. Numbers are written so that they read
    back the same, but for probabilities of chance that sum to 1 only after rounding: Gambit asks for a sum of exactly
    1, so their last digits may change. Labels are written as they are; Gambit 17 refuses those that begin or end with
    blanks, or hold two in a row, or control characters.
    """

    suffix: ClassVar[str] = ".efg"
    reference: ClassVar[str] = "Savani and Turocy (2025), Gambit: the package for computation in game theory"

    def parse(self, text: str, name: str = "") -> ExtensiveGame:
        """Read the text of a file as a game; labels that are empty or there twice get numbers."""
        scan = Scanner(text, name or "<text>")
        title, players, comment = _prologue(scan)
        try:
            return game_of(File(scan), players, title, comment)
        except InvalidGame as fault:
            raise FormatError(f"{scan.name}: {' '.join(str(fault).splitlines())}") from None

    def text(self, game: Game) -> str:
        """Return the text of a file that holds the game."""
        if not isinstance(game, ExtensiveGame):
            raise NotApplicable(f".efg holds extensive games, not a {type(game).__name__}. Use .nfg instead.")
        single(game, ".efg")
        players = " ".join(map(quoted, game.players))
        head = f"EFG 2 R {quoted(game.title)} {{ {players} }}\n{quoted(game.comment)}\n\n"
        return head + "\n".join(lines(game)) + "\n"


formats("efg")(Efg())


def _prologue(scan: Scanner) -> tuple[str, tuple[str, ...], str]:
    for word, what in (("EFG", "a .efg file"), ("2", "version 2 of the format")):
        if scan.peek() != word:
            raise scan.fault(f"this is not {what}: it should begin with EFG 2")
        scan.take()
    if scan.take() not in ("R", "D"):
        raise scan.fault("expected R (rational) or D (decimal) after EFG 2")
    title = scan.quoted("the title")
    players = distinct(list(scan.listed("the name of a player")))
    if not 0 < len(players) <= MOST_PLAYERS:
        raise scan.fault(f"a game has 1 to {MOST_PLAYERS} players here, and this one {len(players)}")
    comment = scan.quoted("the comment") if scan.peek().startswith('"') else ""
    return title, players, comment
