"""The package, taken apart: payoffs by hand, and what each way of dealing with the four issues leads to."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest

from negsim import game, load, solve, tipping
from negsim.studies.linkage.compare import linkage

# Provenance: the worth of the items, the payoffs of the package and of separate tracks, and the confidence threshold
# are those of the project's source dossier (scenario unbundled_vs_package), computed there; the rest is assumed here.
ITEMS = {  # worth to Russia and NATO
    "open_door": (0, 0),
    "pledge": (4, -1.5),
    "law": (6, -7),
    "refuse": (0, 0),
    "agree": (4, 1),
    "stay": (0, 0),
    "withdraw": (3, -10),
    "none": (0, 0),
    "steps": (1, 2),
}
LEVELS = [["open_door", "pledge", "law"], ["refuse", "agree"], ["stay", "withdraw"], ["none", "steps"]]
ISSUES = ("membership", "missiles", "infrastructure", "confidence")


def worth(levels: tuple[str, ...], missiles: float = 0.5, steps: float = 0.5) -> np.ndarray:
    """Payoffs of Russia and NATO, added up item by item."""
    total = np.sum([ITEMS[level] for level in levels], axis=0)
    if levels[0] != "open_door":
        total = total + missiles * (levels[1] == "agree") + steps * (levels[3] == "steps")
    return total


@pytest.fixture(scope="module")
def scenario():
    return load("unbundled_vs_package")


def test_payoffs_are_what_the_words_say(scenario):
    asked = game(scenario, "bargaining")
    cells = list(itertools.product(*LEVELS))
    assert asked.agreements == tuple(map(" / ".join, cells))
    np.testing.assert_allclose(asked.payoffs[0], np.transpose([worth(cell) for cell in cells]), rtol=0, atol=1e-12)
    assert asked.disagreement.tolist() == [[0, 0]]


def test_the_package_costs_nato_14_and_is_refused(scenario):
    asked = game(scenario, "bargaining", {"complementarity": 0, "confidence_gain_small_steps": 0})
    assert asked.payoffs[0, :, asked.number_of("law / agree / withdraw / steps")].tolist() == [14, -14]
    for values in ({}, {"complementarity": 0, "confidence_gain_small_steps": 0}):
        package = linkage(scenario, values=values).outcome("package")
        assert package.agreement == ("no agreement",)
        assert package.payoffs.tolist() == [[0, 0]]
        assert not package.settled.any()


def test_separate_tracks_settle_missiles_and_confidence_building(scenario):
    found = linkage(scenario).outcome("issue by issue")
    assert found.agreement == ("open_door / agree / stay / steps",)
    assert found.settled[0].tolist() == [False, True, False, True]
    assert found.payoffs.tolist() == [[5, 3]]


@pytest.mark.parametrize(
    ("values", "unbundles"),
    [
        ({}, False),
        ({"confidence_q": 0.49}, False),
        ({"confidence_q": 0.5}, True),
        ({"audience_cost_R": 2}, True),
        ({"leverage_loss": 1}, True),
        ({"leverage_loss": 1.79}, True),
        ({"leverage_loss": 1.81}, False),
    ],
)
def test_russia_keeps_the_package_below_a_confidence_of_one_half(scenario, values, unbundles):
    assert linkage(scenario, values=values).unbundles().tolist() == [unbundles]


def test_the_margin_of_taking_apart_is_the_published_formula(scenario):
    q, leverage, audience = np.random.default_rng(6).uniform([0, 0, 0], [1, 6, 10], (50, 3)).T
    values = {"confidence_q": q, "leverage_loss": leverage, "audience_cost_R": audience}
    found = linkage(scenario, values=values)
    np.testing.assert_allclose(found.gain("issue by issue", "package")[:, 0], 5 + 4 * q - leverage - audience)
    assert (found.unbundles() == (5 + 4 * q - leverage - audience >= 0)).all()


@pytest.mark.parametrize(
    ("parameter", "place", "direction"),
    [
        ("confidence_q", Fraction(1, 2), "starts"),
        ("leverage_loss", Fraction(9, 5), "ceases"),
        ("audience_cost_R", Fraction(14, 5), "ceases"),
        ("value_missiles_R", Fraction(26, 5), "starts"),
    ],
)
def test_where_russia_would_take_the_package_apart(scenario, parameter, place, direction):
    (point,) = [point for point in tipping(scenario, parameter) if point.kind == "package"]
    assert (point.exact, point.direction, point.actor) == (place, direction, "russia")
    way = "rises to" if direction == "starts" else "falls to"
    assert point.sentence.startswith(
        f"Russia would take the package apart, issue by issue, when {parameter} {way} {float(place):g}"
    )


def test_with_enough_confidence_it_goes_back_to_the_package_if_confidence_is_lost(scenario):
    trusting = load("unbundled_vs_package", overrides=["trenin"])
    assert linkage(trusting).unbundles().tolist() == [True]
    (point,) = [point for point in tipping(trusting, "confidence_q") if point.kind == "package"]
    assert point.sentence.startswith("Russia would insist on the package again when confidence_q falls below 0.5")


def test_a_free_choice_trades_a_pledge_for_the_rest(scenario):
    free = linkage(scenario).outcome("free")
    assert free.agreement == ("pledge / agree / stay / steps",)
    assert free.payoffs.tolist() == [[10, 2.5]]
    row = solve(scenario)[0]
    assert row.agreement == {"pledge / agree / stay / steps": 1}


@pytest.mark.parametrize(
    ("preset", "grouped", "small_steps_first", "membership_first"),
    [
        ("keystone", (4 + 4 + 1 + 1.5, 1 + 2 + 1.5), True, True),
        ("frolov", (4 * 0.65 / 0.4 + 4 * 0.35 / 0.6 + 1 + 1.5, 3.5), True, False),
        ("kortunov", (4 * 0.25 / 0.4 + 4 * 0.75 / 0.6 + 1 + 1, 2.5), False, False),
    ],
)
def test_membership_is_settled_in_a_group_or_after_the_small_steps(
    preset, grouped, small_steps_first, membership_first
):
    """Frolov weighs infrastructure .35 and has a pledge cost 1, Kortunov weighs it .75; the defaults are .6 and 1.5."""
    found = linkage(load("unbundled_vs_package", overrides=[preset]))
    together = found.outcome("membership + missiles + confidence | infrastructure")
    np.testing.assert_allclose(together.payoffs, [grouped])
    assert together.agreement == ("pledge / agree / stay / steps",)
    for order, settled in (
        ("missiles, then confidence, then membership, then infrastructure", small_steps_first),
        ("membership, then missiles, then confidence, then infrastructure", membership_first),
    ):
        assert bool(found.outcome(order).settled[0, 0]) == settled


@pytest.mark.parametrize(("complementarity", "better"), [(-0.4, False), (1.4, False), (1.5, True), (3.0, True)])
def test_a_package_of_three_issues_beats_separate_tracks_if_they_are_complements(scenario, complementarity, better):
    values = {"complementarity": complementarity, "confidence_gain_small_steps": 0}
    found = linkage(scenario, values=values)
    group, apart = found.outcome("membership + missiles + confidence | infrastructure"), found.outcome("issue by issue")
    assert apart.payoffs.tolist() == [[5, 3]]
    np.testing.assert_allclose(group.payoffs, [worth(("pledge", "agree", "stay", "steps"), complementarity, 0)])
    assert bool((group.payoffs >= apart.payoffs).all()) == better


@pytest.mark.parametrize(
    ("weight", "belief", "pledged"), [(2, 0, True), (2, 0.75, True), (2, 0.76, False), (2, 1, False), (0.4, 0, False)]
)
def test_dropping_the_third_demand_helps_only_if_it_was_not_tabled_to_be_dropped(weight, belief, pledged):
    dropped = load("unbundled_vs_package", overrides=["third_demand_dropped"])
    values = {"reciprocity_weight": weight, "belief_chip": belief}
    assert pledged == (3 * weight * (1 - belief) >= 1.5)  # the credit covers what a pledge costs NATO
    apart = linkage(dropped, values=values).outcome("issue by issue")
    assert apart.agreement == (("pledge" if pledged else "open_door") + " / agree / steps",)


def test_once_the_third_demand_is_dropped_what_is_left_passes_as_a_package():
    for preset in ("third_demand_dropped", "seen_through"):
        found = linkage(load("unbundled_vs_package", overrides=[preset]))
        assert found.issues == ("membership", "missiles", "confidence")
        assert found.outcome("package").agreement == ("pledge / agree / steps",)


@pytest.mark.parametrize(("preset", "settled"), [("disentangled", True), ("tied", False)])
def test_strategic_arms_pass_on_a_track_of_their_own(preset, settled):
    """Tied, the chance of the strategic track is that of both tracks; here the European one stays open."""
    found = linkage(load("unbundled_vs_package", overrides=[preset]))
    apart = found.outcome("issue by issue")
    assert apart.settled[0].tolist() == [False, True, False, True, settled]
    assert apart.payoffs.tolist() == [[5 + 2.5 * settled, 3 + 2.5 * settled]]
    assert found.outcome("free").payoffs.tolist() == [[12.5, 5]]


@pytest.mark.parametrize(
    ("preset", "costs"), [("frolov", (1, 4.5)), ("trenin", (2.5, 8)), ("nato_official", (4.5, 16))]
)
def test_face_and_principle_are_part_of_what_a_halt_costs_nato(preset, costs):
    asked = game(load("unbundled_vs_package", overrides=[preset]), "bargaining")
    found = [asked.payoffs[0, 1, asked.number_of(f"{level} / refuse / stay / none")] for level in ("pledge", "law")]
    np.testing.assert_allclose(found, np.negative(costs))


def test_lavrov_keeps_the_package_at_a_confidence_at_which_trenin_takes_it_apart():
    presets = (["trenin"], ["trenin", "lavrov"])
    assert [bool(linkage(load("unbundled_vs_package", overrides=each)).unbundles()[0]) for each in presets] == [
        True,
        False,
    ]
