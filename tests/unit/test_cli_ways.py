"""`negsim ways`: from the impasse to the deal and to restraint, its JSON and CSV, and what it refuses."""

from __future__ import annotations

import csv
import io
from functools import partial

import pytest

from negsim import solve, table
from negsim.cli.main import main
from negsim.studies.status_quo import ways

DEAL = "parallel / hold / free / finite / free / talks / no_sanctions"
IMPASSE = "insist / hold / free / open_door / free / talks / no_sanctions"


@pytest.fixture
def run(typed, monkeypatch):
    monkeypatch.setenv("COLUMNS", "1000")
    return partial(typed, "ways")


def test_the_deal_needs_a_first_move_that_does_not_pay(read):
    found = read("ways", "four_track_grand_game", "--concept", "nash")
    assert found["start"] == IMPASSE
    deal, impasse = found["goals"]
    assert (deal["state"], impasse["state"]) == (DEAL, IMPASSE)
    first, second = deal["any"]["shortest"]
    assert (first["improves"], second["improves"]) == (False, True)
    assert (second["player"], second["to"]) == ("russia", DEAL)
    assert deal["improvements"] == {"moves": None, "shortest": None}
    assert impasse["any"] == {"moves": 0, "shortest": []}


def test_every_way_to_a_state_is_listed_on_request(read):
    (goal,) = read("ways", "four_track_grand_game", "--to", DEAL, "--longest", "2")["goals"]
    assert goal["equilibrium"] == []
    assert goal["any"]["complete"]
    told = {tuple((move["player"], move["to"]) for move in way) for way in goal["any"]["ways"]}
    assert told == {
        (("nato", "insist / hold / free / finite / free / talks / no_sanctions"), ("russia", DEAL)),
        (("russia", "parallel / hold / free / open_door / free / talks / no_sanctions"), ("nato", DEAL)),
    }


def test_every_way_to_every_equilibrium_is_listed_on_request(run, read):
    goals = read("ways", "baseline_impasse", "--every")["goals"]
    assert [len(goal["any"]["ways"]) > 0 and goal["any"]["complete"] for goal in goals] == [True] * 3
    _, out, _ = run("baseline_impasse", "--every")
    assert out.count("these are all the ways of at most 5 moves") == 3


def test_ways_begin_where_one_says(read):
    found = read("ways", "baseline_impasse", "--start", "countermeasures / refuse", "--concept", "nash")
    (goal,) = found["goals"]
    assert goal["state"] == "insist / offer_menu"
    assert goal["improvements"]["moves"] == 2
    assert all(move["improves"] for move in goal["improvements"]["shortest"])


def test_the_table_says_who_does_not_gain(run):
    code, out, _ = run("four_track_grand_game", "--concept", "nash")
    assert code == 0
    assert "NATO (no gain): moratorium.finite; Russia: package.parallel" in out
    assert "The other state listed can be reached, but not by improvements alone." in out
    assert "is itself an equilibrium under Nash." in out


def test_a_list_that_is_cut_says_how_to_see_more(run):
    _, out, _ = run("four_track_grand_game", "--to", DEAL, "--most", "3")
    assert "there are more ways of at most 5 moves that come to no state twice; see --most and --longest" in out
    _, out, _ = run("baseline_impasse", "--to", "insist / refuse", "--longest", "1")
    assert "these are all the ways of at most 1 move that come to no state twice" in out


def test_the_csv_is_the_table(run):
    code, out, _ = run("baseline_impasse", "--csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["to"]: row["moves"] for row in rows} == {
        "insist / offer_menu": "0",
        "insist / refuse": "1",
        "take_menu / offer_menu": "1",
    }


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("baseline_impasse", "--to", "insist / refuze"), "insist / refuse"),
        (("baseline_impasse", "--concept", "smx"), "smr"),
        (("baseline_impasse", "--longest", "0"), "longest"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(args, said, run):
    code, _, err = run(*args)
    assert code == 2
    assert said in err


def test_a_solution_is_followed_as_it_is():
    solution = solve("baseline_impasse", "conflict")
    assert table(ways(solution)).rows == table(ways(solution[0])).rows == table(ways("baseline_impasse")).rows


def test_who_asks_for_paths_through_a_conflict_is_sent_here(capsys):
    for args in (["four_track_four_parties"], ["four_track_grand_game", "--form", "conflict"]):
        assert main(["paths", *args]) == 2
        assert "'negsim ways'" in capsys.readouterr().err
