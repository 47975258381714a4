"""Ways of linking issues, as plain dictionaries and lists."""

from __future__ import annotations

from typing import Any

from negsim.studies.linkage.compare import Linkage, Outcome

APART, PACKAGE = "issue by issue", "package"


def of_linkage(found: Linkage | None) -> list[dict[str, Any]]:
    """Return what each way of linking the issues leads to.

    Parameters
    ----------
    found
        What `negsim.studies.linkage.compare.linkage` returned for one game; nothing for None.
    """
    return [] if found is None else [_way(found, each) for each in found.outcomes]


def _way(found: Linkage, each: Outcome) -> dict[str, Any]:
    players = found.game.players
    names = {one.way.name for one in found.outcomes}

    def by_player(values: Any) -> dict[str, float]:
        return dict(zip(players, map(float, values), strict=True))

    told: dict[str, Any] = {
        "way": each.way.name,
        "tracks": [list(group) for group in each.way.groups],
        "free": each.way.free,
        "in_turn": each.way.in_turn,
        "agreement": each.agreement[0],
        "settled": [issue for issue, done in zip(found.issues, each.settled[0], strict=True) if done],
        "payoffs": by_player(each.total[0]),
        "apart": by_player(each.apart[0]),
        "gain": {other: by_player(found.gain(each.way.name, other)[0]) for other in (APART, PACKAGE) if other in names},
        "possible": bool(each.possible[0]),
        "accepted": bool(each.accepted[0]),
    }
    if found.unbundler:
        told["unbundles"] = bool(found.unbundles(each.way.name)[0])
    return told
