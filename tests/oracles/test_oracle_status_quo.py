"""Ways from the status quo: the fewest moves of the published cases, and all ways of small graphs by brute force."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from negsim.games.conflict import ConflictGame
from negsim.studies.status_quo import KINDS, ways

FOLDER = Path(__file__).parent / "data" / "gmcr"
CASES = {
    file.stem: case
    for file in sorted(FOLDER.glob("*.json"))
    for case in [json.loads(file.read_text(encoding="utf-8"))]
    if isinstance(case.get("expected"), dict) and "status_quo" in case["expected"]
}


def of_case(case) -> ConflictGame:
    """A published case; its states are numbered from 1."""
    return ConflictGame.from_graph(
        players=case["decision_makers"],
        states=[state["id"] for state in case["states"]],
        moves=case["moves"],
        payoffs=case["payoffs"],
    )


def test_the_published_cases_are_there():
    assert {"elmira_9state", "cuban_fraser_hipel", "game2x2_chicken"} <= CASES.keys()


@pytest.mark.parametrize("name", CASES)
def test_the_fewest_moves_are_the_published_ones(name):
    case = CASES[name]
    told = case["expected"]["status_quo"]
    found = ways(of_case(case), start=str(told["state"]), to=[str(state["id"]) for state in case["states"]])
    assert found.distance("any").tolist() == told["shortest_moves"]
    assert found.distance("improvements").tolist() == told["shortest_improvements"]
    for kind in KINDS:
        for state, fewest in enumerate(found.distance(kind)):
            way = found.shortest(state, kind)
            assert (None if fewest < 0 else fewest) == (None if way is None else len(way))


def random_conflict(seed: int) -> ConflictGame:
    rng = np.random.default_rng(seed)
    size, many = int(rng.integers(2, 6)), int(rng.integers(1, 4))
    pairs = [(s, q) for s in range(size) for q in range(size) if s != q]
    names = [f"p{k}" for k in range(many)]
    return ConflictGame.from_graph(
        players=names,
        states=[f"s{k}" for k in range(size)],
        moves={name: [pair for pair in pairs if rng.random() < 0.4] for name in names},
        payoffs={name: rng.integers(0, 3, size) for name in names},
    )


def by_brute_force(game: ConflictGame, goal: int, longest: int, kind: str) -> set[tuple[tuple[int, int], ...]]:
    """All legal ways without a state twice, from every order of states and every choice of movers."""
    found = set()
    others = [state for state in range(len(game.states)) if state not in (0, goal)]
    for between in range(min(longest, len(others) + 1)):
        for middle in itertools.permutations(others, between):
            stops = (0, *middle, goal)
            for movers in itertools.product(range(len(game.players)), repeat=len(stops) - 1):
                steps = list(zip(movers, stops[:-1], stops[1:], strict=True))
                fine = all(
                    target in game.graph.targets(mover, source)
                    and (kind == "any" or game.payoffs[0, mover, target] > game.payoffs[0, mover, source])
                    for mover, source, target in steps
                )
                if fine and all(one != other for one, other in itertools.pairwise(movers)):
                    found.add(tuple(zip(movers, stops[1:], strict=True)))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_every_way_is_listed_once_and_the_shortest_first(seed):
    game = random_conflict(seed)
    for longest, goal in itertools.product((2, 5), range(1, len(game.states))):
        found = ways(game, to=[goal], longest=longest, most=10_000)
        for kind in KINDS:
            told = found.listed(goal, kind)
            assert told.complete
            listed = [tuple((move.player, move.target) for move in way) for way in told.ways]
            assert len(set(listed)) == len(listed)
            assert set(listed) == by_brute_force(game, goal, longest, kind)
            assert [len(way) for way in listed] == sorted(len(way) for way in listed)


def test_a_list_that_is_cut_says_so():
    pairs = list(itertools.permutations(range(4), 2))
    game = ConflictGame.from_graph(
        players=["a", "b"], states=range(4), moves={"a": pairs, "b": pairs}, payoffs={"a": range(4), "b": range(4)}
    )
    whole = ways(game, to=[3]).listed(3)
    assert len(whole.ways) == 2 * (1 + 2 + 2)  # the first mover, and the states between in any order
    cut = ways(game, to=[3], most=9).listed(3)
    assert cut.ways == whole.ways[:9]
    assert (whole.complete, cut.complete) == (True, False)
