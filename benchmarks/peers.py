"""One game of ours, payoffs of shape (player, strategy of player 0, ...), as the peers want it."""

from __future__ import annotations

from typing import Any

import numpy as np


def quantecon_game(payoffs: np.ndarray) -> Any:
    """Return a QuantEcon game of any number of players."""
    from quantecon.game_theory import NormalFormGame

    return NormalFormGame(np.ascontiguousarray(np.moveaxis(payoffs, 0, -1)))


def nashpy_game(payoffs: np.ndarray) -> Any:
    """Return a Nashpy game of two players."""
    import nashpy

    return nashpy.Game(*payoffs)


def gambit_game(payoffs: np.ndarray) -> Any:
    """Return a Gambit game of any number of players."""
    import pygambit

    maker = getattr(pygambit, "StrategicGame", pygambit.Game)  # the name from version 17 on
    return maker.from_arrays(*payoffs)
