"""Promises and two-level games in tables, sentences and figures."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from negsim.errors import NotApplicable, UnknownName
from negsim.scenario.load import load, load_text
from negsim.scenario.model import ILLUSTRATIVE
from negsim.studies.promises.choice import promises
from negsim.studies.promises.tied_hands import more_votes, tied_hands
from negsim.studies.promises.win_sets import two_level
from negsim.studies.sentences.promises import told_promises
from negsim.views.plots.base import plots
from negsim.views.records.promises import of_promises
from negsim.views.show import show
from negsim.views.tables.base import table
from tests.figures import check_legible, words

SENATE = two_level(0.75, 0.0, {"government": 0.125, "senate": [0.3, 0.5, 0.6, 0.9]}, thresholds={"senate": 3})
STUCK = two_level(0.6, 1.0, {"home": 0, "ratifier": 0.45})


@pytest.fixture(scope="module")
def scenario():
    return load("form_and_ratification")


def test_sentences_name_the_form_what_it_needs_and_who_refuses(scenario):
    said = " ".join(told_promises(promises(scenario)))
    assert "Russia proposes 'Intergovernmental agreement'" in said and "worth 4.286" in said
    assert "'Ratified treaty' would be proposed if it came about with probability 0.3429" in said
    strict = " ".join(told_promises(promises(scenario, {"costs_counted": 1, "worth_W": 0.5})))
    assert "NATO would refuse 'Summit declaration'." in strict


def test_sentences_say_why_no_form_is_proposed(scenario):
    nothing = told_promises(promises(scenario, {"worth_R": 0.0}))
    assert nothing[0] == "Russia proposes no form, because it gains by none of them."
    refused = told_promises(promises(scenario, {"worth_W": -1.0}))
    assert refused[0] == "Russia proposes no form, because the others would refuse each that it would rather have."


def test_records_are_plain_even_where_a_promise_is_for_ever(scenario):
    found = of_promises(promises(scenario, {"revoke_hazard_treaty": 0.0}))
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert [each["form"] for each in found if each["chosen"]] == ["agreement"]
    assert found[-1]["lasts"] is None and found[-1]["ratified"]["members"] == pytest.approx(0.97**29)


def test_a_promise_for_ever_at_no_rate_is_refused(scenario):
    with pytest.raises(Exception, match=r"forms.treaty: a promise that is never taken back is worth no end"):
        promises(scenario, {"revoke_hazard_treaty": 0.0, "discount_rate": 0.0})


def test_a_scenario_without_promises_says_what_to_write():
    with pytest.raises(NotApplicable, match=r"Write games\.bargaining\.promises"):
        promises("baseline_impasse")


def test_a_threshold_above_the_number_of_voters_is_told_with_its_place(scenario):
    with pytest.raises(Exception, match=r"ratified_by\.senate: the threshold is 101 and there are 100 voters: nothing"):
        promises(scenario, {"senate_threshold": 101})


def test_tables_of_two_level_games():
    found = table(SENATE)
    assert found.column("from") == (-0.5, pytest.approx(0.45)) and "offer: 0.45" in found.notes[0]
    assert not SENATE.stuck and found.notes[1:] == (ILLUSTRATIVE,)
    assert STUCK.stuck and "likes better than the status quo" in table(STUCK).notes[1]
    swept = table(more_votes(100, 0, 1))
    assert swept.column("needed (votes)")[0] == 1 and "87 votes" in swept.notes[0]
    assert "a share of 0.5" in table(tied_hands(0.1, 0.5)).notes[0] and swept.notes[-1] == ILLUSTRATIVE


LONG = """
title: A title that is far too long for one line above a picture that is itself no wider than its few columns are
actors: {a: {name: The United Kingdom of the Two Rivers and the Hills}, b: {name: Organisation for Security}}
parameters: {}
moves:
  forces: {actor: a, levels: {none: {name: nothing at all is done about it}, all: {name: full withdrawal of forces}}}
  visits: {actor: b, levels: {no: {name: no verification at all}, yes: {name: inspections twice a year}}}
payoffs: {a: forces - 2*visits, b: visits - 0.3*forces}
games: {bargaining: {}}
"""
CASES = {
    "forms": lambda: show(load("form_and_ratification"), "value_of_forms"),
    "forms with costs": lambda: show(load("form_and_ratification", overrides=["costs_count"]), "value_of_forms"),
    "forms of a batch": lambda: show(
        promises("form_and_ratification", {"worth_R": [1.0, 2.0]}), "value_of_forms", {"game": 1}
    ),
    "forms found": lambda: show(promises("form_and_ratification")),
    "curves": lambda: show(load("form_and_ratification"), "ratification_curves"),
    "curves of one body": lambda: show(
        load("form_and_ratification"), "ratification_curves", {"body": "senate", "thresholds": (51, 60, 75)}
    ),
    "forms over support": lambda: show(load("form_and_ratification"), "forms_over_parameter", {"x": "senator_support"}),
    "forms over hazard": lambda: show(
        load("form_and_ratification"), "forms_over_parameter", {"x": "revoke_hazard_political", "x_range": (0.0, 0.4)}
    ),
    "win-sets in space": lambda: show(SENATE),
    "win-sets that leave the status quo": lambda: show(STUCK, "win_sets"),
    "win-sets with long names": lambda: show(load_text(LONG), "win_sets"),
    "win-sets of a list": lambda: show(load("moratorium_length"), "win_sets"),
    "hands tied by a share": lambda: show(tied_hands(0.1, 0.5), "tied_hands"),
    "hands tied by votes": lambda: show(more_votes(100, 0, 1)),
}


@pytest.mark.parametrize("case", CASES)
def test_every_word_can_be_read(case):
    check_legible(CASES[case]())


def test_the_figures_say_the_numbers(scenario):
    said = " ".join(text for text, _ in words(show(scenario, "value_of_forms")))
    assert "4.286 ★" in said and "illustrative payoff (assumption), not an estimate" in said
    curves = show(scenario, "ratification_curves", {"body": "senate", "correlations": 0.5})
    assert [line.get_label() for line in curves.axes[0].lines[:2]] == [
        "67 needed, correlation 0.5",
        "67 needed, correlation 0",
    ]


@pytest.mark.parametrize(
    ("thing", "plot", "options", "told"),
    [
        (lambda: STUCK, "value_of_forms", {}, "a TwoLevel is not drawn so"),
        (lambda: STUCK, "ratification_curves", {}, "is for a scenario"),
        (lambda: STUCK, "forms_over_parameter", {"x": "a"}, "is for a scenario"),
        (lambda: load("form_and_ratification"), "forms_over_parameter", {}, "needs a parameter x"),
        (lambda: load("form_and_ratification"), "forms_over_parameter", {"x": "sentor_support"}, "'senator_support'"),
        (lambda: STUCK, "tied_hands", {}, "a TwoLevel is not drawn so"),
        (lambda: tied_hands(0, 1), "win_sets", {}, "a TiedHands is not drawn so"),
        (lambda: load("moratorium_length"), "win_sets", {"game": 1}, "game 1 of a batch of 1"),
        (lambda: load("form_and_ratification"), "ratification_curves", {"body": "senat"}, "did you mean 'senate'"),
        (lambda: load("four_track_grand_game"), "win_sets", {}, "at most 16 agreements"),
        (lambda: load("moratorium_length"), "value_of_forms", {}, "says nothing of forms"),
    ],
)
def test_other_things_are_refused_with_advice(thing, plot, options, told):
    with pytest.raises((NotApplicable, UnknownName), match=told):
        plots[plot](**options).draw(thing())


def test_nothing_to_ratify_is_said(scenario):
    block = scenario.games["bargaining"]
    forms = {name: replace(form, bodies={}) for name, form in block.promises.forms.items()}
    bare = replace(scenario, games={"bargaining": replace(block, promises=replace(block.promises, forms=forms))})
    with pytest.raises(NotApplicable, match="has to be ratified here"):
        plots["ratification_curves"]().draw(bare)
