"""All extreme equilibria against Gambit and lrsnash (recorded, in fractions), QuantEcon, and brute force."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from negsim.concepts.nash_exact import certify, exact_profiles
from negsim.games.strategic import StrategicGame
from negsim.solvers.strategic.all_nash import AllNash

RECORD = json.loads((Path(__file__).parent / "data" / "all_nash.json").read_text(encoding="utf-8"))
CASES = RECORD["cases"]
LARGE = RECORD["large, by lrsnash alone, rounded to floats"]


def batches(cases):
    """Games of one size together: the batch, and what the oracle says of each."""
    shapes = {}
    for payoffs, answers in cases:
        shapes.setdefault(np.shape(payoffs), []).append((payoffs, answers))
    for same in shapes.values():
        yield StrategicGame(payoffs=[payoffs for payoffs, _ in same]), [answers for _, answers in same]


def fractions(answers):
    return sorted(tuple(Fraction(weight) for weight in row.split()) for row in answers)


def rows(solution, item):
    return sorted(map(tuple, solution.result.weights[solution.of(item)].tolist()))


def tidy(weights):
    """Rounded to 8 decimals and sorted, so that rounding errors cannot change the order."""
    return np.array(sorted((np.round(np.array(weights), 8) + 0.0).tolist()))


@pytest.mark.parametrize("name", list(CASES))
def test_every_set_has_enough_games(name):
    assert len(CASES[name]) >= 200


@pytest.mark.parametrize("name", list(CASES))
def test_rounded_equilibria_are_all_that_gambit_and_lrsnash_find(name):
    for game, answers in batches(CASES[name]):
        solution = AllNash().solve(game)
        assert solution.facts["complete"].all()
        for item, expected in enumerate(answers):
            exact = np.array(fractions(expected), float)
            assert len(exact) == len(solution.of(item)), game.payoffs[item]
            assert np.allclose(rows(solution, item), exact, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", list(CASES))
def test_exact_equilibria_are_those_fractions_rounded_correctly(name):
    for game, answers in batches(CASES[name]):
        solution = AllNash(exact=True).solve(game)
        assert solution.facts["complete"].all()
        for item, expected in enumerate(answers):
            assert rows(solution, item) == [tuple(map(float, row)) for row in fractions(expected)]


@pytest.mark.parametrize("name", ["2x2", "3x3", "5x5", "zeros and ones", "duplicate strategies"])
def test_fractions_of_rounded_equilibria_are_the_oracle_s(name):
    for game, answers in batches(CASES[name][:80]):
        solution = AllNash().solve(game)
        found = exact_profiles(game, solution.result)
        for item, expected in enumerate(answers):
            assert sorted(found[row] for row in solution.of(item)) == fractions(expected)


def test_a_certificate_is_refused_to_what_is_no_equilibrium():
    game = StrategicGame(payoffs=CASES["3x3"][0][0:1])
    result = AllNash().solve(game).result
    assert certify(game, result).all()
    moved = result.take(np.arange(len(result)))
    moved.weights[:, :3] = moved.weights[:, [1, 2, 0]]
    assert not certify(game, moved).any()


@pytest.mark.parametrize("exact", [False, True])
def test_larger_games_have_the_equilibria_that_lrsnash_finds(exact):
    for game, answers in batches(LARGE):
        solution = AllNash(exact=exact).solve(game)
        assert solution.facts["complete"].all()
        for item, expected in enumerate(answers):
            known = sorted(tuple(map(float, row.split())) for row in expected)
            if exact:
                assert rows(solution, item) == known
            else:
                assert np.array_equal(tidy(solution.result.weights[solution.of(item)]), tidy(known))


@pytest.mark.parametrize("size", [3, 4])
def test_quantecon_finds_the_same_in_games_without_ties(size):
    from quantecon.game_theory import NormalFormGame, vertex_enumeration

    payoffs = np.random.default_rng(size).random((200, 2, size, size))
    solution = AllNash().solve(StrategicGame(payoffs=payoffs))
    for item, tables in enumerate(payoffs):
        peer = vertex_enumeration(NormalFormGame(np.ascontiguousarray(np.moveaxis(tables, 0, -1))))
        peer = sorted(tuple(np.concatenate(profile)) for profile in peer)
        assert len(peer) == len(solution.of(item))
        assert np.allclose(rows(solution, item), peer, atol=1e-8)


def solved(matrix, right):
    """The solution of a square linear system in fractions; None if there is not just one."""
    size = len(matrix)
    system = [[*map(Fraction, row), Fraction(value)] for row, value in zip(matrix, right, strict=True)]
    for k in range(size):
        at = next((r for r in range(k, size) if system[r][k]), None)
        if at is None:
            return None
        system[k], system[at] = system[at], system[k]
        system[k] = [value / system[k][k] for value in system[k]]
        for r in range(size):
            if r != k:
                system[r] = [a - system[r][k] * b for a, b in zip(system[r], system[k], strict=True)]
    return [row[-1] for row in system]


def mixtures(table):
    """The vertices of one player's best-reply regions: mixture -> (support, best replies). Shape (own, other)."""
    own, other = table.shape
    found = {}
    for size in range(1, min(own, other) + 1):
        for support in combinations(range(own), size):
            for tied in combinations(range(other), size):
                system = [[*(table[i, j] for i in support), -1] for j in tied] + [[1] * size + [0]]
                weights = solved(system, [0] * size + [1])
                if weights is None or min(weights[:size]) <= 0:
                    continue
                earned = [
                    sum(w * Fraction(table[i, j]) for i, w in zip(support, weights, strict=False)) for j in range(other)
                ]
                if max(earned) == weights[size]:
                    full = [Fraction(0)] * own
                    for i, weight in zip(support, weights, strict=False):
                        full[i] = weight
                    found[tuple(full)] = set(support), {j for j in range(other) if earned[j] == weights[size]}
    return found


def brute_force(payoffs):
    first, second = mixtures(payoffs[1]), mixtures(payoffs[0].T)
    pairs = [
        (*x, *y)
        for x, (used, replies) in first.items()
        for y, (other, answers) in second.items()
        if used <= answers and other <= replies
    ]
    degenerate = any(len(replies) > len(used) for used, replies in (*first.values(), *second.values()))
    return sorted(pairs), degenerate


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (2, 2), (2, 3), (3, 2), (3, 3), (2, 5)])
def test_brute_force_in_fractions_finds_the_same_for_payoffs_that_are_no_whole_numbers(shape, seed):
    draw = np.random.default_rng(seed)
    tenths = 0.1 * draw.integers(0, 4, (8, 2, *shape)) + 0.7  # ties that rounding has broken, or not
    game = StrategicGame(payoffs=np.concatenate([tenths, draw.random((4, 2, *shape))]))
    solution = AllNash(exact=True).solve(game)
    for item, payoffs in enumerate(game.payoffs):
        expected, degenerate = brute_force(payoffs)
        assert rows(solution, item) == [tuple(map(float, row)) for row in expected]
        assert solution.facts["degenerate"][item] == degenerate


@pytest.mark.parametrize("name", ["2x2", "3x3", "zeros and ones", "zero to three", "ordinal ranks"])
def test_games_are_called_degenerate_when_a_mixture_has_more_best_replies_than_strategies(name):
    for game, _ in batches(CASES[name][:60]):
        told = AllNash().solve(game).facts["degenerate"]
        assert told.tolist() == [brute_force(payoffs)[1] for payoffs in game.payoffs]


def test_payoffs_in_tenths_have_the_equilibria_of_the_whole_numbers_they_stand_for():
    """Their ties are rounded away or not; what is not proven a tie is not said to be complete."""
    whole = np.random.default_rng(7).integers(0, 40, (400, 2, 4, 4))
    tenths = StrategicGame(payoffs=0.1 * whole)
    intended = AllNash().solve(StrategicGame(payoffs=whole))
    loose, strict = AllNash().solve(tenths), AllNash(exact=True).solve(tenths)
    assert 0 < (~loose.facts["complete"]).sum() < 40
    for item in range(len(whole)):
        found = tidy(loose.result.weights[loose.of(item)])
        assert np.array_equal(found, tidy(intended.result.weights[intended.of(item)]))
        if loose.facts["complete"][item]:
            assert np.array_equal(found, tidy(strict.result.weights[strict.of(item)]))
