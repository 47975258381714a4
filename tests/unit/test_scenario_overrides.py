"""Overrides and assignments: one path for the file, the command line and the messages."""

from __future__ import annotations

import json

import pytest

from negsim.errors import InvalidGame, ScenarioError, UnknownName
from negsim.scenario import files
from negsim.scenario.load import load, load_text
from negsim.scenario.paths import dotted, leaves
from negsim.scenario.yaml_reader import read

SHIPPED = files.shipped()
LEAVES = [
    (name, dotted(path), node)
    for name, file in SHIPPED.items()
    for path, node in leaves(read(files.text_of(file), str(file)))
    if path != ("extends",)  # which file is built on is settled before anything is set
]
# What no value in its place could satisfy, so that an error must name the path.
SECTIONS_CHECKED = ("parameters", "moves", "actors", "payoffs", "measures", "title", "question", "claims", "absent")


def test_there_are_many_leaves():
    assert len(LEAVES) > 250


@pytest.mark.parametrize("name", SHIPPED)
def test_setting_every_leaf_to_what_it_is_changes_nothing(name):
    values = {path: json.dumps(node.plain) for scenario, path, node in LEAVES if scenario == name}
    assert load(name, values=values) == load(name)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_path_of_an_error_is_the_path_that_was_set(name):
    """A mapping, or else a list, in a leaf's place is wrong everywhere but in what is free: forms, solvers, overrides.

    Of leaves of one kind, such as the units of all parameters, a scenario's last is tried.
    """
    ours = [path for scenario, path, _ in LEAVES if scenario == name and path.startswith(SECTIONS_CHECKED)]
    checked = [path for path in ours if ".solver" not in path]
    kinds = {(path.split(".")[0], path.count("."), path.split(".")[-1]): path for path in checked}
    for path in kinds.values():
        told = paths_told(name, path, {"nothing": "like this"}) | paths_told(name, path, [["nothing like this"]])
        assert path in told


def paths_told(name, path, value):
    with pytest.raises(ScenarioError) as caught:
        load(name, values={path: value})
    return {fault.path for fault in caught.value.faults if fault.file.startswith("--set")}


def test_a_bare_name_is_a_parameters_value():
    assert load("baseline_impasse", values={"audience_cost_R": "2.5"}).defaults()["audience_cost_R"] == 2.5
    assert (
        load("baseline_impasse", values={"parameters.audience_cost_R.value": 2.5}).defaults()["audience_cost_R"] == 2.5
    )


def test_later_overrides_and_assignments_prevail():
    text = """
title: x
actors: {a: {}}
parameters: {p: {value: 1, low: 0, high: 9, unit: points, assumption: test}}
moves: {m: {actor: a, levels: [no, yes]}}
payoffs: {a: p*m}
overrides: {two: {p: 2}, three: {parameters.p.value: 3, title: y}, wide: {parameters.p.high: 20}}
"""
    assert load_text(text, overrides=["two"]).defaults() == {"p": 2}
    assert load_text(text, overrides=["two", "three"]).defaults() == {"p": 3}
    assert load_text(text, overrides=["three", "two"]).defaults() == {"p": 2}
    assert load_text(text, overrides=["three"]).title == "y"
    assert load_text(text, overrides=["three"], values={"p": "4"}).defaults() == {"p": 4}
    assert load_text(text, overrides=["wide"], values={"p": "14"}).defaults() == {"p": 14}
    assert list(load_text(text).overrides) == ["two", "three", "wide"]


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("audience_costs_R", "2", "unknown parameter 'audience_costs_R'; did you mean 'audience_cost_R'"),
        ("parameters.audience_cost_R.vlaue", "2", "unknown field; did you mean 'value'"),
        ("parameters.audience_cost.value", "2", "did you mean 'parameters.audience_cost_R.value'"),
        ("audience_cost_R", "NO", "should be a number, not 'NO'"),
        ("audience_cost_R", "", "should be a number, not empty"),
        ("audience_cost_R", "1:30", "should be a number, not '1:30'"),
        ("audience_cost_R", "99", "99 is above 'high', which is 10"),
        ("moves.reply.actor", "nat", "did you mean 'nato'"),
        ("payoffs.nato", "1/0", "infinite"),
        ("measures.impasse", "impas", "unknown name 'impas'"),
        ("no.such.place", "1", "unknown path"),
    ],
)
def test_a_wrong_assignment_is_named(path, value, told):
    with pytest.raises(ScenarioError) as caught:
        load("baseline_impasse", values={path: value})
    assert str(caught.value).startswith(f"--set {path}={value}: ")
    assert told in str(caught.value)


def test_a_wrong_override_is_named():
    text = "title: x\nactors: {a: {}}\nmoves: {m: {actor: a}}\npayoffs: {a: m}\noverrides:\n  bad: {payoffs.a: mm}\n"
    with pytest.raises(ScenarioError, match=r"f:6:20: payoffs.a: unknown name 'mm'.*\(override 'bad'\)"):
        load_text(text, name="f", overrides=["bad"])
    with pytest.raises(ScenarioError, match="unknown override 'bat'; did you mean 'bad'"):
        load_text(text, name="f", overrides=["bat"])


def test_extends_builds_on_another_file(tmp_path):
    (tmp_path / "base.yaml").write_text(
        "id: base\ntitle: Base\nactors: {a: {name: A}}\nmoves: {m: {actor: a, levels: [x, y]}}\npayoffs: {a: m}\n"
    )
    above = tmp_path / "above.yaml"
    above.write_text("extends: base.yaml\ntitle: Above\nmoves: {m: {levels: [x, y, z]}}\n")
    scenario = load(above)
    assert (scenario.title, scenario.id, scenario.actors["a"].name) == ("Above", "above", "A")
    assert [level.id for level in scenario.moves["m"].levels] == ["x", "y", "z"]
    above.write_text("extends: base.yaml\ntitle: Above\nmoves: {m: {actor: b}}\n")
    with pytest.raises(ScenarioError, match=r"above.yaml:3:20: moves.m.actor: there is no actor 'b'"):
        load(above)


def test_extends_stays_in_its_folder(tmp_path):
    (tmp_path / "base.yaml").write_text("title: Base\n")
    (tmp_path / "below").mkdir()
    above = tmp_path / "below" / "above.yaml"
    above.write_text("extends: ../base.yaml\n")
    with pytest.raises(ScenarioError, match="should be a file beside this one"):
        load(above)


def test_extends_a_shipped_scenario(tmp_path):
    above = tmp_path / "above.yaml"
    above.write_text("extends: baseline_impasse\nparameters: {audience_cost_R: {value: 2}}\n")
    assert load(above).defaults() == {**load("baseline_impasse").defaults(), "audience_cost_R": 2.0}


def test_with_values_gives_another_scenario():
    scenario = load("baseline_impasse")
    other = scenario.with_values(audience_cost_R=2)
    assert other.defaults()["audience_cost_R"] == 2.0
    assert scenario.defaults()["audience_cost_R"] == 4.0
    with pytest.raises(UnknownName, match="did you mean 'audience_cost_R'"):
        scenario.with_values(audience_cost=2)
    with pytest.raises(InvalidGame, match="finite"):
        scenario.with_values(audience_cost_R=float("nan"))


def test_presets_of_the_disagreements():
    """The values that the named authors' readings stand for."""
    presets = {
        "frolov": {"face_cost_W": 0.5, "principle_cost_W": 0, "offer_value_R": 0.5},
        "trenin": {"face_cost_W": 2, "principle_cost_W": 2},
        "nato_official": {"face_cost_W": 4, "principle_cost_W": 8},
        "aljazeera": {"offer_value_R": 2},
    }
    plain = load("baseline_impasse").defaults()
    for name, values in presets.items():
        assert load("baseline_impasse", overrides=[name]).defaults() == {**plain, **values}
