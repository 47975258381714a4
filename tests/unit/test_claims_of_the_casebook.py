"""Where the claims on deadlines, missiles, neighbours and the grand game tip, by hand."""

from __future__ import annotations

import math

import pytest

from negsim import claims, load

# Claim -> verdict and tipping values, worked out by hand from the payoffs; what the sums are is told beside each.
TIPS = {
    "deadline_ultimatum": {
        "SF13c": ("fails", []),  # settling at 3/5 costs NATO 10 * .1, an escalation 6
        "SF13d": ("holds", [5]),  # escalation_cost_R
        "SF13e": ("holds", [2.5]),  # a fifth of the stake a point, and NATO yields half of it
        "SF13f": ("holds", []),
        "SF13i": ("holds", []),  # more rounds, fewer breakdowns, whole numbers only
        "SF40": ("holds", []),
    },
    "shock_or_treatment": {
        "SF32": ("holds", [(4 - 0.3 - 0.9 * 0.004 * 60) / 4]),  # 4 (1 - a) = drift and the hazard at the next stage
        "SF32c": ("holds", [1.7 / 1.8]),  # 4 / 2 - .3 = d * .03 * 60
        "SF32d": ("holds", [1.7 / 54]),  # 4 / 2 - .3 = .9 * h * 60
    },
    "neighbours_membership": {
        "SF22": ("holds", [4 / 3]),  # .6 q = .8, what words shelter
        "SF22b": ("holds", [0.4]),  # 2 c = .8
        "SF23c": ("fails", []),  # where there is pressure, both apply anyway
        "SF24": ("holds", [0.125]),  # 2 (.4 e - .5) = .1 - 1
        "SF24c": ("holds", [0.05]),  # 2 (w - .5) = .1 - 1
        "SF25": ("holds", [2.1 / 11.4]),  # 2 - r * .95 * 12 = .4 - .5
        "SF25b": ("holds", [1 - 2.1 / 7.2]),  # 2 - .6 * (1 - w) * 12 = .4 - .5
    },
    "missile_nondeployment": {
        "SF27": ("holds", [1]),  # military_value_deploy
        "SF27b": ("holds", [4]),  # counter_deployment_harm
        "SF27d": ("holds", [2]),  # value_counter
    },
    "missile_inspection": {"SF28": ("holds", []), "SF28b": ("partly", [0.2])},  # 1 / (5 q), and none below 1
    "launcher_swap": {
        "SF28b": ("holds", [5 / 9]),  # .9 q = .5
        "SF28c": ("holds", [5 / 9]),  # (1.5 p - .5) * .1 = (3 p - 1.5) * .2
        "SF28d": ("holds", [0.45]),  # .9 / 2
    },
    "bases_too": {
        "SF26": ("holds", [0.5]),  # 2 w = 1
        "SF26c": ("partly", [2 / 3]),  # w / 2 = 1 - w
        "SF27": ("holds", [2]),  # 1 + 1, missiles and bases together
        "SF27b": ("holds", [3]),  # 4 - 1
    },
    "provocation_or_response": {"SF02": ("holds", [0.25, 0.75, 1.25, 1.75])},  # 4 - 2 r half way between two levels
    "four_track_grand_game": {
        "SF14": ("holds", [6.25]),  # 2.5 + 1 - .4 a = 1
        "SF06": ("holds", [1.5]),  # benefit_moratorium_W
        "SF01": ("holds", [2.7]),  # .5 + s - 2.2 = 1, the talks that are lost
        "SF03": ("holds", []),
        "SF03b": ("holds", []),
        "SF04": ("holds", [0.075]),  # 2.5 + 1 - .4 * 7 + 4 q = 1
        "SF27b": ("holds", []),
        "SF21b": ("holds", []),
    },
}
CASES = [(name, claim) for name, told in TIPS.items() for claim in told]


@pytest.fixture(scope="module")
def found():
    told = {}
    for name in TIPS:
        told |= {(name, each.claim.id): each for each in claims(load(name), ids=list(TIPS[name]))}
    return told


@pytest.mark.parametrize(("name", "claim"), CASES)
def test_a_claim_tips_where_the_sums_say(found, name, claim):
    verdict, tips = TIPS[name][claim]
    assert found[name, claim].verdict == verdict
    assert list(found[name, claim].tips_at) == pytest.approx(tips, abs=1e-5)


def test_a_longer_deadline_serves_its_author_up_to_the_week_at_which_the_slope_turns():
    """4 * .7 * (6 / 30) * exp(-w / 5) = .2 at w = 5 log 2.8."""
    (finding,) = claims(load("deadline_ultimatum"), ids=["SF13g"])
    assert finding.verdict == "partly"
    assert finding.breaks_at == pytest.approx(5 * math.log(2.8), abs=1e-3)


def test_two_tied_tracks_are_worth_less_until_the_tie_helps_much():
    """.3 (1 - l + l (.15 + .3 l)) * 6 + (.15 + .3 l) * 4 has its least value where -.33 + 1.08 l = 0."""
    (finding,) = claims(load("four_track_grand_game"), ids=["SF21c"])
    assert finding.verdict == "partly"
    assert finding.breaks_at == pytest.approx(0.33 / 1.08, abs=1e-3)
