"""What a report says of lenses beside each other: what each predicts, where they agree, and why they differ."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from negsim.studies.compare.comparison import Comparison
from negsim.studies.compare.differences import differences
from negsim.studies.overview import Overview
from negsim.views.report.blocks import Heading, Section, Sheet, Words
from negsim.views.report.figures import OUTCOMES, of_lenses
from negsim.views.tables.compare import of_comparison, of_outcomes, telling

ASKED = 4  # of these, those over which it is told why lenses differ


def compared(found: Overview) -> Section:
    """Return what every lens predicts, and why lenses differ.

    Parameters
    ----------
    found
        What was found about a scenario.
    """
    both = found.comparison
    if both is None or not both.lenses:
        return Section(id="compared", title="Where lenses agree and differ", blocks=())
    blocks: list[Any] = [
        Words(text="A number such as #1 stands for an outcome of the second table."),
        Sheet(table=replace(of_comparison(both), title="Lenses, and what each predicts"), rows=None),
        Sheet(table=of_outcomes(both), rows=OUTCOMES),
        *of_lenses(found),
    ]
    told = reasons(both)
    if told:
        blocks += [Heading(text="Why lenses differ"), *told]
    if both.left_out:
        why = tuple(": ".join(filter(None, (each.form, each.solver, each.why))) for each in both.left_out)
        blocks += [Heading(text="Lenses that do not apply"), Words(items=why)]
    return Section(id="compared", title="Where lenses agree and differ", blocks=tuple(blocks))


def reasons(both: Comparison) -> list[Words]:
    """Return why lenses differ over the outcomes that most of them predict.

    Parameters
    ----------
    both
        One scenario through every lens.
    """
    told = []
    for place, outcome in enumerate(both.outcomes[:ASKED], 1):
        because = tuple(each.because for each in telling(differences(outcome, both.judging), both.judging))
        if because:
            told.append(Words(text=f"#{place}, {outcome}:", items=because))
    if len(both.outcomes) > ASKED:
        told.append(Words(text=f"Over the first {ASKED} outcomes; 'negsim compare' tells all.", small=True))
    return told
