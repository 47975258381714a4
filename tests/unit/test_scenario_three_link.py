"""Three links exchanged in steps: the shipped scenario against backward steps written out, link by link."""

from __future__ import annotations

import numpy as np
import pytest

from negsim import load, solve

COSTS = {"nato": 0.5, "russia": 1.0, "usa": 1.0}
ORDER = ("nato", "russia", "usa")
CALM = {"nato": 0.1, "russia": 0.2, "usa": 0.1}


def begins(patience: float, steps: int, *, noticed: float = 0.8, each: float = 0.0) -> bool:
    """Whether the exchange of 3 * steps links begins, from its last link back to its first."""
    gains = {"nato": {"russia": 1.5}, "russia": {"nato": 0.8, "usa": 0.8}, "usa": {"russia": 1.5}}
    later = {who: calm / (1 - patience) for who, calm in CALM.items()}
    taken = True
    for link in reversed(range(3 * steps)):
        mover = ORDER[link % 3]
        step = -COSTS[mover] / steps - each + patience * later[mover]
        taken = step > patience * (1 - noticed) * later[mover]
        if taken:
            now = {who: gains[who].get(mover, 0.0) / steps + patience * later[who] for who in ORDER}
            later = now | {mover: step}
        else:
            later = {who: patience * (1 - noticed) * worth for who, worth in later.items()}
    return taken


def least(steps: int, **options: float) -> float:
    """The least patience with which the exchange begins, by bisection."""
    low, high = 0.3, 0.999
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if begins(middle, steps, **options) else (middle, high)
    return high


@pytest.fixture(scope="module")
def exchange():
    return load("three_link_exchange")


def firsts(scenario, cases: list[dict[str, float]]) -> list[bool]:
    """Whether NATO takes the first step where the exchange starts, one a case; solved as one batch."""
    names = sorted({name for case in cases for name in case})
    known = {name: scenario.parameters[name].value for name in names}
    solution = solve(scenario, "stochastic", values={n: np.array([{**known, **c}[n] for c in cases]) for n in names})
    assert solution.ok
    choices = solution.game.choices
    (start,) = (part for part in choices.slices if choices.places[choices.place[part.start]] == "exercises / 0")
    return [bool(each) for each in solution.result.weights[:, start.start + 1] > 0.5]


def test_an_exchange_begins_from_the_least_patience_on(exchange):
    steps = (1, 2, 4, 9, 20)
    cases = [{"steps": n, "discount_factor": least(n) + side} for n in steps for side in (-1e-3, 1e-3)]
    assert firsts(exchange, cases) == [False, True] * len(steps)


def test_the_least_patience_falls_with_the_number_of_steps_up_to_four():
    """Smaller steps risk less; many of them put off the calm, so that every round has to pay for itself."""
    bounds = [least(steps) for steps in range(1, 21)]
    assert bounds[0] == pytest.approx(25 / 27, abs=1e-9)  # .8 * .1 * d / (1 - d) = 1
    assert bounds[1] == pytest.approx(25 / 29, abs=1e-9)
    assert np.sign(np.diff(bounds)).tolist() == [-1] * 3 + [1] * 16
    assert bounds[3] == pytest.approx(0.831, abs=5e-4) and bounds[-1] == pytest.approx(0.854, abs=5e-4)


WHAT_HELPS = [
    ({}, False),
    ({"steps": 2}, True),
    ({"cost_link_arms": 0.71}, True),  # .8 * .1 * 9 = .72
    ({"cost_link_arms": 0.73}, False),
    ({"simultaneity": 0.18}, False),  # 1.5 * s = 1 - .72
    ({"simultaneity": 0.19}, True),
    ({"steps": 2, "verification": 0.5}, False),  # .5 * .9 < .5
    ({"steps": 2, "verification": 0.6}, True),
]


def test_what_makes_the_exchange_hold(exchange):
    assert firsts(exchange, [case for case, _ in WHAT_HELPS]) == [holds for _, holds in WHAT_HELPS]


def test_where_every_step_costs_something_too_many_do_not_hold():
    scenario = load("three_link_exchange", overrides=("costly_rounds",))
    steps = (1, 2, 4, 5, 10, 20)
    assert [begins(0.9, n, each=0.1) for n in steps] == [False, True, True, False, False, False]
    assert firsts(scenario, [{"steps": n} for n in steps]) == [begins(0.9, n, each=0.1) for n in steps]


def test_taken_once_the_chain_unravels(exchange):
    solution = solve(exchange, "extensive")
    assert len(solution) == 1
    assert set(solution[0].payoffs.values()) == {0.0}


def test_in_the_graph_model_the_whole_exchange_rests_on_foreseen_answers(exchange):
    """States stable for all: nothing done under every concept; all done wherever answers are reckoned with."""
    solution = solve(exchange, "conflict")
    stable, labels = solution.result.stable[0].all(1), list(solution.game.states)
    holds = {
        concept: {label for label, each in zip(labels, row, strict=True) if each}
        for concept, row in zip(solution.result.concepts, stable, strict=True)
    }
    none, whole = "go_on / stay / supply", "limit / step_back / limit"
    assert holds.pop("nash") == {none}
    assert all(found == {none, whole} for found in holds.values())
