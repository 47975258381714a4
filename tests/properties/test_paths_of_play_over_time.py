"""Facts of paths: probabilities that add up, labels that do not matter, and what looking one stage ahead implies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.concepts.nash import nash
from negsim.games.base import Game
from negsim.games.chain import chain
from negsim.games.results import Profiles
from negsim.games.stochastic import StochasticGame
from negsim.solvers.base import Solution
from negsim.studies.paths import Paths, paths
from negsim.testing.strategies import extensive_games

QUICK = settings(max_examples=25, deadline=None)


class Given:
    """Stands where the solver of a solution does."""

    concept = nash


def solution(game: Game, weights) -> Solution:
    result = Profiles(item=np.zeros(1, np.intp), weights=np.asarray(weights)[None])
    return Solution(game, Given(), result, np.zeros(1, np.intp), np.zeros(1, np.intp))


def mixed(game: Game, seed: int) -> np.ndarray:
    draw = np.random.default_rng(seed).random(len(game.choices)) ** 3 + 1e-3
    place = game.choices.place
    return draw / np.bincount(place, draw)[place] if len(draw) else draw


def coordinates(game: Game) -> list[tuple[int, str, str]]:
    """Player, place and action of every choice."""
    places = [game.choices.places[k] for k in game.choices.place]
    return list(zip(game.choices.player.tolist(), places, game.choices.actions, strict=True))


def times(found: Paths) -> dict[str, float]:
    return dict(zip(found.chain.outcomes, found.endings.time.tolist(), strict=True))


@st.composite
def crises(draw) -> StochasticGame:
    """Games of two parties, some of whose states end play, and some of whose actions do."""
    number = np.random.default_rng(draw(st.integers(0, 2**32)))
    going, ends = draw(st.integers(1, 5)), draw(st.integers(0, 2))
    shape = (going + ends, draw(st.integers(1, 3)), draw(st.integers(1, 2)))
    chances = number.random((*shape, shape[0])) ** 3 * (number.random((*shape, shape[0])) < 0.7)
    chances[..., 0] += 1e-3
    chances /= chances.sum(-1, keepdims=True)
    chances[number.random(shape) < draw(st.sampled_from([0.0, 0.2]))] = 0
    chances[going:] = 0
    available = tuple(np.ones((shape[0], size), bool) for size in shape[1:])
    for part in available:
        part[going:, 1:] = False
    return StochasticGame(
        payoffs=np.zeros((1, 2, *shape)),
        transitions=chances,
        discount=0.9,
        available=available,
        states=tuple(f"state {k}" for k in range(shape[0])),
        escalation=number.integers(0, 3, shape[0]).astype(float),
        horizon=draw(st.sampled_from([None, None, 3])),
    )


@QUICK
@given(crises(), st.integers(0, 99))
def test_probabilities_add_up_to_one_and_what_has_ended_stays_so(game, seed):
    found = paths(solution(game, mixed(game, seed)), horizon=8)
    sums = np.bincount(found.chain.source, found.chain.probability, minlength=len(found.chain))
    assert sums == pytest.approx(np.where(found.chain.ends, 0.0, 1.0), abs=1e-12)
    assert found.shares.sum(1) == pytest.approx(np.ones(9), abs=1e-12)
    assert (np.diff(found.shares[:, :-1], axis=0) >= -1e-15).all()
    assert found.endings.probability.sum() == pytest.approx(1, abs=1e-9)
    assert (found.endings.probability[:-1] >= found.shares[-1, :-1] - 1e-9).all()
    assert found.on_rungs.sum(1) == pytest.approx(found.shares[:, -1], abs=1e-12)


@QUICK
@given(crises(), st.integers(0, 99))
def test_all_routes_and_all_paths_have_probability_one(game, seed):
    found = paths(solution(game, mixed(game, seed)), horizon=3, most=100_000)
    assert sum(path.probability for path in found.likely) == pytest.approx(1, abs=1e-9)
    assert sum(path.probability for path in found.routes) == pytest.approx(1, abs=1e-9)
    for listed in (found.likely, found.routes):
        shares = [path.probability for path in listed]
        assert shares == sorted(shares, reverse=True)


@QUICK
@given(crises(), st.integers(0, 99), st.integers(0, 2**32))
def test_the_order_of_states_does_not_matter(game, seed, shuffle):
    weights = mixed(game, seed)
    order = np.random.default_rng(shuffle).permutation(game.shape[0])
    chances = game.transitions.dense(game.shape[0])[0].reshape(*game.shape, -1)
    other = replace(
        game,
        transitions=chances[order][..., order],
        available=tuple(part[order] for part in game.available),
        states=tuple(game.states[k] for k in order),
        escalation=game.escalation[:, order],
        start=int(np.flatnonzero(order == game.start)[0]),
    )
    names, again = coordinates(game), coordinates(other)
    shared = weights[[names.index(one) for one in again]] if names else weights
    one, two = paths(solution(game, weights), horizon=6), paths(solution(other, shared), horizon=6)
    assert two.outcomes == pytest.approx(one.outcomes, abs=1e-12)
    assert two.occupation == pytest.approx(one.occupation, abs=1e-12)
    assert times(two) == pytest.approx(times(one), rel=1e-6, nan_ok=True)
    effects = sorted(round(move.effect, 9) for move in paths(solution(game, weights), horizon=6, most=999).critical)
    if two.watched == one.watched:
        same = paths(solution(other, shared), horizon=6, most=999).critical
        assert sorted(round(move.effect, 9) for move in same) == pytest.approx(effects, abs=1e-8)


@QUICK
@given(crises(), st.integers(0, 99))
def test_a_hazard_of_zero_leaves_play_unchanged(game, seed):
    weights = mixed(game, seed)
    chances = game.transitions.dense(game.shape[0])[0].reshape(*game.shape, -1)
    size = game.shape[0]
    wider = np.zeros((size + 1, *game.shape[1:], size + 1))
    wider[:size, ..., :size] = chances
    ended = tuple(np.eye(1, part.shape[1], dtype=bool) for part in game.available)
    other = replace(
        game,
        payoffs=np.zeros((1, 2, *wider.shape[:-1])),
        transitions=wider,
        available=tuple(np.concatenate([part, end]) for part, end in zip(game.available, ended, strict=True)),
        states=(*game.states, "collision"),
        escalation=np.append(game.escalation, [[9.0]], axis=1),
        final=None,
    )
    one, two = paths(solution(game, weights), horizon=7), paths(solution(other, weights), horizon=7)
    assert two.outcomes["collision"] == 0
    assert two.outcomes == pytest.approx(one.outcomes | {"collision": 0}, abs=1e-14)
    assert [path.probability for path in two.likely] == pytest.approx([path.probability for path in one.likely])


@QUICK
@given(crises(), st.integers(0, 99))
def test_looking_from_the_next_stage_gives_the_same_answer(game, seed):
    game = replace(game, horizon=None, final=None)
    solved = solution(game, mixed(game, seed))
    found = paths(solved, horizon=6)
    begun = chain(game, solved.result, 0)
    later = {label: paths(solved, start=label, horizon=5) for label in begun.states}
    steps = range(int(begun.first[begun.start]), int(begun.first[begun.start + 1]))
    if begun.ends[begun.start]:  # the next stage is as this one
        assert later[begun.states[begun.start]].outcomes == found.outcomes
        return
    for name in begun.outcomes:
        ahead = [later[begun.states[begun.target[k]]].outcomes[name] for k in steps]
        share = sum(begun.probability[k] * one for k, one in zip(steps, ahead, strict=True))
        assert found.outcomes[name] == pytest.approx(share, abs=1e-12)


@QUICK
@given(crises(), st.integers(0, 99))
def test_a_deadline_changes_nothing_before_it(game, seed):
    endless = replace(game, horizon=None, final=None)
    weights = mixed(endless, seed)
    tables = [weights[endless.choices.player == player] for player in range(2)]
    short = replace(endless, horizon=5)
    repeated = np.concatenate([np.tile(table, 5) for table in tables])
    one, two = paths(solution(endless, weights), horizon=5), paths(solution(short, repeated), horizon=5)
    for name, share in one.outcomes.items():
        if name != "play goes on":
            assert two.outcomes[name] == pytest.approx(share, abs=1e-13)
    waits = [share for name, share in two.outcomes.items() if name.startswith("deadline: ")]
    assert sum(waits) == pytest.approx(one.outcomes["play goes on"], abs=1e-12)
    assert two.occupation == pytest.approx(one.occupation, abs=1e-12)


@QUICK
@given(extensive_games(), st.integers(0, 99))
def test_a_tree_ends_where_its_reach_says(game, seed):
    found = paths(solution(game, mixed(game, seed)))
    reach = game.reach(found.solution.result)[0]
    assert found.where.max(0) == pytest.approx(reach, abs=1e-12)
    ends = np.bincount(game.tree.outcome, reach[game.tree.terminals], minlength=len(game.tree.outcomes))
    assert found.endings.probability[:-1] == pytest.approx(ends, abs=1e-12)
    assert sum(path.probability for path in paths(found.solution, most=999).likely) == pytest.approx(1)
