"""Where zones of agreement open and close, on payoffs drawn at random: against fractions worked out line by line."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as some

from negsim import tipping
from negsim.scenario.load import load_text

LOW, HIGH = Fraction(0), Fraction(10)
line = some.tuples(some.integers(-20, 20), some.integers(-4, 4))
offers = some.lists(some.tuples(line, line), min_size=1, max_size=4)


def written(lines: list[tuple[tuple[int, int], tuple[int, int]]]) -> str:
    """A scenario in which each agreement is worth a line in t to each party, and no agreement nothing."""
    levels = ", ".join(["none", *(f"deal_{k}" for k in range(len(lines)))])
    payoffs = [
        " + ".join(f"deal.deal_{k}*({offer[party][0]} + ({offer[party][1]})*t)" for k, offer in enumerate(lines))
        for party in (0, 1)
    ]
    return (
        "negsim: 1\ntitle: Lines\nbasis: textbook payoffs\n"
        "actors: {a: {name: A}, b: {name: B}}\n"
        "parameters: {t: {value: 1, low: 0, high: 10, unit: points, assumption: drawn}}\n"
        f"moves: {{deal: {{actor: a, levels: [{levels}]}}}}\n"
        f"payoffs: {{a: '{payoffs[0]}', b: '{payoffs[1]}'}}\n"
        "games: {bargaining: {}}\n"
    )


def room(lines, t: Fraction) -> Fraction:
    return max(min(start + slope * t for start, slope in offer) for offer in lines)


def expected(lines) -> list[tuple[Fraction, str]]:
    """Every zero of a line is tried: what the sign of the room is there and on both sides."""
    zeros = {Fraction(-start, slope) for offer in lines for start, slope in offer if slope}
    places = [LOW, *sorted(zero for zero in zeros if LOW < zero < HIGH), HIGH]
    found = []
    middles = [(one + other) / 2 for one, other in pairwise(places)]
    for place, before, after in zip(places[1:-1], middles, middles[1:], strict=False):
        signs = [room(lines, value) >= 0 for value in (before, place, after)]
        if signs[1:] == [True, True] and not signs[0]:
            found.append((place, "starts"))
        elif signs[:2] == [True, True] and not signs[2]:
            found.append((place, "ceases"))
        elif signs == [False, True, False]:
            found += [(place, "starts"), (place, "ceases")]
    return found


@settings(max_examples=60, deadline=None)
@given(offers)
def test_zones_open_and_close_where_fractions_say(lines):
    points = tipping(load_text(written(lines)), "t", form="bargaining", outcome="zone of agreement")
    assert [(point.exact, point.direction) for point in points] == expected(lines)


@settings(max_examples=30, deadline=None)
@given(offers)
def test_whoever_is_named_loses_beyond_the_place_by_the_agreement_named(lines):
    for point in tipping(load_text(written(lines)), "t", form="bargaining", outcome="zone of agreement"):
        offer = lines[int(point.deviation.removeprefix("deal_"))]
        start, slope = offer["ab".index(point.actor)]
        step = Fraction(1, 10**6) * (-1 if point.direction == "starts" else 1)
        assert start + slope * (point.exact + step) < 0
        assert all(each + slant * point.exact >= 0 for each, slant in offer)
