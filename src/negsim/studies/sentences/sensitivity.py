"""What a measure depends on, in sentences: the two assumptions that matter most, and how far that can be trusted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from negsim.studies.sensitivity.budget import LARGEST
from negsim.studies.sensitivity.record import MIDDLE, Asked, Budget, Interval, Morris, Sobol, Tornado
from negsim.studies.sentences.phrases import joined

CAUTION = (
    "All this holds for the ranges that were assumed: it says which assumptions to look into first, not how likely "
    "anything is, nor what anybody should do."
)
LITTLE = 0.01  # a share of the variance below which a parameter hardly matters
NAMED = 4  # parameters that are named in one sentence
TRAJECTORIES = "trajectories"
WHOLE = 1.0  # width of an interval of shares that says nothing
SMALL = 1e-9  # an effect, or a way along a range, that is only rounding


def sentences(found: Sobol | Morris | Tornado) -> Iterator[str]:
    """Yield what was found sentence by sentence, the most important first.

    Parameters
    ----------
    found
        What `negsim.sensitivity` returned.
    """
    yield told(found)
    if not found.moves and found.asked is not None:
        yield f"Ask about another measure, such as {_other(found.asked)}."
    if not isinstance(found, Tornado) and found.budget is not None:
        if isinstance(found, Sobol) and found.budget.narrow and len(found.parameters) > 1:
            yield _alone(found)
        yield from _budget(found.budget, _rows(found))
    if found.asked is not None:
        yield from _points(found.asked)
    if not isinstance(found, Tornado) and found.used < found.samples:
        lost = f"{found.samples - found.used:,} of {found.samples:,} {_rows(found)}"
        yield f"{lost} have a point without an answer and are left out whole."
    yield CAUTION


def told(found: Sobol | Morris | Tornado) -> str:
    """Return in one sentence which two assumptions matter most, with their intervals.

    Parameters
    ----------
    found
        What `negsim.sensitivity` returned.
    """
    what = measure_of(found.asked) if found.asked is not None else "the measure"
    if not found.moves:
        one = " alone" if isinstance(found, Tornado) else ""
        names = found.parameters
        idle = f"none of the {len(names)} parameters changes it{one}" if len(names) > 1 else f"{names[0]} has no effect"
        return _begun(f"{what} does not move: {idle}.", found)
    if isinstance(found, Sobol):
        return _begun(_of_sobol(found, what), found)
    return _begun(_of_morris(found, what) if isinstance(found, Morris) else _of_tornado(found, what), found)


def _begun(sentence: str, found: Sobol | Morris | Tornado) -> str:
    """With a capital, unless a formula stands first."""
    formula = found.asked is not None and not found.asked.headline
    return sentence if formula else sentence[0].upper() + sentence[1:]


def measure_of(asked: Asked) -> str:
    """Return what is watched: the headline by its name, anything else as it was asked for.

    Parameters
    ----------
    asked
        Of the scenario.
    """
    if not asked.headline:
        return asked.measure
    outcome = f"'{asked.headline[0]}'"
    also = ", the likeliest outcome at the defaults"
    if len(asked.headline) > 1:
        also = f", the first of the {len(asked.headline)} likeliest outcomes at the defaults"
    if asked.measure.startswith("stable("):
        concept = asked.measure.removeprefix("stable(").partition(",")[0]
        return f"whether {outcome}{also}, is an equilibrium ({concept})"
    return f"the probability of {outcome}{also},"


def _of_sobol(found: Sobol, what: str) -> str:
    if found.budget is not None and found.budget.widest > WHOLE:
        return f"{what} varies, but this sample does not tell on what it depends."
    first, *others = found.order
    share, level = _percent(found.total.value[first]), f"{100 * found.level:.0f} % interval"
    text = (
        f"{what} {_most(found, 'depend')} on {found.parameters[first]}, which has a part in {share} of its "
        f"variance over the assumed ranges ({level} {_ends(found.total, first)})"
    )
    if not others:
        return f"{text}."
    if found.total.value[others[0]] < LITTLE:
        return f"{text}; no other parameter has a part in {_percent(LITTLE)} of it."
    second = others[0]
    share = _percent(found.total.value[second])
    return f"{text}, and on {found.parameters[second]}, with {share} ({_ends(found.total, second)}){_near(found)}."


def _of_morris(found: Morris, what: str) -> str:
    first, *others = found.order
    size, level = found.absolute, f"{100 * found.level:.0f} % interval"
    by = _number(size.value[first])
    text = (
        f"{what} {_most(found, 'move')} with {found.parameters[first]}, on average by {by} for a step "
        f"across its whole range ({level} {_span(size, first)})"
    )
    if not others:
        return f"{text}."
    if size.value[others[0]] <= SMALL:
        return f"{text}, and with no other parameter."
    second = others[0]
    by = _number(size.value[second])
    return f"{text}, and with {found.parameters[second]}, by {by} ({_span(size, second)}){_near(found)}."


def _of_tornado(found: Tornado, what: str) -> str:
    moving = [k for k in found.order if found.swing[k] > SMALL]
    first = moving[:2]
    ways = [f"{found.parameters[k]} (from {_number(found.lowest[k])} to {_number(found.highest[k])})" for k in first]
    alike = sum(abs(found.swing[k] - found.swing[first[-1]]) <= SMALL for k in moving[2:])
    more = f"; {alike} more move it as far" if alike else ""
    return (
        f"{what} is {_number(found.default)} at the defaults, and {len(moving)} of {len(found.parameters)} parameters "
        f"alone would move it: furthest {joined(ways)}{more}."
    )


def _most(found: Sobol | Morris, verb: str) -> str:
    """It depends most, or seems to: where the sample does not rank the first two."""
    return f"seems to {verb} most" if found.budget is not None and not found.budget.apart else f"{verb}s most"


def _near(found: Sobol | Morris) -> str:
    """What may change in the order."""
    budget = found.budget
    if budget is None or (budget.apart and not budget.rivals):
        return ""
    if not budget.apart:
        close = (*budget.leading, *budget.rivals)
        named = joined(close) if len(close) <= NAMED else f"{len(close)} parameters"
        return f"; which of {named} comes first, this sample does not tell"
    if len(budget.rivals) > NAMED:
        return f"; {len(budget.rivals)} others come so near that they may be second"
    many = len(budget.rivals) > 1
    return f"; {joined(budget.rivals)} come{'s' * (not many)} so near that {'they' if many else 'it'} may be second"


def _alone(found: Sobol) -> str:
    """How much of the variance goes back to single parameters."""
    alone = float(np.sum(found.first.value))
    if alone > 0.95:
        return (
            "The parameters act nearly apart from each other: the shares that each explains alone add up to nearly all."
        )
    return (
        f"Known alone, the parameters would explain {_percent(max(alone, 0.0))} of the variance together; the rest is "
        "what they do jointly, which counts for each of them, so that the shares above overlap."
    )


def _budget(budget: Budget, rows: str) -> Iterator[str]:
    if budget.enough:
        return
    lacking = []
    if not budget.narrow:
        widest, allowed = f"{100 * budget.widest:.0f}", f"{100 * budget.allowed:.0f}"
        share = " of all effects together" * (rows == TRAJECTORIES)
        lacking.append(f"its widest interval spans {widest} percentage points{share} ({allowed} are allowed)")
    if not budget.apart:
        lacking.append(f"it does not rank {joined(budget.leading)}")
    yield f"The sample of {budget.samples:,} {rows} is too small: {', and '.join(lacking)}."
    if budget.needed is None:
        yield f"More than {LARGEST:,} {rows} would be needed, if things are as they seem."
    else:
        yield f"About {budget.needed:,} {rows} would do, if things are as they seem: use --samples {budget.needed}."


def _points(asked: Asked) -> Iterator[str]:
    if asked.unsolved:
        yield f"{asked.unsolved:,} of {asked.points:,} points have no number."
    if asked.several:
        taken = "half way between them" if asked.of == MIDDLE else f"the {asked.of}"
        other = "; ask for the lowest and the highest too" * (asked.of == MIDDLE)
        where = f"{asked.several:,} of {asked.points:,} points"
        yield f"At {where} several answers differ in it, and {taken} counts{other}."


def _other(asked: Asked) -> str:
    """A measure that may move: that something ends play over time, or else what the first party expects."""
    hazards = getattr(asked.scenario.games.get(asked.form), "hazards", {})
    return f"probability({next(iter(hazards))})" if hazards else f"payoff({next(iter(asked.scenario.payoffs))})"


def _rows(found: Sobol | Morris) -> str:
    return "base samples" if isinstance(found, Sobol) else TRAJECTORIES


def _percent(share: float) -> str:
    return "less than 1 %" if 0 < share < LITTLE else f"{100 * share:.0f} %"


def _ends(interval: Interval, k: int) -> str:
    return f"{100 * interval.low[k]:.0f} to {100 * interval.high[k]:.0f} %"


def _span(interval: Interval, k: int) -> str:
    return f"{_number(interval.low[k])} to {_number(interval.high[k])}"


def _number(value: float) -> str:
    return "no number" if np.isnan(value) else "0" if abs(value) < SMALL else f"{value:.3g}"
