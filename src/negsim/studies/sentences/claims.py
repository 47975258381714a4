"""Findings of claims in sentences: what moves from where to where, and whether that is as claimed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from negsim.games.base import Array
from negsim.studies.claims.record import HOLDS, PARTLY, Finding
from negsim.studies.sentences.phrases import joined

SIGNS = {"increasing": "rises", "decreasing": "falls", "constant": "stays the same"}


def told_claim(finding: Finding) -> str:
    """Return what was found of a claim, in a few sentences.

    Parameters
    ----------
    finding
        What was found.
    """
    claim = finding.claim
    moved = " and ".join(f"{name} goes from {_number(a)} to {_number(b)}" for name, (a, b) in claim.vary.items())
    moved = f"{moved}{_held(finding)}"
    said = f"Claim {claim.id} of {finding.scenario} {_verdict(finding)}: as {moved}, {claim.quantity} is said to be "
    told = [f"{said}{claim.sign}; {_course(finding)}."]
    if finding.tips_at:
        told.append(f"It jumps where {finding.parameter} is {joined([_number(tip) for tip in finding.tips_at])}.")
    if finding.breaks_at is not None:
        told.append(f"It first moves against the claim where {finding.parameter} is {_number(finding.breaks_at)}.")
    if finding.without_solution:
        told.append("That is read off the formulas; no answer of a game enters.")
    if finding.note:
        told.append(f"Note: {finding.note.rstrip('.')}.")
    if finding.verdict != HOLDS and claim.scope:
        told.append(f"Scope, by the file: {claim.scope.rstrip('.')}.")
    return " ".join(told)


def told_verdict(finding: Finding) -> str:
    """Return the verdict in words: ``holds``, ``fails``, or where it holds.

    Parameters
    ----------
    finding
        What was found.
    """
    if finding.verdict != PARTLY:
        return finding.verdict
    spans = [f"from {_number(start)} to {_number(end)}" for start, end in finding.holds_in]
    return f"holds only {joined(spans)}" if spans else "moves both ways"


def told_statement(finding: Finding) -> str:
    """Return what a claim says: which quantity moves in which direction, as what moves, and what is held.

    Parameters
    ----------
    finding
        Of the claim.
    """
    ends = finding.claim.vary.items()
    moved = ", ".join(f"{name} goes from {_number(start)} to {_number(end)}" for name, (start, end) in ends)
    return f"{finding.claim.quantity} {SIGNS[finding.claim.sign]} as {moved}{_held(finding)}"


def _held(finding: Finding) -> str:
    """What a claim gives values of its own, and under which overrides it is tried."""
    held = ", ".join(f"{name} at {_number(value)}" for name, value in finding.claim.given.items())
    under = ", ".join(finding.claim.overrides)
    return f", with {held}" * bool(held) + f", under {under}" * bool(under)


def _verdict(finding: Finding) -> str:
    if finding.verdict == HOLDS or not finding.holds_in:
        return "holds" if finding.verdict == HOLDS else "does not hold"
    return f"{told_verdict(finding)} of {finding.parameter}"


def _course(finding: Finding) -> str:
    """From where to where the quantity goes, and its range between if it goes further."""
    start, end = _span(finding, 0), _span(finding, -1)
    low, high = finding.lowest, finding.highest
    told = f"it goes from {start} to {end}" if start != end else f"it is {start} at both ends"
    least, most = _extreme(low, min), _extreme(high, max)
    inside = least < min(low[0], low[-1]) or most > max(high[0], high[-1])
    return f"{told}, and in between lies from {_number(least)} to {_number(most)}" if inside else told


def _extreme(values: Array, pick: Callable[[Iterable[float]], float]) -> float:
    return float(pick(value for value in values.tolist() if not math.isnan(value)))


def _span(finding: Finding, point: int) -> str:
    low, high = float(finding.lowest[point]), float(finding.highest[point])
    if math.isnan(low):
        return "no number"
    return _number(low) if _number(low) == _number(high) else f"{_number(low)} or {_number(high)}"


def _number(value: float) -> str:
    return "infinite" if math.isinf(value) else f"{value:.4g}"
