"""Two-level games: published closed forms, and what brute force over settlements and offers finds."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import betabinom, binom

from negsim.studies.promises.tied_hands import agreed_share, best_offer, more_votes, tied_hands
from negsim.studies.promises.votes import ratified
from negsim.studies.promises.win_sets import two_level, win_set

DATA = Path(__file__).parent / "data" / "ir"


def cases(name):
    found = json.loads((DATA / f"{name}.json").read_text())["cases"]
    return [
        pytest.param(case["params"], case["expected"], id=" ".join(map(str, case["params"].values()))) for case in found
    ]


@pytest.mark.parametrize(("params", "expected"), cases("two_level_ratification_tili"))
def test_offers_to_be_ratified_at_home(params, expected):
    ratifiers = {"home": params["home_ideal"], "ratifier": params["ratifier_ideal"]}
    found = two_level(params["status_quo"], params["foreign_ideal"], ratifiers)
    home, ratifier = found.win_sets
    assert found.agreement == pytest.approx(expected["agreement"])
    assert [ratifier.low, ratifier.high] == pytest.approx(expected["ratifier_win_set"])
    assert [home.low, home.high] == pytest.approx(expected["home_win_set"])
    assert abs(found.agreement - params["home_ideal"]) == pytest.approx(expected["home_distance"])


@pytest.mark.parametrize(("params", "expected"), cases("two_level_nash_bargain"))
def test_thresholds_at_home_and_the_share(params, expected):
    share = agreed_share(params["min_A"], params["min_B"])
    assert np.isnan(share) == (not expected["win_sets_overlap"])
    if expected["win_sets_overlap"]:
        assert share == pytest.approx(expected["nash_bargain_share_A"])


def test_win_sets_of_bodies_by_asking_every_voter():
    rng = np.random.default_rng(5)
    places = np.linspace(-4, 5, 9001)
    for _ in range(60):
        ideals, status_quo = rng.uniform(0, 1, rng.integers(1, 9)), rng.uniform(-0.5, 1.5)
        threshold = int(rng.integers(1, len(ideals) + 1))
        found = win_set(status_quo, ideals, threshold=threshold)
        better = np.abs(places[:, None] - ideals) <= np.abs(status_quo - ideals) + 1e-12
        liked = places[better.sum(1) >= threshold]
        ends = (liked.min(), liked.max()) if len(liked) else (status_quo, status_quo)
        assert (found.low, found.high) == pytest.approx(ends, abs=1.1e-3)


def test_binomial_and_beta_binomial_tails():
    rng = np.random.default_rng(2)
    for _ in range(200):
        voters = int(rng.integers(1, 150))
        threshold, support, alike = int(rng.integers(1, voters + 1)), rng.uniform(), rng.uniform(0.001, 0.999)
        spread = (1 - alike) / alike
        wanted = betabinom.sf(threshold - 1, voters, support * spread, (1 - support) * spread)
        assert ratified(voters, threshold, support, alike) == pytest.approx(wanted, rel=1e-8, abs=1e-12)
        exact = binom.sf(threshold - 1, voters, support)
        assert ratified(voters, threshold, support) == pytest.approx(exact, rel=1e-10, abs=1e-300)
        assert ratified(voters, threshold, support, 1e-13) == pytest.approx(exact, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("fallback", [0, 0.2, 0.5, 1])
def test_uncertain_ratification_in_closed_form(fallback):
    """The offer is (1 - d)/2 where what is needed is uniform on 0 to 1 (after Iida 1993)."""
    assert best_offer(0, 1, fallback) == pytest.approx(((1 - fallback) / 2,) * 2)
    found = more_votes(1, 0, 1, fallback=fallback)
    if fallback < 1:
        assert found.share[0] == pytest.approx((1 - fallback) / 2, abs=1e-6)


def test_offers_under_uncertainty_by_trying_them_all():
    rng = np.random.default_rng(3)
    for _ in range(100):
        low, high = np.sort(rng.uniform(0, 1, 2))
        fallback = rng.uniform(-0.2, 1)
        offers = np.linspace(0, 1, 20001)
        odds = np.clip((offers - low) / (high - low), 0, 1)
        kept = odds * (1 - offers) + (1 - odds) * fallback
        offer, chance = best_offer(low, high, fallback)
        assert chance * (1 - offer) + (1 - chance) * fallback == pytest.approx(kept.max(), abs=1e-4)


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0.1, 0.4), (0.3, 0.9), (0.25, 0.25), (0, 0.5)])
def test_tied_hands_by_drawing_what_the_other_side_needs(low, high):
    found = tied_hands(low, high, points=51)
    others = np.linspace(low, high, 20001)
    for needed, chance, expected, other in zip(found.needed, found.chance, found.expected, found.other, strict=True):
        share = agreed_share(needed, others)
        deal = np.isfinite(share)
        assert chance == pytest.approx(deal.mean(), abs=1e-4)
        assert expected == pytest.approx(np.where(deal, share, 0).mean(), abs=1e-4)
        assert other == pytest.approx(np.where(deal, 1 - share, 0).mean(), abs=1e-4)
    assert found.needed[found.expected.argmax()] == pytest.approx(found.best)


def test_higher_thresholds_bring_better_offers_and_rarer_agreement():
    found = more_votes(9, 0, 1)
    assert (np.diff(found.share) > 0).all() and (np.diff(found.chance) < 0).all()
    assert 1 < found.best < 9
    for threshold in (1, 5, 9):
        offers = np.linspace(0, 1, 20001)
        kept = binom.sf(threshold - 1, 9, offers) * (1 - offers)
        assert found.other[threshold - 1] == pytest.approx(kept.max(), abs=1e-7)
        assert found.share[threshold - 1] == pytest.approx(offers[kept.argmax()], abs=1e-4)


def test_an_offer_that_leaves_just_the_fallback_is_made_and_taken():
    assert best_offer(0.25, 0.25, 0.75) == (0.25, 1.0)
    assert best_offer(0.25, 0.25, 0.8) == (0.25, 0.0)
