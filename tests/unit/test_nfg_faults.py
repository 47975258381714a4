"""Faults of .nfg, JSON and Python files are told with their place."""

from __future__ import annotations

import pytest

from negsim.errors import FormatError, NotApplicable
from negsim.formats.base import formats
from negsim.formats.nfg import Nfg
from negsim.games.strategic import StrategicGame
from negsim.testing.games import samples
from negsim.testing.trees import hidden_card

HEAD = 'NFG 1 R "t" { "a" "b" } { 2 2 }\n'

FAULTS = [
    ("", "f:1:1: this is not a .nfg file: it should begin with NFG 1"),
    ('EFG 2 R "t"', "f:1:1: this is not a .nfg file"),
    ("NFG 2 R", "f:1:5: this is not version 1 of the format"),
    ('NFG 1 X "t"', "f:1:7: expected R (rational) or D (decimal) after NFG 1"),
    ("NFG 1 R t", "f:1:9: expected the title in quotation marks, found t"),
    ('NFG 1 R "t', "f:1:9: this quotation mark is never closed"),
    ('NFG 1 R "t" { "a" b }', "f:1:19: expected the name of a player in quotation marks, found b"),
    ('NFG 1 R "t" { "a" "b" } { 2 }', "f:1:29: 2 players, and strategies for 1"),
    ('NFG 1 R "t" { "a" "b" } { 2 0 }', "f:1:29: every player needs at least one strategy"),
    ('NFG 1 R "t" { "a" "b" } { 2 x }', "f:1:29: expected a number of strategies, found x"),
    (HEAD + "1 2 3 4 5 6 7", "f:2:14: expected 8 payoffs of 2 players in 4 cells, found 7"),
    (HEAD + "1 2 3 4\n5 6 x 8", "f:3:5: expected a number, found x"),
    (HEAD + "1 2 3 4\n5 6 1_0 8", "f:3:5: expected a number, found 1_0"),
    (HEAD + "1 2 3 4\n5 6 nan 8", "f:3:5: expected a number, found nan"),
    (HEAD + "1 2 3 4 1/0 6 7 8", "f:2:9: 1/0 is not a finite number"),
    (HEAD + "1 2 3 4 1/" + "9" * 5000 + " 6 7 8", "f:2:9: 1/999"),
    (HEAD + "1 2 3 4 " + "9" * 400 + "/3 6 7 8", "f:2:9: 999"),
    (HEAD + "1 2 3 4 1e999 6 7 8", "f: game 0: the payoff of a at (1, 2) is inf"),
    (HEAD + '{ { "x" 1 } } 1 1 1 1', "f:2:8: an outcome needs 2 payoffs, and this one has 1"),
    (HEAD + '{ { "x" 1 2 } } 1 1 1 2', "f:2:17: there is no outcome 2: they are numbered from 0 (nothing) to 1"),
    (HEAD + '{ { "x" 1 2 } 1 1 1 1', "f:2:15: expected an outcome"),
    ('NFG 1 R "t" { "a" "b" } { 999999999 999999999 } 1 2', "f:1:52: expected"),
]


@pytest.mark.parametrize(("text", "told"), FAULTS)
def test_a_fault_of_nfg_is_told_with_its_place(text, told):
    with pytest.raises(FormatError) as caught:
        Nfg().parse(text, "f")
    assert str(caught.value).startswith(told)


def test_rationals_decimals_commas_and_missing_comment_are_read():
    game = Nfg().parse(HEAD + "1/3, -2.5 3e2 .5\r\n5. 6 7 -8")
    assert game.payoffs.tolist() == [[[[1 / 3, 5.0], [300.0, 7.0]], [[-2.5, 6.0], [0.5, -8.0]]]]


def test_outcome_zero_pays_nothing_and_outcomes_are_shared():
    game = Nfg().parse(HEAD + '"about" { { "x" 1, 2 } { "" 3 1/4 } } 1 2 0 1')
    assert game.payoffs.tolist() == [[[[1.0, 0.0], [3.0, 1.0]], [[2.0, 0.0], [0.25, 2.0]]]]
    assert game.comment == "about"


def test_labels_that_are_empty_or_twice_there_get_numbers():
    game = Nfg().parse('NFG 1 D "" { "a" "a" } { { "x" "x" } { "" "y" } } 1 2 3 4 5 6 7 8')
    assert game.players == ("a", "a (2)")
    assert game.strategies == (("x", "x (2)"), ("1", "y"))


def test_a_batch_does_not_fit_a_file_of_one_game():
    batch = StrategicGame(payoffs=[[[[1.0]], [[2.0]]]] * 2)
    for name in ("nfg", "nashpy"):
        with pytest.raises(NotApplicable, match=r"game\.take"):
            formats[name].text(batch)


def test_nashpy_takes_two_players_only():
    with pytest.raises(NotApplicable, match="Use the format nfg"):
        formats["nashpy"].text(StrategicGame(payoffs=[[[[[1.0]]]] * 3]))


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("json", "{", "f:1:2: "),
        ("json", "[]", 'f: not a game file of negsim: it should be an object with "schema"'),
        ("json", '{"schema": "negsim-game/1"}', "f: form is missing"),
        (
            "json",
            '{"schema": "negsim-game/1", "form": "strategic", "players": "ab", "strategies": [], "payoffs": []}',
            "f: players should be a list",
        ),
        (
            "json",
            '{"schema": "negsim-game/1", "form": "strategic", "players": ["a"], "strategies": [["x"]],'
            ' "payoffs": [[["y"]]]}',
            "f: payoffs must be an array of numbers",
        ),
        ("nashpy", "x = (", "f:1:5: this is not Python"),
        ("nashpy", "x = 1", "f: there is no Game([[...]], [[...]]) in it"),
        ("nashpy", "g = nash.Game([[1]], [[__import__('os')]])", "f:1:5: Game takes one or two matrices of numbers"),
        ("nashpy", "g = nash.Game([[1]], [[1, 2]])", "f:1:5: Game takes one or two matrices of numbers"),
    ],
)
def test_a_fault_of_other_formats_is_told(name, text, told):
    with pytest.raises(FormatError) as caught:
        formats[name].parse(text, "f")
    assert str(caught.value).startswith(told)


def test_one_matrix_is_a_zero_sum_game():
    game = formats["nashpy"].parse("from nashpy import Game\nG = Game([[1, -1], [-1, 1]])")
    assert game.payoffs[0, 1].tolist() == [[-1, 1], [1, -1]]


@pytest.mark.parametrize("name", list(formats))
def test_files_that_are_none_are_told(name, tmp_path):
    form = formats[name]
    with pytest.raises(FormatError, match="there is no such file"):
        form.read(tmp_path / "none")
    with pytest.raises(FormatError, match=str(tmp_path)):
        form.read(tmp_path)
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(FormatError, match="not a text file"):
        form.read(binary)
    marked = tmp_path / "marked"
    others = {"efg": hidden_card(), "gmcr": samples("conflict")["binary options"].take([0])}
    game = others.get(name, StrategicGame.bimatrix([[1.0]], [[2.0]]))
    marked.write_bytes(b"\xef\xbb\xbf" + form.text(game).replace("\n", "\r\n").encode())
    assert form.read(marked).payoffs.tolist() == game.payoffs.tolist()


def test_there_are_two_versions_to_write():
    with pytest.raises(NotApplicable, match="payoffs, outcomes"):
        Nfg(version="both")


@pytest.mark.parametrize("count", [0, 63, 70])
def test_a_game_has_as_many_players_as_an_array_has_room_for(count):
    text = f'NFG 1 R "" {{ {" ".join(f"{chr(34)}{k}{chr(34)}" for k in range(count))} }} {{ {"1 " * count}}}'
    with pytest.raises(FormatError, match=f"f: a game has 1 to 62 players here, and this one {count}"):
        formats["nfg"].parse(f"{text}\n{'0 ' * count}", "f")
