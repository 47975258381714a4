"""Regional sensitivity in sentences: how often it holds, what tells those points apart, and the rule that says so."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from negsim.studies.sensitivity.regional import Regional
from negsim.studies.sensitivity.rules import FEWEST, Rate
from negsim.studies.sentences.phrases import joined
from negsim.studies.sentences.robustness import CAUTION, percent, percents

NARROW = 0.1  # width of an interval that is good enough
TOLD = 3  # parameters


def sentences(found: Regional) -> Iterator[str]:
    """Yield what was found, sentence by sentence.

    Parameters
    ----------
    found
        What ``negsim.sensitivity(..., method="regional")`` returned.
    """
    yield told_share(found)
    if found.moves:
        yield told_separation(found)
        if np.isfinite(found.critical):
            yield told_rule(found)
            yield from _too_few(found)
    if len(found.held) < found.points - found.unsolved:
        yield f"{len(found.held):,} of the points, drawn, were compared."
    if found.unsolved:
        yield (
            f"{found.unsolved:,} of the points have no number: they count as points where it does not hold, and are "
            "left out of what follows from comparing points."
        )
    yield CAUTION


def told_share(found: Regional) -> str:
    """Return at how many of the points it holds.

    Parameters
    ----------
    found
        As for `sentences`.
    """
    ends = f" (95 % interval {percents((found.share.low, found.share.high))})" if found.moves else ""
    several = ""
    if found.asked is not None and found.asked.several:
        several = f"; at {found.asked.several:,} several answers differ, and the {found.asked.of} of them is taken"
    return (
        f"'{found.split}' holds at {percent(found.share.value)} of {found.points:,} points drawn from the assumed "
        f"ranges{ends}{several}."
    )


def told_separation(found: Regional) -> str:
    """Return which parameters tell the points where it holds from the others.

    Parameters
    ----------
    found
        As for `sentences`.
    """
    names, fewer = found.separating, int(min(found.held.sum(), (~found.held).sum()))
    if fewer < FEWEST:
        side = "holds" if found.held.sum() == fewer else "does not hold"
        return (
            f"It {side} at only {fewer} of the points, too few to say what tells them from the others: use more with "
            f"--samples {4 * found.points}, or ranges that leave less open."
        )
    if not names:
        return (
            "No parameter alone tells these points from the others further than chance would; there may be too few "
            "points, or parameters may matter only together."
        )
    told = []
    for k in found.order[: min(TOLD, len(names))]:
        ends = f"{found.distance.low[k]:.2f} to {found.distance.high[k]:.2f}"
        where = "lower" if found.lower[k] else "higher"
        told.append(
            f"{where} values of {_called(found, found.parameters[k])} ({found.distance.value[k]:.2f}, {ends}; most "
            f"around {found.at[k]:.3g})"
        )
    more = len(names) - len(told)
    rest = (
        f"; {more} more parameter{'s' * (more != 1)} differ{'s' * (more == 1)} further than by chance" if more else ""
    )
    return (
        f"It holds rather at {joined(told)}: in brackets, the largest difference between the shares of points below a "
        f"value, with its 95 % interval{rest}."
    )


def told_rule(found: Regional) -> str:
    """Return the rule that says where it holds, what it covers and how often it is right.

    Parameters
    ----------
    found
        As for `sentences`.
    """
    rule = found.rules
    if not rule.terms:
        return "No short rule says where it holds better than chance would."
    return (
        f"It holds when {rule}: this covers {_rate(rule.coverage)} of the points where it holds, and it holds at "
        f"{_rate(rule.precision)} of the points covered, against {percent(found.share.value)} of all: counted on "
        f"{rule.tested:,} points that the rule was not learnt from."
    )


def _too_few(found: Regional) -> Iterator[str]:
    """Say where the shares of the rule are not known well, and how many points would do."""
    rates = (found.rules.coverage, found.rules.precision)
    if not found.rules.terms or not all(rate.of for rate in rates):
        return
    width = max(rate.high - rate.low for rate in rates)
    if width > NARROW:
        needed = 2 ** math.ceil(math.log2(found.points * (width / NARROW) ** 2))
        yield (
            f"The sample is too small to know these shares within {100 * NARROW:.0f} percentage points; about "
            f"{needed:,} points would do: use --samples {needed}."
        )


def _rate(rate: Rate) -> str:
    if not rate.of:
        return "none"
    return f"{percent(rate.value)} ({percents((rate.low, rate.high))})"


def _called(found: Regional, name: str) -> str:
    """A parameter by its name in the file, after what it is called where that is known."""
    called = found.asked.scenario.parameters[name].name if found.asked is not None else ""
    return f"{called}, {name}" if called and called != name else name
