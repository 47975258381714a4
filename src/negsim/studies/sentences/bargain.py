"""What could be agreed in sentences: how much room there is, who could get what, and what the solutions single out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from negsim.games.talks.terms import worded
from negsim.studies.sentences.bargaining import no_change, solution_called, why_none
from negsim.studies.sentences.phrases import begun, joined, within

if TYPE_CHECKING:
    from negsim.studies.bargain import Bargain

FEW = 3  # places where the zone opens or closes that are told


def told_bargain(found: Bargain, names: Mapping[str, str]) -> list[str]:
    """Tell the zone of agreement, or why there is none, and what is singled out by which solution.

    Parameters
    ----------
    found
        What `negsim.studies.bargain.bargain` returned.
    names
        Label -> what to call it; the game's own name else.

    Returns
    -------
    list of str
        Sentences.
    """
    game, zone = found.game, found.zone
    if zone.empty:
        return [why_none(zone, names), *_opened(found)]
    known = {**game.names, **names}
    parties = [within(known.get(label, label)) for label in game.players]
    mixed = ", and lotteries or divisions between them" * game.lotteries
    reach = [f"{name} {low:.4g} to {high:.4g}" for name, low, high in zip(parties, zone.low, zone.high, strict=True)]
    without = [f"{name} {value:.4g}" for name, value in zip(parties, game.disagreement[0], strict=True)]
    return [
        f"In the zone of agreement are {zone.size:,} of {len(game.agreements):,} agreements{mixed}.",
        f"There, payoffs reach from {joined(reach)}; without agreement they are {joined(without)}.",
        *_opened(found),
        *_singled_out(found),
    ]


def _opened(found: Bargain) -> list[str]:
    """Tell the parameters that open or close the zone of agreement: the first few."""
    points = () if found.openings is None else found.openings.points[:FEW]
    return [begun(f"{point.sentence}.") for point in points]


def _singled_out(found: Bargain) -> list[str]:
    """Which agreement each solution singles out, those together that single out the same."""
    groups: dict[str, list[str]] = {}
    for name, solution in found.solutions.items():
        for row in solution:
            same = no_change(row)
            what = f"to go on {same}" if same else f"'{worded(found.game, solution.result, row.row)}'"
            paid = ", ".join(f"{value:.4g}" for value in row.payoffs.values())
            groups.setdefault(f"{what} ({paid})", []).append(solution_called(name))
    return [f"{what[0].upper()}{what[1:]} is singled out by: {joined(names)}." for what, names in groups.items()]
