"""How two-player trees are cut into pieces, shrunk by likeness, and solved within limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from negsim.errors import NotApplicable
from negsim.games.extensive import ExtensiveGame
from negsim.games.trees.pieces import pieces, uncut
from negsim.games.trees.tree import Tree
from negsim.kernels.trees.lemke import FAILED
from negsim.kernels.trees.likeness import Forest, alike
from negsim.solvers.base import Status
from negsim.solvers.extensive import sequence_form
from negsim.solvers.extensive.cfr_plus import CFRPlus
from negsim.solvers.extensive.sequence_form import SequenceForm
from negsim.testing.poker import kuhn_poker, leduc_poker
from negsim.testing.stages import staged_game
from negsim.testing.trees import Decision, demand_and_answer, hidden_card, signals, written


def test_a_stage_that_both_watch_begins_a_subgame():
    game = staged_game(2, 3)
    cut = pieces(game.tree)
    assert len(cut) == 1 + 4 + 16
    assert (cut.sequences == 4).all()
    assert cut.odds(game.tree, game.chance[0]) == pytest.approx(1.0)
    assert len(pieces(staged_game(2, 3, watched=False).tree)) == 1


def test_where_everything_is_seen_every_decision_begins_a_subgame():
    game = demand_and_answer()
    cut = pieces(game.tree)
    assert sorted(cut.root) == sorted(np.flatnonzero(game.tree.place != -1))


def test_chance_counts_from_the_root_of_a_piece():
    game = leduc_poker()
    whole = uncut(game.tree)
    reach = np.ones(len(game.tree))
    for node in range(1, len(reach)):
        reach[node] = reach[game.tree.parent[node]] * game.chance[0, node]
    assert whole.odds(game.tree, game.chance[0]) == pytest.approx(reach[whole.leaf])
    assert set(whole.leaf) == set(game.tree.terminals)


def sequences_of(game):
    whole = uncut(game.tree)
    forests = tuple(Forest(s.before, 1 + np.concatenate([[0], np.cumsum(s.size)])) for s in whole.sides)
    ends = np.searchsorted(game.tree.terminals, whole.leaf)
    values = whole.odds(game.tree, game.chance[0]) * game.payoffs[0, 0][ends]
    table = np.zeros([forest.start[-1] for forest in forests])
    np.add.at(table, (whole.sides[0].at, whole.sides[1].at), values)
    return forests, table


def test_cards_of_one_rank_are_alike_and_classes_are_equitable():
    """Members of a class earn the same against every class of the other's sequences, and share their information."""
    forests, table = sequences_of(leduc_poker())
    rows, columns = np.nonzero(table)
    classes = alike(forests, rows, columns, table[rows, columns][None])
    assert [found.sequences for found in classes] == [337, 337]
    for earned, own, other, forest in zip((table, table.T), classes, classes[::-1], forests, strict=True):
        summed = np.stack([np.bincount(other.sequence, row) for row in earned])
        for kind in range(own.sequences):
            members = np.flatnonzero(own.sequence == kind)
            assert np.abs(summed[members] - summed[members[0]]).max() <= 1e-12
        place = np.repeat(np.arange(len(forest.before)), np.diff(forest.start))
        assert len(np.unique(np.stack([own.sequence[1:], own.place[place]]), axis=1).T) == own.sequences - 1
        assert len(np.unique(np.stack([own.place, own.sequence[forest.before]]), axis=1).T) == own.places


def test_sequences_with_payoffs_of_their_own_are_not_alike():
    forests, table = sequences_of(leduc_poker())
    rows, columns = np.nonzero(table)
    payoffs = np.random.default_rng(1).normal(size=len(rows))
    classes = alike(forests, rows, columns, payoffs[None])
    assert [found.sequences for found in classes] == [len(table), len(table.T)]


@pytest.mark.parametrize("seed", [1, 2])
def test_linear_program_and_pivots_agree_on_large_pieces(seed, monkeypatch):
    game = staged_game(2, 6, watched=False, seed=seed)
    assert pieces(game.tree).sequences[0] > sequence_form.SMALL
    program = SequenceForm().solve(game)
    monkeypatch.setattr(sequence_form, "SMALL", 10_000)
    pivots = SequenceForm().solve(game)
    assert program.ok
    assert pivots.ok
    assert game.payoff(program.result) == pytest.approx(game.payoff(pivots.result), abs=1e-9 * game.spread[0])
    assert max(program.residual[0], pivots.residual[0]) <= 1e-10 * game.spread[0]


def test_large_pieces_of_mixed_interests_are_solved_by_pivots():
    game = staged_game(2, 6, watched=False, zero_sum=False, seed=4)
    found = SequenceForm().solve(game)
    assert found.ok
    assert found.residual[0] <= 1e-10 * game.spread[0]
    assert SequenceForm(max_steps=5).solve(game).status[0] == Status.step_limit.code
    assert SequenceForm(deadline=1e-4).solve(game).status[0] == Status.time_limit.code


def test_a_piece_too_large_for_memory_is_not_begun(monkeypatch):
    monkeypatch.setattr(sequence_form, "ROOM", 1e6)
    found = SequenceForm().solve(staged_game(2, 6, watched=False, zero_sum=False))
    assert found.status[0] == Status.memory_limit.code
    assert not len(found)


def test_a_path_led_astray_is_tried_from_other_priors(monkeypatch):
    pivoted, tried = sequence_form._Work.pivoted, []

    def astray(work, piece, last, prior, most):
        tried.append(prior)
        return (piece, FAILED, 1) if len(tried) < 3 else pivoted(work, piece, last, prior, most)

    monkeypatch.setattr(sequence_form._Work, "pivoted", astray)
    game = kuhn_poker()
    found = SequenceForm().solve(game)
    assert found.ok
    assert len(tried) == 3
    assert not np.array_equal(tried[0], tried[2])
    assert game.payoff(found.result)[0, 0] == pytest.approx(-1 / 18)


def test_a_path_that_is_always_led_astray_has_failed(monkeypatch):
    monkeypatch.setattr(sequence_form._Work, "pivoted", lambda work, piece, last, prior, most: (piece, FAILED, 1))
    found = SequenceForm().solve(kuhn_poker())
    assert found.status[0] == Status.failed.code
    assert not len(found)


def test_limits_are_kept():
    game = leduc_poker()
    assert SequenceForm(max_steps=3).solve(game).status[0] == Status.step_limit.code
    assert SequenceForm(deadline=0.0).solve(game).status[0] == Status.time_limit.code
    short = CFRPlus(max_steps=7).solve(game)
    assert short.status[0] == Status.step_limit.code
    assert short.steps[0] == 7
    assert len(short) == 1
    assert np.isfinite(short.residual).all()


@pytest.mark.parametrize("solver", [SequenceForm(), CFRPlus()])
def test_more_players_are_sent_elsewhere(solver):
    with pytest.raises(NotApplicable, match=r"for 2 players, and this game has 3\. Use AgentLogit"):
        solver.solve(signals())


@pytest.mark.parametrize("solver", [SequenceForm(), CFRPlus()])
def test_who_forgets_is_sent_elsewhere(solver):
    tree = Tree(
        parent=[-1, 0, 0, 1, 1, 2, 2],
        action=[-1, 0, 1, 0, 1, 0, 1],
        place=[0, 1, 1, -1, -1, -1, -1],
        player=[0, 0],
        players=("one", "two"),
        actions=(("a", "b"), ("a", "b")),
        outcome=range(4),
        outcomes=tuple("abcd"),
    )
    with pytest.raises(NotApplicable, match=r"one decides at information set 1 .* or use AgentLogit"):
        solver.solve(ExtensiveGame(tree=tree, payoffs=np.ones((1, 2, 4))))


def test_regret_is_for_constant_sums():
    game = hidden_card()
    mixed = replace(game, payoffs=game.payoffs * np.array([1.0, 2.0])[:, None])
    with pytest.raises(NotApplicable, match=r"in game 0 they sum to between -2 and 2\. Use SequenceForm"):
        CFRPlus().solve(mixed)
    moved = replace(game, payoffs=game.payoffs + np.array([3.0, 5.0])[:, None])
    assert CFRPlus().solve(moved).ok


@pytest.mark.parametrize("wrong", [{"tolerance": -1.0}, {"averaging": float("nan")}])
def test_options_without_sense_are_refused(wrong):
    with pytest.raises(NotApplicable, match="use a share of the payoff range"):
        CFRPlus(**wrong)


def test_off_its_own_path_a_player_replies_best():
    """The first player stays out; had it gone in, it would take the better of its last moves, unseen ones included."""

    def entered(own, worse):
        def last(paid):
            return Decision("one", f"last, {own}", {"worse": (worse - paid, 1), "better": (-1 - paid, 1)})

        return Decision("two", "unseen", {"give": last(0), "take": last(1)})

    root = Decision("one", "first", {"left": entered("left", -3), "right": entered("right", -2), "out": (5, 5)})
    game = written(("one", "two"), root)
    assert len(pieces(game.tree)) == 1
    weights = SequenceForm().solve(game).result.weights[0]
    for place in ("last, left", "last, right"):
        assert weights[game.choices.place == game.choices.places.index(place)].tolist() == [0, 1]
