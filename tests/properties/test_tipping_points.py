"""Tipping points against closed forms in exact fractions, and against a fine scan by pure equilibria."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.errors import InvalidGame, NotApplicable, UnknownName
from negsim.games.strategic import StrategicGame
from negsim.scenario.load import load, load_text
from negsim.solvers.strategic.pure_nash import PureNash
from negsim.studies.tipping import tipping

LOW, HIGH = -4, 5


def scenario(cells, shape, value="1"):
    """A scenario of one move a player whose payoffs are tables of formulas in ``t``; `cells` is (player, *shape)."""
    players = "abcd"[: len(shape)]

    def table(flat, sizes):
        if not sizes:
            return f'"{next(flat)}"'
        return "[" + ", ".join(table(flat, sizes[1:]) for _ in range(sizes[0])) + "]"

    lines = ["negsim: 1", "title: t", "question: t", "basis: textbook payoffs", "actors:"]
    lines += [f"  {p}: {{name: {p}}}" for p in players]
    lines += [
        "parameters:",
        f"  t: {{value: {value}, low: {LOW}, high: {HIGH}, unit: points, assumption: test}}",
        "moves:",
    ]
    for p, size in zip(players, shape, strict=True):
        levels = ", ".join(f"{p}{k}" for k in range(size))
        lines += [f"  m{p}: {{actor: {p}, name: m, initial: {p}0, levels: [{levels}]}}"]
    lines += ["payoffs:"]
    lines += [f"  {p}: {table(iter(row), list(shape))}" for p, row in zip(players, cells, strict=True)]
    return load_text("\n".join(lines))


shapes = st.sampled_from([(2, 2), (3, 3), (2, 3), (1, 3), (2, 2, 2)])


@st.composite
def affine(draw):
    """Payoffs a + b t with small integers, so that ties, common roots and single points are frequent."""
    shape = draw(shapes)
    size = len(shape) * int(np.prod(shape))
    pairs = draw(st.lists(st.tuples(st.integers(-3, 3), st.integers(-2, 2)), min_size=size, max_size=size))
    cells = np.array([f"{a} + {b}*t" for a, b in pairs], object).reshape(len(shape), -1)
    lines = np.array(pairs).reshape(len(shape), *shape, 2)
    return scenario(cells, shape), lines


def truth(lines):
    """From the definition, in fractions: (value, outcome, direction) of every change strictly inside the range."""
    shape = lines.shape[1:-1]
    found = set()
    for cell in product(*map(range, shape)):
        gains = []
        for player, size in enumerate(shape):
            for k in range(size):
                there = (*cell[:player], k, *cell[player + 1 :])
                gains.append(tuple(int(x) for x in lines[(player, *there)] - lines[(player, *cell)]))
        roots = sorted({Fraction(-a, b) for a, b in gains if b and LOW < Fraction(-a, b) < HIGH})
        ends = [Fraction(LOW), *roots, Fraction(HIGH)]
        inside = [all(a + b * (x + y) / 2 <= 0 for a, b in gains) for x, y in pairwise(ends)]
        label = " / ".join(f"{'abcd'[p]}{k}" for p, k in enumerate(cell))
        for root, before, after in zip(roots, inside, inside[1:], strict=False):
            at = all(a + b * root <= 0 for a, b in gains)
            if at and not before:
                found.add((root, label, "starts"))
            if at and not after:
                found.add((root, label, "ceases"))
    return found


@settings(deadline=None, max_examples=100)
@given(affine())
def test_affine_tipping_points_are_exact(case):
    model, lines = case
    found = tipping(model, "t")
    assert {(point.exact, point.outcome, point.direction) for point in found} == truth(lines)
    assert len(found) == len(truth(lines))


@settings(deadline=None, max_examples=100)
@given(affine())
def test_the_deviation_named_pays_on_the_other_side_and_nothing_at_the_point(case):
    model, lines = case
    for point in tipping(model, "t"):
        cell = tuple(int(part[1:]) for part in point.outcome.split(" / "))
        player = "abcd".index(point.actor)
        there = (*cell[:player], int(point.deviation[1:]), *cell[player + 1 :])
        constant, slope = (int(x) for x in lines[(player, *there)] - lines[(player, *cell)])
        assert constant + slope * point.exact == 0
        assert slope < 0 if point.direction == "starts" else slope > 0
        assert point.deviation in point.sentence
        assert point.outcome in point.sentence


PIECES = [
    "t",
    "t**2",
    "0.1*t**3",
    "abs(t - 1.5)",
    "min(t, 2)",
    "max(t, 0.3)",
    "where(t > 1.25, 1, 0)",
    "exp(0.5*t)",
    "1",
]


@st.composite
def curved(draw):
    shape = draw(shapes)
    size = len(shape) * int(np.prod(shape))
    numbers = st.integers(-40, 40).map(lambda k: k / 16)  # exact in floating point, as the scan is
    terms = st.tuples(numbers, numbers, st.sampled_from(PIECES), numbers, st.sampled_from(PIECES))
    drawn = draw(st.lists(terms, min_size=size, max_size=size))
    cells = np.array([f"{a} + {b}*{p} + {c}*{q}" for a, b, p, c, q in drawn], object).reshape(len(shape), -1)
    return scenario(cells, shape)


@settings(deadline=None, max_examples=25)
@given(curved())
def test_a_fine_scan_sees_the_same_changes(model):
    found = tipping(model, "t")
    places = np.linspace(LOW, HIGH, 4001)[1:-1]  # what holds at an end of the range alone is no change inside it
    game = StrategicGame.from_scenario(model, {"t": places})
    solution = PureNash().solve(game)
    cells = [" / ".join(parts) for parts in product(*game.strategies)]
    stable = np.zeros((len(places), len(cells)), bool)
    for item, profile in zip(solution.result.item, solution.result.weights, strict=True):
        cell = [int(profile[part].argmax()) for part in game.choices.slices]
        stable[item, np.ravel_multi_index(cell, game.shape)] = True
    for number, outcome in enumerate(cells):
        points = [point for point in found if point.outcome == outcome]
        far = np.all([np.abs(places - point.value) > 1e-6 for point in points] or [np.ones(len(places), bool)], axis=0)
        turns = np.sum([places > point.value for point in points] or [np.zeros(len(places), int)], axis=0)
        first = int(np.argmax(far))
        assert not (stable[far, number] ^ (turns[far] - turns[first]) % 2 ^ stable[first, number]).any(), outcome


def test_the_baseline_tips_where_its_description_says():
    model = load("baseline_impasse")
    told = {
        (point.parameter, point.outcome, point.direction): (point.exact, point.actor, point.deviation)
        for name in ("audience_cost_R", "confidence_q", "satisfaction_R")
        for point in tipping(model, name)
    }
    insist, menu = "insist / offer_menu", "take_menu / offer_menu"
    assert told == {
        ("audience_cost_R", insist, "starts"): (Fraction(16, 5), "russia", "take_menu"),
        ("audience_cost_R", menu, "ceases"): (Fraction(16, 5), "russia", "insist"),
        ("confidence_q", insist, "ceases"): (Fraction(1, 3), "russia", "take_menu"),
        ("confidence_q", menu, "starts"): (Fraction(1, 3), "russia", "insist"),
        ("satisfaction_R", insist, "ceases"): (Fraction(3), "russia", "countermeasures"),
        ("satisfaction_R", "countermeasures / offer_menu", "starts"): (Fraction(3), "russia", "insist"),
    }


def test_a_sentence_is_told_from_the_default():
    first, second = tipping("baseline_impasse", "audience_cost_R")
    assert first.sentence == (
        "insist / offer_menu ceases to be an equilibrium when audience_cost_R falls below 3.2: "
        "Russia would then switch to 'take the menu'"
    )
    assert second.sentence == (
        "take_menu / offer_menu becomes an equilibrium when audience_cost_R falls to 3.2: "
        "above that, Russia would switch to 'insist on the package'"
    )
    assert "rises above 1/3 (about 0.3333)" in tipping("baseline_impasse", "confidence_q")[0].sentence


def test_roots_that_are_no_fractions_are_found_to_machine_precision():
    model = scenario([["0", "t**2 - 2"], ["0", "0"]], (2, 1))
    values = [point.value for point in tipping(model, "t", outcome="a0 / b0")]
    assert values == pytest.approx([-np.sqrt(2), np.sqrt(2)], abs=1e-14)


def test_a_window_narrower_than_the_first_look_is_found():
    model = scenario([["0", "(t - 1.23456)**2 - 0.000001"], ["0", "0"]], (2, 1))
    values = [point.value for point in tipping(model, "t", outcome="a0 / b0")]
    assert values == pytest.approx([1.23456 - 0.001, 1.23456 + 0.001], abs=1e-9)
    kink = scenario([["0", "abs(t - 1.23456) - 0.001"], ["0", "0"]], (2, 1))
    exact = [point.exact for point in tipping(kink, "t", outcome="a0 / b0")]
    assert exact == [Fraction(123356, 100000), Fraction(123556, 100000)]


def test_an_equilibrium_at_one_value_alone_starts_and_ceases_there():
    model = scenario([["0", "t - 2", "2 - t"], ["0", "0", "0"]], (3, 1))
    points = tipping(model, "t", outcome="a0 / b0")
    assert [(point.exact, point.direction, point.deviation) for point in points] == [
        (2, "starts", "a2"),
        (2, "ceases", "a1"),
    ]


def test_a_jump_is_found_where_it_is():
    model = scenario([["0", "where(t > 1.7, 1, -1)"], ["0", "0"]], (2, 1))
    (point,) = tipping(model, "t", outcome="a0 / b0")
    assert point.value == pytest.approx(1.7, abs=1e-12)
    assert point.direction == "ceases"


def test_the_range_can_be_chosen_and_must_not_be_empty():
    assert tipping("baseline_impasse", "audience_cost_R", low=3.5, high=9) == ()
    assert len(tipping("baseline_impasse", "audience_cost_R", low=-50, high=50)) >= 2
    with pytest.raises(NotApplicable, match="empty"):
        tipping("baseline_impasse", "audience_cost_R", low=5, high=5)


@pytest.mark.parametrize("ends", [{"low": float("nan")}, {"high": float("inf")}])
def test_ends_of_a_range_are_finite(ends):
    with pytest.raises(NotApplicable, match="two finite ends"):
        tipping("baseline_impasse", "audience_cost_R", **ends)


def test_unknown_names_are_told_with_the_nearest():
    with pytest.raises(UnknownName, match="audience_cost_R"):
        tipping("baseline_impasse", "audience_cost")
    with pytest.raises(UnknownName, match="insist / offer_menu"):
        tipping("baseline_impasse", "confidence_q", outcome="insist / offer_menus")


def test_payoffs_that_do_not_exist_in_the_range_are_told():
    with pytest.raises(InvalidGame, match="Choose low and high"):
        tipping(scenario([["0", "1/(t - 2)"], ["0", "0"]], (2, 1)), "t")
