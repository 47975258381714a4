"""The tables of claims: the verdict of each, and which facts are tried in which scenarios."""

from __future__ import annotations

from collections.abc import Sequence

from negsim.studies.claims.coverage import Covered
from negsim.studies.claims.record import FAILS, HOLDS, PARTLY, Finding
from negsim.studies.sentences.claims import told_claim, told_statement, told_verdict
from negsim.views.tables.base import LABEL, Table, filled, table
from negsim.views.wording import number

FEW = 3  # jumps that are listed; of more, how many there are
NONE = "nothing is claimed here; a scenario states what its sources assert under 'claims', see 'negsim schema'"


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
    """List claims with their verdicts, in the order in which they were tried; below, what does not hold.

    Parameters
    ----------
    found
        What `negsim.claims` returned.
    """
    several = len({finding.scenario for finding in found}) > 1
    rows = [
        (
            finding.claim.id,
            finding.scenario if several else "",
            told_statement(finding),
            told_verdict(finding),
            "" if finding.breaks_at is None else number(finding.breaks_at),
            _tips(finding),
        )
        for finding in found
    ]
    notes = [told_claim(finding) for finding in found if finding.verdict != HOLDS or finding.note]
    given = [finding.claim.id for finding in found if finding.without_solution]
    if given:
        notes.append(f"read off the formulas, with no answer of a game: {', '.join(given)}")
    columns = ("claim", "scenario", "statement", "verdict", "breaks at", "tips at")
    return filled(_title(found), columns, rows, notes=(*notes, LABEL) if found else (NONE,))


def _title(found: Sequence[Finding]) -> str:
    """How many claims there are, and of each verdict how many."""
    told = ((HOLDS, "holds", "hold"), (PARTLY, "holds only in part", "hold only in part"), (FAILS, "fails", "fail"))
    counts = [(sum(finding.verdict == kind for finding in found), *words) for kind, *words in told]
    parts = [f"{many} {one if many == 1 else more}" for many, one, more in counts if many]
    return f"{len(found)} claim{'s' * (len(found) != 1)}: {', '.join(parts) or 'none'}"


def each_point(found: Sequence[Finding]) -> Table:
    """List what was measured of each claim, a row for each point of its range.

    Parameters
    ----------
    found
        What `negsim.claims` returned.
    """
    rows = tuple(
        (finding.claim.id, finding.scenario, name, float(column[k]), float(low), float(high), finding.verdict)
        for finding in found
        for name, column in [next(iter(finding.values.items()))]
        for k, (low, high) in enumerate(zip(finding.lowest, finding.highest, strict=True))
    )
    columns = ("claim", "scenario", "parameter", "value", "lowest", "highest", "verdict")
    return Table(title="What was measured of claims", columns=columns, rows=rows)


def of_coverage(found: Sequence[Covered]) -> Table:
    """Show for each fact how many claims are made of it, where, and with what verdict.

    Parameters
    ----------
    found
        What `negsim.studies.claims.coverage.coverage` returned.
    """
    rows = tuple((each.fact, each.name, each.tier, len(each.findings), _where(each)) for each in found)
    core = [each for each in found if each.tier == "core"]
    return Table(
        title=f"{_covered(found)} of {len(found)} facts are tried, and {_covered(core)} of {len(core)} core facts",
        columns=("fact", "name", "tier", "claims", "where, and how many"),
        rows=rows,
        notes=(LABEL,),
    )


def by_scenario(found: Sequence[Covered]) -> Table:
    """Show the same with a column for each scenario: its verdicts on each fact.

    Parameters
    ----------
    found
        What `negsim.studies.claims.coverage.coverage` returned.
    """
    scenarios = tuple(dict.fromkeys(finding.scenario for each in found for finding in each.findings))
    rows = tuple((each.fact, *(_tally(each.verdicts.get(name, {})) for name in scenarios)) for each in found)
    return Table(title="Facts by scenario", columns=("fact", *scenarios), rows=rows)


def _covered(found: Sequence[Covered]) -> int:
    return sum(bool(each.findings) for each in found)


def _where(each: Covered) -> str:
    return "; ".join(f"{name}: {_tally(verdicts)}" for name, verdicts in each.verdicts.items())


def _tally(verdicts: dict[str, int]) -> str:
    return ", ".join(f"{many} {kind}" for kind, many in verdicts.items())


def _tips(finding: Finding) -> str:
    told = [number(tip) for tip in finding.tips_at]
    return ", ".join(told) if len(told) <= FEW else f"{len(told)} values"
