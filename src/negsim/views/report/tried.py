"""What a report says of claims: each as its source makes it, tried over its range, with its verdict."""

from __future__ import annotations

from typing import Any

from negsim.studies.claims.record import HOLDS, Finding
from negsim.studies.overview import Overview
from negsim.studies.sentences.claims import told_claim, told_statement, told_verdict
from negsim.views.report.blocks import Section, Sheet, Words
from negsim.views.report.figures import picture
from negsim.views.tables.base import Cell, filled
from negsim.views.tables.scenario import cited
from negsim.views.wording import number

READING = (
    "What the sources assert, as movements that can be tried: one number rises, and another is watched over all "
    "answers. A claim that does not hold is told as such; no number was tuned for it. That a claim holds says that "
    "these formulas bear it out, not that it is true of the world."
)
TIPS = 3  # that are listed


def tried(found: Overview) -> Section:
    """Return the claims of a scenario with their verdicts.

    Parameters
    ----------
    found
        What was found about a scenario.
    """
    title = "What the sources claim"
    if not found.claims and not found.untried:
        return Section(id="claims", title=title, blocks=())
    counts = {
        verdict: sum(each.verdict == verdict for each in found.claims) for verdict in ("holds", "partly", "fails")
    }
    heading = f"{len(found.claims)} tried: " + ", ".join(f"{verdict} {many}" for verdict, many in counts.items())
    columns = ["claim", "what is said", "source", "tried as", "verdict", "breaks at", "tips at", "known scope"]
    table = filled(heading, columns, [_row(each) for each in found.claims], notes=[found.scenario.basis])
    told = tuple(told_claim(each) for each in found.claims if each.verdict != HOLDS or each.note)
    blocks: list[Any] = [Words(text=READING), Sheet(table=table, rows=None)]
    if found.claims:
        summary = f"{heading}. Each panel shows what a claim watches over the range of the number it moves."
        blocks += picture("claims", "claim_course", found.claims, summary)
    if told:
        blocks.append(Words(text="What does not hold everywhere, or needs a remark:", items=told))
    if found.untried:
        blocks.append(Words(text="Not tried:", items=tuple(f"{name}: {why}" for name, why in found.untried.items())))
    return Section(id="claims", title=title, blocks=tuple(blocks))


def _row(each: Finding) -> list[Cell]:
    tips = [number(tip) for tip in each.tips_at]
    return [
        each.claim.id,
        each.claim.says,
        cited(each.claim.sources),
        f"{told_statement(each)} (form {each.form}{', ' * bool(each.solver)}{each.solver})",
        told_verdict(each),
        "" if each.breaks_at is None else number(each.breaks_at),
        ", ".join(tips) if len(tips) <= TIPS else f"{len(tips)} values",
        each.claim.scope,
    ]
