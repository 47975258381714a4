""".nfg files against Gambit: what it writes we read, and what we write it reads, number for number."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from negsim.formats.nfg import Nfg
from negsim.games.strategic import StrategicGame

RECORD = json.loads((Path(__file__).parent / "data" / "nfg_gambit.json").read_text(encoding="utf-8"))


def numbers(case):
    return np.array([[float(Fraction(text)) for text in table] for table in case["payoffs"]])


@pytest.mark.parametrize("case", RECORD["written_by_gambit"], ids=lambda case: case["title"])
def test_what_gambit_writes_is_read(case):
    game = Nfg().parse(case["text"])
    assert (game.title, list(game.players)) == (case["title"], case["players"])
    assert [list(labels) for labels in game.strategies] == case["strategies"]
    assert np.array_equal(game.payoffs[0].reshape(len(game.players), -1), numbers(case))


@pytest.mark.parametrize("case", RECORD["read_by_gambit"], ids=lambda case: case["title"])
@pytest.mark.parametrize("version", ["payoffs", "outcomes"])
def test_what_is_written_gambit_reads(case, version):
    shape = case["shape"]
    payoffs = np.array([float.fromhex(text) for text in case["given"]]).reshape(1, len(shape), *shape)
    game = StrategicGame(
        payoffs=payoffs,
        players=case["players"],
        strategies=case["strategies"],
        title=case["title"],
        comment=case["comment"],
    )
    text = replace(Nfg(), version=version).text(game)
    if version == ("outcomes" if "\n{\n" in case["text"] else "payoffs"):
        assert text == case["text"], "the writer changed: run make_nfg_gambit.py, so that Gambit reads the new text"
    assert np.array_equal(numbers(case), payoffs[0].reshape(len(shape), -1))


@pytest.mark.parametrize("version", ["payoffs", "outcomes"])
def test_gambit_reads_the_same_numbers_here_and_now(version):
    pygambit = pytest.importorskip("pygambit")
    draw = np.random.default_rng(3)
    for shape in [(2, 2), (3, 4), (2, 3, 2)]:
        game = StrategicGame(payoffs=draw.normal(size=(1, len(shape), *shape)))
        seen = pygambit.read_nfg(io.BytesIO(replace(Nfg(), version=version).text(game).encode()))
        assert np.array_equal(np.array([np.array(t, float) for t in seen.to_arrays(dtype=float)]), game.payoffs[0])
