"""The table of linkage: what each way of dealing with the issues leads to, and what it gains or costs each party."""

from __future__ import annotations

from dataclasses import replace

from negsim.scenario.model import basis_of
from negsim.studies.linkage.compare import Linkage, Outcome
from negsim.views.tables.about import solver_name
from negsim.views.tables.agreements import named_by
from negsim.views.tables.base import Cell, Table, filled, table

APART = "issue by issue"
WIDE = 40  # characters of names of ways in a row
NEAR = 1e-9  # of the payoffs: differences this small count as none


@table.register
def of_linkage(found: Linkage) -> Table:
    """List the ways of dealing with the issues: what is agreed, what each gets, and what that gains over one by one.

    Parameters
    ----------
    found
        What `negsim.studies.linkage.compare.linkage` returned; of several games, the first is shown.
    """
    game = found.game
    parted = any(each.way.name == APART for each in found.outcomes)
    rows: list[list[Cell]] = []
    for each in found.outcomes:
        gain = found.gain(each.way.name)[0] if parted and each.way.name != APART else [None] * len(game.players)
        rows.append(
            [
                each.way.name,
                _divided(found, each) if game.lotteries else each.agreement[0],
                *map(float, each.total[0]),
                *(None if value is None else float(value) for value in gain),
                _remark(found, each),
            ]
        )
    heads = [f"payoff of {player}" for player in game.players]
    gains = [f"{player} gains" for player in game.players]
    return filled(
        "Ways of linking the issues",
        ["way", "issues divided" if game.lotteries else "agreement", *heads, *gains, "remark"],
        rows,
        notes=(
            f"issues: {', '.join(found.issues)}; settled by {solver_name(found.solver)}",
            f"gains are over settling the issues one by one ({APART})" if parted else found.note,
            _apart(found),
            unbundling(found),
            "" if game.lotteries else named_by(game),
            basis_of(game.comment),
        ),
    )


def distinct(found: Linkage) -> Table:
    """List what the ways lead to once each: ways that lead to the same stand in one row.

    Parameters
    ----------
    found
        As for `of_linkage`.
    """
    every = of_linkage(found)
    place = every.columns.index("way")
    groups: dict[tuple[Cell, ...], list[str]] = {}
    for each in found.outcomes:
        paid = tuple(round(float(value), 9) for value in each.total[0])
        groups.setdefault((each.agreement[0], *paid, bool(each.possible[0])), []).append(each.way.name)
    firsts = {names[0]: names for names in groups.values()}
    rows = tuple((_shortly(firsts[str(row[place])]), *row[place + 1 :]) for row in every.rows if row[place] in firsts)
    return replace(every, rows=rows)


def _shortly(names: list[str]) -> str:
    """Name the first ways, as many as fit, and say how many more there are."""
    shown = names[:1]
    for name in names[1:]:
        if len("; ".join([*shown, name])) > WIDE:
            break
        shown.append(name)
    more = len(names) - len(shown)
    return "; ".join(shown) + f"; {more} more" * (more > 0)


def _remark(found: Linkage, each: Outcome) -> str:
    """Say what is wrong with a way: that it does not fit together, or that somebody had rather agree on nothing."""
    if not each.possible[0]:
        return "does not fit together"
    game = found.game
    near = NEAR * max(float(game.spread[0]), float(abs(each.apart[0]).max()))
    return "below no agreement" if (each.total[0] < game.disagreement[0] - near).any() else ""


def _divided(found: Linkage, each: Outcome) -> str:
    """Which issues are settled otherwise than they stand."""
    settled = [issue for issue, done in zip(found.issues, each.settled[0], strict=True) if done]
    return "all" if len(settled) == len(found.issues) else ", ".join(settled) or "none"


def unbundling(found: Linkage) -> str:
    """Say whether the party that demands a package would rather take it apart; nothing if nobody demands one.

    Parameters
    ----------
    found
        Ways of linking issues.
    """
    if not found.unbundler or not any(each.way.name == APART for each in found.outcomes):
        return ""
    name = found.game.names.get(found.unbundler, found.unbundler)
    margin = float(found.gain(APART, "package")[0, found.game.players.index(found.unbundler)])
    if found.unbundles()[0]:
        return f"{name} would rather take the package apart: that is worth {margin:.4g} more to it than the package"
    return f"{name} would rather keep the package: taking it apart is worth {-margin:.4g} less to it"


def _apart(found: Linkage) -> str:
    """Say what each gets besides where issues are settled apart."""
    for each in found.outcomes:
        if each.apart[0].any():
            told = [f"{player} {value:.4g}" for player, value in zip(found.game.players, each.apart[0], strict=True)]
            return f"payoffs count what each gets besides if issues are settled apart: {', '.join(told)}"
    return ""
