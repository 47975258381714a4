"""What is no profile is infinitely far from every equilibrium of a tree, and games of other forms are refused."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.concepts.agent_quantal_response import agent_quantal_response
from negsim.concepts.sequential import sequential
from negsim.concepts.subgame_perfect import subgame_perfect
from negsim.errors import NotApplicable
from negsim.games.results import Assessments, Profiles
from negsim.testing.games import samples

TREES = {name: batch.take(slice(0, 1)) for name, batch in samples("extensive").items()}
CONCEPTS = (subgame_perfect, sequential, agent_quantal_response(1.0))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("fault", [np.nan, np.inf, -np.inf, -1.0, 2.0])
@pytest.mark.parametrize("name", TREES)
def test_weights_that_are_no_probabilities_are_infinitely_far_off_in_silence(name, fault):
    game = TREES[name]
    even = (1 / np.bincount(game.choices.place))[game.choices.place]
    weights = np.stack([even, np.where(np.arange(len(even)) == 0, fault, even), np.full(len(even), fault)])
    result = Profiles(item=np.zeros(3, np.intp), weights=weights)
    for concept in CONCEPTS:
        residual = concept.residual(game, result)
        assert np.isfinite(residual[0])
        assert np.isinf(residual[1:]).all()


@pytest.mark.parametrize("belief", [np.nan, 0.0, -1.0, 2.0])
def test_beliefs_that_are_no_probabilities_are_infinitely_far_off(belief):
    game = TREES["signalling"]
    even = (1 / np.bincount(game.choices.place))[game.choices.place]
    beliefs = np.full((1, len(game.tree)), belief)
    row = Assessments(item=np.zeros(1, np.intp), weights=even[None], beliefs=beliefs)
    assert np.isinf(sequential.residual(game, row)[0])


@pytest.mark.parametrize("form", ["strategic", "stochastic"])
@pytest.mark.parametrize("concept", CONCEPTS)
def test_games_without_a_tree_are_refused(concept, form):
    game = next(iter(samples(form).values())).take(slice(0, 1))
    result = Profiles(item=np.zeros(1, np.intp), weights=np.ones((1, len(game.choices))))
    with pytest.raises(NotApplicable, match="Use nash"):
        concept.residual(game, result)
