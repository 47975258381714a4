"""Checks of stability under preferences of any kind: verdict by verdict, against the definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets

MOST_WORK = 3_000_000  # moves looked at for one conflict, about: a few seconds
FEWEST = 20  # verdicts that are checked however large the conflict is

Verdicts = Callable[[int, int], Mapping[str, bool]]  # player, state -> concept -> stable or not


def differing_share(game: ConflictGame, result: StateSets, defined: Callable[[int], Verdicts]) -> Array:
    """Return the share of verdicts that differ from the definition.

    In small conflicts every player and state is checked; in large ones, some at equal distances, always the same.

    Parameters
    ----------
    game
        A batch of conflicts.
    result
        Stable states of conflicts of the batch.
    defined
        Number of a conflict -> (player, state) -> concept -> whether the state is stable, by the definition.

    Returns
    -------
    Array
        Shape (row,), from 0 to 1.
    """
    shares = []
    pairs = _checked(game)
    for item, stable in zip(result.item, result.stable, strict=True):
        verdicts = defined(int(item))
        wrong = 0
        for player, state in pairs:
            found = verdicts(player, state)
            wrong += sum(
                found[name] != given for name, given in zip(result.concepts, stable[:, player, state], strict=True)
            )
        shares.append(wrong / (len(pairs) * len(result.concepts)))
    return np.array(shares)


def require_known(game: ConflictGame, what: str) -> None:
    """Raise if some preferences are unknown.

    Parameters
    ----------
    game
        A batch of conflicts.
    what
        What needs to know them, as the subject of a sentence.

    Raises
    ------
    NotApplicable
        Naming the solver for such conflicts.
    """
    if game.degrees is not None and np.isnan(game.degrees).any():
        raise NotApplicable(f"{what} asks for known preferences, and some are nan. Use UnknownPreferenceStability()")


def _checked(game: ConflictGame) -> list[tuple[int, int]]:
    """Pairs of a player and a state."""
    players, states = len(game.players), len(game.states)
    moves = sum(map(game.graph.count, range(players)))
    each = (1 + moves) * (1 + moves / (players * states))
    count = min(players * states, max(FEWEST, int(MOST_WORK / each)))
    numbers = np.unique(np.linspace(0, players * states - 1, count).astype(np.intp))
    return [(int(number) // states, int(number) % states) for number in numbers]
