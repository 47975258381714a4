"""Whatever stands in a file, reading it gives a scenario or says what is wrong with it."""

from __future__ import annotations

import copy
import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from negsim.errors import ScenarioError
from negsim.games.conflict import ConflictGame
from negsim.scenario.dump import dump
from negsim.scenario.load import load, load_text
from negsim.scenario.yaml_reader import read

GOOD = {
    "title": "Good",
    "actors": {"west": {}, "east": {"name": "East"}, "north": {}, "south": {}, "coast": {}},
    "parameters": {
        "harm": {"value": 4, "low": 1, "high": 10, "unit": "points", "assumption": "for the test"},
        "cost": {"value": 1, "low": 0, "high": 2, "unit": "x", "assumption": "a", "distribution": "normal(1, 2)"},
    },
    "sweep": {
        "design": "sobol",
        "n": 8,
        "seed": 1,
        "vary": {"harm": "triangular(1, 4, 10)", "cost": None},
        "overrides": ["none", "more"],
        "correlated": [{"between": ["harm", "cost"], "rank": 0.5}],
        "measures": ["probability(deploy)"],
    },
    "moves": {
        "deploy": {"actor": "west", "levels": ["refrain", "act"], "use": "CTR.MISSILES_NEAR"},
        "answer": {"actor": "east", "levels": {"none": 0, "mirror": 2}, "source": "trenin-2022#WN3"},
        "talk": {"actor": "east", "levels": {"no": {"value": 0}, "yes": {"name": "talks", "source": ["blog-2022#P1"]}}},
    },
    "measures": {"tension": "deploy + 2*answer"},
    "payoffs": {
        "west": "3*deploy - harm*answer/tension if 0 else 1",
        "east": [[[1, 2], [3, 4]], [[5, 6], [7, "harm"]]],
        "north": {"statements": ["deploy.act if (talk iff not answer)", "tension > harm", "talk"]},
        "south": {"weights": {"deploy.act iff talk.yes": "-harm", "answer": 2}},
        "coast": {"ranking": ["refrain / none / yes", ["deploy.act", "answer.none if talk.yes"], "1"]},
    },
    "forbidden": ["deploy.act and talk.yes"],
    "games": {
        "extensive": {
            "turns": [{"actor": "west", "moves": ["deploy"]}, {"actor": "east", "moves": ["talk"], "sees": ["deploy"]}],
            "rounds": 2,
            "ends_if": "talk.yes",
            "discount": "1/harm",
            "solver": {"name": "backward_induction"},
        },
        "stochastic": {
            "discount": {"west": 0.9, "east": "1/harm", "north": 1, "south": 0.5, "coast": 0},
            "turns": "random",
            "order": ["east", "west"],
            "shares": {"east": 0.5, "west": "1/2"},
            "standing": ["deploy", "talk"],
            "step": 1,
            "state": {
                "rung": {"levels": ["low", "high"], "initial": "high", "next": "min(1, deploy)"},
                "since": {"levels": 4, "next": [{"to": "min(since + 1, 3)", "probability": 0.5}, {"to": 0}]},
            },
            "allowed": {"deploy": "rung.low", "talk.no": "since > 1"},
            "hazards": {"collision": {"rate": "rung/harm/2", "reads": "current", "payoffs": {"west": -5}}},
            "payoffs": {"west": "deploy - rung", "east": "talk", "north": 0, "south": 1, "coast": 2},
            "deadline": 5,
            "at_deadline": {"west": "rung"},
            "escalation": "rung + deploy",
        },
        "conflict": {
            "irreversible": ["deploy", "answer.mirror"],
            "coalesce": {"apart": "deploy.refrain and answer.none and talk.no"},
            "unseen": {"east": ["answer.mirror and talk.yes"], "north": "deploy.act"},
            "start": "refrain / mirror / no",
            "solver": "stability",
        },
        "screening": {"proposer": "west", "responder": "east", "rounds": 3, "discount": 0.9},
    },
    "overrides": {"more": {"harm": 6, "note": "x"}},
    "claims": [
        {"id": "A", "says": "x", "vary": {"harm": [1, 2]}, "quantity": "probability(deploy)", "sign": "increasing"}
    ],
}
GOOD["payoffs"]["west"] = "3*deploy - harm*answer/(tension + 1)"

JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.floats(),
        st.text(max_size=8),
        st.sampled_from(
            ["harm", "deploy.act", "1/0", "west", "CTR.MISSILES_NEAR", "trenin-2022#WN3", "9**9**9", "mirror"]
        ),
    ),
    lambda children: st.one_of(
        st.lists(children, max_size=4),
        st.dictionaries(
            st.one_of(st.text(max_size=5), st.sampled_from(["value", "actor", "harm"])), children, max_size=4
        ),
    ),
    max_leaves=6,
)


def places(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*path, key))


PLACES = [path for path in places(GOOD) if path]


def read_or_refuse(text):
    try:
        scenario = load_text(text, name="fuzz.yaml")
    except ScenarioError as fault:
        assert fault.faults
        assert all(f.message and "\n" not in str(f) for f in fault.faults)
        return None
    assert np.isfinite(scenario.payoff_table()).all()
    assert load_text(dump(scenario), name="fuzz.yaml") == scenario
    assert len(ConflictGame.from_scenario(scenario).states) <= len(scenario.outcomes())
    return scenario


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text):
    read_or_refuse(text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes(tmp_path, data):
    path = tmp_path / "any.yaml"
    path.write_bytes(data)
    try:
        load(path)
    except ScenarioError as fault:
        assert fault.faults


PIECES = [*"a[]{},\n\t'\"#1é", "b: ", "- ", "\n  ", "&x ", "*x", "!t ", "|\n", ">\n", "? ", "<<: ", "title: x\n"]
PIECES += ["actors:\n", "moves:\n", "payoffs:\n", "---\n", "%YAML 1.2\n", "\ufeff", "\x00"]
YAML_BITS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(YAML_BITS)
def test_anything_like_yaml(text):
    try:
        read(text, "f")
    except ScenarioError as fault:
        assert fault.faults
    read_or_refuse(text)


@settings(max_examples=250, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.one_of(JUNK, st.just("delete"))), min_size=1, max_size=3))
def test_a_scenario_with_anything_anywhere(changes):
    contents = copy.deepcopy(GOOD)
    for path, junk in changes:
        holder = contents
        for key in path[:-1]:
            holder = holder[key] if isinstance(holder, dict) and key in holder else None
        if isinstance(holder, dict) and path[-1] in holder:
            if junk == "delete":
                del holder[path[-1]]
            else:
                holder[path[-1]] = junk
    text = json.dumps(contents).replace("NaN", ".nan").replace("Infinity", ".inf")
    read_or_refuse(text)


def test_the_scenario_that_is_changed_is_good():
    assert read_or_refuse(json.dumps(GOOD)) is not None


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["harm", "title", "moves.talk.levels", "payoffs.west", "x.y", ""]),
    st.one_of(st.text(max_size=30), JUNK),
)
def test_any_assignment(path, value):
    try:
        load_text(json.dumps(GOOD), values={path: value})
    except ScenarioError as fault:
        assert all("\n" not in str(f) for f in fault.faults)


@pytest.mark.parametrize("nothing", [None, {}, [], "", 0, False])
def test_nothing_in_any_one_place(nothing):
    """Whatever place of a file is left empty, it is read or its faults are told; what is read can be written again."""
    for path in PLACES:
        text = copy.deepcopy(GOOD)
        place = text
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = nothing
        read_or_refuse(json.dumps(text))
