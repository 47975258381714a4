"""Conflicts as negsim's own JSON: everything comes back, and every slip is told."""

from __future__ import annotations

import json

import numpy as np
import pytest

from negsim.cli.main import main
from negsim.errors import FormatError, NotApplicable
from negsim.formats.json import Json
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import OptionGraph
from negsim.scenario.load import load
from negsim.solvers.conflict.stability import Stability
from negsim.testing.games import samples

JSON = Json()
GAMES = dict(samples("conflict")) | {
    name: ConflictGame.from_scenario(load(name)) for name in ("elmira", "cuban_missiles", "baseline_impasse")
}


@pytest.mark.parametrize("name", GAMES)
def test_everything_comes_back(name):
    game = GAMES[name]
    again = JSON.parse(JSON.text(game))
    for field in ("players", "states", "start", "title", "comment"):
        assert getattr(again, field) == getattr(game, field)
    assert dict(again.names) == dict(game.names)
    assert np.array_equal(again.payoffs, game.payoffs)
    for field in ("degrees", "perceived"):
        here, there = getattr(game, field), getattr(again, field)
        assert (here is None) == (there is None)
        assert here is None or np.array_equal(here, there, equal_nan=field == "degrees")
    for player in range(len(game.players)):
        assert np.array_equal(again.graph.arcs(player), game.graph.arcs(player))
    assert isinstance(again.graph, OptionGraph) == isinstance(game.graph, OptionGraph)
    if game.sheet is not None:
        assert np.array_equal(again.sheet.levels, game.sheet.levels)
        assert (again.sheet.options, again.sheet.said) == (game.sheet.options, game.sheet.said)
    assert JSON.text(again) == JSON.text(game)


def test_a_conflict_read_back_has_the_same_stable_states():
    game = GAMES["elmira"]
    found = Stability().solve(JSON.parse(JSON.text(game))).result.stable
    assert np.array_equal(found, Stability().solve(game).result.stable)


SLIPS = [
    ("states", "delete", "states is missing"),
    ("states", "x", "states should be a list"),
    ("states", ["a"] * 12, "label of its own"),
    ("states", [1] * 12, "makes no conflict"),
    ("states", ["\ud800", *map(str, range(11))], "makes no conflict"),
    ("players", ["a"], "makes no conflict"),
    ("start", 12, "starts in state 12"),
    ("start", True, "start should be the number of a state"),
    ("payoffs", [[["x"] * 12] * 2], "makes no conflict"),
    ("payoffs", [[[None] * 12] * 2], "payoffs must be numbers"),
    ("options", "delete", "moves is missing"),
    ("options", {"levels": [[0]], "owner": [0], "change": [[[1]]]}, "options need levels of 12 states"),
    ("options", 5, "makes no conflict"),
    ("form", "extensive", "form should be strategic or conflict, found extensive"),
    ("form", ["conflict"], "form should be"),
    (
        "sheet",
        {"options": ["a"], "owner": [0], "labels": [["no"]], "said": [], "levels": []},
        "the sheet needs 1 owners",
    ),
    ("perceived", [True], "perceived have shape"),
]


@pytest.mark.parametrize(("key", "value", "says"), SLIPS)
def test_a_slip_is_told(key, value, says):
    record = json.loads(JSON.text(GAMES["cuban_missiles"]))
    if value == "delete":
        del record[key]
    else:
        record[key] = value
    with pytest.raises(FormatError, match=rf"^f\.json: .*{says}"):
        JSON.parse(json.dumps(record), "f.json")


@pytest.mark.parametrize("pairs", [[[0, 12]], [[0, 0]], [[0]], [["a", "b"]], [[0, 1, 2]]])
def test_a_move_that_cannot_be_is_told(pairs):
    record = json.loads(JSON.text(GAMES["elmira"]))
    record["moves"][0] = pairs
    with pytest.raises(FormatError, match=r"^f\.json: this makes no conflict"):
        JSON.parse(json.dumps(record), "f.json")


def test_a_conflict_too_large_for_a_text_is_refused():
    levels = np.indices((2,) * 20, np.int16).reshape(20, -1).T
    graph = OptionGraph(levels=levels, owner=np.zeros(20, np.intp), change=np.ones((20, 2, 2), bool), parties=1)
    states = tuple(map(str, range(len(levels))))
    with pytest.raises(NotApplicable, match=r"numbers to write\. Use"):
        JSON.text(ConflictGame(payoffs=np.zeros((1, 1, len(levels))), graph=graph, players=("a",), states=states))


def test_a_scenario_that_is_a_conflict_stays_one(tmp_path, capsys):
    target = tmp_path / "elmira.json"
    assert main(["convert", "elmira", str(target)]) == 0
    assert json.loads(target.read_text())["form"] == "conflict"
    assert "in the form" not in capsys.readouterr().err
