"""Conflicts as JSON: the graph as pairs of states or as options, payoffs, and what is known besides.

Besides the keys of every form: ``states`` (labels), ``start`` (a number, from 0), ``payoffs[conflict][player][state]``;
``moves``, one list of pairs [from, to] a player, or ``options``: ``levels[state][option]``, ``owner[option]`` and
``change[option][level][level]``; where known ``degrees``, ``perceived``, ``names`` and ``sheet``. NaN is null.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.errors import FormatError, InvalidGame, NotApplicable
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import ArcGraph, Graph, OptionGraph
from negsim.games.sheet import Sheet

MAX_NUMBERS = 20_000_000


def conflict_record(game: ConflictGame) -> dict[str, Any]:
    """Return what a file of a batch of conflicts holds, besides its schema and form.

    Parameters
    ----------
    game
        What to write.

    Raises
    ------
    NotApplicable
        If it is too large for a text.
    """
    graph = game.graph
    size = graph.levels.size if isinstance(graph, OptionGraph) else sum(map(graph.count, range(graph.players)))
    if size + game.payoffs.size + (0 if game.degrees is None else game.degrees.size) > MAX_NUMBERS:
        raise NotApplicable(f"this conflict has over {MAX_NUMBERS:,} numbers to write. Use game.take([k]) for a part.")
    return {
        "title": game.title,
        "comment": game.comment,
        "players": game.players,
        "states": game.states,
        "start": game.start,
        "payoffs": game.payoffs.tolist(),
        **_graph_record(graph),
        **({} if game.degrees is None else {"degrees": _nulls(game.degrees.tolist())}),
        **({} if game.perceived is None else {"perceived": game.perceived.tolist()}),
        **({"names": dict(game.names)} if game.names else {}),
        **({} if game.sheet is None else {"sheet": _sheet_record(game.sheet)}),
    }


def conflict_of(record: dict[str, Any], place: str) -> ConflictGame:
    """Return the conflicts that a file holds.

    Parameters
    ----------
    record
        The object.
    place
        For messages.

    Raises
    ------
    FormatError
        If something is missing or does not fit.
    """
    try:
        "".join((*record["players"], *record["states"])).encode()  # labels are text that can be written again
        graph = _graph(record, len(record["players"]), len(record["states"]))
        return ConflictGame(
            payoffs=np.array(record["payoffs"], np.float64),
            graph=graph,
            players=tuple(record["players"]),
            states=tuple(record["states"]),
            start=_whole(record.get("start", 0)),
            degrees=None if "degrees" not in record else np.array(record["degrees"], np.float64),
            perceived=None if "perceived" not in record else np.array(record["perceived"], np.bool_),
            sheet=None if "sheet" not in record else _sheet(record["sheet"], len(record["states"])),
            title=str(record.get("title", "")),
            comment=str(record.get("comment", "")),
            names={str(key): str(name) for key, name in record.get("names", {}).items()},
        )
    except KeyError as fault:
        raise FormatError(f"{place}: {fault.args[0]} is missing") from None
    except (InvalidGame, TypeError, ValueError, IndexError, AttributeError, OverflowError) as fault:
        raise FormatError(f"{place}: this makes no conflict: {fault}") from None


def _graph_record(graph: Graph) -> dict[str, Any]:
    if isinstance(graph, OptionGraph):
        levels, owner, change = graph.levels.tolist(), graph.owner.tolist(), graph.change.astype(int).tolist()
        return {"options": {"levels": levels, "owner": owner, "change": change}}
    return {"moves": [np.transpose(graph.arcs(player)).tolist() for player in range(graph.players)]}


def _graph(record: dict[str, Any], players: int, states: int) -> Graph:
    if "options" not in record:
        moves = [np.array(pairs, np.intp).reshape(-1, 2) for pairs in record["moves"]]
        return ArcGraph(states, [(pairs[:, 0], pairs[:, 1]) for pairs in moves])
    told = record["options"]
    levels, owner = np.array(told["levels"], np.int16), np.array(told["owner"], np.intp)
    change = np.array(told["change"], np.bool_)
    if levels.shape != (states, len(owner)) or change.shape != (len(owner), *change.shape[1:2] * 2):
        raise InvalidGame(
            f"options need levels of {states} states and {len(owner)} options, and changes between levels"
        )
    if levels.min(initial=0) < 0 or levels.max(initial=0) >= change.shape[1] or len(np.unique(levels, axis=0)) < states:
        raise InvalidGame("options need levels that are told apart, from 0 on, and a change for each")
    if owner.min(initial=0) < 0 or owner.max(initial=0) >= players:
        raise InvalidGame("every option needs one of the players as its owner")
    return OptionGraph(levels=levels, owner=owner, change=change, parties=players)


def _sheet_record(sheet: Sheet) -> dict[str, Any]:
    return {
        "options": sheet.options,
        "owner": sheet.owner.tolist(),
        "labels": sheet.labels,
        "said": sheet.said,
        "levels": sheet.levels.tolist(),
    }


def _sheet(told: dict[str, Any], states: int) -> Sheet:
    sheet = Sheet(
        options=tuple(map(str, told["options"])),
        owner=np.array(told["owner"], np.intp),
        labels=tuple(tuple(map(str, row)) for row in told["labels"]),
        said=tuple((str(name), tuple(map(str, levels))) for name, levels in told["said"]),
        levels=np.array(told["levels"], np.int16),
    )
    count = len(sheet.options)
    if sheet.levels.shape != (states, count) or not len(sheet.owner) == len(sheet.labels) == len(sheet.said) == count:
        raise InvalidGame(f"the sheet needs {count} owners, labels and names, and levels for {states} states")
    return sheet


def _nulls(value: Any) -> Any:
    """Nested lists with None for NaN, which JSON does not know."""
    if isinstance(value, list):
        return [_nulls(item) for item in value]
    return None if value != value else value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidGame("start should be the number of a state, from 0")
    return value
