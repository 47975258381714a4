"""Rules that say where something holds: planted ones are found again, noise is not taken for a rule."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from negsim.errors import InvalidGame, NotApplicable
from negsim.studies.play.intervals import wilson
from negsim.studies.sensitivity.cuts import Cut, every_cut, match
from negsim.studies.sensitivity.fitting import fitted, price
from negsim.studies.sensitivity.rules import Bound, Rate, Rules, rules
from negsim.studies.sensitivity.short_numbers import kept, sharpened, shortened


@pytest.fixture(scope="module")
def sample():
    draws = np.random.default_rng(5)
    return {"cost": draws.uniform(0, 10, 2000), "trust": draws.uniform(0, 1, 2000), "noise": draws.uniform(-5, 5, 2000)}


def bounds(found):
    return {(bound.parameter, bound.side, bound.value) for term in found.terms for bound in term}


def test_a_planted_alternative_is_found_again_with_its_short_thresholds(sample):
    held = (sample["cost"] < 3.2) | (sample["trust"] > 0.34)
    found = rules(held, sample)
    assert bounds(found) == {("cost", "<", 3.2), ("trust", ">", 0.34)} and len(found.terms) == 2
    assert str(found) in ("trust > 0.34 or cost < 3.2", "cost < 3.2 or trust > 0.34")
    assert found.coverage.value > 0.99 and found.precision.value > 0.99


def test_a_planted_box_is_one_term(sample):
    found = rules((sample["cost"] > 2) & (sample["cost"] < 5) & (sample["trust"] > 0.5), sample)
    assert len(found.terms) == 1 and bounds(found) == {("cost", ">", 2), ("cost", "<", 5), ("trust", ">", 0.5)}
    assert "2 < cost < 5" in str(found) and "trust > 0.5" in str(found)


def test_alternatives_of_several_bounds_stand_in_brackets():
    low, high = Bound(parameter="x", side=">", value=1), Bound(parameter="y", side="<", value=0.25)
    rate = Rate.seen(np.array([True]))
    found = Rules(terms=((low, high), (low,)), coverage=rate, precision=rate, learnt=1, tested=1)
    assert str(found) == "(x > 1 and y < 0.25) or x > 1" and found.parameters == ("x", "y")
    assert str(Rules(terms=((low, high),), coverage=rate, precision=rate, learnt=1, tested=1)) == "x > 1 and y < 0.25"


@pytest.mark.parametrize("seed", range(100, 112))
def test_noise_is_no_rule(sample, seed):
    held = np.random.default_rng(seed).random(2000) < 0.3
    assert rules(held, sample).terms == ()


@pytest.mark.parametrize("everywhere", [True, False])
def test_what_holds_everywhere_or_nowhere_has_no_rule(sample, everywhere):
    found = rules(np.full(2000, everywhere), sample)
    assert found.terms == () and np.isnan(found.precision.value)
    assert not found.holds(sample).any()


def test_coverage_and_precision_are_counted_on_the_other_half(sample):
    held = sample["cost"] + 5 * sample["trust"] < 6
    found = rules(held, sample, seed=3)
    learnt = np.random.default_rng(3).permutation(2000) < 1000
    said, true = found.holds(sample)[~learnt], held[~learnt]
    assert (found.learnt, found.tested, found.coverage.of, found.precision.of) == (1000, 1000, true.sum(), said.sum())
    assert found.coverage.value == pytest.approx((said & true).sum() / true.sum())
    assert found.precision.value == pytest.approx((said & true).sum() / said.sum())
    low, high = wilson(found.precision.value, int(said.sum()))
    assert (found.precision.low, found.precision.high) == (low, high)
    assert 0.8 < found.coverage.value < 1 and 0.8 < found.precision.value < 1


def test_points_of_a_block_are_not_parted():
    blocks = np.repeat(np.arange(100), 20)
    x = np.repeat(np.random.default_rng(0).random(100), 20)  # a block is one place
    held = np.repeat(np.random.default_rng(1).random(100) < 0.5, 20)
    told = [rules(held, {"x": x}, blocks=blocks, seed=seed) for seed in range(4)]
    assert all(found.learnt == 1000 for found in told)
    blind = rules(held, {"x": x})  # sees each place on both sides
    assert blind.terms and blind.precision.value > max(np.nan_to_num(found.precision.value) for found in told)


def test_same_seed_same_rule_and_units_do_not_matter(sample):
    held = sample["cost"] + 5 * sample["trust"] < 6
    first = rules(held, sample)
    assert first == rules(held, sample)
    metres = rules(held, {**sample, "cost": sample["cost"] * 100})
    assert bounds(metres) == {(n, s, round(v * 100, 9) if n == "cost" else v) for n, s, v in bounds(first)}


def test_whole_numbers_are_parted_between_them():
    draws = np.random.default_rng(2)
    steps = draws.integers(1, 6, 600).astype(float)
    found = rules(steps >= 4, {"steps": steps, "other": draws.random(600)})
    ((bound,),) = found.terms
    assert bound.side == ">" and 3 <= bound.value < 4 and str(found) == "steps > 3"
    assert (found.coverage.value, found.precision.value) == (1, 1)


def test_what_cannot_be_read_or_compared_is_refused(sample):
    with pytest.raises(NotApplicable, match="up to 3 alternatives"):
        rules(np.ones(2000, bool), sample, terms=4)
    with pytest.raises(NotApplicable, match="up to 4 bounds"):
        rules(np.ones(2000, bool), sample, bounds=5)
    with pytest.raises(InvalidGame, match="at each of the 3 points"):
        rules(np.ones(3, bool), sample)


def test_the_match_is_the_correlation_of_yes_and_no():
    draws = np.random.default_rng(4)
    held, keeps = draws.random(200) < 0.4, draws.random((7, 200)) < 0.6
    found = match((keeps & held).sum(1), keeps.sum(1), held.sum(), 200)
    assert found == pytest.approx([np.corrcoef(held, row)[0, 1] for row in keeps])
    assert match(80, 200, 80, 200) == 0 and match(0, 0, 80, 200) == 0 and match(80, 80, 80, 200) == pytest.approx(1)


def test_the_best_pair_of_cuts_is_found():
    draws = np.random.default_rng(6)
    table = draws.random((60, 2)).round(1)
    held = (table[:, 0] < 0.55) & (table[:, 1] > 0.25) ^ (draws.random(60) < 0.05)
    cuts = every_cut(table, 24)
    worth = {}
    for one, other in product(cuts, cuts):
        if one == other or (one.column, one.above) != (other.column, other.above):
            keeps = one.keeps(table) & other.keeps(table)
            cost = price(60) * len({one, other})
            worth[one, other] = match((keeps & held).sum(), keeps.sum(), held.sum(), 60) - cost
    (term,) = fitted(held, table, terms=1, bounds=2)
    keeps = kept(table, [term])
    found = match((keeps & held).sum(), keeps.sum(), held.sum(), 60) - price(60) * len(term)
    assert len(term) == 2 and found >= max(worth.values()) - 1e-12


def test_rounding_shortens_without_losing_coverage():
    draws = np.random.default_rng(7)
    table = draws.random((500, 2)) * [10, 1]
    held = table[:, 0] + 4 * table[:, 1] < 5
    before = sharpened(held, table, [[Cut(0, False, 3.123456)], [Cut(1, False, 0.3), Cut(0, False, 4.2)]])
    after = shortened(held, table, before)
    hits = [(kept(table, terms) & held).sum() for terms in (before, after)]
    assert hits[1] >= hits[0]
    assert all(len(f"{cut.at:.6g}") <= 4 for term in after for cut in term)


def test_cuts_lie_between_values():
    table = np.array([[1.0, 5], [2, 5], [2, 5], [4, 5]])
    assert every_cut(table, 24) == [Cut(0, above, at) for at in (1.5, 3.0) for above in (False, True)]
    assert len(every_cut(np.arange(1000.0)[:, None], 24)) == 48


def test_rules_from_few_points_are_short_and_hold_elsewhere():
    fresh = np.random.default_rng(4).random((4000, 8))
    there = (fresh[:, 0] < 0.3) & (fresh[:, 1] > 0.5)
    lengths, matches = [], []
    for seed in range(5):
        draws = np.random.default_rng(seed)
        table = draws.random((128, 8))
        true = (table[:, 0] < 0.3) & (table[:, 1] > 0.5)
        terms = fitted(true ^ (draws.random(128) < 0.05), table, terms=3, bounds=3)  # one in twenty is wrong
        said = kept(fresh, terms)
        lengths.append(sum(map(len, terms)))
        matches.append(float(match((said & there).sum(), said.sum(), there.sum(), 4000)))
    assert np.mean(lengths) <= 3.5 and np.mean(matches) > 0.85, (lengths, matches)
