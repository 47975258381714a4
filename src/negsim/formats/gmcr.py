"""Conflicts as the public tool GMCR+ saves them: options that parties take or not, with statements or rankings.

A file is JSON: ``options`` with the direction in which each can change, ``decisionMakers`` with their options and
preferences, ``infeasibles``, patterns of options that cannot be. States are numbered from 1 as binary numbers, the
first option counting 1, the next 2, once the options of each decision maker stand together; here from 0, in that order.
Decision makers stay single players whatever coalitions a file names; `CoalitionStability` looks at those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from negsim.errors import FormatError, InvalidGame
from negsim.formats._gmcr_reader import Document, Party, Patterns, Place, document, meets
from negsim.formats._gmcr_writer import written
from negsim.formats.base import Format, formats
from negsim.games.base import Array, BoolArray, Game
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import OptionGraph
from negsim.games.sheet import Sheet

MAX_STATES = 2**20
MAX_WORK = 3_000_000_000  # states times entries of conditions
CHANGE = {"both": [[1, 1], [1, 1]], "fwd": [[1, 1], [0, 1]], "back": [[1, 0], [1, 1]]}


@dataclass(frozen=True, kw_only=True)
class Gmcr(Format):
    """Read and write conflicts of options that are taken or not, in the files of GMCR+."""

    suffix: ClassVar[str] = ".gmcr"
    reference: ClassVar[str] = "Kinsara, Petersons, Hipel and Kilgour (2015), the program GMCR+"

    def parse(self, text: str, name: str = "") -> ConflictGame:
        """Read the text of a file."""
        place = name or "<text>"
        found = document(text, place)
        try:
            return _game(found, place)
        except InvalidGame as fault:
            raise FormatError(f"{place}: {fault}") from None

    def text(self, game: Game) -> str:
        """Return the text of a file that holds the conflict."""
        return written(game)


formats("gmcr")(Gmcr())


def _game(found: Document, place: str) -> ConflictGame:
    order = [option for party in found.parties for option in party.options]
    column = {option: at for at, option in enumerate(order)}
    levels = _states(found, order, place)
    owner = np.repeat(np.arange(len(found.parties)), [len(party.options) for party in found.parties])
    names = _option_names(found, order)
    fields: dict[str, Any] = {
        "payoffs": np.stack([_payoffs(party, levels, column) for party in found.parties])[None],
        "perceived": _perceived(found, levels, column),
        "states": tuple("".join("NY"[taken] for taken in row) for row in levels),
        "start": 0,
    }
    if found.more is not None:
        levels, fields = _as_written(found.more, levels, fields)
    return ConflictGame(
        **fields,
        graph=OptionGraph(
            levels=levels,
            owner=owner,
            change=np.array([CHANGE[found.options[option][1]] for option in order], bool),
            parties=len(found.parties),
        ),
        players=tuple(party.name for party in found.parties),
        sheet=Sheet(
            options=names,
            owner=owner,
            labels=(("no", "yes"),) * len(order),
            said=tuple((name, ("no", "yes")) for name in names),
            levels=levels,
        ),
    )


def _states(found: Document, order: list[int], place: str) -> NDArray[np.int16]:
    """Shape (state, option in order). Options are added from the last to the first, so that the first varies fastest.

    A pattern strikes as soon as all its options are there, so that few states are held at a time.
    """
    patterns = [pattern for condition in found.infeasible for pattern in condition]
    levels = np.zeros((1, 0), np.int16)
    there: list[int] = []
    for option in reversed(order):
        there.insert(0, option)
        levels = np.column_stack([np.tile(np.array([0, 1], np.int16), len(levels)), np.repeat(levels, 2, axis=0)])
        column = {each: at for at, each in enumerate(there)}
        out = [pattern for pattern in patterns if option in pattern and pattern.keys() <= column.keys()]
        levels = levels[~meets(levels, column, out)]
        if len(levels) > MAX_STATES or len(levels) * found.size > MAX_WORK:
            told = f"more than {MAX_STATES:,} states, or too many conditions on them"
            raise FormatError(f"{place}: {told}; rule out more by infeasibles")
    if not len(levels) or any(not pattern for pattern in patterns):
        raise FormatError(f"{place}: infeasibles: they leave no state")
    return levels


def _payoffs(party: Party, levels: NDArray[np.int16], column: dict[int, int]) -> Array:
    """The rank of each state, 1 for the worst; or the numbers that the file gives besides, if they rank alike."""
    if party.ranking is not None:
        worth = _ranked(party.ranking, len(levels))
    else:
        worth = np.zeros(len(levels), np.int64)
        for wanted in party.wanted:  # dense ranks, so that numbers stay small however many statements there are
            worth = np.unique(2 * worth + meets(levels, column, wanted), return_inverse=True)[1]
        worth = worth + 1
    given = party.payoffs.value if party.payoffs is not None else None
    if isinstance(given, list) and len(given) == len(levels) and all(type(number) in (int, float) for number in given):
        numbers = np.array(given, np.float64)
        if np.array_equal(np.unique(numbers, return_inverse=True)[1], np.unique(worth, return_inverse=True)[1]):
            return numbers
    return worth.astype(np.float64)


def _ranked(ranking: Place, states: int) -> NDArray[np.int64]:
    worth = np.zeros(states, np.int64)
    for at, place in enumerate(ranking.items()):
        for each in place.items() if isinstance(place.value, list) else [place]:
            state = each.number(states, "a state", first=1)
            if worth[state]:
                raise each.fault(f"the state {state + 1} is there twice")
            worth[state] = states - at
    if not worth.all():
        raise ranking.fault(f"the state {int(worth.argmin()) + 1} is not in the ranking")
    return worth


def _perceived(found: Document, levels: NDArray[np.int16], column: dict[int, int]) -> BoolArray | None:
    if not any(party.unseen for party in found.parties):
        return None
    unseen: list[Patterns] = [[pattern for each in party.unseen for pattern in each] for party in found.parties]
    return np.stack([~meets(levels, column, condition) for condition in unseen])


def _option_names(found: Document, order: list[int]) -> tuple[str, ...]:
    """The options' names; with the party's where two have the same."""
    owners = [party.name for party in found.parties for _ in party.options]
    names = [found.options[option][0] for option in order]
    if len(set(names)) < len(names):
        names = [f"{owner}: {name}" for owner, name in zip(owners, names, strict=True)]
    return tuple(name if names.count(name) == 1 else f"{name} ({at + 1})" for at, name in enumerate(names))


def _as_written(
    more: Place, levels: NDArray[np.int16], fields: dict[str, Any]
) -> tuple[NDArray[np.int16], dict[str, Any]]:
    """Bring back what the format cannot hold and negsim adds: the states' order and labels, the status quo, texts."""
    labels = [each.text() for each in more.field("states").items()]
    numbers = [each.number(len(levels), "a state", first=1) for each in more.field("numbers").items()]
    if len(labels) != len(levels) or sorted(numbers) != list(range(len(levels))):
        raise more.fault(f"should hold a label and a number for each of the {len(levels)} states")
    seen = fields["perceived"]
    return levels[numbers], {
        "payoffs": fields["payoffs"][:, :, numbers],
        "perceived": None if seen is None else seen[:, numbers],
        "states": tuple(labels),
        "start": more.field("start").number(len(levels), "a state", first=1),
        "title": str(more.field("title").value),
        "comment": str(more.field("comment").value),
    }
