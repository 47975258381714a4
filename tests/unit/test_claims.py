"""Claims tried on scenarios made for it, in which everything can be counted by hand."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import negsim
from negsim.errors import NotApplicable, ScenarioError, UnknownName
from negsim.scenario.dump import dump
from negsim.scenario.load import load_text
from negsim.scenario.parts import Claim
from negsim.scenario.quantities import terms
from negsim.studies.claims.line import Line
from negsim.studies.sentences.claims import told_claim
from negsim.views.tables.claims import of_findings

TEXT = """
title: Made for claims
actors: {a: {name: A}, b: {name: B}}
parameters:
  x: {value: 1, low: 0, high: 10, unit: points, assumption: made up for a test}
  y: {value: 2, low: 0, high: 10, unit: points, assumption: made up for a test}
moves:
  m: {actor: a, levels: [no, yes]}
  n: {actor: b, levels: [no, yes]}
measures:
  both: m and n
payoffs:
  a: m*(x - 10/3)
  b: n*(x - y)
overrides:
  patient: {note: b waits longer, y: 4}
claims:
"""
CYCLE = TEXT.replace("m*(x - 10/3)", "where(x < 5, 0, 2*abs(m - n) - 1) + where(x < 5, m, 0)").replace(
    "n*(x - y)", "where(x < 5, n, 1 - 2*abs(m - n))"
)
STAG = TEXT.replace("m*(x - 10/3)", "m*(n*x - 1)").replace("n*(x - y)", "n*(m*x - 1)")
TREE = """
title: A signal
actors: {a: {name: A}, b: {name: B}}
parameters: {p: {value: 0.5, low: 0, high: 1, unit: 0-1, assumption: made up for a test}}
moves:
  kind: {chance: {soft: 1 - p, hard: p}, initial: soft}
  show: {actor: a, levels: [nothing, force]}
  reply: {actor: b, levels: [wait, act]}
payoffs:
  a: show*(kind.hard - 0.5)
  b: reply*(kind.hard - 0.5)
games:
  extensive:
    turns: [{chance: [kind]}, {actor: a, moves: [show]}, {actor: b, moves: [reply], sees: [show]}]
    solver: {name: sequence_form}
claims:
"""
TALKS = """
title: Talks
actors: {a: {name: A}, b: {name: B}}
parameters: {cost: {value: 1, low: 0, high: 4, unit: points, assumption: made up for a test}}
moves: {deal: {actor: a, levels: [none, small, large]}}
payoffs: {a: 2*deal, b: 1.5 - cost*deal + 0.5*deal.none - 2*deal.none}
games: {bargaining: {solver: {name: nash_bargaining}}}
claims:
"""


def found(quantity, sign, vary="{x: [0, 10]}", text=TEXT, more=""):
    claim = f"  - {{id: T01, says: made up, vary: {vary}, quantity: '{quantity}', sign: {sign}{more}}}\n"
    (finding,) = negsim.claims(load_text(text + claim, name="made"))
    return finding


def test_an_equilibrium_that_tips_at_a_fraction_is_found_to_the_fraction():
    finding = found("probability(m)", "increasing")
    assert finding.verdict == "holds" and finding.tips_at == (10 / 3,) and finding.breaks_at is None
    assert finding.holds_in == ((0.0, 10.0),) and finding.solver == "all_nash"
    assert repr(finding) == "<Finding: T01 of made holds; jumps at 3.333; see negsim.table(...)>"
    assert finding.lowest.tolist() == [float(x > 10 / 3) for x in finding.values["x"]]


def test_a_jump_at_no_fraction_is_found_to_a_millionth_of_the_range():
    finding = found("probability(m)", "increasing", text=TEXT.replace("10/3", "sqrt(2)"))
    assert finding.tips_at == pytest.approx((math.sqrt(2),), abs=1e-5)


def test_jumps_close_to_each_other_are_told_apart():
    finding = found("measure((x >= 1.01) + (x >= 1.03) + (x >= 7))", "increasing")
    assert finding.tips_at == (1.01, 1.03, 7.0)


def test_a_claim_that_is_the_wrong_way_round_fails_from_the_start():
    finding = found("probability(m)", "decreasing")
    assert (finding.verdict, finding.breaks_at, finding.holds_in) == ("fails", 10 / 3, ())


def test_a_claim_of_which_nothing_moves_fails_and_says_so():
    finding = found("probability(m)", "increasing", "{y: [0, 10]}")
    assert (finding.verdict, finding.breaks_at) == ("fails", None) and "nothing moves" in finding.note


@pytest.mark.parametrize(
    ("formula", "sign", "verdict", "breaks", "spans"),
    [
        ("x*(4 - x)", "increasing", "partly", 2.0, [(0, 2)]),
        ("x*(4 - x)", "decreasing", "partly", 0.0, [(2, 10)]),
        ("min(x, 6 - 2*x)", "increasing", "partly", 2.0, [(0, 2)]),
        ("min(x, 3*sqrt(2) - 2*x)", "increasing", "partly", math.sqrt(2), [(0, math.sqrt(2))]),
        ("min(1, 3.5 - x)", "decreasing", "holds", None, [(0, 10)]),
        ("min(1, 3.5 - x)", "increasing", "fails", 2.5, []),
        ("(x - 1)*(x - 4)*(x - 9)", "increasing", "partly", (14 - math.sqrt(49)) / 3, [(0, 7 / 3), (7, 10)]),
        ("x - 5*(x > 4)", "increasing", "partly", 4.0, [(0, 4), (4, 10)]),
        ("0*x", "constant", "holds", None, [(0, 10)]),
        ("x > 3", "constant", "partly", 3.0, [(0, 3), (3, 10)]),
        ("max(x, 3)", "constant", "partly", 3.0, [(0, 3)]),
        ("x", "constant", "fails", 0.0, []),
    ],
)
def test_the_range_in_which_a_claim_holds_is_where_calculus_puts_it(formula, sign, verdict, breaks, spans):
    finding = found(f"measure({formula})", sign)
    assert finding.verdict == verdict
    assert finding.breaks_at == (None if breaks is None else pytest.approx(breaks, abs=3e-6))
    assert np.array(finding.holds_in).reshape(-1, 2) == pytest.approx(np.array(spans).reshape(-1, 2), abs=3e-6)


def test_the_lowest_and_the_highest_of_several_equilibria_are_kept():
    finding = found("measure(both)", "increasing", text=STAG)
    many = finding.values["x"] > 1
    assert (finding.lowest[many] == 0).all() and (finding.highest[many] == 1).all()
    assert (finding.highest[~many] == 0).all() and finding.verdict == "holds" and finding.tips_at == (1.0,)


def test_points_without_an_answer_are_told():
    finding = found("probability(m)", "increasing", text=CYCLE, more=", solver: pure_nash")
    gone = finding.values["x"] >= 5
    assert np.isnan(finding.lowest[gone]).all() and (finding.lowest[~gone] == 1).all()
    assert f"at {gone.sum()} of 33 points, first at 5" in finding.note and "no answer" in finding.note


def test_points_that_make_no_game_are_told():
    text = TEXT.replace("m*(x - 10/3)", "m*log((x + 1)/3)")
    finding = found("probability(m)", "increasing", "{x: [-2, 10]}", text)
    gone = finding.values["x"] <= -1
    assert np.isnan(finding.lowest[gone]).all() and not np.isnan(finding.lowest[~gone]).any()
    assert "first at -2" in finding.note and finding.tips_at == (2.0,)


def test_a_claim_that_cannot_be_tried_at_all_is_a_fault_with_its_place():
    with pytest.raises(ScenarioError, match=r"made: claims.T01: the scenario 'made' does not say who moves when"):
        found("probability(m)", "increasing", more=", form: extensive")
    with pytest.raises(ScenarioError, match=r"made: claims.T01: belief\(...\) is for plans of the form 'extensive'"):
        found("belief(yes at start)", "increasing")


def test_claims_are_found_in_capitals_or_not():
    both = [[each.claim.id for each in negsim.claims("baseline_impasse", ids=[name])] for name in ("SF14b", "sf14B")]
    assert both == [["SF14b"], ["SF14b"]]


def test_a_file_that_claims_nothing_is_told_where_claims_stand():
    told = of_findings(negsim.claims("prisoners_dilemma"))
    assert told.title == "0 claims: none" and not told.rows
    assert "'claims'" in told.notes[0] and len(told.notes) == 1


def test_what_there_is_not_is_told():
    scenario = load_text(f"{TEXT}  - {{id: T01, says: s, vary: {{x: [0, 1]}}, quantity: measure(x), sign: increasing}}")
    with pytest.raises(UnknownName, match="unknown claim or fact 'T02'; did you mean 'T01'"):
        negsim.claims(scenario, ids=["T02"])
    with pytest.raises(NotApplicable, match="has no scenarios"):
        negsim.claims(Path(__file__).parent / "zoo" / "..")


def test_an_empty_range_is_a_fault():
    with pytest.raises(ScenarioError, match=r"claims.0.vary.x: its range is a point"):
        found("measure(x)", "increasing", "{x: [3, 3]}")


def test_parameters_move_together_and_in_either_direction():
    finding = found("measure(x + y)", "increasing", "{x: [10, 0], y: [0, 20]}")
    assert finding.verdict == "holds" and (finding.lowest[0], finding.lowest[-1]) == (10, 20)
    assert finding.values["x"][0] == 10 and finding.values["y"][-1] == 20


def test_whole_numbers_are_stepped_through():
    finding = found("probability(m)", "increasing", "{x: [1, 8]}", more=", step: 1")
    assert finding.values["x"].tolist() == list(range(1, 9)) and finding.tips_at == (4.0,)
    finding = found("measure(abs(x - 4))", "decreasing", "{x: [1, 8]}", more=", step: 1")
    assert (finding.holds_in, finding.breaks_at) == (((1, 4),), 5)


def test_a_claim_may_be_read_under_an_override_and_with_values_given():
    assert found("probability(n)", "increasing").tips_at == (2.0,)
    assert found("probability(n)", "increasing", more=", overrides: [patient]").tips_at == (4.0,)
    assert found("probability(n)", "increasing", more=", given: {y: 7}").tips_at == (7.0,)


def test_the_number_of_points_is_the_claims_to_choose():
    assert len(found("probability(n)", "increasing", more=", points: 5").lowest) == 5


def test_quantities_are_added_within_each_answer():
    finding = found("measure(m) - measure(n) + payoff(a)", "increasing", text=STAG, vary="{x: [2, 4]}")
    assert finding.lowest == pytest.approx(
        np.zeros(33), abs=1e-12
    )  # at (no, no); in the mixed equilibrium 1/x - 1/x + 0
    assert finding.highest == pytest.approx(finding.values["x"] - 1)


def test_what_follows_on_a_condition_is_read_by_bayes_rule():
    given = found("probability(kind.hard given show.force)", "increasing", "{p: [0.1, 0.9]}", TREE, ", form: extensive")
    assert given.lowest == pytest.approx(np.ones(33))  # the soft kind never shows force
    never = found(
        "probability(kind.hard given show.nothing)", "increasing", "{p: [0.1, 0.9]}", TREE, ", form: extensive"
    )
    assert never.lowest == pytest.approx(np.zeros(33))


def test_beliefs_are_those_of_the_place():
    text = TREE.replace("show*(kind.hard - 0.5)", "show")  # both kinds show force, and nothing is learnt
    finding = found("belief(hard at after force)", "increasing", "{p: [0.1, 0.9]}", text, ", form: extensive")
    assert finding.lowest == pytest.approx(finding.values["p"]) and finding.verdict == "holds"
    act = found("probability(reply.act)", "increasing", "{p: [0.1, 0.9]}", text, ", form: extensive")
    assert act.tips_at == (0.5,)


def test_talks_are_read_with_and_without_an_agreement():
    vary, more = "{cost: [0, 4]}", ", form: bargaining"
    agreed = found("agreed()", "decreasing", vary, TALKS, more)
    assert agreed.verdict == "holds" and agreed.tips_at == (1.5,)  # b gains 1.5 - cost by a small deal
    assert found("probability(no_agreement)", "increasing", vary, TALKS, more).tips_at == (1.5,)
    assert found("zone()", "decreasing", vary, TALKS, more).tips_at == (0.75, 1.5)
    room = found("room()", "decreasing", vary, TALKS, more)
    a, b = room.values["cost"], room.lowest
    expected = np.maximum(np.minimum(2, 1.5 - a), np.minimum(4, 1.5 - 2 * a))
    assert b == pytest.approx(expected)
    worth = found("payoff(b)", "decreasing", vary, TALKS, more)
    assert worth.lowest[-1] == 0 and worth.lowest[0] == 1.5


def test_stability_is_read_under_each_concept():
    both = "stable(nash, both) + stable(gmr, not both)"
    finding = found(both, "increasing", text=STAG, more=", form: conflict")
    assert finding.lowest[-1] == 2 and finding.lowest[0] == 1


def test_wrong_quantities_are_told_with_their_place_in_the_file():
    for quantity, told in {
        "probabilty(m)": "did you mean 'probability'",
        "probability(m.maybe)": "has no level 'maybe'",
        "measure(z)": "unknown name 'z'",
        "measure(x": "a bracket is not closed",
        "stable(nash)": "stable(concept, condition)",
        "stable(nas, m)": "there is no concept 'nas'; did you mean 'nash'",
        "payoff(c)": "there is no actor 'c'",
        "worth(treaty)": "there is no form of a promise 'treaty'",
        "measure(x) measure(y)": "joined by + or -",
    }.items():
        with pytest.raises(ScenarioError, match=r"made:18:\d+: claims.0.quantity") as fault:
            load_text(
                f"{TEXT}  - {{id: T01, says: s, vary: {{x: [0, 1]}}, quantity: '{quantity}', sign: constant}}",
                name="made",
            )
        assert told in str(fault.value), quantity


def test_overrides_of_claims_must_be_there():
    with pytest.raises(
        ScenarioError, match=r"claims.0.overrides.0: there is no override 'patent'; did you mean 'patient'"
    ):
        found("probability(m)", "increasing", more=", overrides: [patent]")


def test_a_quantity_of_several_terms_is_read_piece_by_piece():
    first, second = terms("worth(treaty, nato) - probability(a.b given (c or d) and e)")
    assert (first.sign, first.name, first.texts) == (1, "worth", ("treaty", "nato"))
    assert (second.sign, second.texts, second.given.text) == (-1, ("a.b",), "(c or d) and e")


def test_claims_survive_being_written_down():
    more = ", overrides: [patient], points: 5, step: 1, given: {y: 3}"
    scenario = load_text(
        f"{TEXT}  - {{id: T01, says: s, vary: {{x: [0, 1]}}, quantity: room(), sign: constant{more}}}", name="made"
    )
    again = load_text(dump(scenario))
    assert again.claims == scenario.claims and "points: " not in dump(
        load_text(TEXT[: TEXT.index("claims:")], name="made")
    )


def test_the_sentence_says_what_was_found():
    told = told_claim(found("measure(x*(4 - x))", "increasing"))
    assert told.startswith("Claim T01 of made holds only from 0 to 2 of x: as x goes from 0 to 10, ")
    assert "it goes from 0 to -60, and in between lies from -60 to 3.984" in told
    assert "It first moves against the claim where x is 2." in told
    assert "jumps where x is 3.333." in told_claim(found("probability(m)", "increasing"))


OVER_TIME = """
title: A ladder of three rungs
actors: {a: {name: A}}
parameters:
  risk: {value: 0.2, low: 0, high: 0.5, unit: a stage, assumption: made up for a test}
  loss: {value: 5, low: 0, high: 9, unit: points, assumption: made up for a test}
moves: {climb: {actor: a, levels: [no, yes]}}
payoffs: {a: 2*climb}
games:
  stochastic:
    discount: 0.9
    state: {rung: {levels: [low, middle, high], initial: low, next: "min(rung + climb, 2)"}}
    hazards: {fall: {rate: risk, reads: current, payoffs: {a: -loss}}}
    payoffs: {a: 2*climb + rung}
claims:
"""


def test_totals_over_time_are_sums_of_series():
    scenario, shared = load_text(OVER_TIME.replace("claims:", ""), name="made"), {}
    risk = np.array([0.1, 0.25, 0.5])
    kept = 0.9 * (1 - risk)  # of each stage's worth
    rungs = kept + 2 * kept**2 / (1 - kept)  # climbing always pays: 0, 1, 2, 2, 2 ...
    for quantity, expected in {
        "total(climb)": 1 / (1 - kept),
        "total(rung)": rungs,
        "total(rung.middle)": kept,
        "total(loss)": 5 / (1 - kept),
        "payoff(a)": 2 / (1 - kept) + rungs - 0.9 * risk * 5 / (1 - kept),
        "payoff(a) - total(2*climb + rung)": -0.9 * risk * 5 / (1 - kept),
    }.items():
        claim = Claim(id="T01", says="", form="stochastic", vary={"risk": (0.0, 1.0)}, quantity=quantity)
        lowest, highest = Line(scenario=scenario, claim=claim, shared=shared).at(risk)
        assert lowest == pytest.approx(expected, rel=1e-9), quantity
        assert highest == pytest.approx(expected, rel=1e-9), quantity
    with pytest.raises(ScenarioError, match=r"total\(...\) is for plans of the form 'stochastic'"):
        found("total(x)", "increasing")


def test_a_claim_may_name_options_of_its_solver():
    more = ", form: strategic, solver: {name: logit, precision: 2}"
    finding = found("probability(m)", "increasing", more=more)
    expected = 1 / (1 + np.exp(-2 * (finding.values["x"] - 10 / 3)))
    assert finding.lowest == pytest.approx(expected, abs=1e-6) and finding.solver == "logit"
    assert finding.verdict == "holds" and not finding.tips_at


def test_what_the_formulas_decide_alone_is_told_apart():
    found = {finding.claim.id: finding for finding in negsim.claims("moratorium_length")}
    assert found["SF07b"].without_solution and not found["SF06"].without_solution
    told = str(of_findings(tuple(found.values())))
    (line,) = (part for part in told.replace("\n  ", " ").splitlines() if part.startswith("read off the formulas"))
    assert "SF07b" in line and "SF06," not in line
