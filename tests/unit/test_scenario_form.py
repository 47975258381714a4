"""The shipped scenario of word and law: what each form of a promise is worth, and where the order of forms turns."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import binom

import negsim
from negsim.errors import NotApplicable, UnknownName
from negsim.scenario.load import load
from negsim.studies.promises.choice import promises
from negsim.studies.promises.turns import turns


@pytest.fixture(scope="module")
def scenario():
    return load("form_and_ratification")


def worths(scenario, **values):
    return {row.form: row.worth["russia"] for row in promises(scenario, values).rows()}


@pytest.mark.parametrize("actor", ["russia", "nato"])
def test_law_is_last_and_the_intergovernmental_agreement_first(scenario, actor):
    found = {row.form: round(row.worth[actor], 3) for row in promises(scenario).rows()}
    wanted = {"unspoken": 2.903, "declaration": 3.125, "announcement": 3.125, "agreement": 4.286, "treaty": 0.002}
    assert found == wanted
    assert [row.form for row in promises(scenario).rows() if row.chosen] == ["agreement"]


def test_one_author_ranks_the_unspoken_promise_above_a_declaration_and_the_other_below(scenario):
    pessimist, optimist = worths(load("form_and_ratification", overrides=["trenin"])), worths(scenario)
    assert round(pessimist["declaration"], 2) == 0.94 and pessimist["unspoken"] > pessimist["declaration"]
    assert optimist["declaration"] > optimist["unspoken"]
    assert promises(scenario).needed("declaration", over="unspoken")[0] == pytest.approx(0.9 * 0.16 / 0.31)
    assert (
        worths(scenario, P_adopt_political=0.46)["declaration"]
        < 2.9
        < worths(scenario, P_adopt_political=0.47)["declaration"]
    )


def test_the_treaty_is_best_from_a_probability_of_ratification_of_a_third(scenario):
    found = promises(scenario)
    assert found.needed("treaty")[0] == pytest.approx(24 / 70)
    broad = promises(load("form_and_ratification", overrides=["broad_consent"]))
    assert found.forms[broad.chosen[0]] == "treaty"


def test_the_guess_at_the_table_is_what_independent_votes_come_to(scenario):
    assert promises(scenario).rows()[-1].adopted == pytest.approx(scenario.parameters["P_ratified"].value, abs=5e-5)


@pytest.mark.parametrize(("senator", "wanted"), [(0.5, 0.0003), (0.7, 0.5822), (0.8, 0.7466)])
def test_ratification_removes_nearly_all_unless_support_is_broad(scenario, senator, wanted):
    found = promises(scenario, {"senator_support": senator, "member_support": 0.99})
    assert found.adopted[0, -1] == pytest.approx(wanted, abs=5e-5)


def test_the_premium_of_law_shrinks_as_treaties_are_left_as_well(scenario):
    years = promises(scenario, {"revoke_hazard_treaty": np.linspace(0, 0.1, 11)}).years
    premium = years[:, -1] - years[:, 1]
    assert (np.diff(premium) < 0).all() and premium[-1] == pytest.approx(0)


def test_a_stronger_own_deterrent_makes_weaker_forms_acceptable(scenario):
    found = promises(scenario, {"costs_counted": 1, "deterrent_R": np.linspace(0, 3, 31)})
    fine = found.accepts[:, :, 0]
    assert (np.diff(fine.astype(int), axis=0) >= 0).all()
    assert not fine[0, 1] and fine[-1, 1]
    assert np.argmax(fine[:, 1]) == 14  # 5 - (6.25 - 4)/.625 = 1.4


def test_small_shifts_in_support_are_large_under_unanimity(scenario):
    found = promises(scenario, {"leader_initiative": np.array([0.0, 1.0])})
    assert found.adopted[:, 1] == pytest.approx([0.5, 0.5 * (0.98 / 0.97) ** 30])


@pytest.mark.parametrize("name", ["SF10", "SF11"])
def test_claims_hold_over_the_range_that_they_name(scenario, name):
    claim = next(claim for claim in scenario.claims if claim.id == name)
    ((parameter, (low, high)),) = claim.vary.items()
    asked = []
    for value in np.linspace(low, high, 21):
        found = negsim.solve(scenario, "extensive", values={**claim.given, parameter: value})
        asked.append(found[0]["russia"]["start"].get("treaty", 0.0))
    steps = np.diff(asked) * (1 if claim.sign == "increasing" else -1)
    assert (steps >= 0).all() and steps.any()


def test_at_the_table_the_same_form_is_agreed(scenario):
    for costs in (0.0, 1.0):
        found = negsim.solve(scenario, "bargaining", "nash_bargaining", values={"costs_counted": costs})
        assert found[0].agreement == {"agreement": 1.0}


def test_backward_induction_on_the_tree_picks_the_same_form(scenario):
    for chance in np.linspace(0, 1, 11):
        for costs in (0.0, 1.0):
            values = {"P_ratified": chance, "costs_counted": costs, "member_support": 1.0, "vote_correlation": 1.0}
            chosen = promises(scenario, values | {"senator_support": chance})
            tree = negsim.solve(scenario, "extensive", "backward_induction", values=values)
            asked = [form for form in chosen.forms if tree[0]["russia"]["start"].get(form, 0) == 1]
            assert asked == [chosen.forms[chosen.chosen[0]]]


def test_another_form_is_chosen_where_support_in_the_senate_suffices(scenario):
    (turn,) = turns(scenario, "senator_support")
    enough = brentq(lambda p: binom.sf(66, 100, p) * 0.97**29 * 12.5 - 0.6 / 0.14, 0.3, 0.9)
    assert (turn.before, turn.after) == ("agreement", "treaty") and turn.value == pytest.approx(enough, abs=1e-8)


def test_as_ratification_gets_likelier_the_choice_never_leaves_the_treaty(scenario):
    broad = scenario.with_values(member_support=1.0, P_adopt_iga=0.2, P_adopt_unspoken=0.2)
    found = turns(broad, "senator_support", 0.0, 1.0)
    assert [(turn.before, turn.after) for turn in found] == [("declaration", "treaty")]


def test_the_unspoken_promise_is_best_where_it_is_kept_long_enough(scenario):
    found = turns(scenario, "revoke_hazard_unspoken", 0.0, 0.4)
    assert [(turn.before, turn.after) for turn in found] == [("unspoken", "agreement")]
    assert found[0].value == pytest.approx(0.9 * 0.14 / 0.6 - 0.06)
    assert turns(scenario, "audience_cost_R") == ()


@pytest.mark.parametrize(
    ("given", "error", "told"),
    [
        (("discount", None, None), UnknownName, "did you mean 'discount_rate'"),
        (("discount_rate", 2, 1), NotApplicable, "the smaller one first"),
    ],
)
def test_ranges_that_make_no_sense_are_refused(scenario, given, error, told):
    with pytest.raises(error, match=told):
        turns(scenario, *given)


def test_more_votes_and_more_ratifiers_make_ratification_rarer_and_support_makes_it_likelier(scenario):
    votes = promises(scenario, {"senate_threshold": np.arange(51.0, 68.0), "senator_support": 0.6})
    members = promises(scenario, {"number_of_ratifiers": np.arange(1.0, 31.0), "senator_support": 0.7})
    support = promises(scenario, {"member_support": np.linspace(0.9, 1, 11), "senator_support": 0.7})
    assert (np.diff(votes.adopted[:, -1]) < 0).all()
    assert (np.diff(members.adopted[:, -1]) < 0).all()
    assert members.bodies["treaty"]["members"] == pytest.approx(0.97 ** np.arange(30))
    assert (np.diff(support.adopted[:, -1]) > 0).all()
