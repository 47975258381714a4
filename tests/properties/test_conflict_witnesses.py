"""Witnesses of stability: every proof that is given is checked move by move, from the definitions alone."""

from __future__ import annotations

import copy
import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim import load, solve
from negsim.games.conflict import ConflictGame
from negsim.solvers.conflict.stability import Stability
from negsim.studies.sentences.why import told_why
from negsim.studies.why import why

DETERRED = ("gmr", "smr", "seq", "sseq")


@st.composite
def conflicts(draw, players=4, states=6):
    """A conflict with any moves, in which some states are equally good to some players, or unknown to them."""
    many, size = draw(st.integers(1, players)), draw(st.integers(1, states))
    names = [f"p{k}" for k in range(many)]
    pairs = [(s, q) for s in range(size) for q in range(size) if s != q]
    moves = {name: draw(st.sets(st.sampled_from(pairs))) if pairs else set() for name in names}
    ranks = st.lists(st.integers(0, 3), min_size=size, max_size=size)
    game = ConflictGame.from_graph(
        players=names, states=[f"s{k}" for k in range(size)], moves=moves, payoffs={name: draw(ranks) for name in names}
    )
    seen = st.lists(st.booleans(), min_size=size, max_size=size)
    return replace(game, perceived=np.array([draw(seen) for _ in names])) if draw(st.booleans()) else game


class Judge:
    """Judges what is said of one state, knowing moves and payoffs only."""

    def __init__(self, game: ConflictGame, state: int):
        self.state, self.payoff, self.game = state, game.payoffs[0], game
        self.players = range(len(game.players))
        everywhere = range(len(game.states))
        self.moves = {(p, s): set(map(int, game.graph.targets(p, s))) for p in self.players for s in everywhere}

    def sees(self, player: int) -> bool:
        """Whether a player knows of the state that is judged."""
        return self.game.perceived is None or bool(self.game.perceived[player, self.state])

    def known_to(self, player: int) -> Judge:
        """The same conflict as a player sees it: without the states that it does not know of."""
        seen = np.ones(len(self.game.states), bool) if self.game.perceived is None else self.game.perceived[player]
        other = copy.copy(self)
        other.moves = {(p, s): {q for q in ends if seen[s] and seen[q]} for (p, s), ends in self.moves.items()}
        return other

    def better(self, player: int, source: int, target: int) -> bool:
        return bool(self.payoff[player, target] > self.payoff[player, source])

    def reached(self, player: int, start: int, *, improving: bool) -> set[int]:
        """All states at the end of a legal sequence of the others."""
        nodes, waiting = set(), [(start, player)]
        while waiting:
            state, last = waiting.pop()
            for other in self.players:
                for target in self.moves[other, state] if other not in (player, last) else ():
                    fine = not improving or self.better(other, state, target)
                    if fine and (target, other) not in nodes:
                        nodes.add((target, other))
                        waiting.append((target, other))
        return {state for state, _ in nodes}

    def move(self, one) -> None:
        """A move exists, and what is said of it is so."""
        assert one.target in self.moves[one.player, one.source]
        assert one.improves == self.better(one.player, one.source, one.target)
        assert one.final == (one.source not in self.game.graph.targets(one.player, one.target))

    def sequence(self, player: int, start: int, moves) -> int:
        """A sequence is legal and leads somewhere."""
        for one in moves:
            self.move(one)
            assert one.player != player
        assert [one.source for one in moves] == [start, *(one.target for one in moves[:-1])]
        assert all(one.player != other.player for one, other in itertools.pairwise(moves))
        return moves[-1].target

    def answer(self, player: int, start: int, concept: str, told) -> None:
        """An answer deters, or is shown not to."""
        credible, lasting = concept in ("seq", "sseq"), concept in ("smr", "sseq")
        reached = self.reached(player, start, improving=credible)
        sanctions = {s for s in reached if not self.better(player, self.state, s)}
        assert told.reached == len(reached)
        assert set(told.sanctions) == sanctions
        if not sanctions:
            assert not told.holds
            assert not told.moves
            return
        end = self.sequence(player, start, told.moves)
        assert end in sanctions
        assert all(one.improves for one in told.moves) or not credible
        for one in told.escapes:
            self.move(one)
            assert (one.player, one.source) == (player, end)
            assert self.better(player, self.state, one.target) == (not told.holds)
        if not lasting:
            assert told.holds
        elif told.holds:
            assert {one.target for one in told.escapes} == self.moves[player, end]
        else:
            assert set(told.escaped) == sanctions
            for end, target in told.escaped.items():
                assert target in self.moves[player, end]
                assert self.better(player, self.state, target)

    def judge(self, found) -> None:
        """Everything that is said of the state is so."""
        for player, improvements in zip(self.players, found.improvements, strict=True):
            self.known_to(player).one(player, improvements)
            told = {one.move.target for one in improvements}
            name = found.game.players[player]
            assert found.stable["nash"][name] == (not told)
            for concept in DETERRED:
                assert found.stable[concept][name] == all(one.answers[concept].holds for one in improvements)

    def one(self, player: int, improvements) -> None:
        """Everything that is said of a player's improvements is so, and none is missing."""
        for one in improvements:
            self.move(one.move)
            assert (one.move.player, one.move.source) == (player, self.state)
            assert one.move.improves
            for concept in DETERRED:
                self.answer(player, one.move.target, concept, one.answers[concept])
        told = [one.move.target for one in improvements]
        known = {q for q in self.moves[player, self.state] if self.better(player, self.state, q)}
        assert sorted(told) == sorted(known if self.sees(player) else ())
        worth = [self.payoff[player, q] for q in told]
        assert worth == sorted(worth, reverse=True)


@settings(max_examples=300, deadline=None)
@given(game=conflicts(), data=st.data())
def test_every_witness_proves_what_it_is_given_for(game, data):
    state = data.draw(st.integers(0, len(game.states) - 1))
    Judge(game, state).judge(why(game, state))


@settings(max_examples=100, deadline=None)
@given(game=conflicts(), data=st.data())
def test_sequences_are_as_short_as_can_be(game, data):
    state = data.draw(st.integers(0, len(game.states) - 1))
    for player, improvements in enumerate(why(game, state).improvements):
        judge = Judge(game, state).known_to(player)
        for one in improvements:
            told = one.answers["gmr"]
            if told.holds:
                assert len(told.moves) == fewest(judge, player, one.move.target)


@settings(max_examples=200, deadline=None)
@given(game=conflicts(), sequences=st.sampled_from(["legal", "single_step", "each_once"]))
def test_witnesses_and_stable_sets_agree(game, sequences):
    stable = solve(game, solver=Stability(sequences=sequences)).result
    concepts = [stable.concepts.index(concept) for concept in ("nash", *DETERRED)]
    for state in range(len(game.states)):
        told = why(game, state, sequences=sequences).stable
        assert [list(found.values()) for found in told.values()] == stable.stable[0][concepts, :, state].tolist()


@settings(max_examples=300, deadline=None)
@given(game=conflicts(), concepts=st.sets(st.sampled_from(("nash", *DETERRED)), min_size=1), data=st.data())
def test_every_verdict_can_be_told(game, concepts, data):
    found = why(game, data.draw(st.integers(0, len(game.states) - 1)), concepts=sorted(concepts))
    told = told_why(found)
    for player, name in enumerate(game.players):
        (head,) = [line for line in told if line.startswith(f"{name}: ")]
        assert ("not stable under" in head or "none of the five" in head) == (
            not any(found.stable[concept][name] for concept in found.concepts)
        )
        mine = [line for line in told if line.startswith(f"{name} could ")]
        assert bool(mine) == bool(found.improvements[player])
        kinds = [[answer.holds for answer in one.answers.values()] for one in found.improvements[player]]
        free = any("nothing deters it." in line or "nobody else has a move" in line for line in mine)
        assert free <= any(not any(kind) for kind in kinds)


@pytest.mark.parametrize(
    ("name", "overrides"),
    [
        ("four_track_grand_game", ("lasting_measures",)),
        ("elmira", ()),
        ("cuban_missiles", ()),
        ("baseline_impasse", ()),
    ],
)
def test_witnesses_in_scenarios_prove_what_they_are_given_for(name, overrides):
    """With moves that cannot be taken back, states that were joined, and outcomes that are forbidden."""
    game = ConflictGame.from_scenario(load(name, overrides=overrides))
    for state in range(0, len(game.states), 1 + len(game.states) // 12):
        Judge(game, state).judge(why(game, state))


def fewest(judge: Judge, player: int, start: int) -> int:
    """The length of the shortest sanction, by trying all sequences of one move, then of two, and so on."""
    ends, length = {(start, player)}, 0
    while True:
        length += 1
        ends = {
            (target, other)
            for state, last in ends
            for other in judge.players
            if other not in (player, last)
            for target in judge.moves[other, state]
        }
        if any(not judge.better(player, judge.state, state) for state, _ in ends):
            return length


def test_the_judge_finds_fault_with_a_false_proof():
    game = ConflictGame.from_graph(
        players=["a", "b"], states="xyz", moves={"a": [(0, 1)], "b": [(1, 2)]}, payoffs={"a": [1, 2, 3], "b": [0, 0, 1]}
    )
    found = why(game, "x")
    Judge(game, 0).judge(found)
    other = ConflictGame.from_graph(
        players=["a", "b"], states="xyz", moves={"a": [(0, 1)], "b": [(1, 2)]}, payoffs={"a": [1, 2, 1], "b": [0, 0, 1]}
    )
    for wrong in (Judge(other, 0), Judge(game, 1)):
        try:
            wrong.judge(found)
        except AssertionError:
            continue
        raise RuntimeError("a false proof was let pass")
