"""Markov chains of played profiles: their states, steps, labels and ends, for every form with stages."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.chain import GOES_ON, NOBODY, Chain, chain
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Profiles
from negsim.games.stages.layout import OVER
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import StrategicGame
from negsim.games.trees.tree import Tree


def accidents(strength: float) -> StochasticGame:
    """Three levels of tension of the accident model, and the collision that each may end in."""
    transitions = np.zeros((4, 1, 1, 4))
    for state, hazard in enumerate(np.array([0.002, 0.02, 0.12]) * (1 - strength)):
        row = np.zeros(4)
        row[min(state + 1, 2)] += 0.15
        row[max(state - 1, 0)] += 0.3
        row[state] += 0.55
        transitions[state, 0, 0] = (1 - hazard) * row
        transitions[state, 0, 0, 3] = hazard
    states = ("calm", "tense", "incident", "collision")
    return StochasticGame(
        payoffs=np.zeros((1, 2, 4, 1, 1)), transitions=transitions, discount=0.9, states=states, escalation=range(4)
    )


def duel() -> StochasticGame:
    """Two parties who may wait or act; when both act the play is over, and one state may be left for no other."""
    transitions = np.zeros((2, 2, 2, 2))
    transitions[0, 0, 0] = transitions[0, 0, 1] = [0.5, 0.5]
    transitions[0, 1, 0] = [0, 1]
    transitions[1, :, :, 1] = 1
    transitions[1, 1, 1] = 0
    return StochasticGame(
        payoffs=np.zeros((1, 2, 2, 2, 2)),
        transitions=transitions,
        discount=0.5,
        players=("east", "west"),
        states=("quiet", "tense"),
        actions=(("wait", "act"), ("wait", "act")),
        available=([[True, True], [True, True]], [[True, True], [True, False]]),
    )


def profile(*weights: float) -> Profiles:
    """One row."""
    return Profiles(item=np.zeros(1, np.intp), weights=np.array(weights)[None])


def steps(found: Chain) -> dict[tuple[str, str, str], float]:
    """Probability of each step by labels."""
    return {
        (found.states[s], found.moves[m], found.states[t]): float(p)
        for s, m, t, p in zip(found.source, found.move, found.target, found.probability, strict=True)
    }


def test_a_game_without_choices_is_its_own_chain():
    found = chain(accidents(0), profile())
    assert found.states == ("calm", "tense", "incident", "collision")
    assert found.outcomes == ("collision", GOES_ON)
    assert found.ends.tolist() == [False, False, False, True]
    assert found.rung.tolist() == [0, 1, 2, 3]
    assert found.moves == (NOBODY,)
    assert steps(found)["calm", NOBODY, "tense"] == pytest.approx(0.998 * 0.15)


@pytest.mark.parametrize(("strength", "stages"), [(0, 53.5), (0.2, 64.1), (0.4, 81.6), (0.6, 116.4)])
def test_the_accident_chain_takes_as_long_as_the_model_says(strength, stages):
    found = chain(accidents(strength), profile())
    matrix = np.zeros((4, 4))
    matrix[found.source, found.target] = found.probability
    assert np.linalg.solve(np.eye(3) - matrix[:3, :3], np.ones(3))[0] == pytest.approx(stages, abs=0.05)


def test_steps_name_those_who_decide_and_play_may_end_in_the_middle():
    # east in quiet: act .25; in tense: act .5; west in quiet: act .4
    found = chain(duel(), profile(0.75, 0.25, 0.5, 0.5, 0.6, 0.4))
    assert found.states == ("quiet", "tense", OVER)
    assert found.outcomes == (OVER, GOES_ON)
    assert steps(found) == pytest.approx(
        {
            ("quiet", "east: wait, west: wait", "quiet"): 0.225,
            ("quiet", "east: wait, west: wait", "tense"): 0.225,
            ("quiet", "east: wait, west: act", "quiet"): 0.15,
            ("quiet", "east: wait, west: act", "tense"): 0.15,
            ("quiet", "east: act, west: wait", "tense"): 0.15,
            ("quiet", "east: act, west: act", OVER): 0.1,
            ("tense", "east: wait", "tense"): 0.5,
            ("tense", "east: act", "tense"): 0.5,
        }
    )


def test_what_never_happens_has_no_step_and_no_state():
    found = chain(duel(), profile(1, 0, 1, 0, 1, 0))
    assert found.states == ("quiet", "tense")
    assert found.outcomes == (GOES_ON,)
    assert len(found.target) == 3


def test_a_deadline_makes_states_of_stages_and_outcomes_of_what_it_finds():
    game = duel().until(2)
    stage_1, stage_2 = (0.75, 0.25, 0.5, 0.5), (1.0, 0.0, 0.0, 1.0)
    found = chain(game, profile(*stage_1, *stage_2, 0.6, 0.4, 0.0, 1.0))
    assert found.states == ("quiet", "tense", "quiet", "tense", "deadline: quiet", "deadline: tense", OVER)
    assert found.outcomes == ("deadline: quiet", "deadline: tense", OVER, GOES_ON)
    assert found.outcome.tolist() == [3, 3, 3, 3, 0, 1, 2]
    matrix = np.zeros((7, 7))
    np.add.at(matrix, (found.source, found.target), found.probability)
    assert matrix[0].tolist() == pytest.approx([0, 0, 0.375, 0.525, 0, 0, 0.1])
    assert matrix[2].tolist() == pytest.approx([0, 0, 0, 0, 0.5, 0.5, 0])
    assert matrix[3].tolist() == [0, 0, 0, 0, 0, 1, 0]


def test_a_tree_is_a_chain_of_histories():
    tree = Tree(
        parent=[-1, 0, 0, 1, 1, 2, 2],
        action=[-1, 0, 1, 0, 1, 0, 1],
        place=[-2, 0, 0, -1, -1, -1, -1],
        player=[0],
        players=("west", "east"),
        actions=(("hold", "act"),),
        branches=(("calm", "storm"),),
        outcome=[0, 1, 0, 1],
        outcomes=("status quo", "clash"),
    )
    game = ExtensiveGame(tree=tree, payoffs=np.zeros((1, 2, 4)), chance=np.array([1, 0.9, 0.1, 1, 1, 1, 1]))
    found = chain(game, profile(0.25, 0.75))
    assert found.states[:3] == ("start of play", "calm", "storm")
    assert found.states[3] == "calm / hold"
    assert found.outcomes == ("status quo", "clash", GOES_ON)
    assert found.outcome.tolist() == [2, 2, 2, 0, 1, 0, 1]
    assert steps(found)["start of play", "chance: storm", "storm"] == pytest.approx(0.1)
    assert steps(found)["storm", "west: act", "storm / act"] == pytest.approx(0.75)


def test_a_row_is_about_its_own_game_of_a_batch():
    game = duel()
    two = StochasticGame(
        payoffs=np.zeros((2, 2, 2, 2, 2)),
        transitions=game.transitions,
        discount=0.5,
        escalation=[[0, 1], [5, 6]],
    )
    rows = Profiles(item=np.array([0, 1]), weights=np.full((2, 8), 0.5))
    assert chain(two, rows, 1).rung.tolist() == [5, 6, 0]


def test_weights_that_are_no_probabilities_are_refused():
    with pytest.raises(InvalidGame, match=r"from 'quiet' sum to 0\.6\d*, not to 1"):
        chain(duel(), profile(0.75, 0.0, 0.5, 0.5, 0.6, 0.2))


def test_games_without_stages_have_no_chain():
    game = StrategicGame.bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    with pytest.raises(NotApplicable, match="'extensive' or 'stochastic'"):
        chain(game, profile(1, 0, 1, 0))
