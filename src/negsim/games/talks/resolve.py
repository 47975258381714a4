"""Private resolve: what disagreement is worth to each party, which it alone knows, and how likely it is to accept."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.games.base import Array, IntArray


def worths(game: Any, item: IntArray, proposer: IntArray) -> Array:
    """Return the least and the most that disagreement may be worth to each party, as the proposer sees it.

    Parameters
    ----------
    game
        A batch of bargaining games.
    item
        Shape (row,). Numbers of games.
    proposer
        Shape (row,). The party that makes the offer, who knows its own.

    Returns
    -------
    Array
        Shape (row, player, 2). Twice the same where there is no secret.
    """
    known = np.repeat(game.disagreement[item][..., None], 2, axis=2)
    if game.resolve is None:
        return known
    own = np.arange(len(game.players)) == proposer[:, None]
    return np.where(own[..., None], known, game.resolve[item])


def acceptance(worth: Any, payoffs: Any, close: Any) -> Array:
    """Return the probability that each party accepts: that disagreement is worth no more to it than what is offered.

    Parameters
    ----------
    worth
        Shape (..., 2). The least and the most that disagreement may be worth.
    payoffs
        Shape (...). What is offered.
    close
        Shape (...). Differences that are none.
    """
    least, most = worth[..., 0], worth[..., 1]
    width = most - least
    secret = width > close
    share = np.clip((payoffs - least) / np.where(secret, width, 1.0), 0.0, 1.0)
    return np.asarray(np.where(secret, share, payoffs >= most - close))


def after_refusal(worth: Any, accepts: Any) -> Array:
    """Return what disagreement is worth on average to each party, given that somebody has refused.

    Parameters
    ----------
    worth
        Shape (row, player, 2). The least and the most that it may be worth.
    accepts
        Shape (row, player). Probability that each accepts.

    Returns
    -------
    Array
        Shape (row, player). The average over everything where nobody refuses.
    """
    least, most = worth[..., 0], worth[..., 1]
    cut = least + accepts * (most - least)
    others = np.stack([np.delete(accepts, k, axis=1).prod(1) for k in range(accepts.shape[1])], axis=1)
    mass = (1 - accepts) * (cut + most) / 2 + accepts * (1 - others) * (least + cut) / 2
    refused = 1 - accepts.prod(1, keepdims=True)
    return np.asarray(np.where(refused > 0, mass / np.where(refused > 0, refused, 1), (least + most) / 2))
