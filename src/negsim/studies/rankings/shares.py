"""What share of all rankings makes a state stable: exactly where it can be counted, else from a sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from negsim.games.base import Array, BoolArray
from negsim.games.conflict import ConflictGame
from negsim.solvers.base import solvers
from negsim.studies.play.intervals import wilson
from negsim.studies.rankings.conditions import SANCTIONED, Condition
from negsim.studies.rankings.counts import Count, count
from negsim.studies.rankings.profiles import Profiles

NUMBERS = 2**22  # drawn at a time


@dataclass(frozen=True, kw_only=True)
class Share:
    """The share of rankings without ties, each as likely as any other, that make a state stable.

    Attributes
    ----------
    value
        The share, or what it was in the sample.
    low, high
        Ends of its 95 % confidence interval, Wilson (1927); the value itself if it is exact.
    samples
        How many rankings were drawn; 0 if it is exact.
    counted
        The number of rankings that make it stable, and of all of them; None if they were not counted.
    """

    value: float
    low: float
    high: float
    samples: int = 0
    counted: Count | None = None

    @classmethod
    def exact(cls, counted: Count) -> Share:
        """Return a share that was counted."""
        return cls(value=counted.share, low=counted.share, high=counted.share, counted=counted)

    @classmethod
    def seen(cls, holds: BoolArray) -> Share:
        """Return a share of a sample, of shape (sample,)."""
        value = float(holds.mean())
        low, high = wilson(value, len(holds))
        return cls(value=value, low=float(low), high=float(high), samples=len(holds))


def of_player(condition: Condition, states: int, samples: int, seed: int) -> Share:
    """Return the share of one player's rankings that meet its condition.

    Parameters
    ----------
    condition
        Of the player; the others' preferences are those of the game.
    states
        How many states there are.
    samples, seed
        How many rankings to draw, and with what, if they cannot be counted.
    """
    counted = count(condition, states)
    if counted is not None:
        return Share.exact(counted)
    draws = np.random.default_rng(seed)
    step = max(1, NUMBERS // states)
    found = []
    for start in range(0, samples, step):
        keys = draws.random((min(step, samples - start), states))
        found.append(condition.holds(keys <= keys[:, condition.state, None]))
    return Share.seen(np.concatenate(found))


def of_all(
    game: ConflictGame,
    state: int,
    concept: str,
    shares: Sequence[Share],
    conditions: Sequence[Condition],
    profiles: Profiles | None,
    samples: int,
    seed: int,
) -> Share:
    """Return the share of the rankings of all players together that make a state an equilibrium.

    Parameters
    ----------
    game, state, concept
        One conflict, and what is asked of which state.
    shares, conditions
        Of each player, the others' preferences being those of the game.
    profiles
        All rankings in classes, for concepts under which the others' preferences count and where these are few.
    samples, seed
        As for `of_player`.
    """
    if profiles is not None:
        return Share.exact(Count(strict=profiles.strict, of_strict=profiles.of_strict))
    if concept in SANCTIONED:
        return Share.seen(drawn(game, [state], concept, samples, seed)[:, 0])
    counted = [share.counted for share in shares]
    known = [each for each in counted if each is not None]
    if len(known) == len(counted):
        weak = [each.weak for each in known if each.weak is not None]
        of_weak = [each.of_weak for each in known if each.of_weak is not None]
        every = len(weak) == len(of_weak) == len(known)
        return Share.exact(
            Count(
                strict=prod(each.strict for each in known),
                of_strict=prod(each.of_strict for each in known),
                weak=prod(weak) if every else None,
                of_weak=prod(of_weak) if every else None,
            )
        )
    draws, found = np.random.default_rng(seed), np.ones(samples, bool)
    for each in conditions:
        keys = draws.random((samples, len(game.states)))
        found &= each.holds(keys <= keys[:, state, None])
    return Share.seen(found)


def drawn(game: ConflictGame, states: Sequence[int], concept: str, samples: int, seed: int) -> BoolArray:
    """Return which states are equilibria of conflicts with random rankings, of shape (sample, state).

    Parameters
    ----------
    game
        A conflict, of which the graph counts and not the payoffs.
    states, concept
        What is asked of which states.
    samples, seed
        How many profiles of rankings to draw, and with what.
    """
    draws = np.random.default_rng(seed)
    kind: Any = solvers["stability"]
    solver = kind(concepts=(concept,))
    shape = game.payoffs.shape[1:]
    step = max(1, NUMBERS // (shape[0] * shape[1]))
    found = []
    for start in range(0, samples, step):
        payoffs: Array = draws.random((min(step, samples - start), *shape))
        games = ConflictGame(
            payoffs=payoffs, graph=game.graph, players=game.players, states=game.states, perceived=game.perceived
        )
        found.append(solver.solve(games).result.equilibria[:, 0, list(states)])
    return np.concatenate(found)
