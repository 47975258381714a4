"""Sensitivity of scenarios: which assumptions a measure depends on, and what is told of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

import negsim
from negsim.errors import NotApplicable, ScenarioError, UnknownName
from negsim.scenario.distribution import Uniform
from negsim.studies.designs.one_at_a_time import OneAtATime
from negsim.studies.sensitivity import sensitivity as study
from negsim.studies.sensitivity.budget import budget
from negsim.studies.sensitivity.headline import condition
from negsim.studies.sensitivity.morris import effects
from negsim.studies.sensitivity.record import Asked, Interval, Sobol
from negsim.studies.sensitivity.resampling import GROUPS, percentiles, resampled_means
from negsim.studies.sensitivity.sampling import first_samples, more_samples
from negsim.studies.sensitivity.sensitivity import sensitivities, sensitivity
from negsim.studies.sensitivity.sobol import indices
from negsim.studies.sensitivity.tornado import bars
from negsim.studies.sentences.sensitivity import measure_of, sentences, told

TWO = ("audience_cost_R", "confidence_q")
LINE = "measure(audience_cost_R + 5 * confidence_q)"  # ranges 0 to 10 and 0 to 1: variances 100 / 12 and 25 / 12


@pytest.fixture(scope="module")
def scenario():
    return negsim.load("baseline_impasse")


@pytest.fixture(scope="module")
def headline(scenario):
    return sensitivity(scenario, vary=TWO, samples=256)


@pytest.fixture(scope="module")
def tornado(scenario):
    return sensitivity(scenario, method="tornado")


def test_what_a_linear_measure_depends_on_follows_from_its_variances(scenario):
    found = sensitivity(scenario, LINE, vary=TWO, samples=1024)
    assert found.total.value == pytest.approx([0.8, 0.2], abs=0.01)
    assert found.first.value == pytest.approx([0.8, 0.2], abs=0.01)
    assert found.mean == pytest.approx(7.5, abs=0.01) and found.variance == pytest.approx(125 / 12, rel=0.01)
    assert found.budget.apart and found.asked.points == 4 * 1024


def test_distributions_change_what_matters(scenario):
    narrow = {"audience_cost_R": "uniform(4, 5)", "confidence_q": None}  # variances 1 / 12 and 25 / 12
    found = sensitivity(scenario, LINE, vary=narrow, samples=512)
    assert found.total.value == pytest.approx([1 / 26, 25 / 26], abs=0.02)
    assert found.order == (1, 0)


def test_effects_of_a_linear_measure_are_its_slopes(scenario):
    found = sensitivity(scenario, LINE, "morris", vary=TWO, samples=8)
    assert found.absolute.value == pytest.approx([10, 5]) and found.deviation == pytest.approx([0, 0], abs=1e-9)
    assert found.asked.points == 24


def test_results_are_told_in_a_line(headline, tornado):
    assert repr(headline).startswith("<Sobol of probability(") and repr(headline).endswith("base samples>")
    assert repr(tornado).startswith("<Tornado of ") and len(repr(tornado)) < 200


def test_the_headline_is_watched_where_nothing_is_named(headline):
    assert headline.asked.headline == ("insist / offer_menu",)
    assert headline.asked.measure == "probability(response.insist and reply.offer_menu)"
    assert measure_of(headline.asked).startswith("the probability of 'insist / offer_menu'")


def test_a_conflict_asks_whether_its_headline_is_an_equilibrium():
    found = sensitivity("three_demands", samples=8)
    assert found.asked.measure.startswith("stable(nash, enlargement.demand and ")
    assert "is an equilibrium (nash)" in measure_of(found.asked)


def test_talks_ask_whether_there_is_an_agreement():
    assert sensitivity("deadline_ultimatum", samples=8).asked.measure == "probability(agreement)"


def test_a_condition_holds_in_its_outcome_alone(scenario):
    labels = scenario.outcome_labels()
    for number, label in enumerate(labels):
        met = scenario.over_outcomes((negsim.scenario.conditions.Condition(condition(scenario, label)),))[0, 0]
        assert np.flatnonzero(met).tolist() == [number]


def test_a_tornado_turns_where_the_formulas_say(tornado):
    found = dict(zip(tornado.parameters, zip(tornado.values, tornado.measured, strict=True), strict=True))
    cost, held = found["audience_cost_R"]
    assert set(held[cost < 3.2]) == {0.0} and set(held[cost > 3.2]) == {1.0}
    chance, held = found["confidence_q"]
    assert set(held[chance < 1 / 3]) == {1.0} and set(held[chance > 1 / 3]) == {0.0}
    assert tornado.default == 1.0 and 4.0 in cost and 0.2 in chance
    assert (tornado.swing == [name in MOVING for name in tornado.parameters]).all()


MOVING = {
    "audience_cost_R",
    "confidence_q",
    "publicity",
    "spite_weight_R",
    "satisfaction_R",
    "risk_R",
    "aspiration_R",
    "power_advantage_R",
}


def test_rounds_of_talks_are_whole_numbers_in_every_method():
    for method in ("sobol", "tornado"):
        found = sensitivity("deadline_ultimatum", "payoff(russia)", method, vary=["rounds"], samples=9)
        rounds = found.asked.sweep.columns["rounds"]
        assert (rounds == np.round(rounds)).all() and len(set(rounds.tolist())) > 5 and found.asked.unsolved == 0


def test_a_sweep_over_the_same_design_says_the_same(scenario, headline):
    swept = negsim.sweep(
        scenario, vary=TWO, design="saltelli", n=256, measures=[headline.asked.measure, "payoff(russia)"]
    )
    found = sensitivity(swept, headline.asked.measure)
    assert (found.total.value == headline.total.value).all() and (found.total.low == headline.total.low).all()
    assert [each.asked.measure for each in sensitivities(swept)] == [headline.asked.measure, "payoff(russia)"]


def test_the_same_seed_gives_the_same_numbers_whoever_works(scenario, headline):
    with ThreadPoolExecutor(2) as pool:
        again = sensitivity(scenario, vary=TWO, samples=256, executor=pool)
    other = sensitivity(scenario, vary=TWO, samples=256, seed=1)
    for name in ("first", "total"):
        one, two, three = (getattr(found, name) for found in (headline, again, other))
        assert all((getattr(one, end) == getattr(two, end)).all() for end in ("value", "low", "high"))
        assert (one.value != three.value).any()


def test_finished_chunks_are_kept_in_a_folder(scenario, headline, tmp_path):
    pytest.importorskip("pyarrow")
    for _ in range(2):
        found = sensitivity(scenario, vary=TWO, samples=256, store=tmp_path)
        assert (found.total.value == headline.total.value).all()
    assert (tmp_path / "sobol_256" / "manifest.json").exists()


def test_several_measures_share_their_points(scenario):
    one, two = sensitivities(scenario, ["payoff(russia)", "payoff(nato)"], vary=TWO, samples=32)
    assert one.asked.sweep is two.asked.sweep and one.asked.measure != two.asked.measure


def test_several_answers_are_counted_and_the_part_asked_for_is_taken():
    low, middle, high = (
        sensitivity("neighbours_membership", method="tornado", samples=5, of=of)
        for of in ("lowest", "middle", "highest")
    )
    assert low.asked.several == high.asked.several > 0
    assert (low.default, middle.default, high.default) == (0.0, 0.5, 1.0)
    assert any("several answers differ" in text for text in sentences(middle))


def test_wrong_questions_are_told_before_anything_is_solved(scenario, monkeypatch):
    monkeypatch.setattr(study, "sweep", lambda *given, **more: pytest.fail("it was solved"))
    with pytest.raises(ScenarioError, match="no quantity"):
        sensitivity(scenario, "probabillity(reply.refuse)")
    with pytest.raises(ScenarioError, match="refuze"):
        sensitivity(scenario, "probability(reply.refuze)")
    with pytest.raises(UnknownName, match="method 'sobbol'"):
        sensitivity(scenario, method="sobbol")
    with pytest.raises(UnknownName, match="'most'"):
        sensitivity(scenario, of="most")
    with pytest.raises(UnknownName, match="parameter 'audience'"):
        sensitivity(scenario, LINE, vary=["audience"])
    with pytest.raises(NotApplicable, match="samples is 0"):
        sensitivity(scenario, LINE, samples=0)
    with pytest.raises(NotApplicable, match="no parameter has a range"):
        sensitivity("prisoners_dilemma")


def test_a_sweep_that_cannot_be_read_so_says_what_would_do(scenario):
    swept = negsim.sweep(scenario, vary=TWO, design="random", n=40, measures=["payoff(russia)"])
    for method, name in (("sobol", "saltelli"), ("morris", "morris"), ("tornado", "one_at_a_time")):
        with pytest.raises(NotApplicable, match=f"design='{name}'"):
            sensitivity(swept, "payoff(russia)", method)
    assert sensitivity(swept, "payoff(russia)", "regional").points == 40
    with pytest.raises(NotApplicable, match=r"it has: payoff\(russia\)"):
        sensitivity(swept, "payoff(nato)")
    with pytest.raises(NotApplicable, match="has no measures"):
        sensitivity(negsim.sweep(scenario, vary=TWO, design="random", n=4))
    several = negsim.sweep(
        scenario, vary=TWO, design="saltelli", n=8, measures=["payoff(russia)"], overrides=("", "frolov")
    )
    with pytest.raises(NotApplicable, match="one set of overrides"):
        sensitivity(several)


def test_where_nothing_moves_another_measure_is_proposed(scenario):
    still = sensitivity(scenario, "measure(risk_R)", vary=TWO, samples=16)
    first, second, *_ = sentences(still)
    assert first == "measure(risk_R) does not move: none of the 2 parameters changes it."
    assert second == "Ask about another measure, such as payoff(russia)."


# --- estimators of arrays


def sums(n=1024, seed=0):
    """A function of three parameters at independent pairs of points: 3 x + y, and nothing of the third."""
    one, two = np.random.default_rng(seed).random((2, n, 3))
    rows = [one, *(np.where(np.arange(3) == k, two, one) for k in range(3)), two]
    return np.stack([3 * at[:, 0] + at[:, 1] for at in rows], axis=1)


NAMES = ("x", "y", "z")


def test_base_samples_with_a_gap_are_left_out_whole_and_counted():
    values = sums(200)
    gaps = values.copy()
    gaps[::7, 2] = np.nan
    gaps[3, 0] = np.inf
    found, rest = indices(NAMES, gaps), indices(NAMES, values[np.isfinite(gaps).all(1)])
    assert found.samples == 200 and found.used == rest.samples == 200 - 29 - 1
    assert (found.total.value == rest.total.value).all() and (found.first.low == rest.first.low).all()
    assert any("30 of 200 base samples" in text for text in sentences(found))


def test_too_few_whole_base_samples_are_refused():
    values = sums(20)
    values[7:, 1] = np.nan
    with pytest.raises(NotApplicable, match="7 of 20 base samples"):
        indices(NAMES, values)
    with pytest.raises(NotApplicable, match=r"\(20, 5\) for 2 parameters"):
        indices(("x", "y"), values)


def test_what_does_not_move_has_no_shares():
    for values in (np.full((50, 5), 0.3), 0.3 + 1e-12 * np.random.default_rng(0).random((50, 5))):
        found = indices(NAMES, values)
        assert not found.moves and found.budget is None and found.variance == 0
        assert not found.total.value.any() and not found.first.width.any()
        assert told(found) == "The measure does not move: none of the 3 parameters changes it."


def test_intervals_hold_the_index_about_as_often_as_they_say():
    inside = []
    for seed in range(120):
        found = indices(NAMES, sums(128, seed), resamples=199, seed=seed)
        inside.append(
            [found.total.low[0] <= 0.9 <= found.total.high[0], found.first.low[1] <= 0.1 <= found.first.high[1]]
        )
    assert (np.mean(inside, axis=0) > 0.88).all() and np.mean(inside) < 0.995


def test_groups_scatter_as_single_rows_do():
    draws = np.random.default_rng(1)
    table = np.column_stack([draws.random(10 * GROUPS), draws.random(10 * GROUPS) < 0.01])
    means = resampled_means(table, 600, seed=2)
    assert means.mean(0) == pytest.approx(table.mean(0), rel=0.01)
    assert means.std(0) == pytest.approx(table.std(0) / np.sqrt(len(table)), rel=0.1)
    few = resampled_means(table[:300], 600, seed=2)
    assert few.std(0) == pytest.approx(table[:300].std(0) / np.sqrt(300), rel=0.1)


def test_percentiles_are_those_of_numpy_and_leave_out_what_is_no_number():
    draws = np.random.default_rng(3).random((501, 3))
    low, high = percentiles(draws, 0.9)
    assert low == pytest.approx(np.quantile(draws, 0.05, axis=0)) and high == pytest.approx(np.quantile(draws, 0.95, 0))
    draws[::2, 1] = np.nan
    assert percentiles(draws)[0][1] == pytest.approx(np.nanquantile(draws[:, 1], 0.025))


def test_steps_that_are_no_trajectories_are_refused():
    places = np.zeros((4, 3, 2))
    with pytest.raises(NotApplicable, match="changes one parameter"):
        effects(("x", "y"), places, np.zeros((4, 3)))
    with pytest.raises(NotApplicable, match=r"shape \(4, 2\)"):
        effects(("x", "y"), places, np.zeros((4, 2)))


def test_a_tornado_needs_a_number_at_the_defaults():
    design = OneAtATime(axes=(("x", (0.0, 1.0)), ("y", (2.0, 3.0, 4.0))), start=(("x", 1.0), ("y", 3.0)))
    assert [column.tolist() for column in design.columns(0, 6).values()] == [[1, 0, 1, 1, 1, 1], [3, 3, 3, 2, 3, 4]]
    assert design.columns(2, 4)["y"].tolist() == [3, 2]
    found = bars(design, np.array([5.0, 1, 5, 4, np.nan, 9]))
    assert found.at_low.tolist() == [1, 4] and found.at_high.tolist() == [5, 9] and found.swing.tolist() == [4, 5]
    assert found.order == (1, 0)
    with pytest.raises(NotApplicable, match="no number at the defaults"):
        bars(design, np.array([np.nan, 1, 5, 4, 5, 9]))


# --- the budget rule


def drawn(means, spreads, n=4000):
    return np.random.default_rng(4).normal(means, spreads, (n, len(means)))


def test_a_sample_is_enough_when_intervals_are_narrow_and_the_first_two_apart():
    found = budget(NAMES, np.array([0.5, 0.3, 0.28]), drawn([0.5, 0.3, 0.28], [0.01] * 3), 512)
    assert found.enough and found.needed == 512 and found.leading == ("x", "y") and found.rivals == ("z",)


def test_wide_intervals_ask_for_as_many_more_as_the_square_of_their_width():
    found = budget(NAMES, np.array([0.6, 0.3, 0.1]), drawn([0.6, 0.3, 0.1], [0.05, 0.01, 0.01]), 512)
    assert not found.narrow and found.apart
    assert found.widest == pytest.approx(2 * 1.96 * 0.05, rel=0.05) and found.needed == 2048  # (0.196 / 0.1)^2 = 3.8


def test_two_that_come_near_ask_for_enough_to_part_them():
    found = budget(("x", "y"), np.array([0.31, 0.3]), drawn([0.31, 0.3], [0.01, 0.01]), 512)
    assert found.narrow and not found.apart and found.needed == 4096  # (1.96 * 0.0141 / 0.01)^2 = 7.7
    alike = budget(("x", "y"), np.array([0.3, 0.3]), drawn([0.3, 0.3], [0.01, 0.01]), 512)
    assert not alike.apart and alike.needed is None


def test_samples_grow_until_the_budget_is_met_or_the_limit_reached(scenario):
    found = sensitivity(scenario, LINE, vary=TWO)
    assert found.budget.enough and found.samples in (1024, 4096)
    tied = sensitivity(scenario, "measure(audience_cost_R + 10 * confidence_q)", vary=TWO, samples=1024)
    assert not tied.budget.apart and tied.samples == 1024
    swept = tied.asked.sweep
    assert more_samples(swept, 1024) == 4096
    assert more_samples(replace(swept, status=np.zeros(2**19, np.int8)), 65_536) is None
    assert more_samples(replace(swept, solver=negsim.solvers["agent_logit"]()), 1024) is None
    assert first_samples("sobol", "strategic") > first_samples("sobol", "stochastic")


# --- sentences


def record(totals, spread=0.01, asked=None):
    values = np.array(totals)
    interval = Interval(value=values, low=values - spread, high=values + spread)
    names = tuple("abcdefgh"[: len(totals)])
    judged = budget(names, values, drawn(totals, [spread / 2] * len(totals)), 1024)
    return Sobol(
        parameters=names,
        first=Interval(value=values / 2, low=values / 2 - spread, high=values / 2 + spread),
        total=interval,
        mean=0.5,
        variance=0.2,
        samples=1024,
        used=1024,
        budget=judged,
        asked=asked,
    )


def test_one_sentence_names_the_two_that_matter_most_with_their_intervals():
    assert told(record([0.2, 0.61, 0.4])) == (
        "The measure depends most on b, which has a part in 61 % of its variance over the assumed ranges (95 % "
        "interval 60 to 62 %), and on c, with 40 % (39 to 41 %)."
    )


def test_the_sentence_says_where_the_order_is_open():
    assert told(record([0.6, 0.4, 0.399])).endswith("; c comes so near that it may be second.")
    assert told(record([0.6, 0.4, 0.399, 0.4])).endswith("; d and c come so near that they may be second.")
    assert " seems to depend most on a" in told(record([0.4, 0.4, 0.1]))
    assert told(record([0.4, 0.4, 0.1])).endswith("; which of a and b comes first, this sample does not tell.")
    assert told(record([0.4] * 6)).endswith("; which of 6 parameters comes first, this sample does not tell.")


def test_a_single_parameter_that_matters_is_named_alone():
    assert told(record([0.999, 0.002], 0.0001)).endswith("; no other parameter has a part in 1 % of it.")
    assert told(record([1.0], 0.0001)).endswith("(95 % interval 100 to 100 %).")


def test_a_small_sample_is_called_so_with_what_would_do():
    text = " ".join(sentences(record([0.4, 0.3], spread=0.2)))
    assert "is too small: its widest interval spans" in text and "does not rank a and b" in text
    assert "use --samples" in text
    assert "too small" not in " ".join(sentences(record([0.6, 0.3])))


def test_formulas_keep_their_letters(scenario, headline):
    asked = replace(headline.asked, headline=(), measure="payoff(russia)")
    assert told(record([0.6, 0.3], asked=asked)).startswith("payoff(russia) depends most on a")
    assert told(replace(headline)).startswith("The probability of 'insist / offer_menu'")


def test_no_sentence_promises_or_advises(headline, tornado):
    for found in (headline, tornado):
        text = " ".join(sentences(found))
        assert "not how likely anything is" in text
        assert not any(word in text for word in ("will ", "should do so", "optimal", "win"))


def test_tables_name_every_parameter_once(headline, tornado, scenario):
    for found in (headline, tornado, sensitivity(scenario, method="morris", samples=4)):
        shown = negsim.table(found)
        assert sorted(shown.column("parameter")) == sorted(found.parameters)
        assert shown.notes[0] == told(found) and shown.notes[-1] == scenario.basis


def test_what_was_asked_says_where_it_is_from(headline):
    assert isinstance(headline.asked, Asked) and headline.asked.sweep.design.n == 256
    assert dict(headline.asked.sweep.design.axes)["confidence_q"] == Uniform(0.0, 1.0)
