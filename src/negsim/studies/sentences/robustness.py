"""How robust a conclusion is, in sentences: shares of the ranges that were assumed, which are no probabilities."""

from __future__ import annotations

from negsim.studies.robustness.record import Edge, LensShares, Regret, Robustness
from negsim.studies.sentences.phrases import begun, joined, whose, within

CAUTION = (
    "A share of assumed ranges is no probability: it counts all numbers that were thought worth looking at alike, "
    "and other ranges give other shares."
)
REGRET = (
    "Regret is what the best move would earn more at the same point, against what the others are predicted to play "
    "there; the largest over the points looked at (minimax regret, Savage 1951). It is no advice."
)
NAMED = 4  # numbers of a joint change that are named
PLACES = 4  # choices whose regrets are told in sentences


def told(found: Robustness) -> list[str]:
    """Return all there is to say, in sentences.

    Parameters
    ----------
    found
        What `negsim.robustness` returned.
    """
    texts = [told_shares(found), told_instead(found), told_nearest(found), told_joint(found), *told_regrets(found)]
    return [text for text in texts if text]


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
    return f"{text}{_unsolved(own)}{_unevenly(found)}."


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


def told_nearest(found: Robustness) -> str:
    """Return which change of one number alone changes the headline soonest; empty where that was not asked.

    Parameters
    ----------
    found
        What `negsim.robustness` returned.
    """
    if not found.nearest:
        return ""
    edge = found.nearest[0]
    if edge.value is None:
        return "No single number changes it anywhere in its range, the others at their defaults."
    if edge.share == 0:
        return f"The defaults stand on an edge: the least change of {edge.parameter} makes it {_or(edge.instead)}."
    return (
        f"The nearest change of one number that changes it: {edge.parameter} {edge.direction} from "
        f"{number(edge.default)} to {edge_value(edge)}, {percent(edge.share)} of its range, where it becomes "
        f"{_or(edge.instead)}."
    )


def told_joint(found: Robustness) -> str:
    """Return which smallest change of all numbers together changes the headline; empty where none was found.

    Parameters
    ----------
    found
        What `negsim.robustness` returned.
    """
    flip = next((each for each in found.joint if each.measure == "largest"), None)
    if flip is None or flip.distance == 0:
        return ""
    moved = sorted(flip.change, key=lambda name: -abs(flip.change[name]) / _width(found, name))
    told = [f"{name} to {number(flip.values[name])}" for name in moved[:NAMED]]
    more = len(moved) - NAMED
    rest = [f"{more} more number{'s' * (more != 1)}"] if more > 0 else []
    size = f"moves {joined(told + rest)}, none by more than {percent(flip.distance)} of its range"
    checked = f"; at {flip.checked} places drawn nearer, the headline is the same" if flip.checked else ""
    return (
        f"The smallest change of all numbers together that was found to change it, to {_or(flip.instead)}, "
        f"{size}{checked}."
    )


def told_regrets(found: Robustness) -> list[str]:
    """Return for each party what its moves could cost it; nothing where that was not asked.

    Parameters
    ----------
    found
        What `negsim.robustness` returned.
    """
    places: dict[tuple[str, str], list[Regret]] = {}
    for regret in found.regrets:
        places.setdefault((regret.party, regret.place), []).append(regret)
    return [_regrets(found, moves) for moves in list(places.values())[:PLACES]]


def _regrets(found: Robustness, moves: list[Regret]) -> str:
    first = moves[0]
    party = (
        begun(within(found.scenario.actors[first.party].name)) if first.party in found.scenario.actors else first.party
    )
    told = joined([f"{number(move.worst)} with {move.move}" for move in moves])
    least = joined([move.move for move in moves if move.least])
    where = f" at '{first.place}'" if first.place else ""
    return f"{whose(party)} largest regret{where} is {told}; it is least with {least}."


def told_edge(edge: Edge | None) -> str:
    """Return which number goes where: "audience_cost_R down to 3.2"; "none" where no number changes the headline.

    Parameters
    ----------
    edge
        Of one number; None for none.
    """
    if edge is None or edge.value is None:
        return "none"
    return f"{edge.parameter} {edge.direction}" + (f" to {edge_value(edge)}" if edge.share else ", however little")


def edge_value(edge: Edge) -> str:
    """Write where an edge is: as a fraction where that is exact and short.

    Parameters
    ----------
    edge
        With a value.
    """
    assert edge.value is not None
    if edge.exact is not None and edge.exact.denominator in (3, 6, 7, 9):
        return str(edge.exact)
    return number(edge.value)


def _or(names: tuple[str, ...]) -> str:
    return " or ".join(names) or "nothing that is known"


def _width(found: Robustness, name: str) -> float:
    about = found.scenario.parameters[name]
    return about.high - about.low


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


def _unevenly(found: Robustness) -> str:
    """Name the numbers for which the scenario says what they are drawn from."""
    names = [name for name, about in found.scenario.parameters.items() if about.distribution is not None]
    return f"; {joined(names)} drawn as the scenario says" if names else ""


def _unsolved(lens: LensShares) -> str:
    return f"; at {percent(lens.unsolved / lens.points)} of them there is no answer" if lens.unsolved else ""


def number(value: float) -> str:
    """Write a number shortly.

    Parameters
    ----------
    value
        Any.
    """
    return f"{value + 0.0:.4g}"
