"""Ways from the status quo as plain dictionaries and lists: the JSON that the published schema describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from negsim import __version__
from negsim.scenario.model import Scenario, basis_of
from negsim.studies.sanctions.board import Move
from negsim.studies.sentences.conflict_names import Words
from negsim.studies.status_quo import KINDS, Kind, Ways
from negsim.views.records.answers import SCHEMA, of_scenario
from negsim.views.records.why import of_move

Ended = Sequence[Move] | None


def of_ways(
    found: Ways, scenario: Scenario | None = None, overrides: Sequence[str] = (), *, every: bool = False
) -> dict[str, Any]:
    """Return ways with all that is needed to find them again.

    Parameters
    ----------
    found
        What `negsim.studies.status_quo.ways` returned.
    scenario
        What they were found in; None when it was a game.
    overrides
        The names of the overrides that were applied to it.
    every
        Whether to list every way to each state, and not only a shortest one.
    """
    game = found.game
    return {
        "negsim": __version__,
        "schema": SCHEMA.format(name="ways"),
        "scenario": None if scenario is None else of_scenario(scenario, overrides),
        "form": "conflict",
        "start": game.states[found.start],
        "longest": found.longest,
        "most": found.most,
        "goals": [
            {
                "state": game.states[state],
                "number": state,
                "equilibrium": list(concepts),
                **{kind: _ways(found, state, kind, every) for kind in KINDS},
            }
            for state, concepts in found.goals.items()
        ],
        "label": basis_of(game.comment),
    }


def _ways(found: Ways, state: int, kind: Kind, every: bool) -> dict[str, Any]:
    words = Words(found.game)

    def way(moves: Ended) -> list[dict[str, Any]] | None:
        return None if moves is None else [of_move(words, move) for move in moves]

    shortest = found.shortest(state, kind)
    told = {"moves": None if shortest is None else len(shortest), "shortest": way(shortest)}
    if not every:
        return told
    listed = found.listed(state, kind)
    return {**told, "ways": [way(moves) for moves in listed.ways], "complete": listed.complete}
