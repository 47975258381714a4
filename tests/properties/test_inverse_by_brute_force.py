"""What would make a state an equilibrium, against every ranking there is: conflicts of up to six states."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negsim import solve
from negsim.games.conflict import ConflictGame
from negsim.studies.inverse import inverse
from negsim.studies.rankings.conditions import condition, stable_in
from negsim.studies.rankings.counts import count, weak_orders

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
Moves = list[dict[int, list[int]]]


@st.composite
def conflicts(draw, most_states: int = 6, most_players: int = 3) -> ConflictGame:
    """Any graph of moves, intransitive ones too, and any payoffs, with ties."""
    states = draw(st.integers(2, most_states))
    players = [f"p{k}" for k in range(draw(st.integers(2, most_players)))]
    arcs = [(a, b) for a in range(states) for b in range(states) if a != b]
    return ConflictGame.from_graph(
        players=players,
        states=[f"s{k}" for k in range(states)],
        moves={player: draw(st.lists(st.sampled_from(arcs), unique=True, max_size=2 * states)) for player in players},
        payoffs={
            player: draw(st.lists(st.integers(0, states), min_size=states, max_size=states)) for player in players
        },
    )


def moves_of(game: ConflictGame) -> Moves:
    return [
        {state: [int(q) for q in game.graph.targets(player, state)] for state in range(len(game.states))}
        for player in range(len(game.players))
    ]


def reached(moves: Moves, ranks, focal: int, start: int, improving: bool) -> set[int]:
    """The states that the others reach by legal sequences, as the textbook has it: sets that grow until they stop."""
    now = {(start, None)}
    found: set[tuple[int, int | None]] = set()
    while now:
        now = {
            (to, mover)
            for state, last in now
            for mover in range(len(moves))
            if mover not in (focal, last)
            for to in moves[mover][state]
            if not improving or ranks[mover][to] > ranks[mover][state]
        } - found
        found |= now
    return {state for state, _ in found}


def is_stable(moves: Moves, ranks, focal: int, state: int, concept: str) -> bool:
    own = ranks[focal]
    for s1 in moves[focal][state]:
        if own[s1] <= own[state]:
            continue
        if concept == "nash":
            return False
        answers = [s2 for s2 in reached(moves, ranks, focal, s1, "seq" in concept) if own[s2] <= own[state]]
        if concept in ("smr", "sseq"):
            answers = [s2 for s2 in answers if all(own[s3] <= own[state] for s3 in moves[focal][s2])]
        if not answers:
            return False
    return True


@cache
def strict(states: int) -> tuple[tuple[int, ...], ...]:
    return tuple(itertools.permutations(range(states)))


@cache
def weak(states: int) -> tuple[tuple[int, ...], ...]:
    ranks = itertools.product(range(states), repeat=states)
    return tuple(each for each in ranks if set(each) == set(range(len(set(each)))))


def turned(ranks, new) -> int:
    """How many pairs of states a new ranking turns round."""
    pairs = itertools.permutations(range(len(ranks)), 2)
    return sum(ranks[a] > ranks[b] and new[a] < new[b] for a, b in pairs)


def heights(ranking, states: int) -> list[int]:
    found = [0] * states
    for level, members in enumerate(reversed(ranking)):
        for state in members:
            found[state] = level
    return found


def others_fixed(game: ConflictGame, player: int, row) -> list:
    ranks = [list(each) for each in game.ranks[0]]
    ranks[player] = list(row)
    return ranks


@settings(max_examples=150, deadline=None)
@given(conflicts(), st.data())
def test_as_many_rankings_meet_a_condition_as_make_the_state_stable(game, data):
    moves, states = moves_of(game), len(game.states)
    player = data.draw(st.integers(0, len(game.players) - 1))
    state = data.draw(st.integers(0, states - 1))
    concept = data.draw(st.sampled_from(CONCEPTS))
    found = count(condition(game, 0, player, state, concept), states)

    def good(rankings) -> int:
        return sum(is_stable(moves, others_fixed(game, player, row), player, state, concept) for row in rankings)

    assert found.of_strict == len(strict(states))
    assert found.strict == good(strict(states))
    if states <= 4:
        assert found.of_weak == len(weak(states))
        assert found.weak == good(weak(states))


@settings(max_examples=100, deadline=None)
@given(conflicts(most_states=5), st.data())
def test_comparisons_say_what_the_condition_says_and_none_can_be_spared(game, data):
    player = data.draw(st.integers(0, len(game.players) - 1))
    state = data.draw(st.integers(0, len(game.states) - 1))
    asked = condition(game, 0, player, state, data.draw(st.sampled_from(CONCEPTS)))
    clauses = asked.comparisons()
    for below in itertools.product([False, True], repeat=len(game.states)):
        below = np.array(below) | (np.arange(len(game.states)) == state)
        assert bool(asked.holds(below)) == all(any(below[q] for q in clause) for clause in clauses)
    assert not any(one < other for one, other in itertools.permutations(clauses, 2))
    assert not any(state in clause for clause in clauses)


@pytest.mark.parametrize("concept", CONCEPTS)
@settings(max_examples=25, deadline=None)
@given(conflicts(most_states=4), st.data())
def test_profiles_of_rankings_are_counted_together(concept, game, data):
    states, moves = len(game.states), moves_of(game)
    assume(len(strict(states)) ** len(moves) < 10_000)
    state = data.draw(st.integers(0, states - 1))
    found = inverse(game, str(state), concept)
    good = list(good_profiles(moves, states, state, concept))
    counted = found.share.counted
    assert (counted.strict, counted.of_strict) == (len(good), len(strict(states)) ** len(game.players))
    fewest = min(sum(map(turned, game.ranks[0], profile)) for profile in good)
    assert (found.together.swaps, found.together.fewest) == (fewest, True)
    new = [heights(ranking, states) for ranking in found.together.rankings]
    assert all(is_stable(moves, new, player, state, concept) for player in range(len(moves)))
    assert sum(map(turned, game.ranks[0], new)) == fewest


def good_profiles(moves: Moves, states: int, state: int, concept: str) -> Iterator[tuple[tuple[int, ...], ...]]:
    for profile in itertools.product(strict(states), repeat=len(moves)):
        if all(is_stable(moves, profile, player, state, concept) for player in range(len(moves))):
            yield profile


@pytest.mark.parametrize("concept", ("seq", "sseq"))
@pytest.mark.parametrize("seed", range(3))
def test_all_518400_profiles_of_two_parties_and_six_states(concept, seed):
    draws = np.random.default_rng(seed)
    arcs = [(a, b) for a in range(6) for b in range(6) if a != b]
    moves = {player: [arc for arc in arcs if draws.random() < 0.35] for player in "ab"}
    game = ConflictGame.from_graph(
        players=["a", "b"], states=range(6), moves=moves, payoffs={player: draws.permutation(6) for player in "ab"}
    )
    state = int(draws.integers(6))
    rankings = np.array(strict(6))
    good = both_stable(moves_of(game), rankings, state, lasting=concept == "sseq")
    found = inverse(game, str(state), concept)
    assert found.share.counted.strict == good.sum()
    cost = [np.array([turned(ranks, row) for row in rankings]) for ranks in game.ranks[0]]
    assert found.together.swaps == (cost[0][:, None] + cost[1])[good].min()


def both_stable(moves: Moves, rankings, state: int, *, lasting: bool):
    """Sequential stability for two parties, where the other answers once: of all pairs of rankings at a time."""
    good = np.ones((len(rankings), len(rankings)), bool)
    for focal in (0, 1):
        held = np.ones_like(good)  # (ranking of the focal party, of the other)
        below = rankings <= rankings[:, [state]]
        for s1 in moves[focal][state]:
            deterred = np.repeat(below[:, [s1]], len(rankings), axis=1)
            for s2 in moves[1 - focal][s1]:
                fits = below[:, [s2, *(moves[focal][s2] if lasting else [])]].all(1)
                deterred |= fits[:, None] & (rankings[:, s2] > rankings[:, s1])[None, :]
            held &= deterred
        good &= held if focal == 0 else held.T
    return good


@settings(max_examples=100, deadline=None)
@given(conflicts(), st.data())
def test_no_ranking_nearer_than_the_one_found_makes_the_state_stable(game, data):
    moves, states = moves_of(game), len(game.states)
    state = data.draw(st.integers(0, states - 1))
    concept = data.draw(st.sampled_from(CONCEPTS))
    for player, need in enumerate(inverse(game, str(state), concept, samples=10).needs):
        new = heights(need.swaps.ranking, states)
        assert is_stable(moves, others_fixed(game, player, new), player, state, concept)
        assert turned(game.ranks[0, player], new) == need.swaps.count
        for row in strict(states):
            if turned(game.ranks[0, player], row) < need.swaps.count:
                assert not is_stable(moves, others_fixed(game, player, row), player, state, concept)


@settings(max_examples=150, deadline=None)
@given(conflicts(), st.data())
def test_payoffs_that_rise_by_what_is_told_do_and_by_less_do_not(game, data):
    moves = moves_of(game)
    state = data.draw(st.integers(0, len(game.states) - 1))
    concept = data.draw(st.sampled_from(CONCEPTS))
    found = inverse(game, str(state), concept, samples=10)
    for player, need in enumerate(found.needs):

        def stable(row, player=player) -> bool:
            return is_stable(moves, others_fixed(game, player, row), player, state, concept)

        row = game.payoffs[0, player].copy()
        row[state] += need.payoffs.raise_by
        assert stable(row)
        row[state] -= 1e-6
        assert need.payoffs.raise_by == 0 or not stable(row)
        row = game.payoffs[0, player].copy()
        row[state] += need.payoffs.change_by
        row[list(need.payoffs.level)] -= need.payoffs.change_by
        assert stable(row)
    rows = game.payoffs[0].copy()
    rows[:, state] += found.together.raise_by
    assert all(is_stable(moves, rows, player, state, concept) for player in range(len(moves)))


@settings(max_examples=100, deadline=None)
@given(conflicts(), st.data())
def test_conditions_agree_with_the_solver_of_stability_where_a_party_does_not_see_everything(game, data):
    shape = (len(game.players), len(game.states))
    seen = data.draw(st.lists(st.booleans(), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]))
    blind = ConflictGame(
        payoffs=game.payoffs,
        graph=game.graph,
        players=game.players,
        states=game.states,
        perceived=np.array(seen).reshape(shape),
    )
    found = solve(blind, solver="stability").result
    for player, state in itertools.product(*map(range, shape)):
        for concept in CONCEPTS:
            told = bool(stable_in(blind, player, state, concept)[0])
            assert told == found.stable[0, found.concepts.index(concept), player, state]


def test_weak_orders_are_the_ordered_bell_numbers():
    assert weak_orders(7) == (1, 1, 3, 13, 75, 541, 4683, 47293)  # OEIS A000670
