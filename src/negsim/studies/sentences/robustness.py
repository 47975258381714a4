"""How robust a conclusion is, in sentences: shares of the ranges that were assumed, which are no probabilities."""

from __future__ import annotations

from negsim.studies.robustness.record import LensShares, Robustness
from negsim.studies.sentences.phrases import joined

CAUTION = (
    "A share of assumed ranges is no probability: it counts all numbers that were thought worth looking at alike, "
    "and other ranges give other shares."
)


def told_shares(found: Robustness) -> str:
    """Return in which share of the ranges the headline holds.

    Parameters
    ----------
    found
        What `negsim.robustness` returned.
    """
    own = found.own
    headline = " or ".join(own.headline)
    if own.points == 1:
        return f"The headline is {headline}; no parameter has a range, so that there is nothing to vary."
    text = (
        f"The headline, {headline}, is the same at {percent(own.holds)} of {own.points:,} points drawn evenly from all "
        f"assumed ranges at once (95 % interval {percents(own.interval)})"
    )
    return f"{text}{_unsolved(own)}."


def told_instead(found: Robustness) -> str:
    """Return what is predicted instead where the headline does not hold; empty where it always holds.

    Parameters
    ----------
    found
        What `negsim.robustness` returned.
    """
    others = [share for share in found.own.outcomes if share.outcome not in found.headline][:3]
    if not others:
        return ""
    told = joined([f"{share.outcome} at {percent(share.some)}" for share in others])
    return f"Other outcomes that are the likeliest of some answer: {told} of the points."


def percent(share: float) -> str:
    """Write a share as a percentage with one decimal, never rounded to none or all where it is neither.

    Parameters
    ----------
    share
        From 0 to 1.
    """
    if 0 < share < 0.0005:
        return "less than 0.1 %"
    if 0.9995 < share < 1:
        return "more than 99.9 %"
    return f"{100 * share:.1f}".removesuffix(".0") + " %"


def percents(ends: tuple[float, float]) -> str:
    """Write an interval of shares: "9.7 to 13.6 %".

    Parameters
    ----------
    ends
        From 0 to 1.
    """
    return " to ".join(f"{100 * end:.1f}".removesuffix(".0") for end in ends) + " %"


def _unsolved(lens: LensShares) -> str:
    return f"; at {percent(lens.unsolved / lens.points)} of them there is no answer" if lens.unsolved else ""
