"""Files keep games: what is written and read again is the same game, to the bit, labels and all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.errors import FormatError
from negsim.formats.base import formats, of_path
from negsim.formats.json import Json
from negsim.formats.nashpy import Nashpy, from_nashpy, to_nashpy
from negsim.formats.nfg import Nfg
from negsim.games.strategic import LARGEST, StrategicGame

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
    if name == "nashpy" and len(game.players) != 2:
        return
    form = formats[name]
    assert np.array_equal(form.parse(form.text(game), "x").payoffs, game.payoffs)


@pytest.mark.parametrize("name", list(formats))
def test_a_format_is_found_by_the_ending_of_a_path(name, tmp_path):
    form = formats[name]
    game = StrategicGame.bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
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
