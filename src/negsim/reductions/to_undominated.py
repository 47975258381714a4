"""Leave out the strategies that iterated elimination of strictly dominated strategies removes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import BoolArray, IntArray
from negsim.games.results import Joint, Profiles, Result
from negsim.games.strategic import StrategicGame
from negsim.reductions.base import Part, Reduction, reductions


@reductions("to_undominated")
@dataclass(frozen=True, kw_only=True)
class ToUndominated(Reduction[StrategicGame, StrategicGame]):
    """Drop every strategy to which another pure strategy is strictly better, whatever the others do, again and again.

    No Nash or correlated equilibrium uses such a strategy, so none is lost and none is added; the order of elimination
    does not matter. Strategies that only mixtures dominate stay. Costs about (strategies x cells) a round; games that
    keep the same strategies are solved together.
    """

    reference: ClassVar[str] = "Luce and Raiffa (1957)"

    def reduce(self, game: StrategicGame) -> tuple[Part[StrategicGame], ...]:
        """Return the games without those strategies, one part for each set of strategies left."""
        if not isinstance(game, StrategicGame):
            raise NotApplicable(f"ToUndominated is for strategic games, not a {type(game).__name__}. Use no reduction.")
        left = undominated(game)
        kinds, kind = np.unique(left, axis=0, return_inverse=True)
        return tuple(_part(game, alive, np.flatnonzero(kind.reshape(-1) == k)) for k, alive in enumerate(kinds))


def undominated(game: StrategicGame) -> BoolArray:
    """Return which strategies survive, in every game of the batch.

    Parameters
    ----------
    game
        A batch of games.

    Returns
    -------
    BoolArray
        Shape (batch, choice).
    """
    left = np.ones((len(game), len(game.choices)), bool)
    while True:
        before = left.sum()
        for player, part in enumerate(game.choices.slices):
            left[:, part] &= ~_dominated(game, player, left)
        if left.sum() == before:
            return left


def _dominated(game: StrategicGame, player: int, left: BoolArray) -> BoolArray:
    """Shape (batch, strategy): for which of them some strategy left is better against all that the others have left."""
    slices = game.choices.slices
    own = left[:, slices[player]]
    cells = np.ones((len(game), 1), bool)
    for other, part in enumerate(slices):
        if other != player:
            cells = (cells[:, :, None] & left[:, None, part]).reshape(len(game), -1)
    table = np.moveaxis(game.payoffs[:, player], 1 + player, 1).reshape(*own.shape, -1)
    out = np.zeros_like(own)
    for rival in range(own.shape[1]):
        better = ((table[:, rival, None] > table) | ~cells[:, None]).all(-1)
        out |= better & own[:, rival, None]
    return out


def _part(game: StrategicGame, alive: BoolArray, items: IntArray) -> Part[StrategicGame]:
    kept = [np.flatnonzero(alive[part]) for part in game.choices.slices]
    payoffs = game.payoffs[np.ix_(items, np.arange(len(game.players)), *kept)]
    labels = tuple(tuple(names[k] for k in numbers) for names, numbers in zip(game.strategies, kept, strict=True))
    smaller = StrategicGame(
        payoffs=payoffs, players=game.players, strategies=labels, title=game.title, comment=game.comment
    )
    return Part(items=items, game=smaller, back=partial(_restored, alive=alive, kept=kept, shape=game.shape))


def _restored(result: Result, *, alive: BoolArray, kept: list[IntArray], shape: tuple[int, ...]) -> Result:
    """Give the strategies left out the probability 0."""
    if isinstance(result, Profiles):
        weights = np.zeros((len(result), len(alive)))
        weights[:, alive] = result.weights
        return Profiles(item=result.item, columns=result.columns, weights=weights)
    if isinstance(result, Joint):
        probability = np.zeros((len(result), *shape))
        probability[np.ix_(np.arange(len(result)), *kept)] = result.probability
        return Joint(item=result.item, columns=result.columns, probability=probability)
    raise NotApplicable(
        f"ToUndominated cannot take {type(result).__name__} back to the full game. Use the solver without it."
    )
