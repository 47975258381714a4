"""The tables of robustness: shares of the assumed ranges, lens by lens, and one row a scenario."""

from __future__ import annotations

from collections.abc import Sequence

from negsim.studies.robustness.record import Robustness
from negsim.studies.sentences.robustness import CAUTION, percent, percents, told_instead, told_shares
from negsim.views.tables.base import Table, filled, table

OUTCOMES = 12  # of a lens that are listed


@table.register
def of_robustness(found: Robustness) -> Table:
    """Show how robust the conclusion of one scenario is: a row for each lens and outcome.

    Parameters
    ----------
    found
        What `negsim.robustness` returned.
    """
    rows = [
        (
            lens.lens or f"{lens.form}, {lens.solver}",
            share.outcome,
            percent(share.some),
            percents(share.interval),
            percent(share.every),
            "headline" if share.outcome in lens.headline else "",
        )
        for lens in found.lenses
        for share in lens.outcomes[:OUTCOMES]
    ]
    return filled(
        f"{found.scenario.title}\nShare of the assumed ranges in which each outcome is the likeliest of an answer",
        ("lens", "outcome", "of some answer", "95 % interval", "of every answer", "at the defaults"),
        rows,
        notes=(told_shares(found), told_instead(found), CAUTION, found.scenario.basis),
    )


def of_several(found: Sequence[Robustness]) -> Table:
    """Show one row a scenario: its headline, and in which share of the assumed ranges it holds.

    Parameters
    ----------
    found
        What `negsim.robustness` returned for each.
    """
    rows = [
        (
            each.scenario.id,
            each.form,
            each.solver,
            " or ".join(each.headline),
            percent(each.own.holds),
            percents(each.own.interval),
            percent(each.own.unsolved / each.own.points) if each.own.unsolved else "",
        )
        for each in found
    ]
    return filled(
        "Headlines, and the share of the assumed ranges in which each is the same",
        ("scenario", "form", "solver", "headline", "holds at", "95 % interval", "no answer at"),
        rows,
        notes=(CAUTION, *dict.fromkeys(each.scenario.basis for each in found)),
    )
