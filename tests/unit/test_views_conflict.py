"""What is shown, told and written of conflicts: stable states, their equilibria, and what each party could do."""

from __future__ import annotations

import csv
import functools
import io
import json
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import jsonschema
import numpy as np
import pytest

from negsim.cli.commands.schema import schema
from negsim.cli.main import main
from negsim.cli.output import finite
from negsim.errors import NotApplicable, UnknownName
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets
from negsim.scenario.conditions import Condition
from negsim.scenario.conflicts import Conflict
from negsim.scenario.load import load
from negsim.solvers.base import Solution, form_of, solvers
from negsim.studies.solve import solve
from negsim.views.notebook import as_html, as_text
from negsim.views.records import answers
from negsim.views.renderers.plain import plain
from negsim.views.show import show
from negsim.views.table import table
from negsim.views.tables.base import LABEL
from negsim.views.tables.dynamics import dynamics
from negsim.views.tables.solution import in_columns, sections
from negsim.views.tables.stability import told

IMPASSE = "insist / offer_menu"
FORESEEN = {"nash", "gmr", "smr", "seq", "sseq"}


@functools.cache
def impasse():
    return solve("baseline_impasse", "conflict", "stability")


def batch():
    """Three conflicts in which one party can go back and forth between two states, and likes one, the other, none."""
    return ConflictGame.from_graph(
        players=["east", "west"],
        states=["apart", "together"],
        moves={"east": [(0, 1), (1, 0)]},
        payoffs={"east": [[0, 1], [1, 0], [0, 0]], "west": [0, 0]},
    )


def given(stable):
    """A solution that says of `batch()` what a test wants it to say; shape (game, concept, party, state)."""
    game = batch()
    result = StateSets(item=np.arange(3), stable=np.array(stable, bool), concepts=("nash",), parties=game.players)
    return Solution(game, solvers["stability"](), result, np.zeros(3, np.intp), np.ones(3, np.intp))


def test_rows_are_read_by_concept_party_and_state():
    row = impasse()[0]
    assert row["nash"]["russia"] == ["insist / concede_core", IMPASSE, "insist / refuse"]
    assert row.equilibria["nash"] == row.equilibria["seq"] == [IMPASSE]
    assert row.equilibria["gmr"] == [IMPASSE, "insist / refuse", "take_menu / offer_menu"]
    assert set(row.stable) == FORESEEN
    assert repr(row).startswith("<equilibria: nash 1, gmr 3")
    with pytest.raises(UnknownName, match=r"sqe.*seq"):
        row["sqe"]
    with pytest.raises(NotApplicable, match="no probabilities"):
        _ = row.profile
    with pytest.raises(NotApplicable, match="payoffs of its own"):
        _ = row.payoffs


def test_only_conflicts_have_states_that_hold():
    with pytest.raises(NotApplicable, match="hold no states"):
        _ = solve("prisoners_dilemma")[0].equilibria


def test_equilibria_stand_on_top_of_the_table():
    found = table(impasse())
    assert found.columns == ("#", "state", "nash", "gmr", "smr", "seq", "sseq")
    assert found.rows[0] == (1, f"{IMPASSE} (start)", *("all",) * 5)
    assert found.column("gmr")[:4] == ("all", "all", "all", "russia")
    assert found.column("nash").count("-") == 4
    assert "equilibria among 9 states: nash 1, gmr 3, smr 3, seq 1, sseq 1" in found.notes
    assert LABEL in found.notes
    assert not any("not' those" in note for note in found.notes)  # of two parties, the one is named


@pytest.mark.parametrize(
    ("holds", "words"),
    [
        ([1, 1, 1], "all"),
        ([0, 0, 0], "-"),
        ([1, 0, 1], "not b"),
        ([0, 1, 0], "b"),
    ],
)
def test_a_cell_names_the_parties_in_the_shorter_way(holds, words):
    assert told("abc", np.array(holds, bool)) == words


def test_of_two_parties_the_one_that_would_stay_is_named():
    assert told(["east", "west"], np.array([True, False])) == "east"


def test_a_batch_has_a_line_for_each_conflict():
    solution = solvers["stability"]().solve(batch())
    found = table(solution)
    assert found.column("nash") == ("together", "apart", "apart, together")
    shares = sections(solution)[1]
    assert dict(zip(shares.column("state"), shares.column("nash"), strict=True)) == {
        "apart": pytest.approx(2 / 3),
        "together": pytest.approx(2 / 3),
    }
    record = answers.of_solution(solution)
    assert record["solutions"][0]["stable"]["nash"] == {"east": ["together"], "west": ["apart", "together"]}
    assert record["solutions"][1]["equilibria"]["gmr"] == ["apart"]
    assert "stable" not in record
    jsonschema.validate(record, schema("solve"))


def test_the_table_says_what_the_result_says_and_not_what_is_right():
    found = table(given([[[[0, 1], [1, 0]]], [[[1, 1], [1, 0]]], [[[0, 0], [1, 1]]]]))
    assert found.column("nash") == ("-", "apart", "-")


def test_a_conflict_as_json_has_states_stable_states_and_equilibria_at_the_top(capsys):
    assert main(["solve", "baseline_impasse", "--form", "conflict", "--solver", "stability", "--format", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    jsonschema.validate(record, schema("solve"))
    assert len(record["states"]) == 9
    assert record["start"] == IMPASSE
    assert set(record["stable"]) == set(record["equilibria"]) == FORESEEN
    for concept, parties in record["stable"].items():
        assert set(parties) == {"russia", "nato"}
        both = [state for state in record["states"] if all(state in states for states in parties.values())]
        assert record["equilibria"][concept] == both
    assert record["players"]["nato"] == ["reply.concede_core", "reply.offer_menu", "reply.refuse"]
    assert record["solutions"][0]["equilibria"] == record["equilibria"]
    assert record["status"] == "solved"


def test_a_conflict_as_csv_has_a_line_for_each_state(capsys):
    assert main(["solve", "baseline_impasse", "--form", "conflict", "--solver", "stability", "--csv"]) == 0
    lines = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [line["state"] for line in lines] == list(impasse().game.states)
    assert [line["state"] for line in lines if line["gmr: equilibrium"] == "1"] == impasse()[0].equilibria["gmr"]
    assert [line["state"] for line in lines if line["nash: nato"] == "1"] == impasse()[0]["nash"]["nato"]


def test_a_batch_as_csv_has_a_line_for_each_conflict_and_state():
    found = in_columns(solvers["stability"]().solve(batch()))
    assert len(found) == 6
    assert found.column("game") == (0, 0, 1, 1, 2, 2)
    assert found.column("nash: equilibrium") == (0, 1, 1, 0, 1, 1)


def test_the_screen_is_short_unless_all_rows_are_asked_for(capsys):
    asked = ["solve", "baseline_impasse", "--form", "conflict", "--solver", "stability"]
    assert main(asked) == 0
    out = capsys.readouterr().out
    assert IMPASSE in out
    assert all(len(line) <= 100 for line in out.splitlines())


def test_notebooks_show_conflicts_solved():
    for thing in (impasse(), impasse()[0], impasse().game):
        ElementTree.fromstring(f"<div>{as_html(thing)}</div>")
        assert IMPASSE in as_text(thing)
        assert len(as_text(thing).splitlines()) < 30
        assert all(len(line) <= 100 for part in (table(thing),) for line in plain(part, 100).splitlines())


def test_a_conflict_lists_its_states_payoffs_and_moves():
    found = table(impasse().game)
    assert found.title == "The impasse of January 2022"
    assert found.column("state")[1] == f"{IMPASSE} (start)"
    assert found.column("payoff of russia")[:3] == (10.0, 0.0, -1.0)
    assert found.column("nato can go to")[:3] == ("1, 2", "0, 2", "0, 1")
    assert "9 states; moves: russia 18, nato 18" in found.notes
    assert "a state is named by the levels of response (russia) / reply (nato)" in found.notes
    assert LABEL in found.notes


def test_what_cannot_be_taken_back_and_who_does_not_see_what_is_said():
    game = impasse().game
    change = game.graph.change.copy()
    change[1] = np.triu(change[1])
    once = replace(game, graph=replace(game.graph, change=change), perceived=np.arange(18).reshape(2, 9) > 0)
    notes = table(once).notes
    assert "9 states; moves: russia 18, nato 9; not to be taken back: reply" in notes
    assert "russia does not know of 1 state" in notes
    assert not any("nato does not know" in note for note in notes)


def test_a_conflict_given_by_its_arcs_has_a_table_too():
    found = table(batch())
    assert found.column("east can go to") == ("1", "0")
    assert found.column("west can go to") == ("-", "-")
    assert "the first of 3 conflicts" in found.notes
    assert not any("named by the levels" in note for note in found.notes)


def test_of_many_states_the_moves_are_counted_and_not_listed():
    game = ConflictGame.from_graph(
        players=["east"], states=range(40), moves={"east": [(0, 1)]}, payoffs={"east": range(40)}
    )
    assert table(game).columns == ("#", "state", "payoff of east")
    assert "40 states; moves: east 1" in table(game).notes


def test_a_scenario_shows_what_its_conflict_must_know():
    scenario = load("elmira")
    found = next(part for part in dynamics(scenario) if "conflict form" in part.title)
    assert found.rows == (
        ("status quo", "keep / delay / silent"),
        ("not to be taken back", "order, answer"),
        ("one state, 'abandoned'", "answer.abandon"),
    )
    block = Conflict(irreversible=("order", "answer.accept"), unseen={"town": (Condition("order.modify"),)}, start="x")
    rows = dict(dynamics(replace(scenario, games={"conflict": block}))[0].rows)
    assert rows == {
        "status quo": "x",
        "not to be taken back": "order, answer, answer.accept",
        "not seen by town": "order.modify",
    }


def test_a_single_concept_can_be_typed_as_a_word(capsys):
    asked = ["solve", "baseline_impasse", "--form", "conflict", "--solver", "stability", "--json"]
    assert main([*asked, "-O", "concepts=seq"]) == 0
    assert list(json.loads(capsys.readouterr().out)["stable"]) == ["seq"]
    assert main([*asked, "-O", "concepts=seq,gmr"]) == 0
    assert list(json.loads(capsys.readouterr().out)["stable"]) == ["seq", "gmr"]


def test_many_concepts_stand_in_the_cells_of_the_parties():
    solution = solve("baseline_impasse", "conflict", "limited_move")
    found = table(solution)
    assert found.columns == ("#", "state", "equilibrium under", "stable for russia under", "stable for nato under")
    row, concepts = solution[0], solution.result.concepts
    for _, label, everybody, russia, nato in found.rows:
        state = label.removesuffix(" (start)")
        for cell, holds in (
            (everybody, [state in row.equilibria[concept] for concept in concepts]),
            (russia, [state in row[concept]["russia"] for concept in concepts]),
            (nato, [state in row[concept]["nato"] for concept in concepts]),
        ):
            assert _read(cell, concepts) == {c for c, h in zip(concepts, holds, strict=True) if h}


def _read(cell, names):
    """The names that a cell stands for."""
    if cell in ("all", "-"):
        return set(names) if cell == "all" else set()
    told = set(cell.removeprefix("not ").split(", "))
    assert told <= set(names)
    return set(names) - told if cell.startswith("not ") else told


@pytest.mark.parametrize("name", [name for name, kind in solvers.items() if form_of(kind) == "conflict"])
def test_what_every_solver_of_conflicts_finds_can_be_shown_and_written(name):
    game = chicken()
    solution = solvers[name]().solve(game)
    record = answers.of_solution(solution)
    jsonschema.validate(finite(record), schema("solve"))
    assert json.loads(json.dumps(finite(record)))["equilibria"] == solution[0].equilibria
    assert len(in_columns(solution)) == 4
    for part in (*sections(solution), table(solution[0])):
        assert all(len(line) <= 100 for line in plain(part, 100).splitlines())
    ElementTree.fromstring(f"<div>{as_html(solution)}</div>")
    assert show(solution).axes


def chicken():
    return ConflictGame.from_graph(
        players=["row", "column"],
        states=["both yield", "row yields", "column yields", "collision"],
        moves={"row": [(0, 2), (2, 0), (1, 3), (3, 1)], "column": [(0, 1), (1, 0), (2, 3), (3, 2)]},
        payoffs={"row": [3, 2, 4, 1], "column": [3, 4, 2, 1]},
    )
