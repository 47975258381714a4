"""Looking at one scenario through every lens: what each predicts, and that lenses that differ are told apart."""

from __future__ import annotations

import json

import jsonschema
import numpy as np
import pytest

import negsim
from negsim.cli.commands.schema import schema
from negsim.errors import NotApplicable, UnknownName
from negsim.studies.compare.comparison import Comparison
from negsim.studies.compare.sides import side_by_side
from negsim.views.plots.lens_matrix import LensMatrix
from negsim.views.tables.compare import in_columns, of_disagreements, sections
from negsim.views.tables.sides import sections as of_sides


@pytest.fixture(scope="module")
def impasse() -> Comparison:
    return negsim.compare("baseline_impasse")


@pytest.fixture(scope="module")
def quiet() -> Comparison:
    return negsim.compare("baseline_impasse", {"audience_cost_R": 2})


@pytest.fixture(scope="module")
def missiles() -> Comparison:
    return negsim.compare("missile_nondeployment")


@pytest.fixture(scope="module")
def moratorium() -> Comparison:
    return negsim.compare("moratorium_length")


@pytest.fixture
def run(typed):
    return typed


def told(found: Comparison, outcome: str, first: str, second: str) -> str:
    """The sentence over an outcome between two lenses."""
    return next(
        each.because
        for each in found.disagreements
        if each.outcome == outcome and each.between[0] == first and second in (each.between[1], *each.also)
    )


def test_all_lenses_predict_the_impasse(impasse):
    assert impasse.status_quo == "insist / offer_menu"
    assert impasse.agreed == ("insist / offer_menu",)


def test_what_only_noise_or_foresight_without_interest_keeps_is_told(impasse):
    differ = {each.between for each in impasse.disagreements if each.outcome == "take_menu / offer_menu"}
    assert ("quantal response", "Nash equilibrium") in differ
    assert ("GMR stability", "Nash stability") in differ


def test_quantal_response_solves_its_own_equation(impasse):
    # McKelvey and Palfrey (1995): each choice has odds of e to the precision times what it earns, here precision 1
    lens = impasse["quantal response"]
    russia, nato = impasse.scenario.payoff_table()[0].reshape(2, 3, 3)
    weights = lens.solution.result.weights[0]
    rows, columns = weights[:3], weights[3:]
    assert np.allclose(rows, np.exp(russia @ columns) / np.exp(russia @ columns).sum(), atol=1e-9)
    assert np.allclose(columns, np.exp(rows @ nato) / np.exp(rows @ nato).sum(), atol=1e-9)
    joint = np.outer(rows, columns).ravel()
    assert [lens.shares[label] for label in impasse.scenario.outcome_labels()] == pytest.approx(joint.tolist())


def test_forms_that_do_not_apply_are_named_with_the_reason(impasse):
    assert {each.form for each in impasse.left_out} >= {"extensive", "stochastic", "screening"}
    assert all(each.why for each in impasse.left_out)


def test_who_moves_first_decides_about_missiles(missiles):
    # the published check of the missile scenario: deployment gains 1 unanswered, and costs 3 more once answered
    assert missiles["play in turns"].predicts == ("refrain / none",)
    assert missiles["Nash equilibrium"].predicts == ("deploy / zircon",)
    because = told(missiles, "refrain / none", "play in turns", "Nash equilibrium")
    assert "would cost United States 3" in because
    assert "United States would gain 1 by switching from 'station no missiles' to 'station missiles'" in because


def test_foresight_in_a_tree_is_worth_what_the_reply_leaves(moratorium):
    paid = {
        label: moratorium.scenario.payoff_table()[0, :, k]
        for k, label in enumerate(moratorium.scenario.outcome_labels())
    }
    lengths = {label.split(" / ")[0] for label in paid}
    worth = {}
    for length in lengths:  # Russia, payoff 0, answers as it likes best; NATO, payoff 1, foresees that
        reply = max((label for label in paid if label.split(" / ")[0] == length), key=lambda label: paid[label][0])
        worth[length] = float(paid[reply][1])
    preferred = 0
    for each in moratorium.disagreements:
        for name, facts in zip(each.between, each.facts, strict=True):
            for fact in facts:
                if name == "play in turns" and fact.who == "nato":
                    sign = 1 if fact.kind in ("prefers", "keeps") else 0
                    assert sign * (worth[fact.here] - worth[fact.there]) == pytest.approx(fact.amount, abs=1e-9)
                    preferred += 1
    assert preferred > 5


def test_threats_that_would_not_be_carried_out_are_named(moratorium):
    paid = {
        label: moratorium.scenario.payoff_table()[0, 0, k]
        for k, label in enumerate(moratorium.scenario.outcome_labels())
    }
    threats = [
        fact
        for each in moratorium.disagreements
        for facts in each.facts
        for fact in facts
        if fact.kind == "not_credible"
    ]
    assert threats
    for fact in threats:
        losses = [paid[f"{length} / {fact.there}"] - paid[f"{length} / {fact.here}"] for length in lengths_of(paid)]
        assert min(abs(loss - fact.amount) for loss in losses) < 1e-9 < fact.amount


def lengths_of(paid: dict[str, float]) -> set[str]:
    return {label.split(" / ")[0] for label in paid}


def test_first_choices_over_time_count_all_that_follows():
    found = negsim.compare("minsk_first_three")
    lens = found["play over time"]
    game, weights = lens.solution.game, lens.solution.result.weights[0]
    tables = [
        np.where(choice >= 0, weights[np.maximum(choice, 0)], part * 1.0)
        for choice, part in zip(game.choice, game.available, strict=True)
    ]
    play = np.einsum("sa,sb->sab", *tables)
    item, worth = np.zeros(1, np.intp), np.zeros((1, 2, game.shape[0]))
    for _ in range(4000):  # values by repetition, until they stand still
        later = game.transitions.expected(item, worth).reshape(1, 2, *game.shape)
        cells = game.payoffs + game.discount[0][None, :, None, None, None] * later
        worth = (cells * play).sum((-1, -2))
    earned = [cells[0, 0, game.start] @ tables[1][game.start], tables[0][game.start] @ cells[0, 1, game.start]]
    checked = 0
    for each in found.disagreements:
        for name, facts in zip(each.between, each.facts, strict=True):
            for fact in facts:
                if name == lens.name and fact.kind in ("keeps", "prefers"):
                    player = game.players.index(fact.who)
                    here, there = (
                        earned[player][game.actions[player].index(label)] for label in (fact.here, fact.there)
                    )
                    assert here - there == pytest.approx(fact.amount, abs=1e-6)
                    checked += 1
    assert checked


def test_two_sets_of_assumptions_side_by_side(impasse, quiet):
    # the published tipping point: taking the menu becomes an equilibrium where audience_cost_R falls below 3.2
    sides = side_by_side(impasse, quiet)
    assert sides.parameters == {"audience_cost_R": (4, 2)}
    moved = {(change.lens, change.outcome, change.gained) for change in sides.changes}
    assert ("Nash equilibrium", "take_menu / offer_menu", True) in moved
    assert ("Nash equilibrium", "insist / offer_menu", False) in moved
    assert "the worst case" in sides.same
    table, outcomes, why = of_sides(sides)
    assert dict(zip(table.column("lens"), table.column("right"), strict=True))["the worst case"] == "the same"
    assert "-0.8 | 1.2" in outcomes.column("Russia")
    assert any("Russia would gain 1.2 by switching" in str(cell) for cell in why.column("because"))


def test_sides_that_have_nothing_in_common_are_refused(impasse, missiles):
    with pytest.raises(NotApplicable, match="no outcome in common"):
        side_by_side(impasse, missiles)


def test_lenses_know_no_numbers_between_the_levels_of_the_file_but_talks_do():
    found = negsim.compare(negsim.load("moratorium_length", overrides=["continuous"]))
    between = set(found["offers in rounds"].predicts) - set(found.scenario.outcome_labels())
    assert between
    outcome = between.pop()
    assert "nothing between them" in told(found, outcome, "offers in rounds", "Nash equilibrium")


def test_demands_before_a_deadline_say_how_likely_an_agreement_is_and_nothing_of_outcomes():
    found = negsim.compare("deadline_ultimatum")
    assert not found["demands before a deadline"].tells
    assert found["demands before a deadline"].endings["no agreement"] == pytest.approx(0.457, abs=5e-4)


def test_an_actor_alone_neither_bargains_nor_answers():
    found = negsim.compare("shock_or_treatment")
    assert {lens.form for lens in found.lenses} == {"strategic", "stochastic"}


def test_wrong_names_are_told(impasse):
    with pytest.raises(UnknownName, match="Nash equilibrium"):
        impasse["Nash equilibria"]
    with pytest.raises(UnknownName, match="audience_cost_R"):
        negsim.compare("baseline_impasse", {"audience_cost": 2})


def test_tables_number_outcomes_and_tell_a_few_reasons(impasse):
    lenses, outcomes, why = sections(impasse)
    assert lenses.column("predicts")[0] == "#1"
    assert outcomes.rows[0][:3] == ("#1", "insist / offer_menu", f"{len(impasse.lenses)} of {len(impasse.lenses)}")
    assert len(why) < len(of_disagreements(impasse, every=True)) == len(impasse.disagreements)
    flat = in_columns(impasse)
    assert len(flat) == len(impasse.outcomes) * len(impasse.lenses)


def test_json_is_as_the_schema_says(run):
    for arguments in (
        ["baseline_impasse"],
        ["baseline_impasse", "--set-right", "audience_cost_R=2"],
        ["shock_or_treatment"],
    ):
        code, out, _ = run("compare", *arguments, "--json")
        assert code == 0
        found = json.loads(out)
        jsonschema.validate(found, schema("compare"))
    code, out, _ = run("compare", "baseline_impasse", "--format", "json")
    found = json.loads(out)
    assert found["outcomes"][0] == "insist / offer_menu"
    assert {"form", "solver", "predicts"} <= set(found["lenses"][0])
    assert {"outcome", "between", "because"} <= set(found["disagreements"][0])


def test_two_files_and_options_of_the_right_side(run):
    code, out, _ = run("compare", "baseline_impasse", "baseline_impasse", "--override-right", "quiet_channel", "--csv")
    assert code == 0
    assert "Nash equilibrium,take_menu / offer_menu,right" in out
    assert run("compare", "baseline_impasse", "--set-right", "audience_cost=2")[0] == 2


def test_the_picture_has_a_disc_for_every_prediction(impasse):
    from matplotlib.patches import Circle

    figure = negsim.show(impasse)
    discs = [patch for patch in figure.axes[0].patches if isinstance(patch, Circle)]
    filled = [disc for disc in discs if disc.get_facecolor() != (1.0, 1.0, 1.0, 1.0)]
    assert len(filled) == sum(len(lens.predicts) for lens in impasse.lenses)
    with pytest.raises(NotApplicable, match=r"negsim\.compare"):
        LensMatrix().draw(negsim.solve("prisoners_dilemma"))


def test_orders_of_preference_are_compared_and_never_added_up():
    found = negsim.compare("elmira")
    assert {lens.form for lens in found.lenses} == {"strategic", "conflict"}
    assert all(
        "gain" not in each.because.replace("not gain", "").replace("nobody else would gain", "")
        for each in found.disagreements
    )
    because = told(found, "keep / abandon / silent", "Nash stability", "Nash equilibrium")
    assert "Uniroyal can no longer switch from 'abandon the plant' to 'delay by appeal'" in because


def test_a_scenario_without_pure_equilibrium_still_has_other_lenses():
    found = negsim.compare("cuban_missiles")
    assert any(lens.predicts for lens in found.lenses)
