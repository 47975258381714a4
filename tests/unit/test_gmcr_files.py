"""Conflicts in the files of GMCR+: what is read, what is written, and every slip told with its place."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import numpy as np
import pytest

from negsim.errors import FormatError, NotApplicable
from negsim.formats._gmcr_writer import missing
from negsim.formats.base import formats
from negsim.formats.gmcr import Gmcr
from negsim.games.conflict import ConflictGame
from negsim.scenario.load import load
from negsim.solvers.conflict.stability import Stability
from negsim.studies.solve import solve

GMCR = Gmcr()
FIXTURES = Path(__file__).parents[1] / "oracles" / "data" / "gmcr"
TALKS = {
    "options": [
        {"name": "Talk", "permittedDirection": "both"},
        {"name": "Arm", "permittedDirection": "fwd"},
        {"name": "Watch", "permittedDirection": "back"},
    ],
    "decisionMakers": [
        {"name": "East", "options": [1], "preferences": [[[0, "Y"]], [[1, "N"], [2, "Y"]]]},
        {
            "name": "West",
            "options": [0, 2],
            "preferences": [{"compound": True, "members": [[[1, "N"]], [[2, "Y"], [0, "N"]]]}],
            "misperceptions": [[[0, "Y"], [1, "Y"]]],
        },
    ],
    "infeasibles": [[[0, "Y"], [1, "Y"], [2, "Y"]]],
    "useManualPreferenceRanking": False,
    "program": "gmcr-py",
    "version": "0.3.12",
}


def read(record: object) -> ConflictGame:
    return GMCR.parse(json.dumps(record), "f.gmcr")


def test_states_are_binary_numbers_of_the_options_of_each_party_in_turn():
    """Arm counts 1, Talk 2, Watch 4: the options of the first decision maker come first."""
    game = read(TALKS)
    assert game.players == ("East", "West")
    assert game.sheet.options == ("Arm", "Talk", "Watch")
    assert game.states == ("NNN", "YNN", "NYN", "YYN", "NNY", "YNY", "NYY")
    assert game.sheet.owner.tolist() == [0, 1, 1]


def test_directions_and_patterns_decide_who_can_move_where():
    game = read(TALKS)
    assert [game.graph.targets(0, state).tolist() for state in range(7)] == [[1], [], [3], [], [5], [], []]
    assert game.graph.targets(1, 4).tolist() == [0, 2, 6]  # Watch can be given up, not taken up
    assert game.graph.targets(1, 0).tolist() == [2]
    assert game.graph.targets(1, 5).tolist() == [1, 3]


def test_statements_rank_the_states():
    """By hand: East wants talks first, then to watch unarmed; West wants one of two things, and nothing else."""
    game = read(TALKS)
    assert game.payoffs[0].tolist() == [[1, 1, 3, 3, 2, 1, 4], [2, 1, 2, 1, 2, 2, 2]]
    assert game.perceived.tolist() == [[True] * 7, [True, True, True, False, True, True, True]]


def test_many_statements_keep_their_order():
    """With 70 statements the first outweighs all others, although 2**70 is no exact number of a payoff."""
    many = copy.deepcopy(TALKS)
    many["decisionMakers"][0]["preferences"] = [[[0, "Y"]], *([[1, "Y"]] for _ in range(3)), [[2, "Y"]]]
    again = [{"compound": True, "members": [[[1, "Y"]], [[k % 3, "Y"], [k % 3, "N"]]]} for k in range(70)]
    many["decisionMakers"][0]["preferences"] += again
    ranks = read(many).ranks[0, 0]
    assert ranks[[2, 3, 6]].min() > ranks[[0, 1, 4, 5]].max()


@pytest.mark.parametrize("key", ["preferenceRanking", "preferenceVector"])
def test_a_ranking_counts_where_the_file_says_so(key):
    told = copy.deepcopy(TALKS)
    for party in told["decisionMakers"]:
        party[key] = [7, [1, 3], 2, 4, 6, 5]
    assert read(told).payoffs.tolist() == read(TALKS).payoffs.tolist()
    del told["useManualPreferenceRanking"]
    told["useManualPreferenceRanking" if key == "preferenceRanking" else "useManualPreferenceVectors"] = True
    assert read(told).ranks[0, 1].tolist() == [4, 3, 4, 2, 0, 1, 5]


def test_cuba_in_this_format_has_its_published_stable_states():
    """The file is made of the case's options, patterns and payoffs; states are numbered alike in both."""
    told = json.loads((FIXTURES / "cuban_fraser_hipel.json").read_text())
    parties, options = told["decision_makers"], told["options"]
    owned = [[k for k, owner in enumerate(told["option_owner"]) if owner == party] for party in parties]
    patterns = [
        [[k, mark] for k, mark in enumerate(pattern) if mark != "-"] for pattern in told["infeasible_patterns"] or []
    ]
    best_first = [
        [int(state) + 1 for state in np.argsort(-np.array(told["payoffs"][party]), kind="stable")] for party in parties
    ]
    game = read(
        {
            "options": [
                {"name": name, "permittedDirection": way}
                for name, way in zip(options, told["permitted_direction"], strict=True)
            ],
            "decisionMakers": [
                {"name": party, "options": own, "preferences": [], "preferenceRanking": ranking}
                for party, own, ranking in zip(parties, owned, best_first, strict=True)
            ],
            "infeasibles": patterns,
            "useManualPreferenceRanking": True,
        }
    )
    assert list(game.states) == [state["label"] for state in told["states"]]
    solution = Stability().solve(game)
    for concept, states in told["expected"]["equilibria"].items():
        row = solution.result.equilibria[0, solution.result.concepts.index(concept.lower())]
        assert (np.flatnonzero(row) + 1).tolist() == states


def test_a_scenario_written_and_read_is_the_same_conflict():
    game = ConflictGame.from_scenario(load("cuban_missiles", overrides=["strike_for_good"]))
    text = GMCR.text(game)
    again = GMCR.parse(text)
    assert again.states == game.states
    assert np.array_equal(again.payoffs, game.payoffs)
    assert (again.title, again.comment, again.start) == (game.title, game.comment, game.start)
    assert np.array_equal(Stability().solve(again).result.stable, Stability().solve(game).result.stable)
    assert GMCR.text(again) == text
    written = json.loads(text)
    assert written["infeasibles"] == [[[2, "Y"], [3, "Y"]]]
    del written["negsim"]
    other = GMCR.parse(json.dumps(written))  # as the public tool would read it, which knows nothing of ours
    assert other.states[5] == "YNYN"
    nash = Stability().solve(other).result
    assert np.flatnonzero(nash.equilibria[0, nash.concepts.index("nash")]).tolist() == [5]


def test_a_file_is_solved_by_its_name(tmp_path):
    (tmp_path / "talks.gmcr").write_text(json.dumps(TALKS))
    assert solve(tmp_path / "talks.gmcr").game.players == ("East", "West")
    assert formats["gmcr"] == GMCR


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("options", 0), {"permittedDirection": "both"}, "options.0: name is missing"),
        (("options", 1, "permittedDirection"), "up", "options.1.permittedDirection: should be one of both, fwd, back"),
        (("options",), [], "options: should hold 1 to 60 options"),
        (("options",), {}, "options: should be a list of at most 10,000"),
        (("options", 0, "name"), 7, "options.0.name: should be a name"),
        (("decisionMakers", 0, "options"), [0, 1], "the option 0 .'Talk'. is held by several"),
        (("decisionMakers", 1, "options"), [0], "the option 2 .'Watch'. is held by nobody"),
        (("decisionMakers", 1, "options", 0), 3, "options.0: should be the number of an option, from 0 to 2"),
        (("decisionMakers", 1, "options", 0), True, "options.0: should be the number of an option"),
        (("decisionMakers", 1, "name"), "East", "needs a name of its own"),
        (("decisionMakers", 0), 5, "decisionMakers.0: should be an object"),
        (("infeasibles", 0, 0), [0, "X"], 'infeasibles.0.0: should be the number of an option and "Y" or "N"'),
        (("infeasibles", 0, 0), [9, "Y"], "infeasibles.0.0.0: should be the number of an option"),
        (("infeasibles", 0), [], "they leave no state"),
        (("useManualPreferenceRanking",), True, "decisionMakers.0: preferenceRanking is missing"),
        (("decisionMakers", 0, "preferences", 0), {"compound": True}, "preferences.0: members is missing"),
        (("negsim",), {"states": ["a"], "numbers": [1]}, "a label and a number for each of the 7"),
    ],
)
def test_a_slip_is_told_with_its_place(path, value, says):
    record = copy.deepcopy(TALKS)
    holder = record
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    with pytest.raises(FormatError, match=rf"^f\.gmcr: .*{says}"):
        read(record)


@pytest.mark.parametrize(
    ("ranking", "says"),
    [
        ([7, [1, 3], 2, 4, 6], "the state 5 is not in the ranking"),
        ([7, [1, 7]], "preferenceRanking.1.1: the state 7 is there twice"),
        ([8], "preferenceRanking.0: should be the number of a state, from 1 to 7"),
        (["7"], "preferenceRanking.0: should be the number of a state, from 1 to 7"),
    ],
)
def test_a_slip_in_a_ranking_is_told_with_its_place(ranking, says):
    record = copy.deepcopy(TALKS) | {"useManualPreferenceRanking": True}
    for party in record["decisionMakers"]:
        party["preferenceRanking"] = ranking
    with pytest.raises(FormatError, match=r"^f\.gmcr: decisionMakers\.0\.preferenceRanking") as caught:
        read(record)
    assert says in str(caught.value)


def test_what_would_take_too_long_is_refused_at_once():
    options = [{"name": f"o{k}"} for k in range(60)]
    party = {"name": "a", "options": list(range(60)), "preferences": []}
    with pytest.raises(FormatError, match="more than 1,048,576 states"):
        read({"options": options, "decisionMakers": [party]})
    chain = [[[k, "Y"], [k + 1, "N"]] for k in range(59)]
    assert len(read({"options": options, "decisionMakers": [party], "infeasibles": chain}).states) == 61
    party["preferences"] = [[[k % 20, "Y"], [k // 20 % 20, "N"], [k // 400, "Y"]] for k in range(8_000)]
    with pytest.raises(FormatError, match="too many conditions"):
        read({"options": options[:20], "decisionMakers": [party | {"options": list(range(20))}]})


@pytest.mark.parametrize("seed", range(20))
def test_patterns_are_met_by_what_is_missing_and_by_nothing_else(seed):
    draw = np.random.default_rng(seed)
    every = np.indices((2,) * 5).reshape(5, -1).T.astype(np.int16)
    kept = draw.random(32) < draw.choice([0.1, 0.5, 0.9])
    kept[draw.integers(32)] = True
    patterns = missing(every[kept])
    met = [any(all(row[option] == (mark == "Y") for option, mark in pattern) for pattern in patterns) for row in every]
    assert np.array_equal(met, ~kept)


@pytest.mark.parametrize(
    ("game", "says"),
    [
        (lambda: ConflictGame.from_scenario(load("baseline_impasse")), "two levels each"),
        (lambda: ConflictGame.from_scenario(load("elmira")), "without coalesce"),
        (lambda: read(TALKS).take(np.array([0, 0])), "take"),
    ],
)
def test_what_a_file_cannot_hold_is_refused_with_the_mend(game, says):
    with pytest.raises(NotApplicable, match=says):
        GMCR.text(game())
