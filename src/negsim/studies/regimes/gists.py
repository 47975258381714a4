"""Gists: a phrase for each plan that says what to do at several places, so that many plans can be counted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array, Game
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Offers, Profiles, Result
from negsim.games.screening import ScreeningGame
from negsim.games.stages.markov import policies
from negsim.games.stochastic import StochasticGame

SURE = 1 - 1e-6  # probability from which something counts as certain
EVEN = 1e-9

MEANING = {
    "extensive": "an equilibrium is named by its likeliest outcome; elsewhere in the tree its plans may differ",
    "stochastic": "an equilibrium is named by what is done where play starts; in other states its plans may differ",
    "screening": "an equilibrium is named by how talks are likelier to end",
}


def gists(game: Game, result: Result) -> list[str]:
    """Return a phrase for each row; rows with the same phrase may differ in places where play is less likely.

    Parameters
    ----------
    game
        In which players choose at several places: a tree, stages, or rounds of demands.
    result
        What was found in it.

    Returns
    -------
    list of str
        For a tree, its likeliest outcome, after ``mostly`` if others may happen too; for a stochastic game what each
        does in the state in which play starts, after ``mostly`` if it is only the likeliest; for a screening game
        whether agreement or breakdown is likelier.

    Raises
    ------
    NotApplicable
        If there are no such phrases for these games.
    """
    if isinstance(game, ScreeningGame) and isinstance(result, Offers):
        agreed = game.acceptance(result).sum(1)
        return [_ending(float(share)) for share in agreed]
    if isinstance(game, ExtensiveGame) and isinstance(result, Profiles):
        return _outcomes(game, result)
    if isinstance(game, StochasticGame) and isinstance(result, Profiles):
        return _first_moves(game, result)
    raise NotApplicable(
        f"a sweep cannot summarise {type(result).__name__} of a {type(game).__name__}. Use a solver that finds plans."
    )


def _ending(agreed: float) -> str:
    if agreed >= SURE:
        return "agreement"
    if agreed <= 1 - SURE:
        return "breakdown"
    if abs(agreed - 0.5) <= EVEN:
        return "agreement as likely as breakdown"
    return "mostly agreement" if agreed > 0.5 else "mostly breakdown"


def _outcomes(game: ExtensiveGame, result: Profiles) -> list[str]:
    tree = game.tree
    shares = np.zeros((len(tree.outcomes), len(result)))
    np.add.at(shares, tree.outcome, game.reach(result)[:, tree.terminals].T)
    return _likeliest(tree.outcomes, shares.T)


def _first_moves(game: StochasticGame, result: Profiles) -> list[str]:
    tables = [table[:, 0, game.start] for table in policies(game, result)]
    deciding = np.flatnonzero(game.decides[:, game.start])
    if not len(deciding):
        return ["nobody decides at the start"] * len(result)
    parts = [_likeliest(game.actions[player], tables[player]) for player in deciding]
    return [" / ".join(row) for row in zip(*parts, strict=True)]


def _likeliest(labels: Sequence[str], shares: Array) -> list[str]:
    """The likeliest of the labels in each row of shape (row, label), and whether anything else may happen."""
    best, most = shares.argmax(1), shares.max(1)
    return [
        labels[k] if share >= SURE else f"{'mostly' if share > 0.5 + EVEN else 'likeliest'} {labels[k]}"
        for k, share in zip(best, most, strict=True)
    ]
