"""What every form of game shares: a batch axis, and the coordinates of a profile."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from negsim.registry import Registry

if TYPE_CHECKING:
    from typing import Self

    from negsim.scenario.model import Scenario

Array: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.intp]
BoolArray: TypeAlias = NDArray[np.bool_]
Values: TypeAlias = Mapping[str, float | Array]


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The coordinates of a profile: one for every action, at every place, of every player.

    A mixed profile is one flat vector of probabilities over these rows, whatever the form of the game;
    a place is nothing in a strategic game, an information set, a type or a state in others.

    Attributes
    ----------
    player, place
        Shape (choice,). Number of the player who owns the coordinate, and of the place it belongs to.
    players, places, actions
        Labels, by player, by place and by choice. Strategic games label each place with the empty string.
    """

    player: IntArray
    place: IntArray
    players: tuple[str, ...]
    places: tuple[str, ...]
    actions: tuple[str, ...]

    @classmethod
    def one_each(cls, players: tuple[str, ...], place: str, action: str) -> Self:
        """Return one coordinate for each player, all called alike: forms that do not look at probabilities.

        Parameters
        ----------
        players
            Their labels.
        place, action
            What to call the place and the choice of each.
        """
        count = len(players)
        return cls(
            player=np.arange(count),
            place=np.arange(count),
            players=players,
            places=(place,) * count,
            actions=(action,) * count,
        )

    def __len__(self) -> int:
        return len(self.actions)

    @cached_property
    def several(self) -> bool:
        """Whether players choose at several places, so that a profile is a plan and not one strategy each."""
        return len(self.places) > len(self.players) or any(self.places)

    @cached_property
    def place_names(self) -> tuple[str, ...]:
        """A name for each place that no other place of the same player has; twins get a number."""
        seen: dict[tuple[int, str], int] = {}
        names = []
        for owner, place in zip(self.owner, self.places, strict=True):
            key = (int(owner), place)
            seen[key] = seen.get(key, 0) + 1
            names.append(f"{place} #{seen[key]}" if seen[key] > 1 else place)
        return tuple(names)

    @cached_property
    def owner(self) -> IntArray:
        """Shape (place,). The player who chooses at each place."""
        owner = np.zeros(len(self.places), np.intp)
        owner[self.place] = self.player
        return owner

    @cached_property
    def slices(self) -> tuple[slice, ...]:
        """The choices of each place, which are consecutive, in the order of the places."""
        bounds = [*map(int, np.flatnonzero(np.diff(self.place, prepend=-1))), len(self)]
        return tuple(slice(a, b) for a, b in pairwise(bounds))

    def are_proper(self, weights: Array) -> BoolArray:
        """Return whether the weights of each row are probabilities at every place, but for rounding.

        Parameters
        ----------
        weights
            Shape (row, choice).

        Returns
        -------
        BoolArray
            Shape (row,).
        """
        near = (weights >= -1e-12).all(1)
        starts = np.flatnonzero(np.diff(self.place, prepend=-1))
        if len(starts):
            near &= (np.abs(np.add.reduceat(weights, starts, axis=1) - 1) <= 1e-9).all(1)
        return np.asarray(near)


class Game(ABC):
    """A batch of games with one structure; one game is a batch of one."""

    @property
    @abstractmethod
    def choices(self) -> Choices:
        """The coordinates of a profile of this game."""

    @classmethod
    @abstractmethod
    def from_scenario(cls, scenario: Scenario, values: Values = {}) -> Self:
        """Read a scenario as a game of this form, for one or more values of its parameters."""

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of games in the batch."""

    @abstractmethod
    def take(self, rows: slice | IntArray) -> Self:
        """Return the games of these rows of the batch."""


games: Registry[type[Any]] = Registry("game", "negsim.games", folders=False)
