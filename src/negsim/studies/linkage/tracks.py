"""Tracks: what is agreed on some of the issues while others stand where they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.results import Agreements, Proposals
from negsim.solvers.base import Solver
from negsim.studies.linkage.board import Board

NEVER = 1e-12  # probability below which a part of a lottery is left out


@dataclass(frozen=True, kw_only=True, eq=False)
class Settled:
    """How the issues are settled in each game: for sure, or as a lottery.

    Attributes
    ----------
    settings
        Shape (batch, part, issue). The setting of each issue; -1 for one that is left open.
    weights
        Shape (batch, part). Probabilities; they sum to 1.
    """

    settings: IntArray
    weights: Array

    @property
    def open(self) -> BoolArray:
        """Shape (batch, issue). Which issues nothing was agreed on."""
        return np.asarray((self.settings == -1).all(1))

    def joined(self, other: Settled) -> Settled:
        """Return both together, their lotteries drawn independently; `other` settles what is open here.

        Parameters
        ----------
        other
            What was agreed on other issues.
        """
        count, _, issues = self.settings.shape
        both = np.where(
            other.settings[:, None] >= 0, other.settings[:, None], self.settings[:, :, None]
        )  # (batch, part, part of other, issue)
        weights = self.weights[:, :, None] * other.weights[:, None]
        return Settled(settings=both.reshape(count, -1, issues), weights=weights.reshape(count, -1)).slim()

    def slim(self) -> Settled:
        """Return the same without parts that no game needs."""
        kept = (self.weights > NEVER).any(0)
        return Settled(settings=self.settings[:, kept], weights=self.weights[:, kept])


def nothing(board: Board) -> Settled:
    """Return that every issue is open.

    Parameters
    ----------
    board
        The games.
    """
    count = len(board.game)
    return Settled(settings=np.full((count, 1, len(board.issues)), -1), weights=np.ones((count, 1)))


def track(
    board: Board, solver: Solver[Any, Any], group: tuple[int, ...], before: Settled, whole: bool = True
) -> Settled:
    """Return what is agreed on a group of issues; an offer that is refused leaves them open.

    Parameters
    ----------
    board, solver
        The games, and what parties agree on.
    group
        Numbers of the issues of this track.
    before
        What was settled before; what is open stays at the status quo.
    whole
        Whether all issues of the group are settled or none; otherwise any selection of them may be.
    """
    found = board.settings_of(group)
    if whole and board.stands and board.standing is not None:
        found = found[(found != board.standing[list(group)]).all(1)]
    settled = nothing(board)
    if not len(found):
        return settled
    payoffs, disagreement = (
        _apart(board, group, found) if _divided(board, group) else _here(board, group, found, before)
    )
    local = replace(
        board.game,
        payoffs=payoffs,
        disagreement=disagreement,
        agreements=tuple(map(str, range(len(found)))),
        resolve=None if _divided(board, group) or (before.settings >= 0).any() else board.game.resolve,
        sheet=None,
        status_quo=None,
        fallback=None,
    )
    answer = solver.solve(local).result
    if not isinstance(answer, Agreements):
        raise NotApplicable(f"{type(solver).__name__} does not say what is agreed. Use nash_bargaining")
    item, first = np.unique(answer.item, return_index=True)  # of ties, the first
    parts = answer.agreement.shape[1]
    agreed = answer.agreed[first] if isinstance(answer, Proposals) else np.ones(len(item))
    settings = np.full((len(board.game), parts + 1, len(board.issues)), -1)  # the last part: no agreement
    settings[item[:, None], :-1, list(group)] = np.moveaxis(found[answer.agreement[first]], 2, 1)
    weights = np.zeros((len(board.game), parts + 1))
    weights[:, -1] = 1
    weights[item, :-1] = agreed[:, None] * answer.weights[first]
    weights[item, -1] = 1 - agreed
    settings[weights <= NEVER] = -1
    return Settled(settings=settings, weights=weights).slim()


def full(board: Board, settled: Settled) -> IntArray:
    """Return the agreements that settings amount to, open issues at the status quo; -1 where there is none.

    Parameters
    ----------
    board, settled
        The games, and how issues are settled.

    Returns
    -------
    IntArray
        Shape (batch, part).
    """
    if board.standing is None:
        return np.where((settled.settings >= 0).all(2), board.number(np.maximum(settled.settings, 0)), -1)
    return board.number(np.where(settled.settings >= 0, settled.settings, board.standing))


def _divided(board: Board, group: tuple[int, ...]) -> bool:
    return not board.stands and len(group) < len(board.issues)


def _apart(board: Board, group: tuple[int, ...], found: IntArray) -> tuple[Array, Array]:
    """What the issues of a group add up to by themselves, with nothing for nobody if they are not settled."""
    worth = board.worth
    if worth is None:
        raise NotApplicable(
            "payoffs do not add up over the issues, and what an issue left open is worth is not said. Use the status "
            "quo as disagreement, or put all issues together"
        )
    same = (board.setting[:, group] == found[:, None]).all(2)  # (setting, agreement)
    first = same.argmax(1)
    payoffs = worth[:, :, first][..., list(group)].sum(3)
    return payoffs, np.zeros(payoffs.shape[:2])


def _here(board: Board, group: tuple[int, ...], found: IntArray, before: Settled) -> tuple[Array, Array]:
    """What the settings of a group are worth after what was settled before, and what that is worth without them."""
    game = board.game
    base = before.settings[:, :, None] + np.zeros((1, 1, len(found), 1), np.intp)  # (batch, part, setting, issue)
    base[..., list(group)] = found
    standing = board.standing
    if standing is not None:
        base = np.where(base >= 0, base, standing)
    at = board.number(np.maximum(base, 0))  # (batch, part, setting)
    rows = np.arange(len(game))[:, None, None]
    payoffs = np.einsum("bp,bpsk->bks", before.weights, game.payoffs[rows, :, np.maximum(at, 0)])
    disagreement = worth_of(board, before)
    impossible = np.asarray(((at < 0) & (before.weights > NEVER)[..., None]).any(1))
    least = disagreement - 1 - game.spread[:, None]
    return np.where(impossible[:, None], least[..., None], payoffs), disagreement


def worth_of(board: Board, settled: Settled) -> Array:
    """Return what each party gets: its disagreement payoff where nothing is settled or settings do not fit together.

    Parameters
    ----------
    board, settled
        The games, and how issues are settled.

    Returns
    -------
    Array
        Shape (batch, player).
    """
    game = board.game
    at = full(board, settled)
    used = settled.weights > NEVER
    lost = np.asarray(((at < 0) & used).any(1) | settled.open.all(1))
    rows = np.arange(len(game))[:, None]
    found = np.einsum("bp,bpk->bk", settled.weights, game.payoffs[rows, :, np.maximum(at, 0)])
    return np.asarray(np.where(lost[:, None], game.disagreement, found))
