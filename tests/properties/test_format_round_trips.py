"""Files keep games: what is written and read again is the same game, to the bit, labels and all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.errors import FormatError
from negsim.formats.base import formats, of_path
from negsim.formats.efg import Efg
from negsim.formats.json import Json
from negsim.formats.nashpy import Nashpy, from_nashpy, to_nashpy
from negsim.formats.nfg import Nfg
from negsim.games.strategic import LARGEST, StrategicGame
from negsim.testing.games import samples
from negsim.testing.strategies import extensive_games
from negsim.testing.trees import hidden_card

# surrogates cannot be written to a file, and a text file does not keep \r apart from \n
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=12)
finite = st.floats(-LARGEST, LARGEST)
sizes = st.lists(st.integers(1, 3), min_size=1, max_size=4)


@st.composite
def labelled_games(draw, batch=1, shapes=sizes, labels=texts):
    shape = draw(shapes)
    count = batch * len(shape) * int(np.prod(shape))
    payoffs = np.array(draw(st.lists(finite, min_size=count, max_size=count))).reshape(batch, len(shape), *shape)
    names = st.lists(labels.filter(bool), min_size=3, max_size=3, unique=True)
    return StrategicGame(
        payoffs=payoffs,
        players=tuple(draw(st.lists(labels.filter(bool), min_size=len(shape), max_size=len(shape), unique=True))),
        strategies=tuple(tuple(draw(names)[:size]) for size in shape),
        title=draw(labels),
        comment=draw(labels),
    )


def assert_same(one, other):
    assert one.payoffs.tobytes() == (other.payoffs + 0.0).tobytes() or np.array_equal(one.payoffs, other.payoffs)
    for name in ("players", "strategies", "title", "comment"):
        assert getattr(one, name) == getattr(other, name)


@given(labelled_games(), st.sampled_from(["payoffs", "outcomes"]))
def test_nfg_keeps_a_game(game, version):
    form = Nfg(version=version)
    assert_same(form.parse(form.text(game)), game)


@given(labelled_games(batch=2))
def test_json_keeps_a_batch(game):
    assert_same(Json().parse(Json().text(game)), game)


@given(labelled_games(shapes=st.lists(st.integers(1, 3), min_size=2, max_size=2)))
def test_nashpy_python_keeps_the_payoffs(game):
    assert np.array_equal(Nashpy().parse(Nashpy().text(game)).payoffs, game.payoffs)


@settings(deadline=None)  # the first example imports nashpy
@given(labelled_games(shapes=st.lists(st.integers(2, 3), min_size=2, max_size=2)))
def test_nashpy_objects_keep_the_payoffs(game):
    assert np.array_equal(from_nashpy(to_nashpy(game)).payoffs, game.payoffs)


@given(labelled_games(), st.sampled_from(sorted(formats)))
def test_every_format_keeps_a_game_through_a_file(game, name):
    if name in ("efg", "gmcr") or (name == "nashpy" and len(game.players) != 2):
        return
    form = formats[name]
    assert np.array_equal(form.parse(form.text(game), "x").payoffs, game.payoffs)


@pytest.mark.parametrize("name", list(formats))
def test_a_format_is_found_by_the_ending_of_a_path(name, tmp_path):
    form = formats[name]
    others = {"efg": hidden_card(), "gmcr": samples("conflict")["binary options"].take([0])}
    game = others.get(name, StrategicGame.bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    path = tmp_path / f"game{form.suffix.upper()}"
    form.write(game, path)
    assert of_path(path) == name
    assert np.array_equal(form.read(path).payoffs, game.payoffs)
    assert form.reference
    assert replace(form) == form


@given(st.text(max_size=60), st.sampled_from(sorted(formats)))
def test_any_text_is_a_game_or_one_clear_fault(text, name):
    try:
        formats[name].parse(text, "f")
    except FormatError as fault:
        assert str(fault).startswith("f:")
        assert "\n" not in str(fault).strip() or name == "nashpy"


@st.composite
def labelled_trees(draw):
    """Extensive games of wild labels, payoffs and probabilities."""
    game = draw(extensive_games(payoffs=[finite]))
    tree = game.tree
    names = st.lists(texts.filter(bool), min_size=4, max_size=4, unique=True)
    shuffled = draw(st.permutations(range(len(tree.outcomes))))  # terminal nodes share outcomes
    tree = replace(
        tree,
        players=tuple(draw(names)[: len(tree.players)]),
        actions=tuple(tuple(draw(names)[: len(labels)]) for labels in tree.actions),
        branches=tuple(tuple(draw(names)[: len(labels)]) for labels in tree.branches),
        places=tuple(f"{k}{draw(texts)}" for k in range(len(tree.player))) if draw(st.booleans()) else (),
        outcomes=tuple(f"{k}{draw(texts)}" for k in range(len(tree.outcomes))),
        outcome=np.array(shuffled)[tree.outcome] // 2 if draw(st.booleans()) else tree.outcome,
    )
    return replace(game, tree=tree, title=draw(texts), comment=draw(texts))


def told(game):
    """What is known of every terminal node: its path with who decides where, its outcome, payoffs and probability."""
    tree = game.tree

    def path(node):
        if not node:
            return ()
        before = int(tree.parent[node])
        place = int(tree.place[before])
        who = tree.players[tree.player[place]] if place >= 0 else ""
        name = (tree.places[place] if tree.places else "") if place >= 0 else ""
        return (*path(before), (who, name, tree.step(node)))

    ends = zip(tree.terminals.tolist(), tree.outcome.tolist(), game.payoffs[0].T.tolist(), strict=True)
    return {path(node): (tree.outcomes[k], pays, float(game.chance[0, node])) for node, k, pays in ends}


def held(game):
    """Which nodes, by the labels of the steps to them, stand in one information set."""
    tree = game.tree
    return {
        frozenset(tree.history(int(node)) for node in np.flatnonzero(tree.place == place))
        for place in range(len(tree.player))
    }


@settings(deadline=None)
@given(labelled_trees())
def test_efg_keeps_a_tree(game):
    again = Efg().parse(Efg().text(game))
    assert (again.title, again.comment, again.players) == (game.title, game.comment, game.players)
    assert held(again) == held(game)
    pays = {}
    for label, row, _ in told(game).values():
        pays.setdefault(label, set()).add(tuple(row))
    for path, (label, row, share) in told(game).items():
        other, row_again, share_again = told(again)[path]
        assert other.startswith(label)
        assert other == label or len(pays[label]) > 1, "an outcome that pays in several ways becomes several"
        assert row_again == row
        assert abs(share_again - share) <= 1e-15
    assert len(told(again)) == len(told(game))
    assert told(Efg().parse(Efg().text(again))) == told(again)


@settings(deadline=None)
@given(labelled_trees(), st.data())
def test_a_cut_or_altered_efg_is_a_game_or_one_clear_fault(game, data):
    text = Efg().text(game)
    at = data.draw(st.integers(0, len(text)))
    piece = data.draw(st.sampled_from(["", "{", "}", '"', "1/0", "1e999", "nan", " 7 ", "\\", "-", 't "" 0', "c", "p"]))
    drop = data.draw(st.integers(0, 5))
    try:
        Efg().parse(text[:at] + piece + text[at + drop :], "f")
    except FormatError as fault:
        assert str(fault).startswith("f:")
        assert "\n" not in str(fault)


@given(labelled_games(), st.data())
def test_a_cut_or_altered_nfg_is_a_game_or_one_clear_fault(game, data):
    text = Nfg().text(game)
    at = data.draw(st.integers(0, len(text)))
    piece = data.draw(st.sampled_from(["", "{", "}", '"', "1/0", "1e999", "nan", " 7 ", "\\", "-"]))
    drop = data.draw(st.integers(0, 5))
    try:
        Nfg().parse(text[:at] + piece + text[at + drop :], "f")
    except FormatError as fault:
        assert str(fault).startswith("f:")


@pytest.mark.parametrize("key", ["title", "players"])
def test_half_a_character_is_refused_when_read_not_when_written(key):
    text = formats["json"].text(StrategicGame(payoffs=np.zeros((1, 2, 1, 1)), title="half", players=("half", "other")))
    with pytest.raises(FormatError, match=key):
        formats["json"].parse(text.replace(f'"{key}": "half"', f'"{key}": "\\ud800"').replace('["half"', '["\\ud800"'))
