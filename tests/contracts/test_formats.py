"""Laws over every registered format; a new file under formats/ is tested here with no edit."""

from __future__ import annotations

import pickle
from dataclasses import fields, replace

import numpy as np
import pytest
import yaml

from negsim.errors import FormatError, NotApplicable
from negsim.formats.base import SCENARIO_SUFFIXES, formats
from negsim.testing.games import samples


@pytest.mark.parametrize("name", list(formats))
def test_a_format_keeps_the_games_it_holds(name, tmp_path):
    form, held = formats[name], 0
    for game in (*samples().values(), *samples("extensive").values(), *samples("conflict").values()):
        for item in range(len(game)):
            one = game.take([item])
            try:
                form.write(one, tmp_path / "game")
            except NotApplicable as refusal:
                assert "Use " in str(refusal)
                continue
            held += 1
            assert np.array_equal(form.read(tmp_path / "game").payoffs, one.payoffs)
    assert held, f"{name} holds none of the sample games"


@pytest.mark.parametrize("name", list(formats))
def test_a_format_is_a_value(name):
    form = formats[name]
    assert pickle.loads(pickle.dumps(form)) == form
    assert hash(replace(form)) == hash(form)
    told = yaml.safe_load(yaml.safe_dump({f.name: getattr(form, f.name) for f in fields(form)}))
    assert type(form)(**told) == form


@pytest.mark.parametrize("name", list(formats))
def test_a_format_is_documented_and_found_by_its_ending(name):
    form = formats[name]
    assert any(letter.isdigit() for letter in form.reference), "a reference gives a year"
    assert len((type(form).__doc__ or "").split()) >= 8
    assert form.suffix.startswith(".")
    assert form.suffix not in SCENARIO_SUFFIXES
    assert [other for other in formats if formats[other].suffix == form.suffix] == [name]
    assert type(form).__module__.rpartition(".")[2] == name


@pytest.mark.parametrize("name", list(formats))
@pytest.mark.parametrize("text", ["", "\x00", "{" * 10_000, '"' * 3, "[" * 10_000, "nonsense", "9" * 10_000])
def test_what_is_no_game_is_one_clear_fault(name, text):
    with pytest.raises(FormatError, match=r"^f:"):
        formats[name].parse(text, "f")
