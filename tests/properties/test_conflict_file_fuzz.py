"""Whatever stands in a file of a conflict, it is a conflict or one clear fault; what is read can be written again."""

from __future__ import annotations

import copy
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.errors import FormatError
from negsim.formats.base import formats
from negsim.testing.games import samples

GMCR = {
    "options": [{"name": "Talk", "permittedDirection": "both"}, {"name": "Arm", "permittedDirection": "fwd"}],
    "decisionMakers": [
        {"name": "East", "options": [1], "preferences": [[[0, "Y"]]], "preferenceRanking": [[1, 2], 3]},
        {
            "name": "West",
            "options": [0],
            "preferences": [{"compound": True, "members": [[[1, "N"]]]}],
            "preferenceRanking": [3, 2, 1],
            "misperceptions": [[[1, "Y"]]],
            "payoffs": [1, 2, 3],
        },
    ],
    "infeasibles": [[[0, "Y"], [1, "Y"]]],
    "useManualPreferenceRanking": True,
    "coalitions": [0, 1],
}
NAMED = json.loads(formats["gmcr"].text(samples("conflict")["binary options"].take([0])))
GRAPH = json.loads(formats["json"].text(samples("conflict")["partly unknown"]))
OPTIONS = json.loads(formats["json"].text(samples("conflict")["binary options"]))
FILES = {"gmcr": (GMCR, NAMED), "json": (GRAPH, OPTIONS)}
JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 10**20),
        st.floats(),
        st.text(max_size=4),
        st.sampled_from(["Y", "N", "fwd", 0, 1, 2]),
    ),
    lambda parts: st.one_of(
        st.lists(parts, max_size=3), st.dictionaries(st.sampled_from(["name", "members"]), parts, max_size=2)
    ),
    max_leaves=5,
)


def places(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*path, key))


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_conflict_with_anything_anywhere(name, data):
    contents = copy.deepcopy(data.draw(st.sampled_from(FILES[name])))
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from([path for path in places(contents) if path]))
        holder = contents
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = data.draw(JUNK)
    try:
        game = formats[name].parse(json.dumps(contents), "f")
    except FormatError as fault:
        assert str(fault).startswith("f")
        assert "\n" not in str(fault)
        return
    if len(game) == 1 or name == "json":
        assert np.array_equal(formats[name].parse(formats[name].text(game), "f").payoffs, game.payoffs)


@pytest.mark.parametrize("name", FILES)
def test_the_files_that_are_changed_are_good(name):
    for contents in FILES[name]:
        assert len(formats[name].parse(json.dumps(contents)).states) >= 3
