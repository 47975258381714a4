"""What an audience cost does to firmness: with quantal responses it ties one's own hands, in mixed play the other's.

Provenance: the algebra and the random games are those of the project's source dossier, note on fact SF14: if both are
firm each has its loss, who is firm alone gets the prize, and who yields after a public demand pays its audience cost.
"""

from __future__ import annotations

import numpy as np
import pytest

from negsim import solve
from negsim.games.strategic import StrategicGame
from negsim.solvers.strategic.logit import LogitTrace

GAMES = 60


@pytest.fixture(scope="module")
def drawn() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(14)
    ranges = {"loss": (6, 12), "other_loss": (6, 12), "prize": (1, 5), "other_prize": (1, 5)}
    costs = {"cost": (0, 5), "other_cost": (0, 5)}
    return {name: rng.uniform(*between, GAMES) for name, between in (ranges | costs).items()}


def games(drawn: dict[str, np.ndarray], more: float = 0.0) -> StrategicGame:
    """Yield or be firm, where the first side's audience cost is so much more."""
    cost = drawn["cost"] + more
    russia = np.array([[-cost, -cost], [drawn["prize"], -drawn["loss"]]])
    nato = np.array([[-drawn["other_cost"], drawn["other_prize"]], [-drawn["other_cost"], -drawn["other_loss"]]])
    strategies = (("yield", "firm"), ("yield", "firm"))
    payoffs = np.moveaxis(np.stack([russia, nato]), -1, 0)
    return StrategicGame(payoffs=payoffs, players=("russia", "nato"), strategies=strategies)


def firmness(solution) -> tuple[np.ndarray, np.ndarray]:
    return solution.result.weights[:, 1], solution.result.weights[:, 3]


def mixed(solution) -> tuple[np.ndarray, np.ndarray]:
    own, other = firmness(solution)
    inside = (own > 1e-9) & (own < 1 - 1e-9)
    assert np.bincount(solution.result.item[inside], minlength=GAMES).tolist() == [1] * GAMES
    return own[inside], other[inside]


def test_in_mixed_equilibrium_an_own_audience_cost_makes_the_other_side_firmer(drawn):
    before, after = (mixed(solve(games(drawn, more), solver="all_nash")) for more in (0.0, 0.5))
    own = (drawn["other_prize"] + drawn["other_cost"]) / (drawn["other_prize"] + drawn["other_loss"])
    other = (drawn["prize"] + drawn["cost"]) / (drawn["prize"] + drawn["loss"])
    np.testing.assert_allclose(before, (own, other), atol=1e-9)
    np.testing.assert_allclose(after[0], own, atol=1e-9)
    np.testing.assert_allclose(after[1] - before[1], 0.5 / (drawn["prize"] + drawn["loss"]), atol=1e-9)


@pytest.mark.parametrize("precision", [0.1, 0.3, 1.0, 2.0])
def test_with_quantal_responses_it_makes_oneself_firmer_and_the_other_side_softer(drawn, precision):
    before, after = (firmness(solve(games(drawn, more), solver=LogitTrace(precision=precision))) for more in (0.0, 0.3))
    assert (after[0] >= before[0] - 1e-9).all() and (after[0] > before[0] + 1e-6).any()
    assert (after[1] <= before[1] + 1e-9).all() and (after[1] < before[1] - 1e-6).any()
