"""How talks go on when nothing is agreed at once: who offers first, what waiting costs, and when talks end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import IntArray

MOST_ROUNDS = 1_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Pace:
    """Talks in rounds, in each of which one party offers and the others answer, after Rubinstein (1982).

    What is agreed in round t (from 0) is worth ``disagreement + discount**t * (payoff - disagreement)`` to a party:
    its gain shrinks while talks drag on. Talks that break down, or pass the deadline, leave the disagreement.

    Attributes
    ----------
    discount
        Shape (batch or 1, player). Worth today of a gain one round later.
    breakdown
        Shape (batch or 1,). Probability that talks end without agreement after each refusal.
    outside
        Shape (batch or 1, player), or None. The payoff that a party gets if it leaves instead of answering an offer.
    rounds
        The deadline: how many offers there can be; None for no deadline.
    first
        Number of the party that makes the first offer; the others follow in order.

    Raises
    ------
    InvalidGame
        If a number is outside its range.
    """

    discount: Any
    breakdown: Any = 0.0
    outside: Any = None
    rounds: int | None = None
    first: int = 0

    def spread_over(self, games: int, parties: int) -> Self:
        """Return the same with one number for every game and party.

        Parameters
        ----------
        games, parties
            How many there are.

        Raises
        ------
        InvalidGame
            If shapes do not fit, or a number is outside its range.
        """
        shapes = {"discount": (games, parties), "breakdown": (games,), "outside": (games, parties)}
        wide: dict[str, Any] = {}
        for name, shape in shapes.items():
            if getattr(self, name) is None:
                continue
            given = np.array(getattr(self, name), np.float64)
            try:
                wide[name] = np.broadcast_to(given, shape).copy()
            except ValueError:
                raise InvalidGame(f"{name} has shape {given.shape}; it needs {shape}, or one number") from None
            wide[name].setflags(write=False)
        for name in ("discount", "breakdown"):
            if not ((wide[name] >= 0) & (wide[name] <= 1)).all():
                raise InvalidGame(f"{name} lies between 0 and 1")
        if "outside" in wide and not np.isfinite(wide["outside"]).all():
            raise InvalidGame("an outside option is a payoff, a finite number")
        if self.rounds is not None and not (1 <= self.rounds <= MOST_ROUNDS and int(self.rounds) == self.rounds):
            raise InvalidGame(f"{self.rounds} rounds: use a whole number from 1 to {MOST_ROUNDS:,}")
        if not 0 <= self.first < parties:
            raise InvalidGame(f"party {self.first} is to offer first, and they are numbered from 0 to {parties - 1}")
        return replace(self, **wide)

    def take(self, rows: slice | IntArray) -> Self:
        """Return the talks of these rows of the batch."""
        outside = None if self.outside is None else self.outside[rows]
        return replace(self, discount=self.discount[rows], breakdown=self.breakdown[rows], outside=outside)
