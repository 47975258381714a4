"""Non-myopic equilibria: the 78 ordinal games, each as stored and in every relabelling, and facts of the literature."""

from __future__ import annotations

import json
from collections import Counter
from itertools import permutations, product
from pathlib import Path

import numpy as np
import pytest

from negsim.errors import NotApplicable
from negsim.games.conflict import ConflictGame
from negsim.solvers.conflict.theory_of_moves import TheoryOfMoves

DATA = Path(__file__).parent / "data/gmcr"
ORDINAL = json.loads((DATA / "ordinal_2x2_games.json").read_text())["games"]
SQUARE = {"row": [(0, 2), (2, 0), (1, 3), (3, 1)], "column": [(0, 1), (1, 0), (2, 3), (3, 2)]}
ORDERS = list(permutations((1, 2, 3, 4)))


def square(payoffs, moves=SQUARE):
    """Payoffs (game, player, state), with states r0c0, r0c1, r1c0, r1c1."""
    own = dict(zip(("row", "column"), np.swapaxes(np.array(payoffs), 0, 1), strict=True))
    return ConflictGame.from_graph(players=("row", "column"), states="wxyz", moves=moves, payoffs=own)


def images(row, column):
    """All ways to name rows, columns and players: (payoffs, new number of each state)."""
    for up, left, swap in product((0, 2), (0, 1), (False, True)):
        order = [s ^ up ^ left for s in range(4)]
        if swap:
            order = [order[s] for s in (0, 2, 1, 3)]
        pair = [[player[s] for s in order] for player in (row, column)]
        yield (pair[::-1] if swap else pair), order


def ends(result, row):
    return [set(np.flatnonzero(result.stable[row, k, 0]).tolist()) for k in range(5)]


@pytest.mark.parametrize("image", range(8))
def test_ordinal_games_however_named(image):
    named = [list(images(case["row"], case["column"]))[image] for case in ORDINAL]
    found = TheoryOfMoves().solve(square([pair for pair, _ in named])).strict()
    assert (found.residual == 0).all()
    for row, (case, (_, order)) in enumerate(zip(ORDINAL, named, strict=True)):
        seen = [{order[s] for s in part} for part in ends(found.result, row)]
        assert seen[0] == set(case["brams_nme"]["set"]), case["id"]
        for new, old in enumerate(order):
            assert seen[1 + new] == set(case["brams_nme"]["from_state"][str(old)]), case["id"]


def test_counts_over_all_games():
    """Brams (1994), Brams and Ismail (2021): of 57 conflict games 31 have one equilibrium; 45 have an outcome that is
    at least next-best for both, and in all but one of them it is an equilibrium."""
    classes = {min(tuple(map(tuple, pair)) for pair, _ in images(*both)) for both in product(ORDERS, ORDERS)}
    games = sorted(pair for pair in classes if not any(a == b == 4 for a, b in zip(*pair, strict=True)))
    assert (len(classes), len(games)) == (78, 57)
    found = TheoryOfMoves().solve(square(games)).strict().result
    sets = [ends(found, row)[0] for row in range(len(games))]
    assert Counter(map(len, sets)) == {1: 31, 2: 23, 3: 3}
    good = [{s for s in range(4) if min(row[s], column[s]) >= 3} for row, column in games]
    assert sum(map(bool, good)) == 45
    assert sum(bool(states & some) for states, some in zip(good, sets, strict=True)) == 44


def test_named_games():
    """Brams (1994): in the prisoners' dilemma cooperation lasts, and follows from all but defection by both."""
    dilemma, chicken = [[3, 1, 4, 2], [3, 4, 1, 2]], [[3, 2, 4, 1], [3, 4, 2, 1]]
    found = TheoryOfMoves().solve(square([dilemma, chicken])).strict().result
    assert ends(found, 0) == [{0, 3}, {0}, {0}, {0}, {3}]
    assert ends(found, 1) == [{0, 1, 2}, {0}, {0, 2}, {0, 1}, {1, 2}]


def test_ties_agree_with_the_definition():
    draw = np.random.default_rng(5)
    found = TheoryOfMoves().solve(square(draw.integers(0, 3, (500, 2, 4)))).strict()
    assert (found.residual == 0).all()


def test_other_conflicts_are_refused():
    one_way = {"row": [(0, 2), (1, 3), (3, 1)], "column": SQUARE["column"]}
    both_alike = {"row": SQUARE["row"], "column": SQUARE["row"]}
    chain = {"row": [(0, 2), (2, 1), (1, 3), (3, 0)], "column": SQUARE["column"]}
    for moves in (one_way, both_alike, chain):
        with pytest.raises(NotApplicable, match="2 x 2"):
            TheoryOfMoves().solve(square([[[1, 2, 3, 4]] * 2], moves))
    with pytest.raises(NotApplicable, match="2 x 2"):
        TheoryOfMoves().solve(ConflictGame.from_graph(players="a", states="w", moves={}, payoffs={"a": [0]}))
