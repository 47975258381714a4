"""nashpy's two-player games: its objects to and from ours, and the line of Python that makes one."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from negsim.errors import FormatError, InvalidGame, NotApplicable
from negsim.formats.base import Format, formats, single
from negsim.games.base import Game
from negsim.games.strategic import StrategicGame


def to_nashpy(game: StrategicGame) -> Any:
    """Return the `nashpy.Game` with the payoffs of a two-player game; it carries no labels.

    Parameters
    ----------
    game
        One game of two players.
    """
    import nashpy

    return nashpy.Game(*map(np.array, _matrices(game)))


def from_nashpy(game: Any) -> StrategicGame:
    """Return the strategic game with the payoffs of a `nashpy.Game`.

    Parameters
    ----------
    game
        What `nashpy.Game(A, B)` makes.
    """
    return StrategicGame.bimatrix(*game.payoff_matrices)


@dataclass(frozen=True, kw_only=True)
class Nashpy(Format):
    """Read and write a Python file that makes a `nashpy.Game` from two payoff matrices; nothing in it is run."""

    suffix: ClassVar[str] = ".py"
    reference: ClassVar[str] = "Knight and Campbell (2018), Nashpy: a Python library for two-player games"

    def parse(self, text: str, name: str = "") -> StrategicGame:
        """Read the first ``Game([[...]], [[...]])`` of the file; one matrix alone makes a zero-sum game."""
        place = name or "<text>"
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
            line = f":{fault.lineno}:{fault.offset}" if isinstance(fault, SyntaxError) else ""
            raise FormatError(f"{place}{line}: this is not Python: {fault}") from None
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_game(node.func)]
        if not calls:
            raise FormatError(f"{place}: there is no Game([[...]], [[...]]) in it")
        where = f"{place}:{calls[0].lineno}:{calls[0].col_offset + 1}"
        try:
            first, *rest = (np.array(ast.literal_eval(node), float) for node in calls[0].args)
            second = rest[0] if rest else -first
            return StrategicGame.bimatrix(first, second)
        except (ValueError, TypeError, InvalidGame) as fault:
            raise FormatError(f"{where}: Game takes one or two matrices of numbers: {fault}") from None

    def text(self, game: Game) -> str:
        """Return Python that makes the game; labels stand in a comment, for nashpy has none."""
        game = _two_player(game)
        rows, columns = _matrices(game)
        about = [line for line in (game.title, game.comment) if line]
        about += [
            f"{player}: {', '.join(labels)}" for player, labels in zip(game.players, game.strategies, strict=True)
        ]
        comment = "\n".join("# " + "".join(c if c.isprintable() else " " for c in line) for line in about)
        return f"{comment}\nimport nashpy\n\ngame = nashpy.Game(\n    {rows},\n    {columns},\n)\n"


formats("nashpy")(Nashpy())


def _two_player(game: Game) -> StrategicGame:
    if not isinstance(game, StrategicGame) or len(game.players) != 2:
        raise NotApplicable("nashpy holds strategic games of 2 players. Use the format nfg for more.")
    single(game, "nashpy")
    return game


def _matrices(game: Game) -> Any:
    return _two_player(game).payoffs[0].tolist()


def _is_game(function: ast.expr) -> bool:
    return (isinstance(function, ast.Attribute) and function.attr == "Game") or (
        isinstance(function, ast.Name) and function.id == "Game"
    )
