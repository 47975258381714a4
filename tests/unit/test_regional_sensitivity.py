"""Regional sensitivity: how far apart a parameter lies where something holds and where it does not."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ks_2samp

from negsim.errors import NotApplicable, ScenarioError
from negsim.studies.sensitivity.regional import critical, distances, regional
from negsim.studies.sensitivity.split import Split, split_of
from negsim.studies.sentences.regional import sentences


@pytest.fixture(scope="module")
def columns():
    draws = np.random.default_rng(8)
    return {"cost": draws.uniform(0, 10, 800), "trust": draws.uniform(0, 1, 800), "steps": draws.integers(1, 5, 800)}


@pytest.fixture(scope="module")
def values(columns):
    return 10 - columns["cost"] + 6 * columns["trust"]


@pytest.fixture(scope="module")
def found(values, columns):
    return regional(values, columns, Split(measure="room()", level=8.0), seed=1)


def test_distances_are_those_of_kolmogorov_and_smirnov(found, columns):
    for k, name in enumerate(found.parameters):
        yes, no = columns[name][found.held], columns[name][~found.held]
        peer = ks_2samp(yes, no)
        assert found.distance.value[k] == pytest.approx(peer.statistic, abs=1e-12)
        assert bool(found.lower[k]) == (peer.statistic_sign > 0)
        assert found.at[k] == peer.statistic_location


def test_ties_are_one_step():
    table = np.array([[1.0], [1], [1], [2], [2], [2]])
    distance, at, lower = distances(np.array([True, False, True, False, True, False]), table)
    assert distance == pytest.approx(1 / 3) and at == 1 and lower.all()


def test_parameters_that_decide_come_first_and_the_others_are_within_chance(found):
    assert [found.parameters[k] for k in found.order] == ["cost", "trust", "steps"]
    assert found.separating == ("cost", "trust") and found.lower.tolist()[:2] == [True, False]
    assert (found.distance.low <= found.distance.value).all() and (found.distance.value <= found.distance.high).all()


def test_the_critical_distance_is_exceeded_by_chance_in_one_sample_of_twenty():
    exceeded = 0
    for seed in range(400):
        draws = np.random.default_rng(seed)
        table, held = draws.random((150, 4)), draws.random(150) < 0.4
        exceeded += bool(distances(held, table)[0].max() > critical(held, 4))
    assert 2 <= exceeded <= 30  # 20 expected


def test_intervals_hold_the_true_distance():
    # where x is uniform and it holds with chance x, the shares below x are x^2 and 2x - x^2: at most 1/2 apart
    inside = 0
    for seed in range(40):
        draws = np.random.default_rng(seed)
        x = draws.random(300)
        told = regional((draws.random(300) < x) * 1.0, {"x": x}, Split(measure="room()", level=0.5), seed=seed)
        inside += bool(told.distance.low[0] <= 0.5 <= told.distance.high[0])
    assert inside >= 34


def test_points_without_a_number_are_left_out_and_counted(values, columns, found):
    gaps = values.copy()
    gaps[::8] = np.nan
    told = regional(gaps, columns, Split(measure="room()", level=8.0), seed=1)
    assert (told.points, told.unsolved, len(told.held)) == (800, 100, 700)
    assert told.share.value == pytest.approx((gaps > 8).sum() / 800) and told.share.of == 800
    assert len(told.columns["cost"]) == 700
    assert told.rules.learnt + told.rules.tested == 700


def test_of_very_many_points_whole_blocks_are_drawn(monkeypatch, values, columns):
    monkeypatch.setattr("negsim.studies.sensitivity.regional.MOST", 200)
    blocks = np.repeat(np.arange(160), 5)
    numbered = {**columns, "block": blocks * 1.0}
    told = regional(values, numbered, Split(measure="room()", level=8.0), blocks=blocks, resamples=20)
    counts = np.unique(told.columns["block"], return_counts=True)[1]
    assert len(told.held) == 200 and (counts == 5).all() and told.points == 800
    assert told.share.of == 800 and told.share.value == (values > 8).mean()
    assert "200 of the points, drawn, were compared." in list(sentences(told))
    alone = regional(values, columns, Split(measure="room()", level=8.0), resamples=20)
    assert len(alone.held) == 200 and np.isin(alone.columns["cost"], columns["cost"]).all()


@pytest.mark.parametrize("level", [-100.0, 100.0])
def test_what_holds_everywhere_or_nowhere_separates_nothing(values, columns, level):
    told = regional(values, columns, Split(measure="room()", level=level))
    assert not told.moves and told.separating == () and np.isnan(told.distance.value).all()
    assert np.isnan(told.critical) and told.rules.terms == ()


def test_the_same_seed_gives_the_same_numbers(values, columns, found):
    split = Split(measure="room()", level=8.0)
    again, other = (regional(values, columns, split, seed=seed) for seed in (1, 2))
    assert np.array_equal(found.distance.low, again.distance.low) and found.rules == again.rules
    assert not np.array_equal(found.distance.low, other.distance.low)


def test_without_a_level_or_a_number_it_is_refused(values, columns):
    with pytest.raises(NotApplicable, match=r"from where on does it hold\? Give a level: 'room\(\) > 0'"):
        regional(values, columns, Split(measure="room()"))
    with pytest.raises(NotApplicable, match="no point has a number"):
        regional(values * np.nan, columns, Split(measure="room()", level=1.0))


@pytest.mark.parametrize(
    ("text", "measure", "side", "level"),
    [
        ("probability(partial_deal)", "probability(partial_deal)", ">", 0.5),
        ("probability(x > 3) >= .25", "probability(x > 3)", ">=", 0.25),
        ("stable(nash, a.b)", "stable(nash, a.b)", ">", 0.5),
        ("payoff(russia)", "payoff(russia)", ">", None),
        ("payoff(russia) - payoff(nato) < -1e-1", "payoff(russia) - payoff(nato)", "<", -0.1),
        ("measure(x<=2) <= 2", "measure(x<=2)", "<=", 2.0),
    ],
)
def test_a_measure_is_divided_where_the_text_says(text, measure, side, level):
    assert split_of(text) == Split(measure=measure, side=side, level=level)


def test_the_default_is_the_level_where_none_is_given():
    assert str(split_of("payoff(russia)")) == "payoff(russia) > its default"
    assert str(split_of("payoff(russia)").at(-1.5)) == "payoff(russia) > -1.5"
    assert split_of("agreed()").at(0.9).level == 0.5
    assert split_of("room() >= 1").holds(np.array([0.5, 1.0, np.nan])).tolist() == [False, True, False]


def test_what_is_no_quantity_is_told():
    with pytest.raises(ScenarioError, match="no quantity"):
        split_of("partial_deal > 0.5")
