"""A concept is a definition that can be checked: (game, result) -> residual."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from negsim.games.base import Array, Game
from negsim.games.results import Result
from negsim.registry import Registry

G = TypeVar("G", bound=Game)
R = TypeVar("R", bound=Result)


@dataclass(frozen=True)
class Concept(Generic[G, R]):
    """A solution concept: its textbook sentence, and a check written from that sentence alone.

    Attributes
    ----------
    name
        The name it is registered under.
    definition
        One sentence that a student can read.
    reference
        Where it was first defined.
    residual
        Takes a game and a result; returns, of shape (row,) and in the unit of the payoffs unless the definition says
        otherwise, how far each row is from the definition. It is 0 where the definition holds.
    """

    name: str
    definition: str
    reference: str
    residual: Callable[[G, R], Array]

    def __repr__(self) -> str:
        return self.name


concepts: Registry[Concept[Any, Any]] = Registry("concept", "negsim.concepts")
