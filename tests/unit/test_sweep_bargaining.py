"""Sweeps of bargaining: what is agreed at every point, the size of the zone of agreement, and the room there is."""

from __future__ import annotations

import itertools
import pickle

import numpy as np
import pytest
from scipy.optimize import linprog

from negsim import game, load, solve, sweep
from negsim.errors import InvalidGame, NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.games.results import Agreements
from negsim.games.talks.rule import Rule
from negsim.scenario import files
from negsim.scenario.load import load_text
from negsim.solvers.bargaining.nash_bargaining import NashBargaining
from negsim.solvers.base import Solution
from negsim.studies.executors.inline import Inline
from negsim.studies.regimes.agreements import grouped, in_zone, room
from negsim.views.tables.sweep import columns

EQUILIBRIUM = "\ngames: {bargaining: {disagreement: {equilibrium: strategic, solver: {name: %s}}}}\n"
VARY = {"face_cost_W": (0, 6, 13), "audience_cost_never": (0, 5, 11)}


@pytest.fixture(scope="module")
def swept():
    return sweep("moratorium_length", "bargaining", vary=VARY)


def test_every_point_has_the_agreement_that_it_has_alone(swept):
    scenario = load("moratorium_length")
    for k in range(0, len(swept), 7):
        values = {name: float(column[k]) for name, column in swept.columns.items()}
        alone = solve(scenario, "bargaining", "nash_bargaining", values=values)
        label = alone.game.agreements[alone.result.agreement[0, 0]] if len(alone.result) else "refuse"
        assert swept.labels[swept.equilibrium[k]] == ("no agreement" if label == "refuse" else label)
        np.testing.assert_allclose(swept.payoff[k], alone.game.payoff(alone.result)[0] if len(alone.result) else (0, 0))


def test_zone_and_room_of_every_point_are_counted_by_hand(swept):
    scenario = load("moratorium_length")
    for k in range(0, len(swept), 5):
        asked = game(scenario, "bargaining", {name: float(column[k]) for name, column in swept.columns.items()})
        assert asked.agreements[0] == "refuse"
        gains = (asked.payoffs[0] - asked.disagreement[0][:, None])[:, 1:]
        assert swept.zone[k] == (gains >= 0).all(0).sum()
        assert swept.room[k] == pytest.approx(gains.min(0).max())


def test_the_agreement_is_in_the_zone_exactly_where_there_is_room(swept):
    none = swept.labels.index("no agreement")
    assert ((swept.equilibrium == none) == (swept.room < 0)).all()
    assert ((swept.zone > 0) == (swept.room >= 0)).all()
    assert 0 < (swept.zone > 0).mean() < 1


def test_chunks_do_not_matter(swept):
    pieces = sweep("moratorium_length", "bargaining", vary=VARY, chunk_bytes=1000, executor=Inline())
    assert pieces.labels == swept.labels
    for name in ("equilibrium", "zone", "room", "payoff", "status"):
        np.testing.assert_array_equal(getattr(pieces, name), getattr(swept, name))


def test_zone_and_room_are_columns(swept):
    found = columns(swept)
    assert found["zone"].tolist() == swept.zone.tolist()
    assert found["room"].tolist() == swept.room.tolist()
    assert "zone" not in columns(sweep("baseline_impasse", "strategic", vary={"audience_cost_R": (0, 6, 3)}))


def test_a_sweep_pickles(swept):
    assert pickle.loads(pickle.dumps(swept)).zone.tolist() == swept.zone.tolist()


def most_by_program(payoffs, groups):
    """The largest least gain over lotteries, as a linear program for each group."""
    best = []
    for group in groups:
        table = payoffs[list(group)]
        size = table.shape[1]
        answer = linprog(
            [*np.zeros(size), -1],
            A_ub=np.hstack([-table, np.ones((len(table), 1))]),
            b_ub=np.zeros(len(table)),
            A_eq=[[*np.ones(size), 0]],
            b_eq=[1],
            bounds=[(0, None)] * size + [(None, None)],
        )
        best.append(-answer.fun)
    return max(best)


@pytest.mark.parametrize("parties", [1, 2, 3])
@pytest.mark.parametrize("lotteries", [False, True])
def test_room_is_the_largest_least_gain(parties, lotteries):
    rng = np.random.default_rng(parties)
    for grid in (True, False):
        payoffs = rng.integers(-4, 5, (40, parties, 6)) if grid else rng.normal(size=(40, parties, 6))
        asked = BargainingGame(payoffs=payoffs, disagreement=np.zeros((1, parties)), lotteries=lotteries)
        expected = [most_by_program(one, [range(parties)]) if lotteries else one.min(0).max() for one in payoffs]
        np.testing.assert_allclose(room(asked), expected, rtol=0, atol=1e-9)


def test_room_under_a_majority_is_that_of_the_best_pair():
    payoffs = np.random.default_rng(5).normal(size=(60, 3, 5))
    majority = Rule(votes=(1, 1, 1), quota=2)
    pairs = list(itertools.combinations(range(3), 2))
    for lotteries in (False, True):
        asked = BargainingGame(payoffs=payoffs, disagreement=np.zeros((1, 3)), rule=majority, lotteries=lotteries)
        expected = [
            most_by_program(one, pairs) if lotteries else max(one[list(pair)].min(0).max() for pair in pairs)
            for one in payoffs
        ]
        np.testing.assert_allclose(room(asked), expected, rtol=0, atol=1e-9)
        if not lotteries:
            assert (in_zone(asked).any(1) == (room(asked) >= 0)).all()


def test_where_nothing_new_is_on_the_table_there_is_no_room():
    asked = BargainingGame(payoffs=[[[1.0], [2.0]]], disagreement=[[1.0, 2.0]], status_quo=0)
    assert room(asked).tolist() == [-np.inf]
    assert not in_zone(asked).any()


def test_lotteries_are_told_by_their_likeliest_part():
    asked = BargainingGame(payoffs=np.ones((5, 2, 2)), disagreement=np.zeros((1, 2)), agreements=("a", "b"))
    rows = Agreements(
        item=np.array([0, 1, 2, 3]),
        agreement=np.array([[0, 1]] * 4),
        weights=np.array([[1, 0], [0.7, 0.3], [0.5, 0.5], [0, 1]]),
    )
    status = np.array([0, 0, 0, 0, 3])
    phrases, group = grouped(Solution(asked, NashBargaining(), rows, status, status))
    told = [phrases[k] for k in group]
    assert told == [("a",), ("mostly a",), ("likeliest a",), ("b",), ("no agreement",)]
    _, group = grouped(Solution(asked, NashBargaining(), rows, np.array([0, 0, 0, 0, 5]), status))
    assert group[-1] == -1


def against_equilibrium(name: str, solver: str, **values: float):
    """A shipped scenario in which no agreement means an equilibrium."""
    return load_text(files.text_of(files.find(name)) + EQUILIBRIUM % solver, values=values)


def impasse(solver: str, **values: float):
    return against_equilibrium("baseline_impasse", solver, **values)


def test_disagreement_can_be_an_equilibrium_of_another_form():
    asked = game(impasse("pure_nash"), "bargaining")
    assert asked.disagreement.tolist() == [[0, 0]]  # both insist, and the menu stays on offer
    several = game(impasse("pure_nash"), "bargaining", {"audience_cost_R": np.array([4.0, 2.0])})
    np.testing.assert_allclose(several.disagreement, [[0, 0], [1.2, 3]])  # the menu is taken


def test_of_several_equilibria_the_first_found_counts():
    scenario = against_equilibrium(
        "baseline_impasse", "all_nash", audience_cost_R=3.2
    )  # both pure equilibria, and all between them
    rows = solve(scenario, "strategic", "all_nash")
    assert len(rows.result) > 1
    np.testing.assert_allclose(game(scenario, "bargaining").disagreement[0], rows.game.payoff(rows.result)[0])


def test_sweeps_find_the_equilibrium_at_every_point():
    found = sweep(
        impasse("pure_nash"),
        "bargaining",
        "nash_bargaining",
        vary={"audience_cost_R": [4, 2]},
    )
    alone = [solve(impasse("pure_nash", audience_cost_R=cost), "bargaining", "nash_bargaining") for cost in (4, 2)]
    np.testing.assert_allclose(found.payoff, [each.game.payoff(each.result)[0] for each in alone])


def test_games_without_such_an_equilibrium_are_told():
    for solver, error, words in (
        ("pure_nash", InvalidGame, "PureNash finds no equilibrium"),
        ("iterated_dominance", NotApplicable, "Use all_nash"),
    ):
        with pytest.raises(error, match=words):
            game(against_equilibrium("matching_pennies", solver), "bargaining")
