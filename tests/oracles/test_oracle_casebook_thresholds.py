"""Where the claims of seven negotiations tip, against thresholds worked out by hand from their payoffs.

Provenance: payoffs and most thresholds are those of the project's source dossier (computed there by enumeration, on a
grid or in closed form); the others follow from the payoffs in the line or two of algebra that is written out here.
"""

from __future__ import annotations

from math import exp, sqrt

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import binom

import negsim

YEARS = (5, 10, 20, 25, 49, 69)


def fallen(years: float, rate: float, discount: float = 0.06) -> float:
    """The share of an admission at this rate, discounted, that falls into so many years."""
    return rate / (rate + discount) * (1 - exp(-(rate + discount) * years))


def russia(years: float, audience: float = 0.5) -> float:
    return 10 * fallen(years, 0.04) - 1 - audience


def nato(years: float, face: float = 1.0) -> float:
    return 4 - fallen(years, 0.005) - face - 0.02 * years


NEVER = 10 * 0.04 / 0.10 - 1  # what never is worth to Russia; to NATO 4 - 0.005 / 0.065 less its face
TIPS = {
    "baseline_impasse": {  # the menu: 5 - aspiration + 6 q - publicity * audience cost
        "SF03": 14 * (0.8 - 0.3) / 0.7,  # what refusing costs at a balance of .8
        "SF04": (4 - 2) / 6,
        "SF04b": 2 + 6 * 0.2,
        "SF14": 2 + 6 * 0.2,
        "SF14b": 2 + 6 * 0.2,
        "SF14c": 2 + 6 * 0.2,
        "SF14d": (2 + 6 * 0.2) / 4,
        "SF01": 3 - 1,  # the risk, less the satisfaction
        "SF01b": 3 - 1,
        "SF35": 5 + 6 * 0.2 - 4,
        "SF48": 0.3 + 0.7 * 12 / 14,
    },
    "moratorium_length": {
        "SF06": nato(5, face=0),  # five years cost least face
        "SF05": -nato(5, face=5),
        "SF08": 1 + 3 * nato(5) / 4,  # principle costs 4 (scope - 1) / 3
        "SF07": 4 - 0.005 / 0.065 - max(russia(t) * nato(t) for t in YEARS) / NEVER,  # equal products of gains
        "SF14": [russia(t, audience=0) for t in YEARS],
        "SF14b": russia(69, audience=0),
        "SF14c": russia(69, audience=0),
    },
    "cfe2_multi_issue": {
        "SF26b": 0.5,
        "SF36c": 1,  # no treaty gives Russia more than all
        "SF10": brentq(lambda p: binom.sf(66, 100, p) * 0.99**29 / (0.06 + 0.02) - 1 / (0.06 + 0.1), 0.3, 0.9),
    },
    "form_and_ratification": {
        "SF10": 0.6 / (0.06 + 0.08) * (0.06 + 0.02),
        "SF10c": 0.5 / 0.3 * (0.06 + 0.02) - 0.06,
        "SF11": 0.4 / 0.6 * (0.06 + 0.08) - 0.06,
        # .6 (1 - 4 * .14 - .08 (5 - d)) / .14 = .05 (1 - .02 (5 - d)) / .08
        "SF12b": (0.05 * 0.9 / 0.08 - 0.6 * 0.04 / 0.14) / (0.6 * 0.08 / 0.14 - 0.05 * 0.02 / 0.08),
    },
    "unbundled_vs_package": {
        "SF03": -1.5 + 1 + 2 + 0.5 + 0.5,  # what the rest of the package brings NATO
        "SF04": (3 + 4 - 5) / 4,
        "SF04b": 5 + 4 * 0.2 - 4,
        "SF04c": 5 + 4 * 0.2 - 3,
        "SF05": (-11.5 + sqrt(11.5**2 - 4 * 4)) / 2,  # (9.5 + c) (2 + c) = 5 * 3
        "SF05b": 0,
        "SF05c": 1,
        "SF21": 1 - 0.5 / 3,
        "SF17": 1 - 1.5 / 6,
        "SF17b": 1.5 / 1.5,
    },
    "three_demands": {
        "SF17": 1 - (1.5 + 1) / (2 * 3),  # the credit covers pledge and face
        "SF17b": (1.5 + 1) / (3 * 0.5),
        "SF03": 2 + 1,
        "SF03c": 4 - 0.5,
    },
    "minsk_first_three": {
        "SF30b": 2 - 2 * 1 / 3,  # (2 - c) * 3 = 2 * 1
        "SF30c": 1,
        "SF31b": 1 / 3,  # g / (g + 2 m) = .6
        "SF19": 2,
    },
}


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, str], negsim.Finding]:
    """What is found of every claim of the seven scenarios."""
    return {(each.scenario, each.claim.id): each for each in negsim.claims(list(TIPS))}


@pytest.mark.parametrize(("scenario", "claim"), [(name, claim) for name, tips in TIPS.items() for claim in tips])
def test_a_claim_tips_where_the_algebra_says(found, scenario, claim):
    expected = np.sort(np.atleast_1d(TIPS[scenario][claim]))
    assert np.sort(found[scenario, claim].tips_at) == pytest.approx(expected, abs=2e-5)
    assert found[scenario, claim].verdict == "holds"


def ends(finding: negsim.Finding) -> tuple[float, float]:
    np.testing.assert_array_equal(finding.lowest, finding.highest)
    return float(finding.lowest[0]), float(finding.lowest[-1])


@pytest.mark.parametrize(
    ("scenario", "claim", "first", "last"),
    [
        ("form_and_ratification", "SF09", binom.sf(50, 100, 0.5) * 0.97**29, binom.sf(66, 100, 0.5) * 0.97**29),
        ("form_and_ratification", "SF09b", binom.sf(66, 100, 0.7), binom.sf(66, 100, 0.7) * 0.97**29),
        ("form_and_ratification", "SF09c", binom.sf(66, 100, 0.7) * 0.9**29, binom.sf(66, 100, 0.7)),
        ("cfe2_multi_issue", "SF09b", binom.sf(66, 100, 0.7) * 0.9**29, binom.sf(66, 100, 0.7)),
        ("form_and_ratification", "SF10b", 0.5 / 0.08, 0.5 / 0.31),
        ("form_and_ratification", "SF11b", 1 / 0.06 - 1 / 0.16, 0),
        ("form_and_ratification", "SF41", 0.5, 0.5 * (0.98 / 0.97) ** 30),
        ("moratorium_length", "SF07c", exp(-0.1 * 5), exp(-0.1 * 69)),
        ("moratorium_length", "SF07d", exp(-0.05 * 49), exp(-0.19 * 49)),
        ("moratorium_length", "SF07e", 0, 0),
        ("moratorium_length", "SF06e", 25, 25),
        ("moratorium_length", "SF08b", 0, 4),
        ("minsk_first_three", "SF30", 0.9, 0.9**13),
        ("minsk_first_three", "SF31", 1 / 1.2, 1 / 2.9),
        ("unbundled_vs_package", "SF03b", 2, 2),
        ("unbundled_vs_package", "SF21b", 0.6, 0.6 * 0.15),
        ("unbundled_vs_package", "SF21c", 0.6 * 2.5 + 0.15 * 4, 0.09 * 2.5 + 0.09 * 4),
        ("cfe2_multi_issue", "SF26c", 0.35 * 0.4 + 0.65, 0.35 * 0.9),
        ("cfe2_multi_issue", "SF26d", 0.75 * 0.4 + 0.25, 0.75 * 0.9),
        ("cfe2_multi_issue", "SF35b", 0.65, 0.65),
    ],
)
def test_what_is_watched_is_the_closed_form_at_both_ends(found, scenario, claim, first, last):
    assert ends(found[scenario, claim]) == pytest.approx((first, last), rel=1e-9, abs=1e-12)


def test_hopes_move_what_kalai_and_smorodinsky_find_and_not_what_nash_finds(found):
    """The rollback costs NATO 1; full verification gives NATO .35 for .1 of Russia's, so hopes rise from .1 / .35."""
    hopes = found["cfe2_multi_issue", "SF35"]
    moved = hopes.values["rollback_gain_R"][np.flatnonzero(hopes.lowest > 0.65 + 1e-6)]
    assert hopes.verdict == "holds"
    assert 0.1 / 0.35 < moved[0] <= 0.1 / 0.35 + 1 / 16


def test_an_opening_pays_up_to_where_suspicion_grows_as_fast_as_credit(found):
    """The credit .75 e / 2 of an opening e less the suspicion (e / 2)**2 is largest at e = .75."""
    opening = found["three_demands", "SF17c"]
    assert (opening.verdict, opening.breaks_at) == ("partly", pytest.approx(0.75, abs=1e-3))


@pytest.mark.parametrize(("scenario", "claim"), [("baseline_impasse", "SF03b"), ("cfe2_multi_issue", "SF10b")])
def test_what_never_moves_at_the_defaults_is_not_said_to_hold(found, scenario, claim):
    flat = found[scenario, claim]
    assert (flat.verdict, ends(flat)) == ("fails", (0, 0))


def test_where_the_worst_item_pays_separate_tracks_settle_fewer(found):
    apart = found["unbundled_vs_package", "SF03c"]
    assert apart.verdict == "partly"
    assert np.sort(apart.tips_at) == pytest.approx([0, 2.5], abs=1e-5)
    assert ends(apart) == (-1, 2)


def test_the_threshold_of_confidence_rises_with_leverage_and_audience_cost():
    for values in ({"leverage_loss": 2.0}, {"leverage_loss": 4.0}, {"audience_cost_R": 3.0}, {"audience_cost_R": 5.0}):
        scenario = negsim.load("unbundled_vs_package").with_values(**values)
        told = negsim.claims(scenario, ids=["SF04"])[0]
        asked = values.get("leverage_loss", 3) + values.get("audience_cost_R", 4)
        assert told.tips_at == pytest.approx([(asked - 5) / 4], abs=1e-5)
