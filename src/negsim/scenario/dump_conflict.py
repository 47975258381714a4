"""Write orders of preference, and the block ``games.conflict``, as a scenario file holds them."""

from __future__ import annotations

from typing import Any

from negsim.scenario.conflicts import Conflict
from negsim.scenario.preferences import Preference, Ranking, Statements, Weights
from negsim.scenario.record import plain


def preference_contents(preference: Preference) -> dict[str, Any]:
    """Return an order of preference as plain data.

    Parameters
    ----------
    preference
        Payoffs of one actor.
    """
    match preference:
        case Statements(statements=statements):
            return {"statements": [each.text for each in statements]}
        case Weights(conditions=conditions, weights=weights):
            return {"weights": {c.text: weight.text for c, weight in zip(conditions, weights, strict=True)}}
        case Ranking(places=places):
            texts = [[entry.text for entry in place] for place in places]
            return {"ranking": [place[0] if len(place) == 1 else place for place in texts]}


def conflict_contents(block: Conflict) -> dict[str, Any]:
    """Return the block ``games.conflict`` as plain data.

    Parameters
    ----------
    block
        What the file said.
    """
    found = {
        "irreversible": list(block.irreversible),
        "coalesce": {label: condition.text for label, condition in block.coalesce.items()},
        "unseen": {actor: [each.text for each in conditions] for actor, conditions in block.unseen.items()},
        "start": block.start,
        "solver": plain(block.solver),
    }
    return {name: value for name, value in found.items() if value}
