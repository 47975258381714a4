"""What is shown, told and written of games in which players choose at several places."""

from __future__ import annotations

import csv
import functools
import io
import json
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from negsim.cli.commands.schema import schema
from negsim.cli.main import main
from negsim.cli.output import finite
from negsim.concepts.nash import nash
from negsim.games.results import Assessments, Profiles
from negsim.games.screening import ScreeningGame
from negsim.games.stages.presence import presence
from negsim.games.trees.beliefs import action_payoffs, believed, node_values
from negsim.scenario.load import load
from negsim.solvers.base import Solution, solvers
from negsim.solvers.strategic.all_nash import AllNash
from negsim.studies.explain import explain
from negsim.testing.games import samples
from negsim.testing.trees import Decision, demand_and_answer, hidden_card, signals, written
from negsim.views.notebook import as_html, as_text
from negsim.views.records import answers
from negsim.views.renderers.comma_separated import comma_separated
from negsim.views.renderers.plain import plain
from negsim.views.table import table
from negsim.views.tables.dynamics import dynamics
from negsim.views.tables.scenario import sections as of_scenario
from negsim.views.tables.solution import in_columns, sections
from tests.ladder import LABEL, climbing, ladder


class Given(AllNash):
    """Stands for whatever found a plan."""

    concept = nash


def solved(game, weights):
    """A solution whose one row a game has these weights."""
    count = len(game)
    result = Profiles(item=np.arange(count), weights=np.tile(weights, (count, 1)))
    return Solution(game, Given(), result, np.zeros(count, np.intp), np.zeros(count, np.intp))


@functools.cache
def things():
    card = hidden_card()
    # raise on red always, on black one time in three; call one time in three: the equilibrium of one-card poker
    mixed = solved(card, [1, 0, 1 / 3, 2 / 3, 2 / 3, 1 / 3])
    believing = replace(mixed, result=assessed(mixed))
    game, plan = climbing(0.25)
    timed, staged = climbing(0.25, 4)
    one = np.zeros(1, np.intp)
    return {
        "perfect information": solvers["backward_induction"]().solve(demand_and_answer()),
        "mixed": mixed,
        "beliefs": believing,
        "batch": solved(samples("extensive")["signalling"], np.full(16, 0.5)),
        "states": Solution(game, Given(), plan, one, one),
        "stages": Solution(timed, Given(), staged, one, one),
        "demands": solvers["cutoff_induction"]().solve(ScreeningGame(rounds=3, discount=[0.9])),
    }


def assessed(solution):
    game, result = solution.game, solution.result
    return Assessments(item=result.item, weights=result.weights, beliefs=np.nan_to_num(believed(game, result)))


# tables


@pytest.mark.parametrize("name", things())
def test_every_solution_has_tables_that_say_what_the_payoffs_are(name):
    solution = things()[name]
    for part in (*sections(solution), table(solution), table(solution[0])):
        assert part.title
        assert all(len(line) <= 100 for line in plain(part, 100).splitlines())
    for part in (table(solution), table(solution[0]), table(solution.game)):
        assert LABEL in part.notes


@pytest.mark.parametrize("name", things())
def test_notebooks_show_solutions_rows_and_games(name):
    solution = things()[name]
    for thing in (solution, solution[0], solution.game):
        ElementTree.fromstring(f"<div>{as_html(thing)}</div>")
        assert len(as_text(thing).splitlines()) < 60
        assert len(repr(thing).splitlines()) == 1
        assert len(repr(thing)) < 700


def test_a_plan_lists_the_places_that_play_comes_to_first_and_what_each_is_worth():
    found = table(things()["perfect information"][0])
    assert found.columns == ("player", "place", "reached", "plan", "expects")
    assert found.column("place")[:2] == ("demand", "after a high demand")
    assert found.column("reached") == (1.0, 1.0, 0.0, 0.0)
    worth = dict(zip(found.column("place"), found.column("expects"), strict=True))
    assert worth["after a low demand"] == 1.0
    assert worth["after a refusal"] == -0.25


def test_beliefs_are_told_by_the_steps_in_which_the_ways_differ():
    found = table(things()["beliefs"][0])
    assert found.column("believes")[-1] == "red 0.75, black 0.25"
    assert "believes" not in table(things()["mixed"][0]).columns


def test_a_markov_plan_has_states_as_rows_and_players_as_columns():
    found = table(things()["states"][0])
    assert found.columns[:5] == ("state", "rung", "play comes here", "east", "west")
    assert found.rows[2][0] == "pressure / calm (start)"
    assert set(found.column("west")) == {"hold 0.75, step up 0.25"}
    assert len(found) == 6  # where play is over, nobody plans


def test_a_plan_before_a_deadline_has_a_row_for_every_stage_and_state():
    found = table(things()["stages"][0])
    assert found.columns[:4] == ("stage", "state", "rung", "probability of being here")
    assert len(found) == 4 * 6
    first = [row for row in found.rows if row[0] == 1]
    assert [row[3] for row in first] == [1.0, 0, 0, 0, 0, 0]
    # from pressure / calm: both hold (.5625) to talks, where the mood may turn tense (.4), if play goes on (.8)
    here = next(row for row in found.rows if row[:2] == (2, "talks / tense"))
    assert here[3] == pytest.approx(0.75**2 * 0.8 * 0.4)


def test_long_plans_are_cut_unless_all_is_asked_for():
    part = table(things()["stages"][0]).head(20, "use --all")
    assert len(part) == 20
    assert part.notes[0] == "... 4 more, use --all"


def test_a_batch_shows_the_plans_of_the_first_answers():
    assert [part.title[:8] for part in sections(things()["batch"])[1:]] == ["Plan #1:", "Plan #2:", "Plan #3:"]


def test_the_likeliest_path_stands_in_the_summary():
    found = table(things()["mixed"])
    assert found.column("likeliest path") in {("black / show",), ("red / raise / call",)}
    assert found.column("its probability") == (pytest.approx(1 / 3),)


def test_csv_has_one_choice_a_row():
    rows = list(csv.DictReader(io.StringIO(comma_separated(in_columns(things()["mixed"])))))
    assert len(rows) == 6
    assert rows[2] | {"payoff": "", "residual": ""} == {
        "game": "0", "answer": "1", "player": "holder", "place": "black", "action": "raise",
        "probability": str(1 / 3), "payoff": "", "residual": "",
    }  # fmt: skip
    assert float(rows[0]["payoff"]) == pytest.approx(1 / 3)  # what the game is worth to the holder


def test_a_tree_is_listed_by_its_ends():
    found = table(demand_and_answer())
    assert ("low / refuse", -1.0, 0.0) in found.rows
    assert found.notes[0].startswith("11 nodes, 6 ends, 1 move of chance; places where each decides: west 2, russia 2")


def test_a_stochastic_game_is_listed_by_its_states():
    found = table(ladder(5))
    assert found.rows[-2] == ("collision (end)", 3.0, "", "", "-20", "-20")
    assert found.rows[2][0] == "pressure / calm (start)"
    assert "play stops after 5 stages" in found.notes[0]


def test_places_of_one_name_are_told_apart():
    inner = [Decision("a", "same", {"left": (k, 0), "right": (0, k)}) for k in (1, 2)]
    game = written(["a", "b"], Decision("b", "first", {"one": inner[0], "other": inner[1]}))
    tree = replace(
        game.tree,
        place=np.array([0, 1, -1, -1, 2, -1, -1]),
        player=np.array([1, 0, 0]),
        actions=(("one", "other"), ("left", "right"), ("left", "right")),
        places=("first", "same", "same"),
    )
    found = solved(replace(game, tree=tree), [1, 0, 0, 1, 1, 0])
    assert found[0]["a"] == {"same": {"left": 1.0}, "same #2": {"right": 1.0}}


# records


@pytest.mark.parametrize("name", things())
def test_what_is_written_is_as_the_schema_says(name):
    solution = things()[name]
    record = finite(answers.of_solution(solution))
    jsonschema.validate(record, schema("solve"))
    assert json.loads(json.dumps(record)) == record
    assert [(each["player"], each["place"]) for each in record["places"]] == list(
        zip(
            (solution.game.players[k] for k in solution.game.choices.owner),
            solution.game.choices.place_names,
            strict=True,
        )
    )


def test_plans_and_beliefs_are_written_by_name():
    record = answers.of_solution(things()["beliefs"])
    assert record["players"] == {"holder": ["raise", "show"], "caller": ["call", "fold"]}
    (row,) = record["solutions"]
    assert row["plan"][0] == {"player": "holder", "place": "red", "actions": {"raise": 1.0}}
    nodes = {tuple(node["history"]): node["probability"] for node in row["beliefs"][0]["nodes"]}
    assert nodes == {("red", "raise"): pytest.approx(0.75), ("black", "raise"): pytest.approx(0.25)}


def test_rows_are_read_by_player_place_and_action():
    row = things()["mixed"][0]
    assert row["caller"]["after a raise"] == {"call": pytest.approx(2 / 3), "fold": pytest.approx(1 / 3)}
    assert repr(row).startswith("<holder at red: raise; holder at black: raise 0.3333, show 0.6667")


# explanations


def test_a_path_of_play_is_told_with_what_leaving_it_would_cost():
    # refused, west would press (-0.25, not -1), which is worth -2 to russia, as much as accepting: a tie
    told = explain(things()["perfect information"][0])
    assert told.splitlines()[0] == "Path of play: high / accept."
    assert "At 'demand' west plays high and expects 3; low, followed by accept, would cost it 2." in told
    assert "russia plays accept and expects -2; refuse, followed by press / calm, would cost it nothing." in told


def test_a_mixed_plan_says_what_is_indifferent_and_how_often_each_place_is_reached():
    told = explain(things()["mixed"][0])
    assert "At 'black' (reached with probability 0.5) holder plays raise with probability 0.3333 and show" in told
    assert told.count("from each") == 2
    assert "show would cost it 0.6667" in told  # on red: 1 instead of 2/3 * 2 + 1/3


def test_a_plan_that_is_no_equilibrium_says_what_would_be_gained():
    told = explain(solved(demand_and_answer(), [1, 0, 0, 1, 0, 1, 1, 0])[0])
    assert "press, followed by calm, would gain it 0.75" in told


def test_a_markov_plan_is_told_state_by_state():
    told = explain(things()["states"][0])
    assert told.splitlines()[0] == "Play starts in 'pressure / calm'."
    assert "In 'talks / calm' East plays hold with probability 0.75 and step up with probability 0.25" in told
    assert told.count("that is worth") == 5


def test_one_sentence_a_state_is_told_before_a_deadline():
    lines = explain(things()["stages"][0]).splitlines()[2:-2]
    assert lines[0].startswith("At stage 1, in 'pressure / calm' East plays")
    assert len({line.split("'")[1] for line in lines}) == len(lines) == 5


def test_demands_are_told_round_by_round():
    told = explain(things()["demands"][0])
    assert "In round 3 proposer demands" in told
    assert "break down" in told


# what the numbers come from


def test_nodes_and_actions_are_worth_what_follows_them():
    game = signals()
    draw = np.random.default_rng(5)
    weights = np.concatenate([draw.dirichlet(np.ones(part.stop - part.start)) for part in game.choices.slices])
    result = Profiles(item=np.zeros(1, np.intp), weights=weights[None])
    worth, earned = node_values(game, result)[0], action_payoffs(game, result)[0]
    np.testing.assert_allclose(worth[:, 0], game.payoff(result)[0])
    reach, weight = game.reach(result)[0], believed(game, result)[0]
    for rank, part in enumerate(game.choices.slices):
        place = int(np.flatnonzero(game.tree.order == rank)[0])
        nodes = np.flatnonzero(game.tree.place == place)
        np.testing.assert_allclose(weight[nodes], reach[nodes] / reach[nodes].sum())
        owner = game.tree.player[place]
        assert earned[part] @ weights[part] == pytest.approx(worth[owner, nodes] @ weight[nodes])


def test_where_play_never_comes_only_beliefs_say_what_an_action_earns():
    game = hidden_card()
    never = Profiles(item=np.zeros(1, np.intp), weights=np.array([[0.0, 1, 0, 1, 0.5, 0.5]]))
    assert np.isnan(action_payoffs(game, never)[0, 4:]).all()
    nodes = np.flatnonzero(game.tree.place == 1)
    beliefs = np.zeros((1, len(game.tree)))
    beliefs[0, nodes] = 0.25, 0.75
    sure = Assessments(item=never.item, weights=never.weights, beliefs=beliefs)
    np.testing.assert_allclose(action_payoffs(game, sure)[0, 4:], [-2 * 0.25 + 2 * 0.75, -1])


def test_presence_sums_to_what_has_not_ended():
    game, plan = climbing(0.25, 4)
    there = presence(game, plan)[0]
    # stage 3: what reached neither end at stage 2 and did not end there either; ends are left at once
    assert there[0].tolist() == [0, 0, 1, 0, 0, 0, 0, 0]
    assert there[1].sum() == pytest.approx(1)
    assert there[2].sum() == pytest.approx(1 - there[1, -2:].sum())
    lasting, stationary = climbing(0.0)
    assert presence(lasting, stationary)[0, 0].tolist() == [1, 1, 1, 0, 0, 0, 1, 1]  # nobody ever climbs


# scenarios


def test_turns_and_moves_of_chance_are_listed():
    found = {part.title: part for part in dynamics(load("missile_nondeployment"))}
    turns = found["Turns (extensive form)"]
    assert turns.column("who decides") == ("usa", "russia")
    assert found["Stages (stochastic form)"].rows[0] == ("who moves", "all at once")
    assert found["State"].column("variable") == ("since",)
    assert {part.title for part in of_scenario(load("missile_nondeployment"))} >= set(found)
    assert not dynamics(load("baseline_impasse"))


# files of trees, on the command line


KUHN = Path(__file__).parents[1] / "oracles" / "data" / "efg" / "os_kuhn_poker.efg"


def test_a_place_without_a_name_is_told_by_what_its_player_knows_of_the_way(run):
    code, out, _ = run("solve", str(KUHN))
    assert code == 0
    assert "After Deal:0 / ? (reached with probability 0.3333) Pl0 plays" in out
    assert "-0.05556" in out  # the value of the game: -1/18 (Kuhn 1950)
    code, out, _ = run("solve", str(KUHN), "--json")
    record = json.loads(out)
    jsonschema.validate(record, schema("solve"))
    assert {len(each["nodes"]) for each in record["solutions"][0]["beliefs"]} == {2}
    assert all(
        sum(node["probability"] for node in each["nodes"]) == pytest.approx(1)
        for each in record["solutions"][0]["beliefs"]
    )


def test_a_tree_is_shown_and_drawn(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("show", str(KUHN))[1].startswith("kuhn_poker()\n")
    found = json.loads(run("show", str(KUHN), "--json")[1])
    jsonschema.validate(found, schema("show"))
    assert found["columns"] == ["play", "payoff of Pl0", "payoff of Pl1"]
    assert run("plot", str(KUHN), "-o", "tree.png")[0] == 0
    assert (tmp_path / "tree.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("plot", ["escalation_graph", "fan_chart", "outcome_shares", "hitting_times"])
def test_a_scenario_over_time_is_drawn(plot, run, tmp_path):
    picture = tmp_path / "picture.svg"
    asked = ("--plot", plot, "-O", "horizon=5", "-o", str(picture))
    code, _, err = run("plot", "countermeasures_ladder", *asked)
    assert code == 0, err
    assert "<svg" in picture.read_text(encoding="utf-8")


@pytest.fixture
def run(capsys):
    def go(*words):
        code = main(list(words))
        out, err = capsys.readouterr()
        return code, out, err

    return go
