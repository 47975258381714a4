"""What a command is asked to vary: texts as typed, and the plan of the file where nothing is typed."""

from __future__ import annotations

from dataclasses import replace

import click
import pytest

from negsim.cli.vary import asked, varied_of
from negsim.errors import NotApplicable
from negsim.scenario.distribution import Normal, Triangular, Uniform
from negsim.scenario.files import shipped
from negsim.scenario.load import load
from negsim.scenario.plan import SweepPlan
from negsim.scenario.record import Frozen
from negsim.studies.design import design_of

A, Q = "audience_cost_R", "confidence_q"
PLAN = SweepPlan(
    design="sobol",
    n=64,
    seed=5,
    vary=Frozen({A: "triangular(0, 3, 6)", Q: ""}),
    overrides=("none", "frolov"),
    correlated=((A, Q, 0.5),),
    measures=("agreed()",),
)


@pytest.fixture(scope="module")
def baseline():
    return load("baseline_impasse")


def test_every_way_of_writing_what_to_try():
    texts = (f"{A}=0:6:61", "b = 0:6", "c=1, 2,3", "d=triangular(0,3,6)", "e=normal(3, 1)", "f", "g=", "h=7")
    found = varied_of(texts)
    assert dict(found.vary) == {
        A: (0, 6, 61),
        "b": (0, 6),
        "c": [1, 2, 3],
        "d": Triangular(0, 3, 6),
        "e": Normal(3, 1),
        "f": None,
        "g": None,
        "h": [7],
    }
    assert isinstance(found.vary["c"], list)
    assert isinstance(found.vary[A], tuple)
    assert found.overrides == ()


def test_overrides_are_varied_like_a_parameter():
    found = varied_of((f"{A}=0:6", "override=none, frolov,trenin+x"), ("a, b=-0.6",))
    assert found.overrides == ("", "frolov", "trenin+x")
    assert found.correlated == (("a", "b", -0.6),)
    assert list(found.vary) == [A]


@pytest.mark.parametrize(
    ("texts", "pairs", "told"),
    [
        (("a=0:6:61:2",), (), "low:high:count or low:high, values as 1,2,3, or a distribution"),
        (("a=x",), (), "a: 'x': write a range"),
        (("a=triangle(0,3)",), (), "did you mean 'triangular'"),
        (("a=1", "a=2"), (), "a is there twice"),
        (("override=",), (), "name the overrides"),
        ((), ("a=0.5",), "two parameters and their rank correlation"),
        ((), ("a,b",), "two parameters and their rank correlation"),
        ((), ("a,b,c=1",), "two parameters and their rank correlation"),
    ],
)
def test_what_is_not_written_so_is_told(texts, pairs, told):
    with pytest.raises(click.BadParameter, match=told):
        varied_of(texts, pairs)


def test_without_a_word_the_plan_of_the_file_counts(baseline):
    found = asked(replace(baseline, sweep=PLAN), varied_of(()), None, None, None)
    assert found.design.described() == {
        "design": "sobol",
        "axes": [[A, "triangular(0, 3, 6)"], [Q, "uniform(0, 1)"]],
        "n": 64,
        "seed": 5,
        "correlated": [[A, Q, 0.5]],
    }
    assert found.overrides == ("", "frolov")
    assert found.measures == ("agreed()",)


def test_options_change_the_plan_and_what_is_varied_replaces_it(baseline):
    planned = replace(baseline, sweep=PLAN)
    changed = asked(planned, varied_of(()), "random", 10, 0).design.described()
    assert (changed["design"], changed["n"], changed["seed"]) == ("random", 10, 0)
    own = asked(planned, varied_of((f"{A}=0:6:3",)), None, None, None)
    assert own.design.described() == {"design": "grid", "axes": [[A, [0.0, 3.0, 6.0]]]}
    assert (own.overrides, own.measures) == ((), ())


def test_overrides_alone_go_with_the_points_of_the_plan(baseline):
    found = asked(replace(baseline, sweep=PLAN), varied_of(("override=none,trenin",)), None, None, None)
    assert found.overrides == ("", "trenin")
    assert len(found.design) == 64


def test_nothing_to_vary_is_told(baseline):
    bare = replace(baseline, sweep=None)
    for texts in ((), ("override=none,frolov",)):
        with pytest.raises(NotApplicable, match="Use --vary NAME=low:high:count"):
            asked(bare, varied_of(texts), None, None, None)


def test_a_range_in_python_may_be_a_text_too(baseline):
    design = design_of(baseline, {A: "0:6", Q: "triangular(0, 0.5, 1)"}, "sobol", 8, 0)
    assert design.axes == ((A, Uniform(0, 6)), (Q, Triangular(0, 0.5, 1)))
    with pytest.raises(NotApplicable, match=f"{A}: unknown distribution"):
        design_of(baseline, {A: "triangle(0, 6)"}, "sobol", 8, 0)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("design: sobol", "design: sobl", "sweep: unknown design 'sobl'; did you mean 'sobol'?"),
        ("  n: 1024\n", "", "sweep: a sobol design needs its number of points: n=1000"),
    ],
)
def test_check_tells_of_a_plan_that_makes_no_points(tmp_path, typed, old, new, told):
    text = shipped()["moratorium_length"].read_text()
    assert old in text
    (tmp_path / "plan.yaml").write_text(text.replace(old, new))
    code, _, seen = typed("check", str(tmp_path / "plan.yaml"))
    assert code == 2
    assert told in " ".join(seen.split())
    assert typed("check", "moratorium_length")[0] == 0
