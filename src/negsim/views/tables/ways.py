"""Tables of ways from the status quo: to every equilibrium the shortest, or to some states every way."""

from __future__ import annotations

from collections.abc import Sequence

from negsim.scenario.model import basis_of
from negsim.studies.sanctions.board import Move
from negsim.studies.sentences.conflict_names import Words, called
from negsim.studies.status_quo import KINDS, Ways
from negsim.views.tables.base import Cell, Table, filled, table

READING = (
    "moves: the fewest, nobody moving twice in succession; improving: by moves alone each of which leaves whoever "
    "makes it better off; -: no way; (no gain): this move leaves whoever makes it no better off"
)


@table.register
def of_ways(found: Ways) -> Table:
    """List the states to be reached with the fewest moves to each, and a shortest way.

    Parameters
    ----------
    found
        What `negsim.studies.status_quo.ways` returned.
    """
    words, game = Words(found.game), found.game
    rows: list[list[Cell]] = []
    for state, concepts in found.goals.items():
        fewest = [found.shortest(state, kind) for kind in KINDS]
        moves = ["-" if way is None else str(len(way)) for way in fewest]
        way = fewest[1] if fewest[1] is not None else fewest[0]
        rows.append([game.states[state], ", ".join(concepts), *moves, told(words, way or ())])
    return filled(
        f"Ways from '{game.states[found.start]}'",
        ["to", "equilibrium under", "moves", "improving", "a shortest way"],
        rows,
        notes=(*summary(found), READING, basis_of(game.comment)),
    )


def every(found: Ways, state: int) -> Table:
    """List every way to a state: first those on which every move leaves whoever makes it better off.

    Parameters
    ----------
    found, state
        What `negsim.studies.status_quo.ways` returned, and one of its goals.
    """
    words = Words(found.game)
    improving, any_ = found.listed(state, "improvements"), found.listed(state, "any")
    others = [way for way in any_.ways if way not in improving.ways]
    rows = [[len(way), True, told(words, way)] for way in improving.ways]
    rows += [[len(way), False, told(words, way)] for way in others]
    extent = f"of at most {found.longest} move{'s' * (found.longest != 1)} that come to no state twice"
    whole = improving.complete and any_.complete
    return filled(
        f"Ways from {words.state(found.start)} to {words.state(state)}",
        ["moves", "improving", "way"],
        rows,
        notes=(
            f"these are all the ways {extent}" if whole else f"there are more ways {extent}; see --most and --longest",
            "improving: every move leaves whoever makes it better off; (no gain): this one does not",
            basis_of(found.game.comment),
        ),
    )


def told(words: Words, way: Sequence[Move]) -> str:
    """Write a way in one line: who changes what, one after the other, and whether to its own gain.

    Parameters
    ----------
    words, way
        The words of the conflict, and the moves.
    """
    parts = []
    for move in way:
        changes = ", ".join(f"{option}.{level}" for option, _, level in words.changes(move))
        gain = " (no gain)" * (not move.improves)
        parts.append(f"{words.players[move.player]}{gain}: {changes or words.game.states[move.target]}")
    return "; ".join(parts)


def summary(found: Ways) -> list[str]:
    """Say of how many goals the start is one, and how many can be reached by which moves.

    Parameters
    ----------
    found
        What `negsim.studies.status_quo.ways` returned.
    """
    if not found.goals:
        return ["There is no equilibrium to go to."]
    words = Words(found.game)
    here = found.goals.get(found.start)
    notes = [f"{words.state(found.start)} is itself an equilibrium under {called(here)}."] if here else []
    goals = [state for state in found.goals if state != found.start]
    counts = [int((found.distance(kind)[goals] > 0).sum()) if goals else 0 for kind in KINDS]
    if goals:
        notes.append(_reached(len(goals), *counts))
    return notes


def _reached(goals: int, ever: int, gaining: int) -> str:
    """Say how many states can be reached by any moves, and how many by improvements alone."""
    if goals == 1:
        how = "also by improvements alone" if gaining else "but not by improvements alone"
        return f"The other state listed can be reached, {how}." if ever else "The other state listed cannot be reached."
    many, some = ("all" if count == goals else f"{count:,}" if count else "none" for count in (ever, gaining))
    return f"Of the {goals:,} other states listed, {many} can be reached, {some} by improvements alone."
