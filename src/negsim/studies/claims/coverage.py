"""Which of the stylised facts the claims of scenarios try, and with what verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from negsim.catalog.texts import facts
from negsim.studies.claims.record import Finding


@dataclass(frozen=True, kw_only=True)
class Covered:
    """A fact, and what was found of the claims that make it concrete.

    Attributes
    ----------
    fact, name, tier
        Its id, its name, and whether it is ``core`` or ``secondary``; no name if the catalog does not have it.
    findings
        What was found of its claims; empty where no scenario makes one.
    """

    fact: str
    name: str
    tier: str
    findings: tuple[Finding, ...]

    @property
    def verdicts(self) -> dict[str, dict[str, int]]:
        """Scenario -> verdict -> how many claims."""
        told: dict[str, dict[str, int]] = {}
        for finding in self.findings:
            verdicts = told.setdefault(finding.scenario, {})
            verdicts[finding.verdict] = verdicts.get(finding.verdict, 0) + 1
        return told


def coverage(found: Sequence[Finding]) -> tuple[Covered, ...]:
    """Sort findings by the facts that they are about, whether or not a fact has any.

    Parameters
    ----------
    found
        What `negsim.claims` returned.

    Returns
    -------
    tuple of Covered
        One for each fact of the catalog, and at the end one for each other id.
    """
    known = facts()
    others = sorted({finding.fact for finding in found} - set(known))
    return tuple(
        Covered(
            fact=fact,
            name=known[fact].name.replace("_", " ") if fact in known else "",
            tier=known[fact].tier if fact in known else "",
            findings=tuple(finding for finding in found if finding.fact == fact),
        )
        for fact in (*known, *others)
    )
