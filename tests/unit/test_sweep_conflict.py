"""Sweeps over conflicts: which states are equilibria where, and at what share of the points each state holds."""

from __future__ import annotations

import csv
import io
import json

import jsonschema
import numpy as np
import pytest

from negsim.cli.commands.schema import schema
from negsim.cli.main import main
from negsim.concepts.conflict_stability import stable_by_definition
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets
from negsim.scenario.load import load
from negsim.solvers.base import Solution, solvers
from negsim.studies.regimes.outcomes import joined, labels, nothing, summary
from negsim.studies.regimes.stable_states import added
from negsim.studies.sweep import sweep
from negsim.views.notebook import as_html
from negsim.views.show import show
from negsim.views.table import table
from negsim.views.tables.sweep import sections

VARIED = {"audience_cost_R": (0, 6, 7), "confidence_q": (0, 1, 5)}
COMMAND = ["sweep", "baseline_impasse", "--form", "conflict", "--solver", "stability"]


@pytest.fixture(scope="module")
def found():
    return sweep("baseline_impasse", "conflict", "stability", vary=VARIED)


def solution(stable):
    """What a test says is stable in conflicts of three states; shape (game, concept, party, state)."""
    stable = np.array(stable, bool)
    payoffs = {"east": np.zeros((len(stable), 3)), "west": [0, 0, 0]}
    game = ConflictGame.from_graph(players=["east", "west"], states="abc", moves={}, payoffs=payoffs)
    result = StateSets(item=np.arange(len(game)), stable=stable, concepts=("nash",), parties=game.players)
    return Solution(game, solvers["stability"](), result, np.zeros(len(game), np.intp), np.ones(len(game), np.intp))


def test_nash_states_are_the_pure_equilibria_of_the_strategic_form(found):
    strategic = sweep("baseline_impasse", "strategic", "pure_nash", vary=VARIED)
    assert [found.labels[k] for k in found.equilibrium] == [strategic.labels[k] for k in strategic.equilibrium]
    assert found.count.tolist() == strategic.count.tolist()


def test_shares_are_those_of_the_conflicts_solved_one_by_one(found):
    game = ConflictGame.from_scenario(load("baseline_impasse"), found.columns)
    each = np.stack([stable_by_definition(game, item) for item in range(len(game))])
    assert found.states.conflicts == len(found) == 35
    np.testing.assert_allclose(found.states.stable_share, each.mean(0))
    np.testing.assert_allclose(found.states.equilibrium_share, each.all(2).mean(0))


def test_small_chunks_give_the_same(found):
    again = sweep("baseline_impasse", "conflict", "stability", vary=VARIED, chunk_bytes=1)
    assert again.labels == found.labels
    np.testing.assert_array_equal(again.equilibrium, found.equilibrium)
    np.testing.assert_array_equal(again.states.stable, found.states.stable)


def test_conflicts_with_the_same_equilibria_are_one_regime():
    both, one, other = [[1, 1, 0]] * 2, [[1, 1, 0], [0, 1, 1]], [[0, 0, 0], [1, 1, 1]]
    told = summary(solution([[both], [one], [other], [[[0, 1, 0]] * 2]]))
    names = labels(solution([[both]]).game, told.regimes, told.rows)
    assert [names[k] for k in told.regime] == ["a; b", "b", "no equilibrium", "b"]
    assert told.count.tolist() == [2, 1, 0, 1]
    assert told.states.stable.tolist() == [[[2, 3, 0], [2, 4, 2]]]
    assert told.states.equilibrium.tolist() == [[1, 3, 0]]


def test_many_states_are_told_by_their_number_and_different_sets_apart():
    game = solution([[[[1, 1, 1]] * 2]]).game
    wide = [((0, 1, 2, 0), 0), ((0, 1, 2, 1), 0)]
    assert labels(game, wide, StateSets) == ("4 states", "4 states (2)")


def test_points_without_a_game_do_not_count():
    part = summary(solution([[[[1, 1, 0]] * 2]]))
    whole = joined([nothing(2, 2), part])
    assert whole.states.conflicts == 1
    assert whole.regime.tolist() == [-1, -1, 0]
    assert added([None, None]) is None


def test_tables_say_where_each_set_holds_and_how_often_each_state(found):
    first, second = sections(found)
    assert first.columns == ("equilibria", "points", "share")
    assert sum(first.column("points")) == 35
    assert any("nash equilibria" in note for note in first.notes)
    top = dict(zip(second.columns, second.rows[0], strict=True))
    share = np.mean([("take_menu / offer_menu" in found.labels[k]) for k in found.equilibrium])
    assert top["state"] == "take_menu / offer_menu"
    assert top["nash"] == pytest.approx(share)
    assert "insist / concede_core" not in second.column("state")
    assert table(found.states).rows == second.rows
    assert "insist / refuse" in as_html(found)
    assert show(found).axes


def test_the_command_writes_shares_by_concept_state_and_party(capsys, found):
    asked = [*COMMAND, "--vary", "audience_cost_R=0:6:7", "--vary", "confidence_q=0:1:5"]
    assert main([*asked, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    jsonschema.validate(record, schema("sweep"))
    for c, concept in enumerate(("nash", "gmr", "smr", "seq", "sseq")):
        for s, state in enumerate(found.states.states):
            told = record["stability"][concept][state]
            assert told["equilibrium"] == found.states.equilibrium_share[c, s]
            assert told["stable"]["nato"] == found.states.stable_share[c, 1, s]
    assert main([*asked, "--csv"]) == 0
    lines = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [line["equilibria"] for line in lines] == [found.labels[k] for k in found.equilibrium]
    assert main(asked) == 0
    assert "How often each state is an equilibrium" in capsys.readouterr().out


def test_a_sweep_of_a_strategic_game_has_no_states():
    assert sweep("baseline_impasse", "strategic", vary={"confidence_q": [0.2, 0.8]}).states is None
