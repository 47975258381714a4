"""An override can say in which of the catalog's disagreements it takes a side."""

from __future__ import annotations

import pytest

from negsim import load
from negsim.errors import ScenarioError
from negsim.scenario.dump import dump
from negsim.scenario.load import load_text

BASE = "id: x\ntitle: x\nactors: {a: {}}\nmoves: {m: {actor: a}}\npayoffs: {a: 2*p*m}\n"
BASE += "parameters: {p: {value: 1, low: 0, high: 5, unit: points, assumption: made up}}\n"


@pytest.mark.parametrize(
    ("written", "read"),
    [("G03", ("G03",)), ("[G03, G04]", ("G03", "G04")), ("[]", ())],
)
def test_an_override_names_its_disagreements(written, read):
    scenario = load_text(f"{BASE}overrides: {{one: {{disagreement: {written}, p: 2}}, two: {{p: 3}}}}\n")
    assert scenario.overrides["one"].disagreements == read
    assert dict(scenario.overrides["one"].values) == {"p": 2}
    assert scenario.overrides["two"].disagreements == ()
    assert load_text(dump(scenario)) == scenario


def test_a_disagreement_changes_nothing_in_the_game():
    text = f"{BASE}overrides: {{one: {{disagreement: G03, p: 2}}}}\n"
    assert load_text(text, overrides=["one"]).defaults() == {"p": 2}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("G33", r"f:7:\d+: overrides\.one\.disagreement: the catalog has no disagreement 'G33'; did you mean 'G13'"),
        ("[G03, 4]", "should be a disagreement of the catalog, such as G03"),
        ("{G03: 1}", "should be a disagreement of the catalog, such as G03"),
    ],
)
def test_what_the_catalog_does_not_list_is_told_with_its_place(written, told):
    with pytest.raises(ScenarioError, match=told):
        load_text(f"{BASE}overrides: {{one: {{disagreement: {written}, p: 2}}}}\n", name="f")


def test_shipped_scenarios_still_load():
    assert load("baseline_impasse", overrides=["frolov"]).defaults()["face_cost_W"] == 0.5
