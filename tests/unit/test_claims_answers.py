"""Claims count every answer where actions of a tree tie, and where they take steps name a jump once."""

from __future__ import annotations

import numpy as np
import pytest

import negsim
from negsim.scenario.load import load_text
from negsim.studies.assumptions.answers import answers
from negsim.studies.claims.samples import Samples
from negsim.studies.sentences.claims import told_claim
from negsim.studies.solve import solver_of

HOST = """
title: Made for ties
actors: {a: {name: A}, b: {name: B}}
parameters:
  x: {value: 1, low: 0, high: 4, unit: points, assumption: made up for a test}
moves:
  m: {actor: a, levels: [stay, go]}
  n: {actor: b, levels: [grant, refuse]}
payoffs:
  a: m*(x*(1 - n) - 1)
  b: 0*m*n
games:
  extensive: {turns: [{actor: a, moves: [m]}, {actor: b, moves: [n]}], ends_if: m.stay}
claims:
  - {id: SF01, says: It is done more., form: extensive, vary: {x: [0, 4]},
     quantity: probability(m.go), sign: increasing}
  - {id: SF01b, says: The same., form: extensive, vary: {x: [0, 4]},
     quantity: probability(m.go), sign: constant, solver: {name: backward_induction}}
"""


def test_all_subgame_perfect_equilibria_count_where_actions_tie() -> None:
    """B is indifferent throughout: below 1 nobody goes, at 1 and above A may or may not, for B may grant or refuse."""
    tied, first = negsim.claims(load_text(HOST))
    assert np.array_equal(tied.lowest, np.zeros(33))
    assert np.array_equal(tied.highest, tied.values["x"] >= 1)
    assert tied.verdict == "holds"
    assert tied.tips_at == (1.0,)
    assert np.array_equal(first.lowest, first.highest)  # a solver that was named is asked for what it finds by itself


def test_a_tie_at_the_threshold_is_both() -> None:
    """At a harm of 1, what deployment is worth, the United States may deploy or not."""
    (found,) = [each for each in negsim.claims("missile_nondeployment", ids=["SF27"]) if each.claim.id == "SF27"]
    at = found.values["counter_deployment_harm"] == 1
    assert (found.lowest[at], found.highest[at]) == (0, 1)
    assert found.tips_at == (1.0,)


def _samples(values: list[float]) -> Samples:
    kept = np.array(values, float)
    return Samples.of(np.linspace(0, 1, len(kept)), kept, kept, "increasing")


@pytest.mark.parametrize(
    ("values", "jumps"),
    [
        ([0.02, 0.03, 0.042, 0.055, 0.9, 0.91, 0.922], [3]),  # small steps beside a jump are none
        ([0, 0, 1, 2, 2, 2], [1, 2]),  # a staircase
        ([0, 0, 1, 6, 6, 6], [1, 2]),
        ([0, 1, 4, 9, 16, 25], []),  # a smooth curve
        ([0, 0, 0, 5], [2]),
        ([0, 5, 5, 5], [0]),
    ],
)
def test_a_step_is_a_jump_where_it_is_out_of_line_with_its_neighbours(values: list[float], jumps: list[int]) -> None:
    """Steps next to a jump are judged by the other side, or every jump would be told thrice."""
    found = _samples(values)
    assert np.flatnonzero(found.jumps() & found.uneven(0.5)).tolist() == jumps


def test_a_grid_counts_tied_answers_once_for_each_outcome() -> None:
    """At 1 A may go or stay, above it goes if B will grant; what B would do had A gone makes no answer of its own."""
    scenario = load_text(HOST)
    found = answers(scenario, "extensive", solver_of(None), {"x": np.array([0.5, 1.0, 2.0])})
    assert np.bincount(found.point).tolist() == [1, 2, 2]
    assert found.headlines == (("stay / grant",), ("stay / grant", "go / grant"), ("stay / grant", "go / grant"))


def test_a_sentence_says_what_a_claim_is_given_and_under_what() -> None:
    """Without P_ratified at 0.3 the form would not change at all: who quotes the sentence quotes that, too."""
    (found,) = [each for each in negsim.claims("form_and_ratification", ids=["SF10"]) if each.claim.id == "SF10c"]
    assert "from 0.02 to 0.25, with P_ratified at 0.3, P_adopt_iga at 0.2, probability(form.treaty)" in told_claim(
        found
    )
    under = [each for each in negsim.claims("cfe2_multi_issue", ids=["SF35"]) if each.claim.overrides]
    assert under and all(", under rollback_corner, " in told_claim(each) for each in under)
