"""Paths under a profile, against matrix powers, enumeration of all paths, re-solving, simulation and closed forms."""

from __future__ import annotations

import pickle
from collections import defaultdict
from itertools import groupby

import numpy as np
import pytest

from negsim.concepts.nash import nash
from negsim.errors import NotApplicable, UnknownName
from negsim.games.chain import GOES_ON, chain
from negsim.games.results import Profiles
from negsim.games.stochastic import StochasticGame
from negsim.solvers.base import Solution
from negsim.studies.paths import ENDLESS, Paths, paths
from negsim.studies.play.hitting import backward
from negsim.testing.games import samples


class Given:
    """Stands where the solver of a solution does, for profiles that a test makes up."""

    concept = nash


def solved(game, weights=None, seed=0) -> Solution:
    """A solution of a game by one row: the weights, or weights drawn at random."""
    if weights is None:
        draw = np.random.default_rng(seed).random(len(game.choices)) + 0.05
        place = game.choices.place
        weights = draw / np.bincount(place, draw)[place] if len(draw) else draw
    result = Profiles(item=np.zeros(1, np.intp), weights=np.asarray(weights, float).reshape(1, -1))
    return Solution(game, Given(), result, np.zeros(1, np.intp), np.zeros(1, np.intp))


def drift(matrix, states=(), escalation=None) -> StochasticGame:
    """A chain as a game in which nobody has a choice; a row of zeros ends play."""
    matrix = np.asarray(matrix, float)
    size = len(matrix)
    return StochasticGame(
        payoffs=np.zeros((1, 1, size, 1)),
        transitions=matrix[:, None, :],
        discount=0.5,
        states=tuple(states),
        escalation=escalation,
    )


def ruin(size: int, up: float, start: int) -> StochasticGame:
    """A gambler who starts with some of so many coins."""
    matrix = np.zeros((size + 1, size + 1))
    for coins in range(1, size):
        matrix[coins, coins + 1], matrix[coins, coins - 1] = up, 1 - up
    game = drift(matrix, [f"{coins} coins" for coins in range(size + 1)], np.arange(size + 1))
    return StochasticGame(
        payoffs=game.payoffs,
        transitions=game.transitions,
        discount=0.5,
        states=game.states,
        escalation=game.escalation,
        start=start,
    )


def ladder(seed: int = 3, horizon: int | None = None) -> StochasticGame:
    """Two parties on three rungs, who may step up or hold; a collision and a deal end play."""
    draw = np.random.default_rng(seed)
    transitions = np.zeros((5, 2, 2, 5))
    transitions[:3] = draw.random((3, 2, 2, 5)) ** 2
    transitions[:3] /= transitions[:3].sum(-1, keepdims=True)
    return StochasticGame(
        payoffs=np.zeros((1, 2, 5, 2, 2)),
        transitions=transitions,
        discount=0.9,
        players=("east", "west"),
        states=("talks", "pressure", "alarm", "collision", "deal"),
        actions=(("hold", "up"), ("wait", "push")),
        available=([[1, 1], [1, 1], [1, 1], [1, 0], [1, 0]], [[1, 1], [1, 0], [1, 1], [1, 0], [1, 0]]),
        escalation=[0, 1, 2, 3, 0],
        horizon=horizon,
    )


def dense(found) -> np.ndarray:
    matrix = np.diag(found.ends.astype(float))
    np.add.at(matrix, (found.source, found.target), found.probability)
    return matrix


@pytest.mark.parametrize(("up", "start"), [(0.5, 3), (0.4, 5), (0.7, 2)])
def test_the_gambler_is_ruined_as_in_the_textbook(up, start):
    size, odds = 9, (1 - up) / up
    found = paths(solved(ruin(size, up, start)))
    rich = start / size if up == 0.5 else (1 - odds**start) / (1 - odds**size)
    names = found.chain.outcomes
    assert found.endings.probability[names.index("9 coins")] == pytest.approx(rich, abs=1e-13)
    assert found.endings.probability[names.index("0 coins")] == pytest.approx(1 - rich, abs=1e-13)
    assert found.endings.probability[-1] == pytest.approx(0, abs=1e-13)
    stages = start * (size - start) if up == 0.5 else (start - size * rich) / (1 - 2 * up)
    assert np.nansum(found.endings.probability * found.endings.time) == pytest.approx(stages, rel=1e-12)
    if up == 0.5:  # Stern (1975): the expected duration given that all is won
        assert found.endings.time[names.index("9 coins")] == pytest.approx((size**2 - start**2) / 3, rel=1e-12)


@pytest.mark.parametrize("hazard", [0.3, 0.01, 2e-4, 1e-7])
def test_a_constant_hazard_gives_geometric_times(hazard):
    found = paths(solved(drift([[1 - hazard, hazard], [0, 0]], ["peace", "collision"])), horizon=20)
    assert found.outcomes["collision"] == pytest.approx(-np.expm1(20 * np.log1p(-hazard)), rel=1e-12)
    assert found.endings.time[0] == pytest.approx(1 / hazard, rel=1e-9)
    exact = np.log1p(-np.array([0.1, 0.5, 0.9])) / np.log1p(-hazard)
    assert found.endings.quantiles[0] == pytest.approx(np.ceil(exact), rel=1e-6, abs=0)
    if hazard > 1e-3:
        assert found.endings.quantiles[0].tolist() == np.ceil(exact - 1e-9).tolist()


def test_shares_are_powers_of_the_matrix():
    found = paths(solved(ladder()), horizon=7)
    power = np.linalg.matrix_power(dense(found.chain), 7)[found.start]
    assert found.outcomes == pytest.approx(
        {"collision": power[3], "deal": power[4], GOES_ON: power[:3].sum()}, abs=1e-14
    )
    assert np.allclose(found.shares.sum(1), 1, atol=1e-13)
    assert np.allclose(found.where.sum(1), 1, atol=1e-13)


def test_escalation_is_that_of_the_play_that_goes_on():
    found = paths(solved(ladder()), horizon=6)
    power = np.linalg.matrix_power(dense(found.chain), 4)[0, :3]
    assert found.escalation[4, 0] == pytest.approx(power @ [0, 1, 2] / power.sum())
    shares = np.cumsum(power / power.sum())
    assert found.escalation[4, 1:].tolist() == [np.searchsorted(shares, 0.1), np.searchsorted(shares, 0.9)]
    stays = sum(np.linalg.matrix_power(dense(found.chain), t)[0, :3] for t in range(6))
    assert list(found.occupation.values()) == pytest.approx(stays.tolist())
    assert list(found.occupation) == [0, 1, 2]


def everything(found, start, stages):
    """Every path with its probability, by walking through all of them."""
    border = [(1.0, (start,), ())]
    for _ in range(stages):
        ahead = []
        for share, states, moves in border:
            if found.ends[states[-1]]:
                ahead.append((share, states, moves))
                continue
            for step in range(found.first[states[-1]], found.first[states[-1] + 1]):
                ahead.append(
                    (share * found.probability[step], (*states, found.target[step]), (*moves, found.move[step]))
                )
        border = ahead
    return border


@pytest.mark.parametrize("horizon", [None, 4])
def test_likely_paths_are_the_first_of_all_paths(horizon):
    found = paths(solved(ladder(horizon=horizon)), horizon=4, most=25)
    every = sorted(everything(found.chain, found.start, 4), key=lambda one: -one[0])
    assert sum(one[0] for one in every) == pytest.approx(1)
    assert [path.probability for path in found.likely] == pytest.approx([one[0] for one in every[:25]], rel=1e-12)
    shares = {
        (tuple(found.chain.states[k] for k in states), tuple(found.chain.moves[k] for k in moves)): share
        for share, states, moves in every
    }
    for path in found.likely:
        assert shares[path.states, path.moves] == pytest.approx(path.probability)
    assert len({(path.states, path.moves) for path in found.likely}) == 25


@pytest.mark.parametrize("horizon", [None, 5])
def test_routes_gather_all_paths_that_differ_in_the_stays_only(horizon):
    found = paths(solved(ladder(horizon=horizon)), horizon=5, most=12)
    shares = defaultdict(float)
    for share, states, _ in everything(found.chain, found.start, 5):
        shares[tuple(label for label, _ in groupby(found.chain.states[k] for k in states))] += share
    expected = sorted(shares.values(), reverse=True)[:12]
    assert [route.probability for route in found.routes] == pytest.approx(expected, rel=1e-10)
    for route in found.routes:
        assert shares[route.states] == pytest.approx(route.probability)
        assert len(route.moves) == len(route.states) - 1
        assert set(route.moves) <= set(found.chain.moves)


def test_the_move_of_a_route_is_the_likeliest_between_its_states():
    game = ladder()
    weights = solved(game).result.weights[0].copy()
    found = paths(solved(game, weights), horizon=5)
    one = next(route for route in found.routes if route.states == ("talks", "collision"))
    steps = {
        found.chain.moves[m]: p
        for s, t, m, p in zip(
            found.chain.source, found.chain.target, found.chain.move, found.chain.probability, strict=True
        )
        if (s, t) == (0, 3)
    }
    assert one.moves == (max(steps, key=steps.get),)


def by_force(found: Paths) -> dict[tuple[int, int], float]:
    """Change of the watched probability by every switch: change the profile, and follow play again."""
    game, weights = found.solution.game, found.solution.result.weights[found.row]
    hit = found.chain.outcomes.index(found.watched)
    before = found.shares[-1][hit]
    changes = {}
    for place, span in enumerate(game.choices.slices):
        for choice in range(span.start, span.stop):
            if weights[choice] == 1:
                continue
            other = weights.copy()
            other[span] = 0
            other[choice] = 1
            again = chain(game, Profiles(item=np.zeros(1, np.intp), weights=other[None]))
            ends = again.outcome == again.outcomes.index(found.watched) if found.watched in again.outcomes else None
            share = 0.0 if ends is None else backward(again, ends, found.horizon)[-1][again.start]
            changes[place, choice] = share - before
    return changes


@pytest.mark.parametrize(
    ("game", "horizon"),
    [
        (ladder(), 1),
        (ladder(), 9),
        (ladder(7), 40),
        (ladder(8, horizon=3), None),
        (samples("stochastic")["ends"], 12),
        (samples("extensive")[next(iter(samples("extensive")))], None),
    ],
    ids=["one stage", "nine stages", "forty stages", "deadline", "random", "tree"],
)
def test_critical_moves_do_what_solving_again_says(game, horizon):
    found = paths(solved(game), horizon=horizon, most=1000)
    exact = by_force(found)
    expected = sorted((abs(change) for change in exact.values() if abs(change) > 1e-12), reverse=True)
    assert [abs(one.effect) for one in found.critical] == pytest.approx(expected, rel=1e-9, abs=1e-13)
    choices = game.choices
    for (place, choice), change in exact.items():
        told = [
            one.effect
            for one in found.critical
            if (one.actor, one.to) == (choices.players[choices.player[choice]], choices.actions[choice])
            and (one.state == choices.places[place] or choices.places[place].isdigit())
        ]
        if abs(change) > 1e-12:
            assert min(abs(effect - change) for effect in told) < 1e-12


def test_few_critical_moves_are_the_first_of_many():
    draw = np.random.default_rng(5)
    size = 150
    transitions = draw.random((size, 2, size)) ** 60
    transitions /= transitions.sum(-1, keepdims=True)
    transitions *= 0.97
    transitions[..., -1] += 0.03
    transitions[-1] = 0
    available = np.ones((size, 2), bool)
    available[-1, 1] = False
    game = StochasticGame(
        payoffs=np.zeros((1, 1, size, 2)), transitions=transitions, discount=0.9, available=(available,)
    )
    solution = solved(game)
    every = paths(solution, horizon=15, most=1000).critical
    few = paths(solution, horizon=15, most=4).critical
    assert len(every) > 200
    assert [one.effect for one in few] == pytest.approx([one.effect for one in every[:4]], rel=1e-12)


def test_a_critical_move_names_state_actor_and_plans():
    game = ladder()
    weights = np.zeros(len(game.choices))
    weights[[0, 2, 4, 6, 8]] = 1  # everybody holds and waits for certain
    weights[[0, 1]] = 0.25, 0.75
    found = paths(solved(game, weights), horizon=6, outcome="deal")
    assert found.watched == "deal"
    one = next(one for one in found.critical if (one.state, one.actor, one.to) == ("talks", "east", "up"))
    assert one.played == {"hold": 0.25, "up": 0.75}
    assert {one.actor for one in found.critical} <= {"east", "west"}
    assert all(one.to not in one.played or len(one.played) > 1 for one in found.critical)


def test_the_first_outcome_is_watched_unless_it_only_means_that_time_is_over():
    assert paths(solved(ladder())).watched == "collision"
    assert paths(solved(ladder(horizon=3))).watched == "collision"
    alone = drift([[0.5, 0.5], [0.5, 0.5]])
    assert paths(solved(alone)).watched == ""
    assert paths(solved(alone)).critical == ()
    assert paths(solved(alone.until(2))).watched == "deadline: 1"


def test_simulated_shares_are_near_the_truth_and_reproducible():
    found = paths(solved(ladder()), horizon=10, trajectories=20_000, seed=11)
    sigma = np.sqrt(found.shares * (1 - found.shares) / 20_000)
    assert (np.abs(found.simulated.shares - found.shares) <= 4 * sigma + 1e-12).all()
    again = paths(solved(ladder()), horizon=10, trajectories=20_000, seed=11)
    assert (again.simulated.states == found.simulated.states).all()
    other = paths(solved(ladder()), horizon=10, trajectories=20_000, seed=12)
    assert (other.simulated.states != found.simulated.states).any()


def test_the_bands_hold_the_truth_as_often_as_they_say():
    found = paths(solved(ladder()), horizon=3)
    held = []
    for seed in range(200):
        low, high = paths(found.solution, horizon=3, trajectories=300, seed=seed).simulated.bands
        held.append((low <= found.shares + 1e-12) & (found.shares <= high + 1e-12))
    share = np.mean(held, axis=0)
    assert (share[0] == 1).all()
    assert (np.abs(share[1:] - 0.95) <= 4 * np.sqrt(0.95 * 0.05 / 200) + 0.01).all()


def test_the_compiled_walk_takes_the_same_steps():
    found = paths(solved(ladder()), horizon=10, trajectories=50, seed=3).simulated
    many = paths(solved(ladder()), horizon=10, trajectories=20_000, seed=3).simulated
    assert (many.states[:50] == found.states).all()


def test_walks_follow_steps_that_exist():
    found = paths(solved(ladder()), horizon=8, trajectories=200)
    matrix = dense(found.chain)
    states = found.simulated.states
    assert (matrix[states[:, :-1], states[:, 1:]] > 0).all()
    assert (states[:, 0] == found.start).all()


def test_too_many_trajectories_are_refused_before_any_work():
    found = paths(solved(ladder()), horizon=50, trajectories=10**9)
    with pytest.raises(NotApplicable, match=r"more than 2 GiB. Ask for at most 10,526,880"):
        _ = found.simulated


def test_play_can_begin_anywhere():
    solution = solved(ladder())
    found = paths(solution, start="alarm", horizon=5)
    power = np.linalg.matrix_power(dense(found.chain), 5)[2]
    assert found.outcomes["collision"] == pytest.approx(power[3])
    ended = paths(solution, start="collision")
    assert ended.horizon == 0
    assert ended.outcomes == {"collision": 1.0, "deal": 0.0, GOES_ON: 0.0}
    assert ended.endings.time[0] == 0
    assert [path.states for path in ended.likely] == [("collision",)]
    assert [path.states for path in ended.routes] == [("collision",)]
    assert ended.critical == ()
    with pytest.raises(UnknownName, match="unknown state 'alarms'; did you mean 'alarm'"):
        paths(solution, start="alarms")


def test_the_horizon_is_long_enough_and_not_longer():
    found = paths(solved(ladder()))
    assert found.shares[-1, -1] <= 0.001 < found.shares[-2, -1]
    assert paths(solved(drift([[0.999, 0.001], [0, 0]]))).horizon == 100
    assert paths(solved(drift([[0.5, 0.5], [0.5, 0.5]]))).horizon == ENDLESS
    assert paths(solved(ladder(horizon=3))).horizon == 3
    assert paths(solved(ladder(horizon=150))).horizon == 150
    partly = drift([[0.4, 0.3, 0.3, 0], [0, 1, 0, 0], [0, 0, 0.5, 0.5], [0, 0, 0, 0]])
    found = paths(solved(partly))
    assert found.endings.probability.tolist() == pytest.approx([0.5, 0.5])
    undecided = found.where[:, [0, 2]].sum(1)
    assert undecided[-1] <= 0.001 < undecided[-2]


def test_play_that_never_ends_has_no_times():
    found = paths(solved(drift([[0.5, 0.5], [0.5, 0.5]])))
    assert found.endings.probability.tolist() == [1]
    assert np.isnan(found.endings.time).all()
    assert found.outcomes == {GOES_ON: pytest.approx(1)}


def test_large_chains_are_solved_sparsely_to_the_same_numbers():
    size = 700
    found = paths(solved(ruin(size, 0.6, 350)), horizon=10)
    odds = 0.4 / 0.6
    rich = (1 - odds**350) / (1 - odds**size)
    assert found.endings.probability[1] == pytest.approx(rich, rel=1e-10)
    assert found.endings.time[1] == pytest.approx(350 / 0.2, rel=1e-9)


def test_rows_and_solutions_are_followed_as_they_are():
    solution = solved(ladder())
    assert paths(solution[0], horizon=3).outcomes == paths(solution, horizon=3).outcomes
    with pytest.raises(NotApplicable, match="there is no answer 1: Given found 1 answer, counted from 0"):
        paths(solution, row=1)
    with pytest.raises(UnknownName, match="unknown outcome 'colision'; did you mean 'collision'"):
        paths(solution, outcome="colision")
    with pytest.raises(NotApplicable, match="at least 0, not -1"):
        paths(solution, horizon=-1)
    with pytest.raises(NotApplicable, match="more than 1 GiB"):
        paths(solution, horizon=10**9)


def test_scenarios_without_stages_say_what_they_lack():
    with pytest.raises(NotApplicable, match=r"'games.stochastic' \(stages and states\) or 'games.extensive'"):
        paths("baseline_impasse")
    with pytest.raises(NotApplicable, match="'extensive' or 'stochastic'"):
        paths("baseline_impasse", "strategic")


def test_paths_pickle():
    found = paths(solved(drift([[0.7, 0.3], [0, 0]])), horizon=4)
    _ = found.shares, found.likely, found.simulated
    assert pickle.loads(pickle.dumps(found)).outcomes == found.outcomes


def test_a_tree_is_followed_to_its_outcomes():
    name, game = next(iter(samples("extensive").items()))
    found = paths(solved(game))
    assert found.shares[-1, -1] == 0, name
    reach = game.reach(found.solution.result)[0, game.tree.terminals]
    expected = np.bincount(game.tree.outcome, reach, minlength=len(game.tree.outcomes))
    assert found.shares[-1, :-1].tolist() == pytest.approx(expected.tolist())
    assert found.endings.probability[:-1].tolist() == pytest.approx(expected.tolist())
    depth = game.tree.depth[game.tree.terminals]
    assert np.nansum(found.endings.probability * found.endings.time) == pytest.approx(float(reach @ depth))


def wandering(size: int, hazard: float) -> StochasticGame:
    """Play that may go from any state to a few others, and everywhere ends with the same probability."""
    draw = np.random.default_rng(size)
    matrix = np.zeros((size + 1, size + 1))
    for state in range(size):
        share = draw.random(4)
        np.add.at(matrix[state], draw.integers(0, size, 4), (1 - hazard) * share / share.sum())
        matrix[state, -1] = hazard
    return drift(matrix)


@pytest.mark.parametrize("hazard", [0.02, 1e-4])
def test_in_large_chains_that_forget_their_start_times_are_those_of_the_hazard(hazard):
    found = paths(solved(wandering(600, hazard)), horizon=3)
    assert found.endings.probability[0] == pytest.approx(1, abs=1e-9)
    assert found.endings.time[0] == pytest.approx(1 / hazard, rel=1e-8)
    exact = np.log1p(-np.array([0.1, 0.5, 0.9])) / np.log1p(-hazard)
    assert found.endings.quantiles[0] == pytest.approx(np.ceil(exact), abs=1)


def test_times_beyond_what_can_be_followed_are_left_open():
    size = 500
    up = np.diag(np.full(size, 0.4), 1)[:size, :size]
    down = np.diag(np.full(size, 0.4), -1)[:size, :size]
    matrix = np.zeros((size + 1, size + 1))
    matrix[:size, :size] = up + down + 0.2 * np.eye(size)
    matrix[0, 0], matrix[size - 1, size - 1] = 0.6, 0.5
    matrix[size - 1, size] = 0.1
    found = paths(solved(drift(matrix)), horizon=3)
    assert found.endings.probability[0] == pytest.approx(1)
    assert found.endings.time[0] > 100_000
    assert np.isnan(found.endings.quantiles[0]).all()
