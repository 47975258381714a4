"""Changes of all parties that together make a state an equilibrium, where one's ranking bears on another's answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from negsim.games.base import Array
from negsim.games.conflict import ConflictGame
from negsim.studies.rankings.conditions import SANCTIONED, Condition, condition
from negsim.studies.rankings.payoffs import smallest_change
from negsim.studies.rankings.profiles import Profiles
from negsim.studies.rankings.swaps import Ranking, Swaps, fewest_swaps, ranking_of

ROUNDS = 4  # for each player


@dataclass(frozen=True, kw_only=True)
class Together:
    """Changes after which a state is an equilibrium.

    Attributes
    ----------
    swaps
        How many swaps of neighbours, over all players.
    rankings
        The new ranking of each player.
    fewest
        Whether it is proven that no fewer swaps will do.
    raise_by
        By how much each player's payoff of the state would have to rise, the other payoffs being as they are.
    """

    swaps: int
    rankings: tuple[Ranking, ...]
    fewest: bool
    raise_by: tuple[float, ...]


def together(
    game: ConflictGame,
    state: int,
    concept: str,
    conditions: tuple[Condition, ...],
    swaps: tuple[Swaps, ...],
    profiles: Profiles | None,
) -> Together:
    """Return changes of all players that make a state an equilibrium.

    Under Nash, general and symmetric metarational stability every player's condition is about its own preferences
    alone, and what each needs adds up. Under sequential stability a new ranking of one player may undo another's
    sanction: then all profiles are looked at if they are few, and else the players are changed in turn until all
    conditions hold; making the state a Nash equilibrium always suffices, and the lesser of the two is the answer.

    Parameters
    ----------
    game, state, concept
        One conflict, and what is asked of which state.
    conditions, swaps
        Of each player, the others' preferences being those of the game.
    profiles
        All rankings in classes, where they are few and the others' preferences count.
    """
    raises = _raised(game, state, concept, conditions)
    if concept not in SANCTIONED:
        return Together(
            swaps=sum(one.count for one in swaps),
            rankings=tuple(one.ranking for one in swaps),
            fewest=all(one.fewest for one in swaps),
            raise_by=raises,
        )
    if profiles is not None:
        count, ranks = profiles.nearest(game.ranks[0])
        ranking = tuple(ranking_of(row.astype(np.int32)) for row in ranks)
        return Together(swaps=count, rankings=ranking, fewest=True, raise_by=raises)
    ranking, count = _swapped(game, state, concept)
    looser = [condition(game, 0, k, state, LOOSER[concept]) for k in _players(game)]
    least = [fewest_swaps(each, game.ranks[0, each.player]) for each in looser]
    fewest = all(one.fewest for one in least) and count == sum(one.count for one in least)
    return Together(swaps=count, rankings=ranking, fewest=fewest, raise_by=raises)


LOOSER = {"seq": "gmr", "sseq": "smr"}  # what sequential stability implies, whatever the others prefer


def _swapped(game: ConflictGame, state: int, concept: str) -> tuple[tuple[Ranking, ...], int]:
    """New rankings under which all conditions hold, and the number of swaps."""

    def change(player: int, asked: Condition) -> Array:
        return _heights(fewest_swaps(asked, game.ranks[0, player]).ranking, len(game.states))

    rows = [_in_turn(game, state, asked, change) for asked in (concept, "nash")]
    found = [row for row in rows if row is not None]
    counts = [sum(_turned(game.ranks[0, k], row[k]) for k in _players(game)) for row in found]
    best = int(np.argmin(counts))
    heights = [np.unique(row, return_inverse=True)[1].astype(np.int32) for row in found[best]]
    return tuple(ranking_of(row) for row in heights), counts[best]


def _raised(game: ConflictGame, state: int, concept: str, conditions: tuple[Condition, ...]) -> tuple[float, ...]:
    """By how much the payoff of the state has to rise for each player."""
    if concept not in SANCTIONED:
        return tuple(smallest_change(each, game, 0).raise_by for each in conditions)

    def change(player: int, asked: Condition) -> Array:
        row: Array = game.payoffs[0, player].copy()
        lifted = smallest_change(asked, game, 0).level
        row[state] = max([row[state], *row[list(lifted)]])
        return row

    rows = [_in_turn(game, state, asked, change) for asked in (concept, "nash")]
    found = [tuple((row[:, state] - game.payoffs[0, :, state]).tolist()) for row in rows if row is not None]
    return min(found, key=sum)


def _in_turn(game: ConflictGame, state: int, concept: str, change: Callable[[int, Condition], Array]) -> Array | None:
    """Change the players whose condition fails, one at a time, each from its own payoffs, until none fails.

    Parameters
    ----------
    game, state, concept
        One conflict, and what is asked of which state.
    change
        (player, condition) -> shape (state,): new payoffs of the player that meet it.
    """
    now = game
    for _ in range(ROUNDS * len(game.players)):
        failing = None
        for player in _players(game):
            asked = condition(now, 0, player, state, concept)
            ranks = now.ranks[0, player]
            if not asked.holds(ranks <= ranks[state]):
                failing = asked
                break
        if failing is None:
            return np.asarray(now.payoffs[0])
        payoffs = now.payoffs.copy()
        payoffs[0, failing.player] = change(failing.player, failing)
        now = ConflictGame(
            payoffs=payoffs, graph=game.graph, players=game.players, states=game.states, perceived=game.perceived
        )
    return None


def _players(game: ConflictGame) -> range:
    return range(len(game.players))


def _heights(ranking: Ranking, states: int) -> Array:
    found = np.zeros(states)
    for height, level in enumerate(reversed(ranking)):
        found[list(level)] = height
    return found


def _turned(ranks: Array, heights: Array) -> int:
    """How many pairs of states change their order."""
    return int(((ranks[:, None] > ranks[None, :]) & (heights[:, None] < heights[None, :])).sum())
