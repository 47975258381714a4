"""Whatever stands in the blocks about bargaining, reading them gives a game or says what is wrong."""

from __future__ import annotations

import copy
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.errors import InvalidGame, NotApplicable, ScenarioError
from negsim.games.bargaining import BargainingGame
from negsim.scenario.dump import dump
from negsim.scenario.load import load_text
from negsim.scenario.yaml_reader import read
from tests.strait import BASE, FULL

GOOD = read(f"{BASE}games:{FULL}", "good").plain
WORDS = ["russia", "nato", "pause", "hold", "share", "1/share", "1/0", "9**9**9", "status_quo", "majority", "a / b", ""]
SINGLE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.text(max_size=6),
    st.sampled_from(WORDS),
)
JUNK = st.recursive(
    SINGLE,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from([*WORDS, "equilibrium", "quota", "from", "to", "step"]), inner, max_size=4),
    ),
    max_leaves=5,
)


def places(value, path):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*path, key))


PLACES = list(places(GOOD["games"], ("games",)))


def within(holder, key):
    """What stands there, unless an earlier change took it away."""
    try:
        return holder[key]
    except (IndexError, KeyError, TypeError):
        return None


def changed(changes):
    contents = copy.deepcopy(GOOD)
    for path, junk in changes:
        holder = contents
        for key in path[:-1]:
            holder = within(holder, key)
        if isinstance(holder, dict):
            if junk == "delete":
                holder.pop(path[-1], None)
            else:
                holder[path[-1]] = junk
        elif isinstance(holder, list) and path[-1] in range(len(holder)):
            holder[path[-1]] = junk
    return json.dumps(contents).replace("NaN", ".nan").replace("Infinity", ".inf")


def read_or_refuse(text):
    try:
        scenario = load_text(text, name="fuzz.yaml")
    except ScenarioError as fault:
        assert fault.faults
        assert all(f.message and "\n" not in str(f) for f in fault.faults)
        return None
    assert load_text(dump(scenario), name="fuzz.yaml") == scenario
    try:
        return BargainingGame.from_scenario(scenario)
    except (InvalidGame, NotApplicable):
        return None


def test_the_negotiation_that_is_changed_is_good():
    game = read_or_refuse(json.dumps(GOOD))
    assert game is not None and game.payoffs.shape == (1, 2, 82)


@settings(max_examples=250, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.one_of(JUNK, st.just("delete"))), min_size=1, max_size=3))
def test_a_negotiation_with_anything_anywhere(changes):
    read_or_refuse(changed(changes))


@pytest.mark.parametrize("nothing", [None, {}, [], "", 0, False, "delete", 0.5, -1, "share"])
def test_one_thing_in_every_place(nothing):
    """A negotiation that is read either is a game or is refused in words; its payoffs are numbers."""
    for path in PLACES:
        game = read_or_refuse(changed([(path, nothing)]))
        assert game is None or np.isfinite(game.disagreement).all()
