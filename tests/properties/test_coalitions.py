"""Coalition stability: what must hold of every conflict, and the definitions spelt out once more."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.errors import NotApplicable
from negsim.games.conflict import ConflictGame
from negsim.solvers.base import Status
from negsim.solvers.conflict.coalition_stability import CoalitionStability
from negsim.solvers.conflict.stability import Stability
from negsim.testing.conflicts import loose, options

SEEDS = st.integers(0, 2**32 - 1)


def conflict(seed, players=4, states=6, batch=2):
    draw = np.random.default_rng(seed)
    many, count = int(draw.integers(1, players + 1)), int(draw.integers(1, states + 1))
    return loose(draw, players=many, states=count, batch=batch, chance=0.5 * draw.random())


def spelt_out(game, item, members):
    """Stable states of one coalition under CNash, CGMR, CSMR, CSEQ, by enumeration of sequences of moves."""
    count, everybody = len(game.states), range(len(game.players))
    payoff = game.payoffs[item]

    def follow(moves, start):
        """Ends of sequences in which nobody moves twice in succession; moves: mover -> state -> targets."""
        nodes = {(q, mover) for mover in moves for q in moves[mover][start]}
        while True:
            more = {(q, b) for s, a in nodes for b in moves if b != a for q in moves[b][s]} - nodes
            if not more:
                return {s for s, _ in nodes}
            nodes |= more

    def reached(group):
        moves = {k: [set(game.graph.targets(k, s).tolist()) for s in range(count)] for k in group}
        return [follow(moves, s) for s in range(count)]

    def improving(group):
        ways = reached(group)
        return [{q for q in ways[s] if all(payoff[k, q] > payoff[k, s] for k in group)} for s in range(count)]

    others = [k for k in everybody if k not in members]
    joint = {group: improving(group) for size in range(1, 1 + len(others)) for group in combinations(others, size)}
    own, ways, answers = improving(members), reached(members), reached(others)
    verdicts = []
    for s in range(count):
        worse = {q for q in range(count) if any(payoff[k, q] <= payoff[k, s] for k in members)}
        lasting = {q for q in worse if ways[q] <= worse}
        verdicts.append(
            (
                not own[s],
                all(answers[q] & worse for q in own[s]),
                all(answers[q] & lasting for q in own[s]),
                all(follow(joint, q) & worse for q in own[s]),
            )
        )
    return np.array(verdicts).T


@settings(max_examples=80, deadline=None)
@given(SEEDS)
def test_verdicts_are_those_of_the_definition(seed):
    game = conflict(seed)
    found = CoalitionStability().solve(game).strict()
    assert (found.residual == 0).all()
    everybody = range(len(game.players))
    groups = [group for size in range(1, 1 + len(everybody)) for group in combinations(everybody, size)]
    assert len(found.result.parties) == len(groups)
    for place, members in enumerate(groups):
        assert found.result.parties[place] == " + ".join(game.players[k] for k in members)
        for item in range(len(game)):
            assert (found.result.stable[item, :, place] == spelt_out(game, item, members)).all()


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_coalitions_of_one_are_players(seed):
    game = conflict(seed, players=5)
    alone, classic = CoalitionStability(largest=1).solve(game).strict().result, Stability().solve(game).strict().result
    assert alone.parties == game.players
    for together, same in {"cnash": "nash", "cgmr": "gmr", "csmr": "smr"}.items():
        assert (held(alone, together) == held(classic, same)).all()
    if len(game.players) == 2:
        assert (held(alone, "cseq") == held(classic, "seq")).all()


def held(result, concept):
    return result.stable[:, result.concepts.index(concept)]


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_concepts_include_each_other(seed):
    found = CoalitionStability().solve(transitive(conflict(seed, players=5))).strict().result
    nash, gmr, smr, seq = (held(found, concept) for concept in ("cnash", "cgmr", "csmr", "cseq"))
    assert (nash <= smr).all()
    assert (smr <= gmr).all()
    assert (nash <= seq).all()
    assert (seq <= gmr).all()


def transitive(game):
    """The conflict in which whoever can go from one state to another by its own moves can do so at once."""
    arcs = []
    for player in range(len(game.players)):
        there = np.zeros((len(game.states),) * 2, bool)
        there[game.graph.arcs(player)] = True
        for between in range(len(there)):
            there |= np.outer(there[:, between], there[between])
        arcs.append(np.nonzero(there & ~np.eye(len(there), dtype=bool)))
    return replace(game, graph=type(game.graph)(len(game.states), arcs))


def test_coalitions_in_turn_can_do_more_than_players_in_turn():
    """Where moves are not transitive, cseq does not imply cgmr, though seq implies gmr.

    B and C answer A's improvement to "b" by going on to "d" together, the last move being C's, and C goes on to "e"
    alone, which A likes less than "a". As a sequence of players C would move twice in succession.
    """
    game = ConflictGame.from_graph(
        players="ABC",
        states="abcde",
        moves={"A": ["ab"], "B": ["bc"], "C": ["cd", "de"]},
        payoffs={"A": [1, 2, 2, 2, 0], "B": [0, 0, 0, 1, 0], "C": [0, 0, 0, 1, 2]},
    )
    found = CoalitionStability().solve(game).strict()
    assert found[0]["cseq"]["A"] == list("abcde")
    assert found[0]["cgmr"]["A"] == list("bcde")
    assert found.residual[0] == 0


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_everybody_together_cannot_be_deterred(seed):
    game = conflict(seed)
    found = CoalitionStability(smallest=len(game.players)).solve(game).strict().result
    assert len(found.parties) == 1
    assert (found.stable == found.stable[:, :1]).all()


def test_options_are_judged_as_their_moves_are():
    wheel = options((3, 2, 2), (0, 1, 2), one_way=(1,))
    game = replace(wheel, payoffs=np.random.default_rng(3).integers(0, 5, (20, 3, 12)).astype(float))
    first, second = (CoalitionStability().solve(one) for one in (game, replace(game, graph=game.graph.written_out())))
    assert (first.result.stable == second.result.stable).all()


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_preferences_that_no_payoff_can_say_are_judged(seed):
    """Of degrees only the sign counts, and they need not be transitive."""
    game = conflict(seed, players=3, batch=1)
    draw = np.random.default_rng(seed)
    degrees = draw.integers(-2, 3, (1, len(game.players), len(game.states), len(game.states))).astype(float)
    degrees -= np.swapaxes(degrees, 2, 3)
    found = CoalitionStability().solve(replace(game, degrees=degrees)).strict()
    assert (found.residual == 0).all()
    said = game.ranks[:, :, None, :] - game.ranks[:, :, :, None]
    same = CoalitionStability().solve(replace(game, degrees=7.0 * said)).strict()
    assert (same.result.stable == CoalitionStability().solve(game).strict().result.stable).all()


def test_more_than_one_word_of_states():
    """States beyond the 64th are judged as they are when they come first."""
    grid = options((5, 5, 4), (0, 1, 2))
    game = replace(grid, payoffs=np.random.default_rng(4).normal(size=(1, 3, 100)))
    order = np.random.default_rng(5).permutation(100)
    place = np.argsort(order)
    arcs = [[place[end] for end in game.graph.arcs(player)] for player in range(3)]
    mixed = replace(game, payoffs=game.payoffs[:, :, order], graph=type(game.graph.written_out())(100, arcs))
    first, second = (CoalitionStability().solve(one).strict().result for one in (game, mixed))
    assert (first.stable[..., order] == second.stable).all()
    assert 0 < first.stable.mean() < 1


def test_other_conflicts_are_refused():
    game = conflict(3)
    with pytest.raises(NotApplicable, match="Use Stability"):
        CoalitionStability().solve(replace(game, perceived=np.ones((len(game.players), len(game.states)), bool)))
    unknown = np.full((1, len(game.players), len(game.states), len(game.states)), np.nan)
    with pytest.raises(NotApplicable, match="UnknownPreferenceStability"):
        CoalitionStability().solve(replace(game, degrees=unknown))
    for sizes in (
        CoalitionStability(smallest=9),
        CoalitionStability(smallest=3, largest=2),
        CoalitionStability(smallest=0),
    ):
        with pytest.raises(NotApplicable, match="coalitions"):
            sizes.solve(game)


def test_limits_leave_no_row():
    game = loose(np.random.default_rng(1), players=3, states=5, batch=2)
    hurried = CoalitionStability(max_steps=2).solve(game)
    assert [Status(code) for code in hurried.status] == [Status.step_limit] * 2
    assert len(hurried) == 0
    assert not CoalitionStability(deadline=0.0).solve(game).ok
    many = loose(np.random.default_rng(1), players=12, states=2000, batch=1, chance=0.0)
    assert Status(CoalitionStability().solve(many).status[0]) is Status.memory_limit
