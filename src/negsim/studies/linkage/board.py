"""The issues of a bargaining game: how each can be settled, what stands if not, and which settings fit together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negsim.errors import InvalidGame, NotApplicable, unknown
from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.base import Array, IntArray
from negsim.games.sheet import Sheet

MOST_SETTINGS = 2**62  # combinations of settings: the numbers that stand for them are 64 bits long


@dataclass(frozen=True, kw_only=True, eq=False)
class Board:
    """The agreements of a batch of games, read as one setting of every issue.

    Attributes
    ----------
    game
        The games.
    issues
        Names of the issues.
    setting
        Shape (agreement, issue). How each agreement settles each issue: the number of a combination of levels.
    """

    game: BargainingGame
    issues: tuple[str, ...]
    setting: IntArray

    @classmethod
    def of(cls, game: BargainingGame, issues: Mapping[str, tuple[str, ...]]) -> Board:
        """Read the agreements of a game as settings of issues.

        Parameters
        ----------
        game
            A batch of games of which it is known what agreements consist of.
        issues
            Issue -> the moves that settle it; empty: each move is an issue.

        Raises
        ------
        NotApplicable
            If it is not known what the agreements consist of, or the issues do not share out the moves.
        """
        sheet = game.sheet
        if sheet is None:
            raise NotApplicable("nothing is known of what the agreements consist of. Use a scenario, or give a sheet")
        named = dict(issues) or {move: (move,) for move in sheet.options}
        moves = [move for group in named.values() for move in group]
        for move in moves:
            if move not in sheet.options:
                raise unknown("move on the agenda", move, sheet.options)
        if sorted(moves) != sorted(sheet.options):
            raise NotApplicable(f"each move on the agenda belongs to one issue: {', '.join(sheet.options)}")
        columns = [_numbered(sheet, group) for group in named.values()]
        return cls(game=game, issues=tuple(named), setting=np.stack(columns, axis=1))

    @property
    def standing(self) -> IntArray | None:
        """Shape (issue,). The setting of each issue if nothing is agreed; None if that is no agreement."""
        at = self.game.status_quo
        return None if at is None else np.asarray(self.setting[at])

    @cached_property
    def stands(self) -> bool:
        """Whether disagreement is the status quo, or an outcome apart from agreements that cannot be divided.

        Where it is neither, an issue that is left open has no setting of its own: with lotteries, and a disagreement
        that is none of the agreements, parties divide each issue between them or get nothing from it.
        """
        at = self.game.status_quo
        if at is None:
            return False
        off = np.abs(self.game.payoffs[:, :, at] - self.game.disagreement).max(1)
        return not self.game.lotteries or bool((off <= CLOSE * self.game.spread).all())

    def settings_of(self, group: tuple[int, ...]) -> IntArray:
        """Return every way to settle some of the issues that an agreement has, of shape (setting, issue of the group).

        Parameters
        ----------
        group
            Numbers of the issues, rising.
        """
        columns = list(group)
        _, first = np.unique(self.setting[:, columns] @ self._strides[columns], return_index=True)
        return self.setting[first][:, columns]

    def number(self, settings: IntArray) -> IntArray:
        """Return the agreement with these settings; -1 if there is none.

        Parameters
        ----------
        settings
            Shape (..., issue).

        Returns
        -------
        IntArray
            Shape (...).
        """
        code = settings @ self._strides
        order, codes = self._sorted
        at = np.minimum(np.searchsorted(codes, code), len(codes) - 1)
        return np.asarray(np.where(codes[at] == code, order[at], -1))

    @cached_property
    def worth(self) -> Array | None:
        """Shape (batch, player, agreement, issue). What each issue adds to what its worst setting gives.

        None if payoffs do not add up over the issues.
        """
        payoffs, first = self.game.payoffs, self.setting[0]
        parts = np.zeros((*payoffs.shape, len(self.issues)))
        for k in range(len(self.issues)):
            swapped = np.tile(first, (len(self.setting), 1))
            swapped[:, k] = self.setting[:, k]
            at = self.number(swapped)
            if (at < 0).any():
                return None
            parts[..., k] = payoffs[:, :, at] - payoffs[:, :, :1]
        gap = np.abs(payoffs - payoffs[:, :, :1] - parts.sum(3)).max(axis=(1, 2))
        if (gap > CLOSE * self.game.spread).any():
            return None
        return np.asarray(parts - parts.min(2, keepdims=True))

    @cached_property
    def _strides(self) -> IntArray:
        sizes = [int(size) for size in self.setting.max(0) + 1]
        total = 1
        for size in sizes:
            total *= size
        if total > MOST_SETTINGS:
            raise InvalidGame(f"{len(sizes)} issues have too many combinations to number. Put some of them together")
        return np.cumprod([1, *sizes[:0:-1]], dtype=np.intp)[::-1]

    @cached_property
    def _sorted(self) -> tuple[IntArray, IntArray]:
        codes = self.setting @ self._strides
        order = np.argsort(codes, kind="stable")
        return order, codes[order]


def _numbered(sheet: Sheet, moves: tuple[str, ...]) -> IntArray:
    """Shape (agreement,). Number of the combination of levels of these moves in each agreement."""
    columns = sheet.levels[:, [sheet.options.index(move) for move in moves]]
    return np.unique(columns, axis=0, return_inverse=True)[1].reshape(-1)
