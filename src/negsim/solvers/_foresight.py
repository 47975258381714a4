"""What thinking a few moves ahead asks of a conflict, and how far ahead it may go."""

from __future__ import annotations

from typing import Any

from negsim.errors import NotApplicable
from negsim.games.conflict import ConflictGame

FARTHEST = 1_000  # moves that are looked ahead: each horizon has a row of its own


def require_foresight(solver: Any, game: ConflictGame, horizon: int) -> None:
    """Raise unless players can look so many moves ahead in a conflict.

    Parameters
    ----------
    solver, game
        For the message, and what it is to solve.
    horizon
        How many moves.

    Raises
    ------
    NotApplicable
        If payoffs do not put all states in order, somebody does not see every state, or the horizon is out of reach.
    """
    if game.degrees is not None or game.perceived is not None:
        raise NotApplicable(
            f"{type(solver).__name__} needs payoffs that put all states in order, and players who see every state. "
            "Use Stability()"
        )
    if horizon < 1:
        raise NotApplicable(f"horizon is {horizon}, and nobody thinks less than 1 move ahead. Use horizon=1")
    if horizon > FARTHEST:
        raise NotApplicable(f"horizon is {horizon:,}. Use at most {FARTHEST:,}: each h has a row of its own")
