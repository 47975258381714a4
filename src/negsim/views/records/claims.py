"""What was found of claims as plain dictionaries and lists: the JSON that the published schema describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from negsim.studies.claims.coverage import Covered
from negsim.studies.claims.record import Finding
from negsim.studies.sentences.claims import told_claim


def of_findings(found: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return each claim with its verdict and what was measured along its range.

    Parameters
    ----------
    found
        What `negsim.claims` returned.
    """
    return [of_finding(finding) for finding in found]


def of_finding(finding: Finding) -> dict[str, Any]:
    """Return one claim with its verdict.

    Parameters
    ----------
    finding
        What was found of it.
    """
    claim = finding.claim
    columns = {name: column.tolist() for name, column in finding.values.items()}
    return {
        "id": claim.id,
        "fact": finding.fact,
        "scenario": finding.scenario,
        "says": claim.says,
        "source": [str(citation) for citation in claim.sources],
        "form": finding.form,
        "solver": finding.solver,
        "quantity": claim.quantity,
        "sign": claim.sign,
        "range": {name: list(ends) for name, ends in claim.vary.items()},
        "given": dict(claim.given),
        "overrides": list(claim.overrides),
        "verdict": finding.verdict,
        "holds_in": [list(ends) for ends in finding.holds_in],
        "breaks_at": finding.breaks_at,
        "tips_at": list(finding.tips_at),
        "note": finding.note,
        "sentence": told_claim(finding),
        "scope": claim.scope,
        "measured": [
            {**{name: column[k] for name, column in columns.items()}, "lowest": low, "highest": high}
            for k, (low, high) in enumerate(zip(finding.lowest.tolist(), finding.highest.tolist(), strict=True))
        ],
    }


def of_coverage(found: Sequence[Covered]) -> dict[str, Any]:
    """Return for each fact which claims are made of it, where, and with what verdict.

    Parameters
    ----------
    found
        What `negsim.studies.claims.coverage.coverage` returned.
    """
    return {
        "facts": [
            {
                "fact": each.fact,
                "name": each.name,
                "tier": each.tier,
                "claims": [
                    {"id": finding.claim.id, "scenario": finding.scenario, "verdict": finding.verdict}
                    for finding in each.findings
                ],
            }
            for each in found
        ],
        "covered": sum(bool(each.findings) for each in found),
        "core": sum(each.tier == "core" for each in found),
        "core_covered": sum(each.tier == "core" and bool(each.findings) for each in found),
    }
