"""Hypothesis strategies: games to test a solver, a concept or a format on, degenerate ones included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from negsim.games.strategic import StrategicGame

small_integers = st.integers(-3, 3)  # few values, so ties and degenerate games are frequent
grades = st.integers(-1000, 1000)
reals = st.floats(-100, 100, allow_nan=False, width=32)


@st.composite
def strategic_games(
    draw: st.DrawFn,
    *,
    players: st.SearchStrategy[int] | None = None,
    most_strategies: int = 3,
    payoffs: Sequence[st.SearchStrategy[Any]] = (small_integers, grades, reals),
    batch: st.SearchStrategy[int] | None = None,
) -> StrategicGame:
    """Draw a batch of strategic games of one shape.

    Parameters
    ----------
    draw
        Given by Hypothesis.
    players
        Number of players; 2 or 3 when left out.
    most_strategies
        Each player has from one to this many.
    payoffs
        Kinds of payoff, one of which is drawn for the whole batch.
    batch
        Number of games; one when left out.

    Returns
    -------
    StrategicGame
        With labels made up.
    """
    count = draw(players if players is not None else st.integers(2, 3))
    shape = [draw(st.integers(1, most_strategies)) for _ in range(count)]
    size = draw(batch if batch is not None else st.just(1))
    cell = draw(st.sampled_from(list(payoffs)))
    cells = size * count * int(np.prod(shape))
    numbers = draw(st.lists(cell, min_size=cells, max_size=cells))
    return StrategicGame(payoffs=np.array(numbers, float).reshape(size, count, *shape))
