"""Tables of two-level games: what bodies would ratify, and what needing more at home brings."""

from __future__ import annotations

import math

from negsim.studies.promises.tied_hands import TiedHands
from negsim.studies.promises.win_sets import TwoLevel
from negsim.views.tables.base import LABEL, Cell, Table, filled, table
from negsim.views.wording import number

POINTS = 11  # rows of a sweep


@table.register
def of_two_level(found: TwoLevel) -> Table:
    """List what each of those who must ratify would go along with, and the offer.

    Parameters
    ----------
    found
        What `negsim.studies.promises.win_sets.two_level` returned.
    """
    rows: list[list[Cell]] = [
        [each.name, len(each.ideals), each.threshold, each.low, each.high] for each in found.win_sets
    ]
    offer = f"offer: {number(found.agreement)}; status quo: {number(found.status_quo)}; ideal of the proposer: "
    stuck = "nothing that the proposer likes better than the status quo would be ratified" if found.stuck else ""
    return filled(
        "What would be ratified",
        ["by", "voters", "needed", "from", "to"],
        rows,
        notes=(offer + number(found.proposer), stuck, LABEL),
    )


@table.register
def of_tied_hands(found: TiedHands) -> Table:
    """List what a side gains and risks as it needs more at home.

    Parameters
    ----------
    found
        What `negsim.studies.promises.tied_hands.tied_hands` or `more_votes` returned.
    """
    last = len(found.needed) - 1
    shown = {round(last * k / (POINTS - 1)) for k in range(POINTS)} | {int(found.expected.argmax())}
    rows: list[list[Cell]] = [
        [
            float(found.needed[k]),
            None if math.isnan(found.share[k]) else float(found.share[k]),
            float(found.chance[k]),
            float(found.expected[k]),
            float(found.other[k]),
        ]
        for k in sorted(shown)
    ]
    most = f"{number(found.best)} votes" if found.unit == "votes" else f"a share of {number(found.best)}"
    return filled(
        "Needing more at home",
        [
            f"needed ({found.unit})",
            "share if agreed",
            "chance of agreement",
            "share expected",
            "the other side expects",
        ],
        rows,
        notes=(f"the share expected is largest at {most}: beyond that, needing more costs more", LABEL),
    )
