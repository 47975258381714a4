"""Trees made of a scenario's turns, beside trees drawn by hand: who decides, knowing what, and what it ends in."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.extensive import ExtensiveGame
from negsim.games.trees.tree import CHANCE, TERMINAL
from negsim.scenario.load import load_text
from tests.memory import PEAK

HEAD = """
title: Signals
actors: {west: {name: The West}, east: {}}
parameters:
  odds: {value: 0.25, low: 0, high: 2, unit: points, assumption: test}
  worth: {value: 0.5, low: 0, high: 2, unit: points, assumption: test}
  many: {value: 2, low: 0, high: 9, unit: rounds, assumption: test}
moves:
"""
MOVES = """
  deploy: {actor: west, levels: [refrain, act]}
  answer: {actor: east, levels: [none, mirror]}
"""
PAYOFFS = "payoffs: {west: deploy + 10*answer, east: 100*answer - deploy}\n"


def game(turns, *more, moves=MOVES, payoffs=PAYOFFS, extra="", values=None):
    lines = "".join(f"      - {turn}\n" for turn in turns) + "".join(f"    {line}\n" for line in more)
    text = f"{HEAD}{moves}{extra}{payoffs}games:\n  extensive:\n    turns:\n{lines}"
    return ExtensiveGame.from_scenario(load_text(text, name="signals.yaml"), values or {})


def story(found):
    """History -> who decides there, or what it ends in."""
    tree, told = found.tree, {}
    ends = {int(node): at for at, node in enumerate(tree.terminals)}
    for node in range(len(tree)):
        place = int(tree.place[node])
        if place == TERMINAL:
            told[tree.history(node)] = tree.outcomes[tree.outcome[ends[node]]]
        else:
            told[tree.history(node)] = "chance" if place == CHANCE else tree.players[tree.player[place]]
    return told


def sets(found):
    """For every information set the histories that it does not tell apart."""
    tree = found.tree
    grouped = {}
    for node in np.flatnonzero(tree.place >= 0):
        grouped.setdefault(int(tree.place[node]), []).append(tree.history(int(node)))
    return sorted(sorted(group) for group in grouped.values())


def test_two_turns_in_the_open_make_the_tree_one_draws():
    found = game(["{actor: west, moves: [deploy]}", "{actor: east, moves: [answer]}"])
    assert story(found) == {
        (): "west",
        ("refrain",): "east",
        ("act",): "east",
        ("refrain", "none"): "refrain / none",
        ("refrain", "mirror"): "refrain / mirror",
        ("act", "none"): "act / none",
        ("act", "mirror"): "act / mirror",
    }
    assert sets(found) == [[()], [("act",)], [("refrain",)]]
    assert found.tree.places == ("start", "after refrain", "after act")
    assert found.tree.is_perfect_information
    assert found.payoffs.tolist() == [[[0, 10, 1, 11], [0, 100, -1, 99]]]
    assert found.names["west"] == "The West"


def test_what_is_not_seen_is_not_told_apart():
    found = game(["{actor: west, moves: [deploy]}", "{actor: east, moves: [answer], sees: []}"])
    assert sets(found) == [[()], [("act",), ("refrain",)]]
    assert found.tree.places == ("start", "seeing nothing")


SIGNAL = """
  nerve: {chance: {weak: 1 - odds, strong: odds}}
  deploy: {actor: west, levels: [refrain, act]}
  answer: {actor: east, levels: [none, mirror]}
"""
SIGNALS = ["{chance: [nerve]}", "{actor: west, moves: [deploy]}", "{actor: east, moves: [answer], sees: [deploy]}"]


def test_a_signal_is_seen_and_the_type_behind_it_is_not():
    found = game(SIGNALS, moves=SIGNAL)
    assert sets(found) == [
        [("strong",)],
        [("strong", "act"), ("weak", "act")],
        [("strong", "refrain"), ("weak", "refrain")],
        [("weak",)],
    ]
    assert sorted(found.tree.places) == ["after act", "after refrain", "after strong", "after weak"]
    chance = {found.tree.history(node): found.chance[0, node] for node in (1, 2)}
    assert chance == {("weak",): 0.75, ("strong",): 0.25}
    assert found.tree.branches == (("weak", "strong"),)


def test_only_games_that_differ_in_chance_have_probabilities_of_their_own():
    found = game(SIGNALS, moves=SIGNAL, values={"odds": np.array([0.1, 0.5])})
    assert found.chance.shape == (2, len(found.tree))
    assert found.chance[:, 1:3].tolist() == [[0.9, 0.1], [0.5, 0.5]]
    assert found.payoffs.shape == (2, 2, 8)
    same = game(SIGNALS, moves=SIGNAL, values={"worth": np.array([0.1, 0.5])})
    assert same.chance.shape == (1, len(same.tree))


def test_own_choices_and_what_one_knew_are_remembered():
    blind = "{actor: west, moves: [deploy], sees: []}"
    found = game([blind, "{actor: east, moves: [answer], sees: []}", blind])
    west_again = [group for group in sets(found) if len(group[0]) == 2]
    assert west_again == [
        [("act", "mirror"), ("act", "none")],
        [("refrain", "mirror"), ("refrain", "none")],
    ]
    assert found.has_perfect_recall


def test_what_was_seen_once_is_not_forgotten_when_it_is_hidden_later():
    turns = [
        "{actor: west, moves: [deploy]}",
        "{actor: east, moves: [answer], sees: [deploy]}",
        "{actor: west, moves: [deploy]}",
        "{actor: east, moves: [answer], sees: []}",
    ]
    found = game(turns)
    last = [group for group in sets(found) if len(group[0]) == 3]
    assert len(last) == 4  # by the first choices of both; the second of the West is hidden
    assert [("act", "none", "act"), ("act", "none", "refrain")] in last
    assert found.has_perfect_recall


def test_a_look_at_present_levels_does_not_tell_how_they_came_about():
    turns = ["{actor: west, moves: [deploy]}", "{actor: west, moves: [deploy]}"]
    found = game([*turns, "{actor: east, moves: [answer], sees: [deploy]}"])
    last = [group for group in sets(found) if len(group[0]) == 2]
    assert last == [[("act", "act"), ("refrain", "act")], [("act", "refrain"), ("refrain", "refrain")]]


def test_play_ends_after_the_turn_that_meets_the_condition():
    turns = ["{actor: west, moves: [deploy]}", "{actor: east, moves: [answer]}"]
    found = story(game(turns, "ends_if: deploy.act"))
    assert found[("act",)] == "act / none"
    assert found[("refrain",)] == "east"
    assert ("act", "none") not in found


def test_payoffs_of_later_rounds_are_discounted_and_those_of_the_first_are_not():
    turns = ["{actor: west, moves: [deploy]}", "{actor: east, moves: [answer]}"]
    found = game(turns, "rounds: many", "ends_if: answer.mirror", "discount: worth", values={"worth": [0.5, 0.2]})
    tree = found.tree
    paid = {tree.history(int(node)): found.payoffs[:, 0, at].tolist() for at, node in enumerate(tree.terminals)}
    assert paid[("act", "mirror")] == [11, 11]
    assert paid[("refrain", "none", "act", "mirror")] == [5.5, 2.2]
    assert paid[("refrain", "none", "act", "none")] == [0.5, 0.2]
    assert len(tree.terminals) == 2 + 2 * 4


@pytest.mark.parametrize("rounds", [1, 2, 3, 5])
def test_every_round_goes_through_all_turns(rounds):
    turns = ["{actor: west, moves: [deploy]}", "{actor: east, moves: [answer]}"]
    found = game(turns, f"rounds: {rounds}")
    assert len(found.tree) == 2 ** (2 * rounds + 1) - 1
    assert found.tree.depth.max() == 2 * rounds


def test_what_is_irreversible_stays_or_goes_on_and_no_choice_makes_no_node():
    moves = MOVES.replace("[refrain, act]", "[refrain, act, war], reversible: false")
    found = story(game(["{actor: west, moves: [deploy]}"], "rounds: 2", moves=moves))
    assert found == {
        (): "west",
        ("refrain",): "west",
        ("refrain", "refrain"): "refrain / none",
        ("refrain", "act"): "act / none",
        ("refrain", "war"): "war / none",
        ("act",): "west",
        ("act", "act"): "act / none",
        ("act", "war"): "war / none",
        ("war",): "war / none",
    }


def test_rounds_in_which_nothing_can_happen_any_more_cost_nothing_but_count():
    moves = MOVES.replace("[refrain, act]", "[refrain, act], initial: act, reversible: false")
    turns = ["{actor: west, moves: [deploy]}", "{actor: east, moves: [answer]}"]
    found = game(turns, "rounds: 3", "discount: worth", "ends_if: answer.mirror", moves=moves)
    assert len(found.tree) == 7
    assert found.payoffs[0, 0].tolist() == [11, 5.5, 0.25, 2.75]
    settled = moves.replace("[none, mirror]", "[none, mirror], initial: none, reversible: false")
    found = game(turns, "rounds: 20", moves=settled)
    assert len(found.tree) == 2 * 20 + 1  # once both have acted, no node is made


def test_what_is_forbidden_cannot_be_chosen():
    found = game(
        ["{actor: west, moves: [deploy]}", "{actor: east, moves: [answer], sees: []}"],
        extra="forbidden: [deploy.act and answer.mirror]\n",
    )
    told = story(found)
    assert ("act", "mirror") not in told
    assert told[("act",)] == "act / none"  # only one choice is left
    assert told[("refrain",)] == "east"


def test_whoever_finds_fewer_choices_knows_why():
    moves = "\n  deploy: {actor: west, levels: [refrain, act]}\n  answer: {actor: east, levels: [none, mirror, more]}\n"
    turns = ["{actor: west, moves: [deploy]}", "{actor: east, moves: [answer], sees: []}"]
    found = game(turns, moves=moves, extra="forbidden: [deploy.act and answer.more]\n")
    assert sets(found) == [[()], [("act",)], [("refrain",)]]
    assert sorted(found.tree.actions) == [("none", "mirror"), ("none", "mirror", "more"), ("refrain", "act")]


def test_several_moves_are_chosen_together():
    moves = "\n  deploy: {actor: west, levels: [no, yes]}\n  talk: {actor: west, levels: [no, yes]}\n" + (
        "  answer: {actor: east, levels: [no, yes]}\n"
    )
    found = game(["{actor: west, moves: [talk, deploy]}", "{actor: east, moves: [answer], sees: [talk]}"], moves=moves)
    assert found.tree.actions[0] == ("talk: no, deploy: no", "talk: no, deploy: yes", "talk: yes, deploy: no",
                                     "talk: yes, deploy: yes")  # fmt: skip
    assert sorted(map(len, sets(found))) == [1, 2, 2]
    found = game(["{actor: west, moves: [talk]}", "{actor: east, moves: [answer]}"], moves=moves)
    assert found.tree.places == ("start", "after talk: no", "after talk: yes")  # 'no' alone would not say to what


def test_chance_draws_several_moves_independently_from_where_things_stand():
    moves = """
  deploy: {actor: west, levels: [refrain, act]}
  answer: {actor: east, levels: [none, mirror]}
  sea: {chance: {calm: 1 - deploy/2, rough: deploy/2}}
  sky: {chance: {clear: odds, cloudy: 1 - odds}}
"""
    found = game(["{actor: west, moves: [deploy]}", "{chance: [sea, sky]}"], moves=moves)
    chance = {found.tree.history(n): p for n, p in enumerate(found.chance[0]) if len(found.tree.history(n)) == 2}
    assert chance == {
        ("refrain", "sea: calm, sky: clear"): 0.25,
        ("refrain", "sea: calm, sky: cloudy"): 0.75,
        ("refrain", "sea: rough, sky: clear"): 0,
        ("refrain", "sea: rough, sky: cloudy"): 0,
        ("act", "sea: calm, sky: clear"): 0.125,
        ("act", "sea: calm, sky: cloudy"): 0.375,
        ("act", "sea: rough, sky: clear"): 0.125,
        ("act", "sea: rough, sky: cloudy"): 0.375,
    }


def test_moves_without_a_turn_stay_as_they_are():
    moves = MOVES.replace("[none, mirror]", "[none, mirror], initial: mirror")
    assert set(game(["{actor: west, moves: [deploy]}"], moves=moves).tree.outcomes) == {
        "refrain / mirror",
        "act / mirror",
    }


def test_levels_that_are_choices_by_themselves_have_the_names_of_the_file():
    moves = """
  deploy: {actor: west, levels: {refrain: {name: hold back}, act: {name: deploy}}}
  talk: {actor: west, levels: {stay: {name: stay away}, come: {name: come to talks}}}
  answer: {actor: east, levels: {none: {name: no answer}, mirror: {name: answer in kind}}}
"""
    turns = ["{actor: west, moves: [deploy]}", "{actor: east, moves: [answer]}", "{actor: west, moves: [talk]}"]
    found = game(turns, moves=moves)
    assert found.names == {
        "west": "The West", "refrain": "hold back", "act": "deploy", "stay": "stay away", "come": "come to talks",
        "none": "no answer", "mirror": "answer in kind",
    }  # fmt: skip
    assert set(game(["{actor: west, moves: [deploy, talk]}"], moves=moves).names) == {"west"}


def test_payoffs_are_those_of_the_scenario_at_the_outcome_reached():
    found = game(
        SIGNALS, moves=SIGNAL, payoffs="payoffs: {west: nerve.strong*deploy - 2*answer, east: answer - worth}\n"
    )
    tree = found.tree
    for at, node in enumerate(tree.terminals):
        nerve, deploy, answer = tree.history(int(node))
        west = (nerve == "strong") * (deploy == "act") - 2 * (answer == "mirror")
        assert found.payoffs[0, :, at].tolist() == [west, (answer == "mirror") - 0.5]


BAD = {
    "chance": (SIGNALS, (), SIGNAL, {"odds": 1.5}, r"moves\.nerve\.chance\.weak is -0\.5 .* in game 0"),
    "sum": (SIGNALS, (), SIGNAL.replace("1 - odds", "odds"), {"odds": [0.5, 0.25]}, r"nerve\.chance: .*0\.5 .*game 1"),
    "discount": (SIGNALS, ("discount: worth",), SIGNAL, {"worth": [1, 1.2]}, r"extensive\.discount is 1\.2 in game 1"),
    "rounds": (SIGNALS, ("rounds: many",), SIGNAL, {"many": 1.5}, r"games\.extensive\.rounds is 1\.5.* whole"),
    "differ": (SIGNALS, ("rounds: many",), SIGNAL, {"many": [1, 2]}, r"games\.extensive\.rounds is 1, 2.* the same"),
    "no round": (SIGNALS, ("rounds: many",), SIGNAL, {"many": 0}, r"games\.extensive\.rounds is 0"),
    "ends": (SIGNALS, ("ends_if: deploy > odds",), SIGNAL, {"odds": [0.5, 1.0]}, r"ends_if.*one tree"),
    "idle": (["{actor: west, moves: [deploy]}"], (), MOVES.replace("[refrain, act]", "[act]"), {}, "to choose"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_numbers_are_refused_with_their_place(name):
    turns, more, moves, values, told = BAD[name]
    values = {key: np.asarray(value, float) for key, value in values.items()}
    with pytest.raises(InvalidGame, match=told):
        game(turns, *more, moves=moves, values=values)


def test_probabilities_matter_only_where_play_can_get():
    moves = MOVES + "  sea: {chance: {calm: 1 - 2*answer, rough: 2*answer}}\n"
    turns = ["{actor: west, moves: [deploy]}", "{chance: [sea]}"]
    assert len(game(turns, moves=moves).tree) == 7
    with pytest.raises(
        InvalidGame, match=r"moves\.sea\.chance\.calm is -1 where things stand at 'refrain / mirror / calm'"
    ):
        game([*turns[:1], "{actor: east, moves: [answer]}", turns[1]], moves=moves)


def test_chance_does_not_draw_what_is_forbidden():
    moves = MOVES + "  sea: {chance: {calm: 0.5, rough: 0.5}}\n"
    turns = ["{actor: west, moves: [deploy]}", "{chance: [sea]}"]
    with pytest.raises(InvalidGame, match="forbidden outcome where things stand at 'act / none / calm'"):
        game(turns, moves=moves, extra="forbidden: [sea.rough and deploy.act]\n")
    with pytest.raises(InvalidGame, match="'refrain / none / calm', and that outcome is forbidden"):
        game(turns, moves=moves, extra="forbidden: [sea.calm and deploy.refrain]\n")


def test_a_scenario_without_turns_says_what_is_missing():
    text = f"{HEAD}{MOVES}{PAYOFFS}"
    with pytest.raises(NotApplicable, match=r"who moves when.*games\.extensive"):
        ExtensiveGame.from_scenario(load_text(text, name="t.yaml"))


PROGRAM = (
    PEAK
    + """
import sys
from negsim.errors import InvalidGame
from negsim.games.extensive import ExtensiveGame
from negsim.scenario.load import load_text
scenario = load_text(sys.stdin.read(), name="large.yaml")
before = peak()
try:
    ExtensiveGame.from_scenario(scenario)
except InvalidGame as fault:
    print(fault)
print(peak() - before < 100)
"""
)


@pytest.mark.parametrize("rounds", ["13", "1000000"])
def test_a_tree_too_large_is_refused_before_it_is_made(rounds):
    turns = "[{actor: west, moves: [deploy]}, {actor: east, moves: [answer], sees: []}]"
    text = f"{HEAD}{MOVES}{PAYOFFS}games: {{extensive: {{turns: {turns}, rounds: {rounds}}}}}\n"
    done = subprocess.run([sys.executable, "-c", PROGRAM], input=text, capture_output=True, text=True, check=True)
    fault, cheap = done.stdout.splitlines()
    assert "of 2 turns make a tree of over 20,000,000 nodes; 11 would fit" in fault
    assert cheap == "True"


def test_a_batch_too_large_for_its_tree_is_refused():
    turns = ["{actor: west, moves: [deploy]}", "{actor: east, moves: [answer]}"]
    with pytest.raises(InvalidGame, match="5,000 games on a tree of 524,287 nodes"):
        game(turns, "rounds: 9", values={"worth": np.linspace(0, 1, 5000)})
