"""Gambit's .nfg: one strategic game with rational or decimal payoffs, in the payoff and in the outcome version."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.errors import FormatError, InvalidGame, NotApplicable
from negsim.formats._gambit import Scanner, distinct, number_text, quoted
from negsim.formats.base import Format, formats, single
from negsim.games.base import Array, Game
from negsim.games.strategic import StrategicGame, outcomes

VERSIONS = ("payoffs", "outcomes")
OUTCOME = re.compile(r'[\s,]*\{\s*"(?:[^"\\]|\\.)*"([^{}"]*)\}', re.DOTALL)
WORDS = re.compile(r"[^\s,]+")
PLAIN = re.compile(r"[\s,0-9.eE+-]*")

MOST_PLAYERS = 62  # an array has up to 64 axes


@dataclass(frozen=True, kw_only=True)
class Nfg(Format):
    """Read both versions of a .nfg file, and write the one asked for.

    Attributes
    ----------
    version
        What to write: ``"payoffs"`` lists the payoffs of every cell, ``"outcomes"`` names the outcomes first.
    """

    suffix: ClassVar[str] = ".nfg"
    reference: ClassVar[str] = "Savani and Turocy (2025), Gambit: the package for computation in game theory"

    version: str = "payoffs"

    def __post_init__(self) -> None:
        if self.version not in VERSIONS:
            raise NotApplicable(f"there is no version '{self.version}' of .nfg. Use one of {', '.join(VERSIONS)}.")

    def parse(self, text: str, name: str = "") -> StrategicGame:
        """Read the text of a file as a game; labels that are empty or there twice get numbers."""
        scan = Scanner(text, name or "<text>")
        title, players, strategies, comment = _prologue(scan)
        if not 0 < len(players) <= MOST_PLAYERS:
            raise FormatError(f"{scan.name}: a game has 1 to {MOST_PLAYERS} players here, and this one {len(players)}")
        shape = tuple(len(labels) for labels in strategies)
        cells = _cells(scan, len(players), math.prod(shape))
        payoffs = cells.T.reshape(len(players), *shape[::-1])
        payoffs = payoffs.transpose(0, *range(len(shape), 0, -1))[None]
        try:
            return StrategicGame(payoffs=payoffs, players=players, strategies=strategies, title=title, comment=comment)
        except InvalidGame as fault:
            raise FormatError(f"{scan.name}: {fault}") from None

    def text(self, game: Game) -> str:
        """Return the text of a file that holds the game; numbers are written so that they read back the same."""
        if not isinstance(game, StrategicGame):
            raise NotApplicable(f".nfg holds strategic games, not a {type(game).__name__}. Use .efg instead.")
        single(game, ".nfg")
        players = " ".join(map(quoted, game.players))
        strategies = "\n".join(f"{{ {' '.join(map(quoted, labels))} }}" for labels in game.strategies)
        head = f"NFG 1 R {quoted(game.title)} {{ {players} }}\n\n{{ {strategies}\n}}\n{quoted(game.comment)}\n\n"
        table = game.payoffs[0].transpose(0, *range(len(game.shape), 0, -1)).reshape(len(game.players), -1).T
        rows = [[number_text(x) for x in row] for row in table.tolist()]
        if self.version == "payoffs":
            return head + "\n".join(" ".join(row) for row in rows) + "\n"
        order = np.arange(len(rows)).reshape(game.shape).transpose().ravel()
        labels = outcomes(game)
        named = (f"{{ {quoted(' / '.join(labels[k]))} {', '.join(row)} }}" for k, row in zip(order, rows, strict=True))
        return head + "{\n" + "\n".join(named) + "\n}\n" + " ".join(str(k + 1) for k in range(len(rows))) + "\n"


formats("nfg")(Nfg())


def _prologue(scan: Scanner) -> tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...], str]:
    for word, what in (("NFG", "a .nfg file"), ("1", "version 1 of the format")):
        if scan.peek() != word:
            raise scan.fault(f"this is not {what}: it should begin with NFG 1")
        scan.take()
    if scan.take() not in ("R", "D"):
        raise scan.fault("expected R (rational) or D (decimal) after NFG 1")
    title = scan.quoted("the title")
    players = distinct(list(scan.listed("the name of a player")))
    strategies = tuple(_strategies(scan))
    if len(strategies) != len(players):
        raise scan.fault(f"{len(players)} players, and strategies for {len(strategies)}")
    comment = scan.quoted("the comment") if scan.peek().startswith('"') else ""
    return title, players, strategies, comment


def _strategies(scan: Scanner) -> Iterator[tuple[str, ...]]:
    """Read the labels of each player's strategies, or only how many there are."""
    scan.take("{")
    by_label = scan.peek() == "{"
    while scan.peek() != "}":
        if by_label:
            labels = distinct(list(scan.listed("the name of a strategy")))
        else:
            word = scan.take()
            if not word.isdecimal() or len(word) > 9:
                raise scan.fault(f"expected a number of strategies, found {word}")
            labels = tuple(str(k + 1) for k in range(min(int(word), len(scan.text))))  # no more than the file can hold
        if not labels:
            raise scan.fault("every player needs at least one strategy")
        yield labels
    scan.take("}")


def _cells(scan: Scanner, players: int, count: int) -> Array:
    """Shape (cell, player): the payoffs, the first player's strategy changing fastest."""
    if scan.peek() != "{":
        return _numbers(scan, players * count, f"payoffs of {players} players in {count} cells").reshape(count, players)
    table = _outcomes(scan, players)
    chosen = _numbers(scan, count, f"numbers of outcomes, one for each of {count} cells")
    if (chosen != np.round(chosen)).any() or chosen.min() < 0 or chosen.max() >= len(table):
        wrong = next(x for x in chosen if x != round(x) or not 0 <= x < len(table))
        raise scan.fault(f"there is no outcome {wrong:g}: they are numbered from 0 (nothing) to {len(table) - 1}")
    return table[chosen.astype(np.intp)]


def _outcomes(scan: Scanner, players: int) -> Array:
    """Shape (outcome, player): payoffs of the named outcomes, after those of outcome 0, which pays nothing."""
    rows = [[0.0] * players]
    scan.take("{")
    while match := OUTCOME.match(scan.text, scan.place):
        scan.start = scan.place = match.start(1)
        row = [scan.number(word[0], word.start()) for word in WORDS.finditer(scan.text, *match.span(1))]
        if len(row) != players:
            raise scan.fault(f"an outcome needs {players} payoffs, and this one has {len(row)}")
        rows.append(row)
        scan.place = match.end()
    if scan.peek() != "}":
        raise scan.fault('expected an outcome, such as { "name" 1, 2 }, or the closing brace of their list')
    scan.take("}")
    return np.array(rows)


def _numbers(scan: Scanner, count: int, what: str) -> Array:
    """Read the rest of the file as numbers."""
    scan.peek()
    if PLAIN.fullmatch(scan.text, scan.place):
        words = scan.text[scan.place :].replace(",", " ").split()
        try:
            if len(words) == count:
                return np.fromiter(map(float, words), np.float64, count)
        except ValueError:
            pass  # the slow way below finds the place
    places = WORDS.finditer(scan.text, scan.place)
    numbers = [scan.number(match[0], match.start()) for match in places]
    if len(numbers) != count:
        raise scan.fault(f"expected {count} {what}, found {len(numbers)}", len(scan.text.rstrip()))
    return np.array(numbers)
