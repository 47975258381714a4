"""Faults of .efg files are told with their place and the mend; what is odd but clear is read."""

from __future__ import annotations

import time

import numpy as np
import pytest

from negsim.errors import FormatError, NotApplicable
from negsim.formats._efg_writer import exact_shares
from negsim.formats.efg import Efg
from negsim.games.extensive import ExtensiveGame
from negsim.games.strategic import StrategicGame
from negsim.kernels.trees import efg_nodes as kernels
from negsim.testing.trees import Draw, signals, written

HEAD = 'EFG 2 R "t" { "a" "b" }\n""\n'
SPLIT = HEAD + 'p "" 1 1 "" { "x" "y" } 0\n'
ENDS = 't "" 1 "" { 1, 2 }\nt "" 2 "" { 3, 4 }\n'

FAULTS = [
    ("", "f:1:1: this is not a .efg file: it should begin with EFG 2"),
    ('NFG 1 R "t"', "f:1:1: this is not a .efg file"),
    ("EFG 1 R", "f:1:5: this is not version 2 of the format"),
    ('EFG 2 X "t"', "f:1:7: expected R (rational) or D (decimal) after EFG 2"),
    ("EFG 2 R t", "f:1:9: expected the title in quotation marks, found t"),
    ('EFG 2 R "t', "f:1:9: this quotation mark is never closed"),
    ('EFG 2 R "t" { "a" b }', "f:1:19: expected the name of a player in quotation marks, found b"),
    ('EFG 2 R "t" { }', "f:1:15: a game has 1 to 32767 players here, and this one 0"),
    (HEAD, "f:3:1: expected a node: c (chance), p (a player) or t (an end), found the end of the file"),
    (HEAD + "x", "f:3:1: expected a node: c (chance), p (a player) or t (an end), found x"),
    (HEAD + 'term "" 0', "f:3:1: expected a node: c (chance), p (a player) or t (an end), found term"),
    (HEAD + "t 0", "f:3:3: expected the name of the node in quotation marks, found 0"),
    (HEAD + 't "', "f:3:3: this quotation mark is never closed"),
    (HEAD + 't "\\"', "f:3:3: this quotation mark is never closed"),
    (HEAD + 't ""', "f:3:5: expected the number of an outcome, 0 for none, found the end of the file"),
    (HEAD + 't "" { 1, 2 }', "f:3:6: expected the number of an outcome, 0 for none, found {"),
    (HEAD + 't "" -1', "f:3:6: outcomes are numbered from 0 to 999999999, found -1"),
    (HEAD + 't "" 1.5', "f:3:6: outcomes are numbered from 0 to 999999999, found 1.5"),
    (HEAD + 't "" 9999999999', "f:3:6: outcomes are numbered from 0 to 999999999, found 9999999999"),
    (HEAD + 't "" 1', "f:3:6: outcome 1 is not known yet; its payoffs should follow, in braces"),
    (HEAD + 't "" 0 "" { 1, 2 }', "f:3:11: outcome 0 pays nothing: number the outcomes that pay from 1 on"),
    (HEAD + 't "" 1 "" { 1 }', "f:3:11: an outcome needs 2 payoffs, and this one has 1"),
    (HEAD + 't "" 1 "" { 1, 2, 3 }', "f:3:11: an outcome needs 2 payoffs, and this one has 3"),
    (HEAD + 't "" 1 "" { 1, x }', "f:3:16: expected a payoff, or }, found x"),
    (HEAD + 't "" 1 "" { 1, 2', "f:3:17: expected a payoff, or }, found the end of the file"),
    (HEAD + 't "" 1 "" { 1, 2x }', "f:3:16: expected a number, found 2x"),
    (HEAD + 't "" 1 "" { 1, 1_0 }', "f:3:16: expected a number, found 1_0"),
    (HEAD + 't "" 1 "" { 1, -inf }', "f:3:16: expected a number, found -inf"),
    (HEAD + 't "" 1 "" { 1, +nan }', "f:3:16: expected a number, found +nan"),
    (HEAD + 't "" 1 "" { 1, . }', "f:3:16: expected a number, found ."),
    (HEAD + 't "" 1 "" { 1, - }', "f:3:16: expected a number, found -"),
    (HEAD + 't "" 1 "" { 1, 1e }', "f:3:16: expected a number, found 1e"),
    (HEAD + 't "" 1 "" { 1, 1/2/3 }', "f:3:16: expected a number, found 1/2/3"),
    (HEAD + 't "" 1 "" { 1, 1/0 }', "f:3:16: 1/0 is not a finite number"),
    (HEAD + 't "" 1 "" { 1e9, 1e999 }', "f:3:18: 1e999 is not a finite number"),
    (HEAD + 't "" 1 "" { 1, 1/' + "9" * 5000 + " }", "f:3:16: 1/999"),
    (HEAD + 't "" 1 "" { 1, 1e301 }', "f: game 0: the payoff of b after the root is 1e+301"),
    (HEAD + 't "" 0\nt "" 0', "f:4:1: the tree is complete before this node: all actions have led somewhere"),
    (HEAD + 'p "" 3 1 "" { "x" "y" } 0\n' + ENDS, "f:3:6: players are numbered from 1 to 2, found 3"),
    (HEAD + 'p "" 0 1 "" { "x" "y" } 0\n' + ENDS, "f:3:6: players are numbered from 1 to 2, found 0"),
    (HEAD + 'p "" 1 1 0', "f:3:8: information set 1 is not known yet; a list of what can be done there should follow"),
    (HEAD + 'p "" 1 1 "" { } 0', "f:3:13: an information set needs at least one action"),
    (HEAD + 'p "" 1 1 "" { x "y" } 0', "f:3:15: expected the label of an action in quotation marks, or }, found x"),
    (HEAD + 'p "" 1 1 "" { "x" 1/2 } 0', "f:3:19: expected the label of an action in quotation marks, or }, found 1/2"),
    (HEAD + 'p "" 1 1 "" { "x" "y"', "f:3:22: expected the label of an action in quotation marks, or }, found the end"),
    (HEAD + 'p "" 1 1 t', 'f:3:10: expected actions such as { "stay" "leave" }, or the number of an outcome, found t'),
    (HEAD + 'p "" 1 "" { "x" }', 'f:3:8: expected the number of an information set, found ""'),
    (SPLIT, "f:4:1: the file ends, and the tree needs 2 more nodes, or more"),
    (SPLIT + 't "" 0', "f:4:7: the file ends, and the tree needs 1 more nodes, or more"),
    (SPLIT + ENDS + 't "" 0', "f:6:1: the tree is complete before this node"),
    (SPLIT + 'p "" 1 1 "" { "x" "z" } 0\n' + ENDS, "f:4:13: information set 1 has another list in line 3"),
    (SPLIT + 't "" 1 "" { 1, 2 }\nt "" 1 "" { 1, 3 }', "f:5:11: outcome 1 has other payoffs in line 4"),
    (HEAD + 'c "" 1 "" { "x" "y" } 0\n' + ENDS, 'f:3:17: expected the probability of the branch, found "y"'),
    (HEAD + 'c "" 1 "" { 1/2 } 0', "f:3:13: expected the label of a branch in quotation marks, or }, found 1/2"),
    (
        HEAD + 'c "" 1 "" { "x" 1/2 "y" 1/3 } 0\n' + ENDS,
        "f:3:11: these probabilities sum to 0.8333333333, not to 1; write",
    ),
    (HEAD + 'c "" 1 "" { "x" -1/2 "y" 3/2 } 0\n' + ENDS, "f:3:17: a probability is from 0 to 1, and this one is -0.5"),
    (HEAD + 'c "" 1 "" { "x" .333 "y" .666 } 0\n' + ENDS, "f:3:11: these probabilities sum to 0.999, not to 1; write"),
    (
        HEAD + 'c "" 1 "" { "x" 1/2 "y" 1/2 } 0\nc "" 1 "" { "x" 1/4 "y" 3/4 } 0',
        "f:4:11: information set 1 has another",
    ),
    (HEAD + '"a\nb"', 'f:3:1: expected a node: c (chance), p (a player) or t (an end), found "a b"'),
    (
        SPLIT.replace('"x"', '"x\ny"') + 't "" 1 "" { 1e301, 2 }\nt "" 0',
        "f: game 0: the payoff of a after x y is 1e+301",
    ),
    ('EFG 2 R "т" { "а" "б" }\nt "имя" x', "f:2:9: expected the number of an outcome, 0 for none, found x"),
]


@pytest.mark.parametrize(("text", "told"), FAULTS)
def test_a_fault_of_efg_is_told_with_its_place(text, told):
    with pytest.raises(FormatError) as caught:
        Efg().parse(text, "f")
    assert str(caught.value).startswith(told)


def test_numbers_are_read_to_the_last_digit(monkeypatch):
    draw = np.random.default_rng(1)
    numbers = [*draw.normal(size=200), *(draw.normal(size=50) * 10.0 ** draw.integers(-300, 300, 50) % 1e100)]
    words = ["1/3", "-2.5", "3e2", ".5", "5.", "+7", "1E-2", "9007199254740993", "0.1", "123456789.123456789", "-0"]
    words += [repr(float(x)) for x in numbers] + ["22/7", "-1/9007199254740993", "1e22", "1e23", "4.35", "0.000001"]
    text = HEAD + 'p "" 1 1 "" { ' + " ".join(f'"{k}"' for k in range(len(words))) + " } 0\n"
    text += "\n".join(f't "" {k + 1} "" {{ {word} {word}}}' for k, word in enumerate(words))
    wanted = [int(a) / int(b) if b else float(word) for word in words for a, _, b in [word.partition("/")]]
    assert Efg().parse(text).payoffs[0, 0].tolist() == wanted
    monkeypatch.setattr(kernels.plain_numbers, "spent", np.inf)  # the compiled twins
    monkeypatch.setattr(kernels.tokens, "spent", np.inf)
    assert Efg().parse(text).payoffs[0, 0].tolist() == wanted


def test_payoffs_on_the_way_are_added_to_those_at_the_end():
    text = HEAD + 'p "" 1 1 "" { "x" "y" } 1 "toll" { 10, 0 }\nt "" 2 "left" { 1, 2 }\n'
    text += 'c "" 1 "" { "h" 1/2 "t" 1/2 } 3 "fee" { 0 -5 }\nt "" 2\nt "" 0'
    game = Efg().parse(text)
    assert game.payoffs[0].tolist() == [[11, 11, 10], [2, -3, -5]]
    assert [game.tree.outcomes[k] for k in game.tree.outcome] == ["left", "left", "0"]


def test_information_sets_are_numbered_player_by_player_and_may_go_unlisted_after_the_first_time():
    text = (
        HEAD + 'p "" 1 7 "first" { "x" "y" } 0\np "" 2 7 { "l" "r" } 0\n' + ENDS + 'p "again" 2 7 "" 0\nt "" 1 t "" 2'
    )
    tree = Efg().parse(text).tree
    assert tree.place.tolist() == [0, 1, -1, -1, 1, -1, -1]
    assert tree.player.tolist() == [0, 1]
    assert tree.places == ("first", "b 7")
    assert tree.outcome.tolist() == [0, 1, 0, 1]


def test_lists_written_in_other_words_are_the_same_list():
    text = HEAD + 'p "" 1 1 "" { "x" "y" } 0\n' + 'p "" 2 1 "" { "l" "r" } 0\n' + ENDS
    text += 'p "" 2 1 "" {"l","r"} 0\nt "" 0 t "" 0'
    assert len(Efg().parse(text).tree.player) == 2
    chance = (
        HEAD + 'c "" 1 "" { "x" 1/2 "y" 1/2 } 0\nc "" 1 "" { "x" .5 "y" 0.5 } 0\n' + ENDS + 'c "" 1 0 t "" 1 t "" 2'
    )
    with pytest.raises(FormatError, match="the tree needs"):
        Efg().parse(chance.replace('c "" 1 0 t', 'c "" 1 0\nc "" 1 0 t'))
    assert Efg().parse(chance).chance.tolist() == [[1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]]


def test_labels_that_are_empty_or_twice_there_get_numbers():
    text = 'EFG 2 R "" { "a" "a" }\np "" 1 1 "s" { "" "x" "x" } 0\nt "" 1 "win" { 1 2 }\nt "" 2 "win" { 2 2 }\nt "" 0'
    tree = Efg().parse(text).tree
    assert (tree.players, tree.actions[0]) == (("a", "a (2)"), ("1", "x", "x (2)"))
    assert tree.outcomes == ("win", "win (2)", "0")


def test_probabilities_that_were_rounded_are_scaled_to_a_sum_of_one():
    text = HEAD + 'c "" 1 "" { "x" .3333333 "y" .6666666 } 0\n' + ENDS
    chance = Efg().parse(text).chance[0, 1:]
    assert chance.sum() == pytest.approx(1, abs=1e-15)
    assert chance.tolist() == pytest.approx([0.3333333 / 0.9999999, 0.6666666 / 0.9999999], abs=1e-15)


@pytest.mark.parametrize(
    "shares", [[1 / 3] * 3, [0.1, 0.2, 0.7], [1 / 7, 6 / 7], [0.0, 1.0], [0.123456789, 1 - 0.123456789]]
)
def test_probabilities_are_written_as_fractions_that_sum_to_one_and_read_back_the_same(shares):
    found = exact_shares(tuple(shares))
    assert sum(found) == 1
    assert [float(share) for share in found] == shares


def test_probabilities_of_any_digits_are_written_so_that_they_sum_to_one():
    for size in (2, 3, 10):
        for shares in np.random.default_rng(size).dirichlet(np.ones(size), 50):
            found = exact_shares(tuple(shares.tolist()))
            assert sum(found) == 1
            assert np.abs(np.array(found, float) - shares).max() <= 2e-16


def test_the_compiled_reader_reads_what_the_interpreted_one_does(monkeypatch):
    text = Efg().text(signals())
    plain = Efg().parse(text)
    for kernel in (kernels.tokens, kernels.plain_numbers, kernels.nodes_of, kernels.alike, kernels.linked):
        monkeypatch.setattr(kernel, "spent", np.inf)
    fast = Efg().parse(text)
    for name in (
        "parent",
        "action",
        "place",
        "player",
        "players",
        "actions",
        "outcome",
        "outcomes",
        "branches",
        "places",
    ):
        assert np.array_equal(getattr(fast.tree, name), getattr(plain.tree, name)), name
    assert np.array_equal(fast.payoffs, plain.payoffs)
    assert np.array_equal(fast.chance, plain.chance)
    with pytest.raises(FormatError, match=r"^f:3:1: expected a node"):
        Efg().parse(HEAD + "x", "f")


def test_equal_lists_of_labels_are_one_object():
    chained = Efg().parse(HEAD + "".join(f'p "" 1 {k} "" {{ "l" "r" }} 0\nt "" 0\n' for k in range(1, 50)) + 't "" 0')
    assert len({id(labels) for labels in chained.tree.actions}) == 1


@pytest.mark.parametrize("text", ["{" * 200_000, '"' * 200_001, "t" * 200_000, 't "" 0\n' * 50_000, "0 " * 100_000])
def test_no_file_takes_long(text):
    started = time.process_time()
    with pytest.raises(FormatError):
        Efg().parse(HEAD + text)
    assert time.process_time() - started < 20


def test_a_list_of_a_thousand_equal_labels_is_read():
    count = 20_000
    text = HEAD + 'p "" 1 1 "" {' + ' "x"' * count + " } 0\n" + 't "" 0\n' * count
    assert Efg().parse(text).tree.actions[0][-1] == f"x ({count})"


def test_a_deep_tree_is_read_and_written():
    text = (
        HEAD + "".join(f'p "" 1 {k} "" {{ "on" "off" }} 0\nt "" 1 "" {{ 1, 2 }}\n' for k in range(1, 5001)) + 't "" 1'
    )
    game = Efg().parse(text)
    assert len(game.tree) == 10_001
    assert np.array_equal(Efg().parse(Efg().text(game)).tree.parent, game.tree.parent)


def test_an_outcome_that_pays_in_two_ways_becomes_two():
    game = written(["a"], Draw({"x": (0.5, (1,)), "y": (0.5, (2,))}))
    tree = game.tree
    shared = type(tree)(
        **{f: getattr(tree, f) for f in ("parent", "action", "place", "player", "players", "actions", "branches")},
        outcome=[0, 0],
        outcomes=("deal",),
    )
    again = Efg().parse(Efg().text(ExtensiveGame(tree=shared, payoffs=game.payoffs, chance=game.chance)))
    assert again.tree.outcomes == ("deal", "deal (2)")
    assert again.payoffs.tolist() == [[[1, 2]]]


def test_other_games_and_batches_are_refused_with_the_mend():
    with pytest.raises(NotApplicable, match=r"Use \.nfg"):
        Efg().text(StrategicGame(payoffs=np.zeros((1, 2, 2, 2))))
    one = signals()
    with pytest.raises(NotApplicable, match=r"game\.take"):
        Efg().text(ExtensiveGame(tree=one.tree, payoffs=np.repeat(one.payoffs, 2, axis=0), chance=one.chance))
