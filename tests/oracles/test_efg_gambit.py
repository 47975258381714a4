""".efg files against Gambit: what files hold, what negsim writes, and what backward induction finds in them."""

from __future__ import annotations

import io
import json
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from negsim.formats.efg import Efg
from negsim.games.results import Profiles
from negsim.kernels.trees.subgames import subgame_roots
from negsim.solvers.extensive.backward_induction import BackwardInduction

DATA = Path(__file__).parent / "data"
RECORD = json.loads((DATA / "efg_gambit.json").read_text(encoding="utf-8"))


def even(game):
    """All actions equally likely, everywhere."""
    tree = game.tree
    weights = np.zeros(int(tree.sizes.sum()))
    for start, size in zip(tree.choice_start, tree.sizes, strict=True):
        weights[start : start + size] = 1 / size
    return Profiles(item=np.zeros(1, np.intp), weights=weights[None])


def assert_as_gambit_says(game, seen):
    tree = game.tree
    assert game.title == seen["title"]
    assert list(game.players) == seen["players"]
    assert len(tree) == seen["nodes"]
    assert np.bincount(tree.player, minlength=len(tree.players)).tolist() == seen["information_sets"]
    assert len(tree.chances) >= seen["chance"]  # chance nodes may share an event
    owned = np.bincount(tree.place[tree.place >= 0], minlength=len(tree.player))
    assert subgame_roots(tree.parent, tree.place, owned).sum() == seen["subgames"]
    assert game.has_perfect_recall == seen["perfect_recall"]
    wanted = [float(Fraction(text)) for text in seen["payoffs"]]
    assert game.payoff(even(game))[0].tolist() == pytest.approx(wanted, rel=1e-12, abs=1e-12 * game.spread[0])


@pytest.mark.parametrize("name", sorted(RECORD["files"]))
def test_files_are_read_as_gambit_reads_them(name):
    game = Efg().read(DATA / "efg" / name)
    assert_as_gambit_says(game, RECORD["files"][name])
    assert_as_gambit_says(Efg().parse(Efg().text(game)), RECORD["files"][name])


def test_every_file_was_read_by_gambit():
    assert sorted(place.name for place in (DATA / "efg").glob("*.efg")) == sorted(RECORD["files"])


@pytest.mark.parametrize("name", sorted(RECORD["written"]))
def test_what_is_written_gambit_reads(name):
    seen = RECORD["written"][name]
    game = Efg().parse(seen["text"])
    assert_as_gambit_says(game, seen)
    if name != "odd probabilities":  # whose last digits change at the first writing
        told = "the writer changed: run make_efg_gambit.py, so that Gambit reads the new text"
        assert Efg().text(game) == seen["text"], told


def test_gambit_reads_the_same_games_here_and_now():
    pygambit = pytest.importorskip("pygambit")
    for place in sorted((DATA / "efg").glob("signal_*.efg")):
        game = Efg().read(place)
        seen = pygambit.read_efg(io.BytesIO(Efg().text(game).encode()))
        payoffs = seen.mixed_behavior_profile(rational=True).payoffs
        assert [str(payoffs[player]) for player in seen.players] == RECORD["files"][place.name]["payoffs"]


def worked_out(lines):
    """Payoffs under backward induction of a tree, read line by line, the first of tied actions taken."""
    line = next(lines)
    if line.startswith("t"):
        return [int(word) for word in re.findall(r"-?\d+", line.split("{")[1])]
    player = int(line.split()[2]) - 1
    count = line.split("{")[1].count('"') // 2
    return max((worked_out(lines) for _ in range(count)), key=lambda pays: pays[player])


@pytest.mark.parametrize("name", ["perfect_b10_d3_N2.efg", "perfect_b2_d9_N2.efg"])
def test_backward_induction_finds_the_payoffs_worked_out_line_by_line(name):
    text = (DATA / "efg" / name).read_text(encoding="utf-8")
    wanted = worked_out(iter([line for line in text.splitlines() if line[:2] in ("p ", "t ")]))
    solution = BackwardInduction().solve(Efg().parse(text))
    assert solution.game.payoff(solution.result)[0].tolist() == wanted
    assert solution.residual.tolist() == [0.0]
