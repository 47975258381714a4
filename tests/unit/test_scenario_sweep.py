"""How parameters may vary, as a file says it: distributions, and the plan of a sweep; and every fault in them."""

from __future__ import annotations

from dataclasses import replace

import jsonschema
import pytest
import yaml

from negsim.cli.vary import asked, varied_of
from negsim.errors import ScenarioError
from negsim.scenario.distribution import Discrete, Normal, Triangular
from negsim.scenario.dump import dump
from negsim.scenario.files import shipped
from negsim.scenario.load import load, load_text
from negsim.scenario.record import plain
from negsim.scenario.schema import schema
from negsim.views.tables.scenario import sections

TEXT = """
id: two
title: two parties
actors: {a: {}, b: {}}
parameters:
  x: {value: 1, low: 0, high: 6, unit: points, assumption: for the test, distribution: "triangular(0, 3, 6)"}
  y: {value: 1, low: 0, high: 6, unit: points, assumption: for the test, distribution: "normal(3, 1)"}
  w: {value: 1, low: 0, high: 6, unit: points, assumption: for the test, distribution: "discrete(1: .5, 2: 3)"}
  z: {value: 1, low: 0, high: 6, unit: points, assumption: for the test}
moves: {m: {actor: a}, n: {actor: b}}
payoffs: {a: x*m - y*n, b: w*n - z*m}
overrides: {big: {parameters.x.value: 5}}
"""
PLAN = """
sweep:
  design: sobol
  n: 64
  seed: 7
  vary: {x: , y: "1:3", w: [1, 2.5, 3], z: 0:6:7}
  overrides: [none, big]
  correlated: [{between: [x, y], rank: -0.5}]
  measures: [probability(m.yes), payoff(a)]
"""


def test_distributions_are_read_and_a_bell_is_cut_at_the_range():
    found = load_text(TEXT).parameters
    kinds = {name: parameter.distribution for name, parameter in found.items()}
    assert kinds == {"x": Triangular(0, 3, 6), "y": Normal(3, 1, 0, 6), "w": Discrete((1, 2), (0.5, 3)), "z": None}


def test_a_plan_is_read_and_written_again():
    scenario = load_text(TEXT + PLAN)
    plan = scenario.sweep
    assert plan is not None
    assert dict(plan.vary) == {"x": "", "y": "1:3", "w": "1, 2.5, 3", "z": "0:6:7"}
    assert (plan.design, plan.n, plan.seed) == ("sobol", 64, 7)
    assert plan.overrides == ("none", "big")
    assert plan.correlated == (("x", "y", -0.5),)
    again = load_text(dump(scenario))
    assert again == scenario
    assert again.digest == scenario.digest
    named = load_text(TEXT + "sweep: {vary: [z, x]}\n")
    assert load_text(dump(named)) == named
    assert named.sweep is not None
    assert dict(named.sweep.vary) == {"z": "", "x": ""}
    assert (named.sweep.design, named.sweep.n, named.sweep.seed) == ("grid", None, 0)


def test_the_schema_for_editors_knows_them():
    jsonschema.validate(yaml.safe_load(TEXT + PLAN), schema())
    for wrong in ("sweep: {n: 4}", "sweep: {vary: [x], sed: 3}", "sweep: {vary: [x], n: 0}"):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(yaml.safe_load(TEXT + wrong), schema())


def test_what_a_file_does_not_say_leaves_its_digest_as_it_was():
    bare = load_text(TEXT.replace(', distribution: "triangular(0, 3, 6)"', ""))
    told = plain(bare)
    assert "sweep" not in told
    assert "distribution" not in told["parameters"]["x"]
    assert told["parameters"]["y"]["distribution"] == "normal(3, 1, 0, 6)"
    digests = {bare.digest, load_text(TEXT).digest, load_text(TEXT + PLAN).digest}
    assert len(digests) == 3
    x = bare.parameters["x"]
    kinds = ["uniform(0, 6)", "whole(0, 6)"]
    texts = [TEXT.replace("triangular(0, 3, 6)", kind) for kind in kinds]
    assert len({load_text(text).digest for text in texts}) == 2
    assert x.distribution is None


def test_an_assignment_reaches_them():
    found = load_text(TEXT + PLAN, values={"sweep.n": "128", "parameters.x.distribution": "uniform(0, 2)"})
    assert found.sweep is not None
    assert found.sweep.n == 128
    points = asked(found, varied_of(()), None, None, None).design
    assert len(points) == 128
    assert points.described()["axes"][0] == ["x", "uniform(0, 2)"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"triangular(0, 3, 6)"', "triangular(0, 3, 6)", "x.distribution: .* put it in quotes, for it has commas"),
        ("normal(3, 1)", "norml(3, 1)", "parameters.y.distribution: .* did you mean 'normal'"),
        ("normal(3, 1)", "normal(99, 1)", "parameters.y.distribution: .* too far from the mean"),
        ("normal(3, 1)", "beta(2, 8, 0, 9)", "reaches from 0 to 9, beyond the range from 0 to 6"),
        ("discrete(1: .5, 2: 3)", "discrete(1: .5, 8: 3)", "reaches from 1 to 8"),
        ('"normal(3, 1)"', "3", "parameters.y.distribution: should be text, not 3"),
        ("{x: , y:", "{u: , y:", r"18:10: sweep.vary.u: unknown parameter 'u'"),
        ('"1:3"', '"1:3:4:5"', "sweep.vary.y: '1:3:4:5': write a range as"),
        ("[1, 2.5, 3]", "[1, b, 3]", "sweep.vary.w: should be text, not a list"),
        ('{x: , y: "1:3", w: [1, 2.5, 3], z: 0:6:7}', "{}", "sweep.vary: no parameter varies"),
        ("[none, big]", "[none, bog]", "sweep.overrides.1: unknown override 'bog'; did you mean 'big'"),
        ("[none, big]", "[none, none]", "sweep.overrides.1: the override 'none' is there twice"),
        ("[x, y], rank", "[x, u], rank", "sweep.correlated.0.between.1: unknown varied parameter 'u'"),
        ("[x, y], rank", "[x, x], rank", "a correlation is between two parameters"),
        ("[x, y], rank", "[x], rank", "sweep.correlated.0.between: a correlation is between two parameters"),
        ("rank: -0.5", "rank: 1.5", "sweep.correlated.0.rank: .* less than 1"),
        ("probability(m.yes)", "probability(m.yess)", "sweep.measures.0: the move 'm' has no level 'yess'"),
        ("payoff(a)", "payof(a)", "sweep.measures.1: 'payof' is no quantity"),
        ("payoff(a)", "payoff(c)", "sweep.measures.1: there is no actor 'c'"),
        ("n: 64", "n: 0", "sweep.n: .* greater than or equal to 1"),
        ("n: 64", "number: 64", "sweep.number: unknown field"),
    ],
)  # fmt: skip
def test_every_fault_is_told_with_its_place(old, new, told):
    assert old in TEXT + PLAN
    with pytest.raises(ScenarioError, match=told):
        load_text((TEXT + PLAN).replace(old, new, 1))


@pytest.mark.parametrize("name", [name for name in shipped() if load(name).sweep])
def test_the_plan_of_a_shipped_scenario_makes_its_points(name):
    scenario = load(name)
    made = asked(scenario, varied_of(()), None, None, None)
    assert len(made.design) >= 1
    assert replace(scenario, sweep=None).digest != scenario.digest


def test_show_tells_what_samples_are_drawn_from():
    notes = [note for table in sections(load_text(TEXT + PLAN)) for note in table.notes]
    assert "samples draw y from normal(3, 1, 0, 6): an assumption, like the number itself" in notes
    assert "without --vary, 'negsim sweep' goes through x, y, w, z" in notes
    assert not [note for table in sections(load("baseline_impasse")) for note in table.notes if "samples draw" in note]
