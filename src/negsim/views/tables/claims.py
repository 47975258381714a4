"""The tables of claims: the verdict of each, and which facts are tried in which scenarios."""

from __future__ import annotations

from collections.abc import Sequence

from negsim.studies.claims.record import PARTLY, Finding
from negsim.views.tables.base import LABEL, Table, table
from negsim.views.wording import number

SIGNS = {"increasing": "rises", "decreasing": "falls", "constant": "stays"}


@table.register
def of_finding(finding: Finding) -> Table:
    """Show one claim.

    Parameters
    ----------
    finding
        What was found of it.
    """
    return of_findings((finding,))


def of_findings(found: Sequence[Finding]) -> Table:
    """List claims with their verdicts, in the order in which they were tried.

    Parameters
    ----------
    found
        What `negsim.claims` returned.
    """
    rows = tuple(
        (
            finding.claim.id,
            finding.scenario,
            finding.form,
            f"{finding.claim.quantity} {SIGNS[finding.claim.sign]} as {moved(finding)}",
            verdict(finding),
            "" if finding.breaks_at is None else number(finding.breaks_at),
            ", ".join(number(tip) for tip in finding.tips_at),
        )
        for finding in found
    )
    notes = [f"{finding.claim.id} ({finding.scenario}): {finding.note}" for finding in found if finding.note]
    return Table(
        title=f"{len(found)} claim{'s' * (len(found) != 1)}",
        columns=("claim", "scenario", "form", "statement", "verdict", "breaks at", "tips at"),
        rows=rows,
        notes=(*notes, LABEL),
    )


def moved(finding: Finding) -> str:
    """Return which parameters move, and from where to where.

    Parameters
    ----------
    finding
        Of a claim.
    """
    ends = finding.claim.vary.items()
    return ", ".join(f"{name} goes from {number(start)} to {number(end)}" for name, (start, end) in ends)


def verdict(finding: Finding) -> str:
    """Return the verdict in words.

    Parameters
    ----------
    finding
        Of a claim.
    """
    if finding.verdict != PARTLY:
        return finding.verdict
    spans = [f"from {number(start)} to {number(end)}" for start, end in finding.holds_in]
    return f"holds only {' and '.join(spans)}" if spans else "moves both ways"


def of_coverage(found: Sequence[Finding]) -> Table:
    """Show for each fact the verdicts of its claims, one column a scenario.

    Parameters
    ----------
    found
        What `negsim.claims` returned.
    """
    scenarios = tuple(dict.fromkeys(finding.scenario for finding in found))
    facts = sorted({finding.fact for finding in found})
    told: dict[tuple[str, str], list[str]] = {}
    for finding in found:
        told.setdefault((finding.fact, finding.scenario), []).append(finding.verdict)
    rows = tuple((fact, *(_tally(told.get((fact, name), [])) for name in scenarios)) for fact in facts)
    return Table(
        title=f"{len(facts)} facts in {len(scenarios)} scenarios",
        columns=("fact", *scenarios),
        rows=rows,
        notes=(LABEL,),
    )


def _tally(verdicts: Sequence[str]) -> str:
    return ", ".join(f"{verdicts.count(kind)} {kind}" for kind in dict.fromkeys(verdicts))
