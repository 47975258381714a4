"""Claims about curves whose course is known: steps are found where they are, and turning points where they turn."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.scenario.load import load_text
from negsim.scenario.parts import Claim
from negsim.studies.claims.evaluate import tried

ONE = """
title: One party
actors: {a: {name: A}}
parameters: {x: {value: 0, low: 0, high: 1, unit: points, assumption: made up for a test}}
moves: {m: {actor: a}}
payoffs: {a: m}
"""
SCENARIO = load_text(ONE, name="one")
places = st.integers(1, 9_999).map(lambda number: number / 10_000 + 3.3e-6)  # at no simple fraction
sizes = st.floats(0.2, 1.0)


def measured(formula, sign="increasing"):
    return tried(SCENARIO, Claim(id="T01", says="", vary={"x": (0.0, 1.0)}, quantity=f"measure({formula})", sign=sign))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(places, sizes), min_size=1, max_size=4, unique_by=lambda step: step[0]))
def test_every_step_of_a_staircase_is_found(steps):
    finding = measured(" + ".join(f"{size!r}*(x > {place!r})" for place, size in steps))
    assert finding.verdict == "holds" and finding.holds_in == ((0.0, 1.0),)
    assert np.allclose(finding.tips_at, sorted(place for place, _ in steps), rtol=0, atol=2e-6)


@settings(max_examples=25, deadline=None)
@given(places.filter(lambda place: 0.1 < place < 0.9), sizes, sizes, st.sampled_from([1, 2]))
def test_a_claim_ends_to_hold_at_the_top_of_a_hill(top, left, right, power):
    finding = measured(f"-where(x < {top!r}, {left!r}, {right!r})*abs(x - {top!r})**{power}")
    assert finding.verdict == "partly" and not finding.tips_at
    ((start, end),) = finding.holds_in
    assert start == 0 and abs(end - top) < 3e-6 and finding.breaks_at == end


@settings(max_examples=25, deadline=None)
@given(places, places, sizes, sizes)
def test_turning_a_claim_round_turns_its_ranges_round(first, second, up, down):
    low, high = sorted((first, second))
    if high - low < 0.1:
        return
    formula = f"{up!r}*(x > {low!r}) - {down!r}*(x > {high!r})"
    rising, falling = measured(formula), measured(formula, "decreasing")
    assert rising.verdict == falling.verdict == "partly" and rising.tips_at == falling.tips_at
    assert [*rising.holds_in] == [(0.0, rising.tips_at[1])] and [*falling.holds_in] == [(falling.tips_at[0], 1.0)]
    assert (rising.breaks_at, falling.breaks_at) == rising.tips_at[::-1]
