"""How long is long enough: the shipped scenario against numbers computed beforehand, length by length."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from negsim import game, load, solve

LENGTHS = {"years_5": 5, "years_10": 10, "years_20": 20, "years_25": 25, "years_49": 49, "years_69": 69}
TABLE = {  # payoffs of Russia and NATO, published to two digits
    "years_5": (0.07, 2.88),
    "years_10": (1.03, 2.76),
    "years_20": (1.96, 2.54),
    "years_25": (2.17, 2.44),
    "years_49": (2.47, 1.95),
    "years_69": (2.50, 1.54),
    "never": (3.00, -4.08),
}


@pytest.fixture(scope="module")
def moratorium():
    return load("moratorium_length")


def zone(scenario, **values) -> list[str]:
    """Labels of the promises that both find no worse than none."""
    asked = game(scenario, "bargaining", values)
    return [name for name, fits in zip(asked.agreements, asked.acceptable[0], strict=True) if fits and name != "refuse"]


def length(scenario, **values) -> str:
    solution = solve(scenario, "bargaining", "nash_bargaining", values=values)
    assert solution.ok
    return solution.game.agreements[solution.result.agreement[0, 0]]


def falling_due(rate: float, discount: float, years: float) -> float:
    """Share of the worth of an event of this rate that is avoided by a promise of so many years."""
    return rate / (rate + discount) * (1 - math.exp(-(rate + discount) * years))


def test_payoffs_of_every_length(moratorium):
    asked = game(moratorium, "bargaining")
    found = {name: tuple(asked.payoffs[0, :, k]) for k, name in enumerate(asked.agreements)}
    assert found.pop("refuse") == (0, 0) == tuple(asked.disagreement[0])
    assert found.keys() == TABLE.keys()
    for name, payoffs in TABLE.items():
        assert found[name] == pytest.approx(payoffs, abs=0.0051)


def test_every_finite_length_is_acceptable_and_never_is_not(moratorium):
    assert zone(moratorium) == list(LENGTHS)


@pytest.mark.parametrize(("slope", "expected"), [(0.02, "years_25"), (0.0, "years_69"), (0.12, "years_10")])
def test_length_by_the_slope_of_face(moratorium, slope, expected):
    assert length(moratorium, face_slope_W=slope) == expected


# The searches that gave 3.0 and 3.9 went in steps of .05; beside them, where the last length leaves the zone.
CLOSING = {
    "audience_cost_never": (3.0, 10 * falling_due(0.04, 0.06, 69) - 1),
    "face_cost_W": (3.9, 4 - falling_due(0.005, 0.06, 5) - 0.02 * 5),
}


@pytest.mark.parametrize("parameter", CLOSING)
def test_where_the_zone_closes(moratorium, parameter):
    searched, exact = CLOSING[parameter]
    assert searched - 0.05 < exact <= searched
    assert zone(moratorium, **{parameter: searched}) == []
    assert zone(moratorium, **{parameter: searched - 0.05}) != []
    assert zone(moratorium, **{parameter: exact - 1e-6}) != []
    assert zone(moratorium, **{parameter: exact + 1e-6}) == []


def test_never_enters_where_its_face_cost_is_low(moratorium):
    exact = 4 - 0.005 / 0.065
    assert exact == pytest.approx(3.9, abs=0.05)
    assert "never" in zone(moratorium, face_cost_W_never=exact - 1e-6)
    assert "never" not in zone(moratorium, face_cost_W_never=exact + 1e-6)


@pytest.mark.parametrize("rate", [0.0, 0.005, 0.02, 0.05])
def test_the_rate_that_nato_expects_hardly_matters(moratorium, rate):
    assert length(moratorium, admission_rate_W=rate) == "years_25"
    assert zone(moratorium, admission_rate_W=rate / 2) == zone(moratorium, admission_rate_W=rate)


@pytest.mark.parametrize(("rate", "expected"), [(0.005, False), (0.01, False), (0.02, True), (0.08, True)])
def test_a_phantom_threat_is_not_worth_paying_for(moratorium, rate, expected):
    assert bool(zone(moratorium, admission_rate_R=rate)) is expected


@pytest.mark.parametrize("rate", [0.02, 0.04, 0.06, 0.10])
def test_what_is_missing_to_never(moratorium, rate):
    """Under discounting alone the gap is exp(-rate * years); the feared rate adds to the discount rate."""
    spared = moratorium.measure("spared_R", {"discount_rate_R": rate})[0]
    levels = moratorium.outcomes()[:, 0]
    numbers = np.array([level.value for level in moratorium.moves["moratorium"].levels])
    for at, number in enumerate(numbers[:-1]):
        share = spared[levels == at][0] / spared[levels == len(numbers) - 1][0]
        assert 1 - share == pytest.approx(math.exp(-(0.04 + rate) * number), abs=1e-12)


@pytest.mark.parametrize("years", [5, 20, 40])
def test_beyond_the_horizon_a_length_is_as_good_as_never(moratorium, years):
    spared = moratorium.measure("spared_R", {"horizon_R": years})[0]
    assert spared.max() == pytest.approx(falling_due(0.04, 0.06, years))
    numbers = [level.value for level in moratorium.moves["moratorium"].levels]
    within = [spared[moratorium.outcomes()[:, 0] == k][0] for k, number in enumerate(numbers) if number >= years]
    assert len(within) >= 3 and np.ptp(within) == 0


SCOPES = [("former_soviet",), ("eastward",), ("everybody",)]


def test_the_more_are_covered_the_less_is_acceptable():
    found = [set(zone(load("moratorium_length", overrides=name))) for name in ((), *SCOPES)]
    assert all(wide <= narrow for narrow, wide in itertools.pairwise(found))
    assert found[0] == set(LENGTHS) and found[-1] == set()


def test_with_the_consent_of_ukraine_only_the_shortest_remains():
    asked = game(load("moratorium_length", overrides=("ukraine_consents",)), "bargaining")
    assert asked.players == ("russia", "nato", "ukraine")
    assert [name for name, fits in zip(asked.agreements, asked.acceptable[0], strict=True) if fits] == [
        "refuse",
        "years_5",
    ]


def test_any_number_of_years(moratorium):
    wide = load("moratorium_length", overrides=("continuous",))
    years = np.arange(1, 201) / 2
    gains = [(10 * falling_due(0.04, 0.06, t) - 1.5) * (3 - falling_due(0.005, 0.06, t) - 0.02 * t) for t in years]
    assert length(wide) == f"{years[int(np.argmax(gains))]:g}" == "30"


def test_announced_by_nato_alone_it_is_the_shortest_that_russia_accepts(moratorium):
    answer = solve(moratorium, "extensive")[0]
    assert answer.profile["nato"]["start"] == {"years_5": 1.0}
    assert answer.payoffs["russia"] == pytest.approx(0.07, abs=0.0051)
