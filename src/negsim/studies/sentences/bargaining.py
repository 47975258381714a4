"""An agreement in sentences: who agrees to what, and what each gets by it; or why there is none."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array
from negsim.games.results import Proposals
from negsim.games.talks.terms import CERTAIN, mean_level, settled, terms
from negsim.solvers.base import Row
from negsim.studies.regimes.agreements import is_new
from negsim.studies.sentences.phrases import NOTHING, amount, begun, joined, within
from negsim.studies.zone import Zone

MOVES = 8  # that are named
SURNAMES = {
    "nash_bargaining": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "raiffa": "Raiffa",
    "rubinstein": "Rubinstein",
}


def solution_called(solver: str) -> str:
    """Return what a solution of bargaining is called: "Nash", "egalitarian".

    Parameters
    ----------
    solver
        The name under which it is registered.
    """
    return SURNAMES.get(solver, solver.replace("_", " "))


def told_bargaining(row: Row, names: Mapping[str, str]) -> list[str]:
    """Tell what is agreed, and what each party gains by it.

    Parameters
    ----------
    row
        A row of a solution of bargaining games.
    names
        Label -> what to call it.

    Returns
    -------
    list of str
        Sentences.
    """
    game: BargainingGame = row.solution.game
    parties = [within(names.get(label, label)) for label in game.players]
    nothing = NOTHING * max(float(game.spread[row.item]), 1e-300)
    paid = np.array(list(row.payoffs.values()))
    gains = paid - game.disagreement[row.item]
    amounts = [f"{name} {amount(float(value), nothing)}" for name, value in zip(parties, paid, strict=True)]
    if isinstance(row.solution.result, Proposals):
        return told_offers_in_rounds(row, parties, amounts, agreed_on(row, names))
    terms_of = agreed_on(row, names)
    return [
        _settled_by(row, parties, gains, terms_of),
        f"Expected payoffs: {joined(amounts)}.",
        _gained(parties, gains, nothing),
    ]


def told_offers_in_rounds(row: Row, parties: list[str], amounts: list[str], terms_of: str) -> list[str]:
    """Tell the first offer and how likely it is accepted, and what would be offered in the round after it.

    Parameters
    ----------
    row
        A row of a solution by offers in rounds.
    parties, amounts
        What to call the parties, and what each expects.
    terms_of
        What is offered first.
    """
    result = row.solution.result.take(slice(row.row, row.row + 1))
    first, agreed = parties[int(result.proposer[0, 0])], float(result.agreed[0])
    answer = "which is accepted" if agreed >= CERTAIN else f"which is accepted with probability {agreed:.4g}"
    refused = [f"{name} {value:.4g}" for name, value in zip(parties, result.refused[0], strict=True)]
    said = [
        begun(f"{first} offers {terms_of}, {answer}."),
        f"Expected payoffs: {joined(amounts)}.",
        f"A refusal would leave {joined(refused)} in expectation.",
    ]
    if result.proposer.shape[1] > 1:
        second = parties[int(result.proposer[0, 1])]
        paid = [f"{name} {value:.4g}" for name, value in zip(parties, result.offered[0, 1], strict=True)]
        said.append(begun(f"{second} would then offer {joined(paid)}."))
    return said


def no_change(row: Row) -> str:
    """Return "as now" or "as without agreement" where what is agreed follows without agreement too; nothing else.

    Parameters
    ----------
    row
        A row of a solution of bargaining games.
    """
    game: BargainingGame = row.solution.game
    new = is_new(game)[row.item]
    for words, place in (("as now", game.status_quo), ("as without agreement", game.fallback)):
        if place is not None and not new[place] and list(row.agreement) == [game.agreements[place]]:
            return words
    return ""


def _settled_by(row: Row, parties: list[str], gains: Array, terms_of: str) -> str:
    """Say who agrees on what; where some can bind others, nobody is said to agree to a loss."""
    if no_change(row):
        return f"Nothing is agreed but to go on {no_change(row)}."
    game: BargainingGame = row.solution.game
    if game.rule is None or game.rule.is_unanimity or (gains >= 0).all():
        return begun(f"{joined(parties)} agree on {terms_of}.")
    willing = [party for party, gain in zip(parties, gains, strict=True) if gain >= 0]
    return begun(f"{joined(willing)} can bind all to {terms_of}.")


def _gained(parties: list[str], gains: Array, nothing: float) -> str:
    """Say what each gains or loses by an agreement."""
    parts = [
        f"{name} neither gains nor loses"
        if abs(gain) <= nothing
        else f"{name} {'gains' if gain > 0 else 'loses'} {abs(gain):.4g}"
        for name, gain in zip(parties, gains, strict=True)
    ]
    if (np.abs(gains) <= nothing).all():
        return "Nobody gains or loses by it."
    return f"Compared with no agreement, {joined(parts)}."


def agreed_on(row: Row, names: Mapping[str, str]) -> str:
    """Say what is agreed, after words such as "agree on".

    Parameters
    ----------
    row, names
        As for `told_bargaining`.
    """
    game: BargainingGame = row.solution.game
    lottery = row.agreement
    if game.sheet is None:
        parts = [f"'{names.get(label, label)}'" for label in lottery]
        if len(parts) == 1:
            return parts[0]
        return "a lottery: " + joined([f"{part} with {p:.4g}" for part, p in zip(parts, lottery.values(), strict=True)])
    said = dict(zip(game.sheet.options, zip(game.sheet.said, game.sheet.labels, strict=True), strict=True))
    parts = []
    for move, levels in terms(game, row.solution.result, row.row).items():
        (name, words), labels = said[move]
        if settled(levels):
            parts.append(f"'{name}': '{words[labels.index(settled(levels))]}'")
        elif game.sheet.numbers:
            parts.append(f"'{name}': {mean_level(game, move, levels):.4g} on average")
        else:
            mixed = [f"'{words[labels.index(level)]}' with {share:.4g}" for level, share in levels.items()]
            parts.append(f"'{name}': {joined(mixed)}")
    return "; ".join(parts[:MOVES]) + f"; and {len(parts) - MOVES} more" * (len(parts) > MOVES)


def why_none(zone: Zone, names: Mapping[str, str] = {}) -> str:
    """Say why nothing can be agreed: who would lose by what.

    Parameters
    ----------
    zone
        A zone of agreement; if it is not empty, there is nothing to say.
    names
        Label -> what to call it; the game's own name else.
    """
    game = zone.game
    known = {**game.names, **names}
    parties = [within(known.get(label, label)) for label in game.players]
    count = int(is_new(game)[zone.item].sum())
    if not zone.empty:
        return ""
    if zone.because == "nothing_listed":
        return "No agreement, because nothing is on the table but to go on as now."
    if zone.because == "some_lose_by_all":
        losers = joined([within(known.get(label, label)) for label in zone.refusers])
        first = f"No agreement, because {losers} would lose by every one of the {count:,} on the table."
    else:
        mixed = ", nor any lottery over them," * (zone.because == "above_frontier")
        counts = [f"{name} {some:,}" for name, some in zip(parties, zone.accepted, strict=True)]
        first = (
            f"No agreement, because none of the {count:,} on the table{mixed} is good enough for all whose consent it "
            f"takes; each by itself would accept: {joined(counts)}."
        )
    losing = [f"{name} would lose {loss:.4g}" for name, loss in zip(parties, zone.losses, strict=True) if loss > 0]
    nearest = game.agreements[zone.nearest]
    return f"{first} Nearest to it comes '{nearest}', by which {joined(losing)}."
