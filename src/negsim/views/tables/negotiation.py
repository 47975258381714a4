"""Tables of what a scenario says of bargaining: the agenda, issues, forms of a promise, and what keeps an agreement."""

from __future__ import annotations

from negsim.scenario.bargaining import (
    STATUS_QUO,
    Bargaining,
    Decision,
    Equilibrium,
    Linkage,
    Promises,
    Repetition,
    Talks,
)
from negsim.scenario.model import Scenario
from negsim.views.tables.base import Cell, Table, filled
from negsim.views.tables.formulas import by_actor, for_each


def negotiation(scenario: Scenario, block: Bargaining) -> tuple[Table, ...]:
    """Return the tables of the block ``games.bargaining``.

    Parameters
    ----------
    scenario
        What the file says.
    block
        The part of it that is about bargaining.
    """
    rows: list[list[Cell]] = [
        ["who negotiates", ", ".join(block.parties)],
        ["on the agenda", ", ".join(block.agenda)],
        ["off the agenda", ", ".join(_given(scenario, block))],
        ["without agreement", _disagreement(block)],
        ["lotteries", "can be agreed on" if block.lotteries else ""],
    ]
    rows += [
        [f"numbers of {move}", f"from {each.low:g} to {each.high:g} in steps of {each.step:g}"]
        for move, each in block.continuous.items()
    ]
    rows += [
        ["who must agree", _rule(block.decision, block.parties)],
        ["bargaining power", for_each(block.power)],
        *_talks(block.talks),
    ]
    rows += [
        [f"disagreement is worth to {actor}, which alone knows", f"from {low} to {high}"]
        for actor, (low, high) in block.resolve.items()
    ]
    found = (
        filled("On the table (bargaining form)", ["what", "how"], [row for row in rows if row[1]]),
        *_issues(block.linkage),
        *_promises(block.promises),
    )
    return tuple(part for part in found if part.rows)


def repetition(scenario: Scenario, block: Repetition) -> tuple[Table, ...]:
    """Return the table of the block ``games.repeated``.

    Parameters
    ----------
    scenario
        What the file says.
    block
        The part of it that is about keeping an agreement.
    """
    rows: list[list[Cell]] = [
        ["agreement", block.agreement],
        ["punishment", block.punishment],
        ["periods of punishment", "all that follow" if block.length is None else str(block.length)],
        ["worth of the next period today", by_actor(block.discount)],
        ["a violation is noticed with probability", str(block.detection)],
        ["periods before it can be punished", str(block.lag)],
    ]
    return (filled("An agreement that nobody enforces (repeated play)", ["what", "how"], rows),)


def _given(scenario: Scenario, block: Bargaining) -> list[str]:
    """The moves that are not negotiated, and where they stand."""
    return [
        f"{move.id} stands at {block.assuming.get(move.id, move.initial)}"
        for move in scenario.moves.values()
        if move.id not in block.agenda and move.actor
    ]


def _disagreement(block: Bargaining) -> str:
    told = block.disagreement
    if isinstance(told, Equilibrium):
        return f"an equilibrium of the {told.form} form"
    if isinstance(told, str):
        return "nothing on the agenda changes" if told == STATUS_QUO else f"the outcome {told}"
    return for_each(told)


def _rule(decision: Decision, parties: tuple[str, ...]) -> str:
    if decision == Decision():
        return "all"
    votes = {party: decision.votes.get(party, 1.0) for party in parties}
    quota = sum(votes.values()) if decision.quota is None else decision.quota
    counted = ", ".join(f"{party} {count:g}" for party, count in votes.items())
    needed = f"; nothing without {' and '.join(decision.veto)}" if decision.veto else ""
    return f"{quota:g} votes of {sum(votes.values()):g} ({counted}){needed}"


def _talks(talks: Talks | None) -> list[list[Cell]]:
    if talks is None:
        return []
    return [
        ["first offer", talks.first],
        ["offers", "without end" if talks.rounds is None else f"at most {talks.rounds}"],
        ["worth of a gain one round later", by_actor(talks.discount)],
        ["talks break down after a refusal", str(talks.breakdown) if talks.breakdown.text != "0" else ""],
        ["payoff of leaving instead of answering", for_each(talks.outside)],
    ]


def _issues(linkage: Linkage | None) -> tuple[Table, ...]:
    if linkage is None:
        return ()
    notes = (
        f"{linkage.unbundler} demands a package" if linkage.unbundler else "",
        f"besides, if issues are settled apart: {for_each(linkage.apart)}" if linkage.apart else "",
    )
    rows: list[list[Cell]] = [[issue, ", ".join(moves)] for issue, moves in linkage.issues.items()]
    return (filled("Issues", ["issue", "moves that settle it"], rows, notes=notes),)


def _promises(promises: Promises | None) -> tuple[Table, ...]:
    if promises is None:
        return ()
    columns = ["form", "what it is", "comes about", "taken back in a year", "worth a year", "cost, once"]
    rows: list[list[Cell]] = []
    for form in promises.forms.values():
        head = [form.id, form.name if form.name != form.id else "", str(form.adopted), str(form.revoked)]
        rows.append([*head, for_each(form.worth), for_each(form.cost)])
    bodies: list[list[Cell]] = [
        [form.id, body.name, str(body.voters), str(body.threshold), str(body.support), str(body.correlation)]
        for form in promises.forms.values()
        for body in form.bodies.values()
    ]
    notes = (
        f"{promises.chooser} proposes a form; discount rate a year: {promises.rate}",
        f"if no form is agreed: {for_each(promises.refused)}" if promises.refused else "",
    )
    heads = ["form", "ratified by", "voters", "must say yes", "chance that one does", "correlation"]
    return (
        filled("Forms of a promise", columns, rows, notes=notes),
        filled("Ratification", heads, bodies),
    )
