"""The table of a bargaining game: what could be agreed, what each party makes of it, and what follows otherwise."""

from __future__ import annotations

from negsim.games.bargaining import BargainingGame
from negsim.scenario.model import basis_of
from negsim.views.tables.agreements import named_by
from negsim.views.tables.base import Cell, Table, filled, table

MOST = 10_000  # agreements that are listed


@table.register
def of_bargaining(game: BargainingGame) -> Table:
    """List the agreements, what each party gets from them, and whether nobody loses by them.

    Parameters
    ----------
    game
        A batch of bargaining games, of which the first is shown.
    """
    size = len(game.agreements)
    rows: list[list[Cell]] = [["without agreement", *map(float, game.disagreement[0]), None]]
    for k in range(min(size, MOST)):
        label = game.agreements[k] + " (as now)" * (k == game.status_quo)
        rows.append([label, *map(float, game.payoffs[0, :, k]), bool(game.acceptable[0, k])])
    return filled(
        game.title or f"Bargaining of {len(game.players)} parties",
        ["agreement", *(f"payoff of {player}" for player in game.players), "acceptable"],
        rows,
        notes=[
            f"the first {MOST:,} of {size:,} agreements" if size > MOST else "",
            f"the first of {len(game):,} games" if len(game) > 1 else "",
            named_by(game),
            "parties may also agree on lotteries over these, or on divisions of what can be divided"
            if game.lotteries
            else "",
            rule_of(game),
            basis_of(game.comment),
        ],
    )


def rule_of(game: BargainingGame) -> str:
    """Say who must agree; nothing where all must.

    Parameters
    ----------
    game
        A bargaining game.
    """
    rule = game.rule
    if rule is None or rule.is_unanimity:
        return ""
    votes = ", ".join(f"{player} {count:g}" for player, count in zip(game.players, rule.votes, strict=True))
    veto = ", ".join(game.players[k] for k in rule.veto)
    alone = f"; nothing without {veto}" if veto else ""
    return f"to agree takes {rule.quota:g} votes of {sum(rule.votes):g} ({votes}){alone}"
