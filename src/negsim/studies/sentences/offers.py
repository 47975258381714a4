"""An answer to a screening game in sentences: what is demanded round by round, and how talks end."""

from __future__ import annotations

from collections.abc import Mapping

from negsim.games.screening import ScreeningGame
from negsim.solvers.base import Row
from negsim.studies.sentences.phrases import joined

ROUNDS = 5  # that are told


def told_offers(row: Row, names: Mapping[str, str]) -> list[str]:
    """Tell the demands, who accepts them, and how likely talks break down.

    Parameters
    ----------
    row
        A row of a solution of screening games.
    names
        Label -> what to call it.

    Returns
    -------
    list of str
        Sentences.
    """
    game: ScreeningGame = row.solution.game
    part = row.solution.result.take(slice(row.row, row.row + 1))
    agreed = game.acceptance(part)[0]
    who, other = (names.get(label, label) for label in game.players)
    rounds = [
        f"In round {k + 1} {who} demands {demand:.4g} of what is at stake; {other} accepts if it would yield "
        f"{cutoff:.4g} or more (probability {share:.4g})."
        for k, (demand, cutoff, share) in enumerate(zip(part.demand[0], part.cutoff[0], agreed, strict=True))
    ]
    more = [f"{len(rounds) - ROUNDS} more rounds, with demands that fall."] if len(rounds) > ROUNDS else []
    amounts = [f"{name} {amount:.4g}" for name, amount in zip((who, other), row.payoffs.values(), strict=True)]
    return [
        f"Talks end in agreement with probability {agreed.sum():.4g} and break down with {1 - agreed.sum():.4g}.",
        f"Expected payoffs: {joined(amounts)}.",
        *rounds[:ROUNDS],
        *more,
    ]
