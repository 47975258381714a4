"""The scenario as data: outcomes, tables, strategies, batches, records."""

from __future__ import annotations

import pickle
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest

from negsim.errors import InvalidGame, NotApplicable, ScenarioError, UnknownName
from negsim.scenario import files
from negsim.scenario.dump import dump
from negsim.scenario.load import load, load_text
from negsim.scenario.record import Frozen

SHIPPED = list(files.shipped())

TALKS = """
title: Talks
actors: {west: {}, east: {}, south: {}}
parameters:
  harm: {value: 4, low: 0, high: 10, unit: points, assumption: test}
moves:
  ban: {actor: west, levels: {none: 0, decade: 10, lifetime: 69}, initial: none}
  build: {actor: east, levels: [no, yes], reversible: false}
  speak: {actor: west, levels: [no, yes]}
measures:
  years: ban/10
  twice: 2*strain
  strain: years + build
  alone: 3
payoffs:
  west: years - harm*build + speak
  east: twice - ban.lifetime
  south: -harm
"""


def talks(**changes):
    text = TALKS
    for old, new in changes.get("replace", ()):
        assert old in text
        text = text.replace(old, new)
    return load_text(text, name="talks.yaml")


def test_outcomes_run_through_all_levels_the_last_move_fastest():
    outcomes = talks().outcomes()
    assert outcomes.shape == (12, 3)
    assert outcomes[:3].tolist() == [[0, 0, 0], [0, 0, 1], [0, 1, 0]]
    assert talks().outcome_labels()[-1] == "lifetime / yes / yes"


def test_formulas_see_the_number_of_the_level():
    scenario = talks()
    years, build, speak = np.array(scenario.outcomes()).T
    years = np.array([0, 1, 6.9])[years]
    expected = [years - 4 * build + speak, 2 * (years + build) - (years == 6.9), np.full(12, -4.0)]
    np.testing.assert_allclose(scenario.payoff_table()[0], expected, atol=1e-15)


def test_measures_are_put_in_order_and_evaluated():
    scenario = talks()
    names = list(scenario.measures)
    assert names.index("strain") < names.index("twice")
    assert scenario.measure("twice").shape == (1, 12)
    assert scenario.measure("alone").tolist() == [[3.0] * 12]
    with pytest.raises(UnknownName, match="did you mean 'twice'"):
        scenario.measure("twce")


def test_a_batch_has_one_row_a_value():
    scenario = talks()
    values = np.linspace(0, 10, 5000)
    table = scenario.payoff_table({"harm": values})
    assert table.shape == (5000, 3, 12)
    for row in (0, 17, 4999):
        np.testing.assert_array_equal(table[row], scenario.payoff_table({"harm": float(values[row])})[0])


@pytest.mark.parametrize(
    ("values", "told", "kind"),
    [
        ({"harn": 1}, "did you mean 'harm'", UnknownName),
        ({"harm": np.zeros((2, 2))}, "shape", InvalidGame),
    ],
)
def test_wrong_values(values, told, kind):
    with pytest.raises(kind, match=told):
        talks().payoff_table(values)


def test_arrays_of_different_length_are_refused():
    scenario = load("baseline_impasse")
    with pytest.raises(InvalidGame, match="different numbers of values"):
        scenario.payoff_table({"audience_cost_R": np.zeros(3), "confidence_q": np.zeros(4)})


def test_strategies_combine_all_moves_of_an_actor():
    layout = talks().strategy_layout()
    assert layout.players == ("west", "east", "south")
    assert layout.strategies[0][:3] == ("ban: none, speak: no", "ban: none, speak: yes", "ban: decade, speak: no")
    assert layout.strategies[1:] == (("no", "yes"), ("(no move)",))
    assert layout.outcome.shape == (6, 2, 1)
    outcomes = talks().outcomes()
    for west in range(6):
        for east in range(2):
            assert outcomes[layout.outcome[west, east, 0]].tolist() == [west // 2, east, west % 2]


def test_a_strategy_forbidden_outright_is_left_out():
    scenario = talks(replace=[("payoffs:", "forbidden: [ban.lifetime and speak]\npayoffs:")])
    layout = scenario.strategy_layout()
    assert len(scenario.outcomes()) == 10
    assert "ban: lifetime, speak: yes" not in layout.strategies[0]
    labels = scenario.outcome_labels()
    assert labels[layout.outcome[layout.strategies[0].index("ban: lifetime, speak: no"), 1, 0]] == "lifetime / yes / no"


def test_a_combination_forbidden_jointly_has_no_strategic_form():
    scenario = talks(replace=[("payoffs:", "forbidden: [ban.lifetime and build]\npayoffs:")])
    assert scenario.payoff_table().shape == (1, 3, 10)
    with pytest.raises(NotApplicable, match=r"'ban: lifetime, speak: no / yes / .*' is forbidden.*conflict"):
        scenario.strategy_layout()


def test_tables_follow_the_moves_of_the_file():
    scenario = load("rock_paper_scissors")
    assert scenario.payoff_table()[0].tolist() == [[0, -1, 1, 1, 0, -1, -1, 1, 0], [0, 1, -1, -1, 0, 1, 1, -1, 0]]
    assert scenario.payoffs["row"].text == "[[0, -1, 1], [1, 0, -1], [-1, 1, 0]]"
    assert scenario.payoffs["row"].latex().startswith(r"\begin{pmatrix} 0 & -1 & 1 \\")


def test_cells_of_a_table_may_be_formulas_and_outcomes_forbidden():
    text = """
title: x
actors: {a: {}, b: {}}
parameters: {t: {value: 5, low: 4, high: 9, unit: points, assumption: test}}
moves: {m: {actor: a, levels: [c, d]}, n: {actor: b, levels: [c, d]}}
payoffs: {a: [[3, 0], [t, 1]], b: [[3, "t + 1"], [0, 1]]}
forbidden: [m.c and n.c]
"""
    scenario = load_text(text)
    assert scenario.payoff_table({"t": np.array([5.0, 6.0])}).tolist() == [
        [[0, 5, 1], [6, 0, 1]],
        [[0, 6, 1], [7, 0, 1]],
    ]
    assert scenario.exact_payoff("b", 0, {"t": Fraction(1, 3)}) == Fraction(4, 3)


def test_cells_may_name_moves():
    text = "title: x\nactors: {a: {}}\nmoves: {m: {actor: a, levels: {c: 3, d: 5}}}\npayoffs: {a: [m + 1, 'm.c*7']}\n"
    assert load_text(text).payoff_table().tolist() == [[[4, 0]]]
    assert load_text(text).exact_payoff("a", 0) == 4


def test_repr_is_one_line():
    assert repr(talks()) == "<Scenario talks: Talks; 3 actors, 3 moves, 1 parameter, 12 outcomes>"


def test_exact_payoffs_read_the_decimals_of_the_file():
    scenario = load("baseline_impasse")
    table = scenario.payoff_table()[0]
    for number, actor in enumerate(scenario.actors):
        for outcome in range(9):
            exact = scenario.exact_payoff(actor, outcome)
            assert exact.denominator < 10
            assert float(exact) == pytest.approx(table[number, outcome], abs=1e-14)
    with pytest.raises(UnknownName):
        scenario.exact_payoff("nobody", 0)


@pytest.mark.parametrize("name", SHIPPED)
def test_round_trip(name):
    scenario = load(name)
    again = load_text(dump(scenario), name="elsewhere.yaml")
    assert again == scenario
    assert again.digest == scenario.digest
    assert pickle.loads(pickle.dumps(scenario)) == scenario


def test_round_trip_keeps_odd_texts():
    odd = """title: "no: 'yes' # \\"x\\" \\u00e9 \\n two"\nactors: {a: {name: "1e-3"}, b: {name: "true"}}"""
    odd += "\nmoves: {m: {actor: a, levels: [no, yes, y]}}\npayoffs: {a: '1', b: 1e3}\n"
    odd += "games: {f: {a: [1, no, 2.5, null, {b: []}], t: true}}\n"
    scenario = load_text(odd, name="odd.yaml")
    assert load_text(dump(scenario)) == scenario
    assert scenario.actors["a"].name == "1e-3"


def test_digest_follows_the_contents():
    scenario = talks()
    assert scenario.digest == talks().digest
    assert len(scenario.digest) == 64
    assert scenario.digest != scenario.with_values(harm=3.0).digest
    assert scenario.digest != talks(replace=[("title: Talks", "title: Talk")]).digest


def test_defaults_of_what_is_left_out():
    scenario = load_text("title: x\nactors: {a: {}}\nmoves: {m: {actor: a, use: FMT.PRIVATE}}\npayoffs: {a: m.yes}\n")
    move = scenario.moves["m"]
    assert [level.id for level in move.levels] == ["no", "yes"]
    assert (move.initial, move.reversible, move.use) == ("no", True, "FMT.PRIVATE")
    assert move.name == "Discuss sensitive points in private"
    assert "frolov-2021" in scenario.sources
    assert scenario.basis == "illustrative payoff (assumption), not an estimate"


CORNERS = """title: x
actors: {a: {}}
parameters:
  p: {value: 5, low: 2, high: 10, unit: points, assumption: test}
  q: {value: 2, low: 1, high: 3, unit: points, assumption: test}
moves: {m: {actor: a, levels: [no, yes]}}
payoffs: {a: "%s"}
"""


@pytest.mark.parametrize(
    ("formula", "where"),
    [
        ("1/m", "at the defaults"),
        ("1/(p - q)", "when p = 2:"),
        ("1/(p - 10)", "when p = 10:"),
        ("1/(p - 2*q)", "when p = 2, q = 1:"),
        ("log(p + q - 3)", "when p = 2, q = 1:"),
        ("sqrt(13 - p - q) + 1/(13 - p - q)", "when p = 10, q = 3:"),
    ],
)
def test_payoffs_are_tried_at_the_ends_of_the_ranges(formula, where):
    with pytest.raises(ScenarioError) as caught:
        load_text(CORNERS % formula)
    assert caught.value.faults[0].path == "payoffs.a"
    assert where in str(caught.value)
    assert "in the outcome 'no'" in str(caught.value)


def test_frozen_is_read_only_and_a_value():
    record = Frozen({"a": 1, "b": 2})
    with pytest.raises(TypeError):
        record["a"] = 2  # type: ignore[index]
    assert record == Frozen({"a": 1, "b": 2}) != Frozen({"b": 2, "a": 1})
    assert hash(record) == hash(Frozen({"a": 1, "b": 2}))
    assert pickle.loads(pickle.dumps(record)) == record
    assert not talks().outcomes().flags.writeable


def test_the_model_does_not_need_pydantic_or_yaml():
    code = "import sys, negsim.scenario.model; print([m for m in ('pydantic', 'yaml', 'scipy') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_errors_pickle():
    with pytest.raises(ScenarioError) as caught:
        load_text("title: 1\n")
    assert pickle.loads(pickle.dumps(caught.value)).faults == caught.value.faults
