"""`negsim paths`: the numbers of the models it follows, its JSON, its tables, and what it refuses."""

from __future__ import annotations

import csv
import io
from functools import partial

import pytest

from negsim import paths, table
from negsim.views.tables.paths import sections, shortened, told


@pytest.fixture
def run(typed):
    return partial(typed, "paths")


@pytest.mark.parametrize(("spite", "probability"), [(0, 0.186), (1, 0.204), (3, 0.218)])
def test_spite_makes_a_collision_likelier(spite, probability, read):
    found = read("paths", "countermeasures_ladder", "--horizon", "20", "--set", f"spite_weight_R={spite}")
    assert found["outcomes"]["collision"]["probability"] == pytest.approx(probability, abs=0.0006)


@pytest.mark.parametrize(("reaction", "probability"), [(0.5, 0.167), (1, 0.186), (1.5, 0.207), (2, 0.228)])
def test_a_stronger_reaction_makes_a_collision_likelier(reaction, probability, read):
    found = read("paths", "countermeasures_ladder", "--horizon", "20", "--set", f"reaction_slope_W={reaction}")
    assert found["outcomes"]["collision"]["probability"] == pytest.approx(probability, abs=0.0006)


@pytest.mark.parametrize(("strength", "stages"), [(0, 53.5), (0.2, 64.1), (0.4, 81.6), (0.6, 116.4)])
def test_confidence_building_puts_a_collision_off(strength, stages, read):
    found = read("paths", "cbm_accident_risk", "--set", f"cbm_strength={strength}", "--horizon", "5")
    assert found["outcomes"]["collision"]["expected_time"] == pytest.approx(stages, abs=0.05)
    assert found["outcomes"]["collision"]["eventually"] == pytest.approx(1)


def test_the_json_holds_what_it_promises(read):
    found = read(
        "paths", "countermeasures_ladder", "--horizon", "6", "--most", "3", "--trajectories", "50", "--seed", "4"
    )
    assert (found["start"], found["horizon"], found["watched"], found["seed"]) == ("pressure", 6, "collision", 4)
    assert [entry["stage"] for entry in found["by_stage"]] == list(range(7))
    for entry in found["by_stage"]:
        assert sum(entry["outcomes"].values()) == pytest.approx(1)
        assert entry["escalation"]["p10"] <= entry["escalation"]["mean"] <= entry["escalation"]["p90"]
    assert found["by_stage"][0]["escalation"] == {"mean": 1, "p10": 1, "p90": 1}
    assert len(found["paths"]) == len(found["routes"]) == len(found["critical"]) == 3
    for path in (*found["paths"], *found["routes"]):
        assert len(path["states"]) == len(path["moves"]) + 1
        assert path["states"][0] == "pressure"
    assert found["simulated"]["trajectories"] == 50
    going = sum(entry["outcomes"]["play goes on"] for entry in found["by_stage"][:-1])
    assert sum(each["stages"] for each in found["occupation"]) == pytest.approx(going)
    assert found["label"] == "illustrative payoff (assumption), not an estimate"
    assert found["scenario"]["id"] == "countermeasures_ladder"


def test_what_if_play_begins_elsewhere(read):
    calm = read("paths", "cbm_accident_risk", "--horizon", "10", "--trajectories", "0")
    tense = read("paths", "cbm_accident_risk", "--start", "incident", "--horizon", "10", "--trajectories", "0")
    assert tense["start"] == "incident"
    assert tense["outcomes"]["collision"]["probability"] > calm["outcomes"]["collision"]["probability"]
    assert calm["simulated"] is None


def test_the_table_says_it_on_one_screen(run):
    code, out, _ = run("countermeasures_ladder", "--horizon", "20")
    assert code == 0
    assert len(out.splitlines()) <= 66
    assert max(map(len, out.splitlines())) <= 100
    words = " ".join(out.split())
    assert "What do punitive countermeasures buy" in words
    assert "'direct collision' happens within 20 stages with probability 0.186" in words
    assert "markov quantal response by logit_homotopy, from 'pressure' (residual" in words
    assert "If Russia always took 'step_up' at 'exits', all else as before" in words
    assert "1,000 simulated courses of play, seed 0" in words
    assert words.endswith("illustrative payoff (assumption), not an estimate")
    assert "5 more, use --all" in words


def test_all_rows_show_every_stage_and_route(run):
    out = run("countermeasures_ladder", "--horizon", "12", "--all")[1]
    assert "more, use --all" not in out
    assert {line.split()[0] for line in out.splitlines() if line.strip()} >= {str(stage) for stage in range(13)}


def test_csv_holds_every_stage(run):
    out = run("countermeasures_ladder", "--horizon", "6", "--csv")[1]
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [int(row["stage"]) for row in rows] == list(range(7))
    assert float(rows[-1]["collision"]) + float(rows[-1]["play goes on"]) == pytest.approx(1)


def test_a_tree_is_followed_too(read):
    found = read("paths", "missile_nondeployment", "--form", "extensive")
    assert found["form"] == "extensive"
    assert found["start"] == "start of play"
    assert sum(one["probability"] for one in found["outcomes"].values()) == pytest.approx(1)
    assert found["by_stage"][-1]["escalation"]["mean"] is None


def test_a_picture_is_drawn_on_request(run, tmp_path):
    code, _, err = run("cbm_accident_risk", "--horizon", "5", "--plot", "accidents.png")
    assert code == 0
    assert "wrote accidents.png" in err
    assert (tmp_path / "accidents.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("countermeasures_ladder", "--start", "presure"), "unknown state 'presure'; did you mean 'pressure'?"),
        (("countermeasures_ladder", "--outcome", "colision"), "unknown outcome 'colision'; did you mean 'collision'?"),
        (("countermeasures_ladder", "--row", "7"), "there is no answer 7"),
        (("baseline_impasse",), "'games.stochastic' (stages and states) or 'games.extensive'"),
        (("countermeasures_ladder", "--form", "strategic"), "See the scenario in the form 'extensive' or 'stochastic'"),
        (("countermeasures_ladder", "--plot", "paths.doc"), "a picture ends in one of .png"),
        (("countermeasures_ladder", "--set", "spite_weight=2"), "did you mean 'spite_weight_R'?"),
        (("countermeasures_ladder", "--horizon", "-3"), "-3 is not in the range"),
        (("countermeasures_ladder", "--horizon", "99999999999"), "more than 1 GiB"),
        (("nowhere.yaml",), "nowhere"),
    ],
)
def test_faults_are_told_in_a_line_and_without_a_traceback(args, message, run):
    code, out, err = run(*args)
    assert code == 2
    assert message in err
    assert "Traceback" not in err
    assert out == ""


def test_going_to_and_fro_is_written_once():
    assert told(["a", "b"]) == "a > b"
    assert told(["a"]) == "a"
    assert told(["a", "b", "a", "b", "a", "c"]) == "(a > b) x 2 > a > c"
    assert told(["c", "a", "b", "a", "b"]) == "c > (a > b) x 2"


def test_few_stages_are_shown():
    assert shortened(0) == [0]
    assert shortened(1) == [0, 1]
    assert shortened(20) == [0, 1, 2, 5, 10, 20]
    assert shortened(37) == [0, 1, 2, 5, 10, 20, 37]


def test_the_table_of_paths_lists_the_ways_to_end():
    found = paths("cbm_accident_risk", horizon=10)
    shown = table(found)
    assert shown.column("where play ends") == ("collision", "play goes on")
    assert sum(shown.column("within 10 stages")) == pytest.approx(1)
    assert len(sections(found)) == 4
