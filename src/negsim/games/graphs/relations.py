"""The four questions that every kind of stability asks of a party's preferences.

Crisp, graded, unknown, fuzzy preferences and attitudes differ in the answers alone; who can move where, in which
order, is the same for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.games.base import BoolArray

if TYPE_CHECKING:
    from negsim.games.conflict import ConflictGame


@dataclass(frozen=True, kw_only=True, eq=False)
class Relations:
    """What the players of one conflict make of going from one state to another.

    Attributes
    ----------
    improve
        Shape (player, state, state). Whether the player would leave the first state for the second.
    sanction
        Shape (player, state, state). Whether ending up in the second state deters the player from leaving the first.
    escape
        Shape (player, state, state). Whether the second state is one to which the player would flee from a sanction
        against leaving the first, so that the sanction fails.
    credible
        Shape (player, state, state). Whether the others must expect that the player, in the first state, moves to the
        second.
    """

    improve: BoolArray
    sanction: BoolArray
    escape: BoolArray
    credible: BoolArray

    @classmethod
    def crisp(cls, game: ConflictGame, item: int = 0) -> Relations:
        """Return the relations of preferences that are known and either hold or do not.

        Parameters
        ----------
        game, item
            A batch of conflicts, and which of them.
        """
        better = np.stack([game.preference(item, player) > 0 for player in range(len(game.players))])
        return cls(improve=better, sanction=~better, escape=better, credible=better)

    @classmethod
    def looked_up(cls, game: ConflictGame, item: int = 0) -> Relations:
        """Return the same relations as `crisp` for conflicts of any size: each is worked out when it is asked for.

        Parameters
        ----------
        game, item
            A batch of conflicts, and which of them.
        """
        better: Any = _Better(game, item, holds=True)
        return cls(improve=better, sanction=_Better(game, item, holds=False), escape=better, credible=better)  # type: ignore[arg-type]


class _Better:
    """Indexed like an array of shape (player, state, state): whether the second state is better, or is not."""

    def __init__(self, game: ConflictGame, item: int, *, holds: bool):
        self.game, self.item, self.holds = game, item, holds

    def __getitem__(self, place: tuple[int, int, Any]) -> Any:
        player, state, others = place
        if self.game.degrees is not None:
            degrees = self.game.degrees[self.item if len(self.game.degrees) > 1 else 0, player, state]
            return (degrees[others] > 0) == self.holds
        rank = self.game.ranks[self.item, player]
        return (rank[others] > rank[state]) == self.holds
